import { type Finding } from "./fault";
import { openSchemaAt, type Place, placeOf } from "./file-schema";
import { type KeyPath } from "./key-path";
import { patchAt } from "./patch";

/** What to do in the client VPC's file with a key of a hub, beside making it a hub. */
const INSTEAD_OF_HUB: Readonly<Record<string, string>> = {
  clients: "write the one client side as client",
  webs: "write the one web side as web",
  way: "leave it out: here the ways are NAT gateways and a transit gateway",
  nat: "leave it out: NAT gateways are in bridge.nat_subnets or carved",
  "bridge.account": "leave it out: the bridge is in client.account",
  "services.web": "leave it out: there is one web side",
  "services.clients": "leave it out: there is one client side",
  "services.target_port": "write it as port",
  "transit_gateway.account": "leave it out: the gateway is of client.account",
};

/** What to do in a hub's file with a key of the client VPC's. */
const INSTEAD_OF_CLIENT: Readonly<Record<string, string>> = {
  "bridge.alb_subnets": "leave it out: bridge.zones has the load balancers' subnets carved",
  "bridge.nat_subnets": "leave it out: the NAT gateways are in the range of each client's nat",
  "bridge.nat_gateways": "write them as nat.gateways of their client",
  "bridge.attachment_subnets": "leave it out: bridge.zones has the attachment's subnets carved",
  "bridge.shadow_subnets": "leave it out: the hub's addresses are nobody else's, so any route to a web side is legal",
  "bridge.steer": "leave it out: the hub's addresses are nobody else's, so each web subnet with targets is routed",
  "bridge.inner_subnets": "leave it out: a hub has no appliance",
  "bridge.outer_subnets": "leave it out: a hub has no appliance",
  appliance: "leave it out: an appliance stands in the one client VPC of a bridge of place client",
  "client.security_groups": "leave it out: a hub opens no connections towards clients",
  "dns.records": "leave it out: a hub leads names to load balancers, and only an appliance to single hosts",
  demo: "leave it out: a hub has no demo hosts",
  reachability_analyzer: "leave it out: `overlap verify` proves a hub's paths",
  "alb.name": "leave it out: each web side's ALB is named after the bridge and the side",
};

/** The key without the names that the file gives: services.shop.web is services.web. */
function kindOf(path: KeyPath): string {
  const words = path.filter((part) => typeof part === "string");
  const isNamed = words.length > 2 && ["services", "clients", "webs"].includes(words[0] ?? "");
  return [words[0], ...words.slice(isNamed ? 2 : 1)].join(".");
}

function adviceOf(advice: Readonly<Record<string, string>>, path: KeyPath): string {
  return advice[kindOf(path)] ?? advice[String(path.at(-1))] ?? "leave it out";
}

/** What is said of a key that only the other place knows; undefined for a key that no place knows there. */
export function otherPlaceFinding(path: KeyPath, key: string, input: unknown): Finding | undefined {
  const place = placeOf(input);
  const other: Place = place === "hub" ? "client" : "hub";
  if (!Object.hasOwn(openSchemaAt(path, input, other)?.properties ?? {}, key)) return undefined;
  const at = [...path, key];
  const found = { path: at, rule: "other-place" };
  if (place === "client") {
    const message = "is of a hub, and this bridge stands in the client VPC";
    return { ...found, message, fix: `write bridge.place: hub, or ${adviceOf(INSTEAD_OF_HUB, at)}`, inHub: true };
  }
  const message = "is of a bridge in the client VPC, and this one is a hub";
  const mend = { patch: patchAt(at, null) };
  return { ...found, message, fix: adviceOf(INSTEAD_OF_CLIENT, at), ...(at.every(isWord) && { mend }) };
}

const isWord = (part: string | number) => typeof part === "string";
