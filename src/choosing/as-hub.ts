import { isMap } from "../config/patch";
import { type Plain, isHubContent, mapAt, mapped, without, withoutForeignKeys } from "./content-parts";
import { type FileWay } from "./way";

/** How the sides of a hub are joined to it. */
interface Legs {
  readonly client: "nat" | "endpoint";
  readonly web: "transit_gateway" | "peering";
}

/** The ways of which all sides of a kind are joined alike. */
export const LEGS: Readonly<Partial<Record<FileWay, Legs>>> = {
  "hub-nat-transit-gateway": { client: "nat", web: "transit_gateway" },
  "hub-nat-peering": { client: "nat", web: "peering" },
  "hub-endpoint-transit-gateway": { client: "endpoint", web: "transit_gateway" },
  "hub-endpoint-peering": { client: "endpoint", web: "peering" },
};

/** Where the range of a client's NAT gateways is looked for first; where it is in somebody's way, the rules move it. */
function firstRange(place: number): string {
  return `100.${80 + (place >> 8)}.${place & 255}.0/25`;
}

function clientSide(side: Plain, way: Legs["client"], place: number): Plain {
  if (way === "endpoint") return { ...without(side, "nat", "attachment", "attachment_subnets"), way };
  return { ...without(side, "endpoint_subnets"), way, nat: side["nat"] ?? { cidr: firstRange(place) } };
}

function webSide(side: Plain, way: Legs["web"]): Plain {
  return { ...(way === "peering" ? without(side, "attachment", "attachment_subnets") : side), way };
}

function withSides(content: Plain, [one, many]: readonly [string, string], change: (side: Plain, i: number) => Plain) {
  return {
    ...content,
    ...(one in content && mapped({ [one]: content[one] }, change)),
    ...(many in content && { [many]: mapped(mapAt(content, many), change) }),
  };
}

/** A hub's content with its sides joined to it in another way. */
function rejoined(content: Plain, legs: Legs): Plain {
  const joined = withSides(content, ["client", "clients"], (side, i) => clientSide(side, legs.client, i));
  const both = withSides(joined, ["web", "webs"], (side) => webSide(side, legs.web));
  return legs.client === "endpoint" && legs.web === "peering" ? without(both, "transit_gateway") : both;
}

/** The zones of a bridge in the client VPC: those that it is carved for, or those of its load balancer's subnets. */
function zonesOf(bridge: Plain): unknown {
  const zones = Object.values(mapAt(bridge, "alb_subnets")).flatMap((subnet) =>
    isMap(subnet) ? [subnet["zone"]] : [],
  );
  return bridge["zones"] ?? [...new Set(zones)];
}

/** A bridge in the client VPC as a hub between the same sides. */
function moved(content: Plain): Plain {
  const { account } = mapAt(content, "client");
  const { cidr, ...rest } = mapAt(content, "bridge");
  const bridge = { ...(account !== undefined && { account }), place: "hub", cidr, zones: zonesOf(rest) };
  return { ...content, bridge };
}

/** A file's content as a hub whose sides are joined so; ranges are guessed, and moved where a rule is against them. */
export function asHub(content: Plain, legs: Legs): Plain {
  return withoutForeignKeys(rejoined(isHubContent(content) ? content : moved(content), legs));
}
