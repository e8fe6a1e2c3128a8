import { isExisting } from "../../bridge-facts";
import { type Finding, formatKey } from "../../fault";
import { type HubClientConfig } from "../../hub-schema";
import { clientsOf, type NamedSide, websOf } from "../../hub-sides";
import { patchAt } from "../../patch";
import { finding, mendable } from "../finding";
import {
  attachmentExists,
  givenBeforeVpc,
  ownSecurityGroups,
  sharedClientTables,
  sharedNames,
  strangeAttachmentSubnets,
  unknownClientSubnets,
  wholeSide,
} from "../side-checks";
import { type HubCheck } from "./hub-check";

/** Where the sides stand: under `clients` by name, or as the only one under `client`; and so for webs. */
const sidesStandOnce: HubCheck = (config) =>
  (
    [
      ["client", "clients", clientsOf(config)],
      ["web", "webs", websOf(config)],
    ] as const
  ).flatMap(([one, many, sides]): Finding[] => {
    if (config[one] && config[many]) {
      const fix = `write it as an entry of ${many}, or leave ${many} out`;
      return [finding([one], "one-or-many", `is given beside ${many}`, fix)];
    }
    if (sides.length > 0) return [];
    const fix = `write ${one}, or ${many} with an entry for each ${one} side`;
    return [finding(config[many] ? [many] : [], "has-side", `names no ${one} side`, fix)];
  });

const sidesAreWhole: HubCheck = (config) => [
  ...clientsOf(config).flatMap((side) => wholeSide({ role: "client", ...side })),
  ...websOf(config).flatMap((side) => [
    ...wholeSide({ role: "web", ...side }),
    ...ownSecurityGroups(side.path, side.config),
    ...strangeAttachmentSubnets(side.path, side.config),
  ]),
];

/** A range for the NAT gateways that has room for so many zones; the rules look for a free one. */
const rangeToTry = (zones: number) => `100.64.0.0/${zones > 2 ? 25 : zones > 1 ? 26 : 27}`;

/** Keys that only one way knows. */
const wayKeys: HubCheck = (config) => [
  ...clientsOf(config).flatMap(({ path, config: client }): Finding[] => {
    if (client.way === "nat") {
      const missing = client.nat ? [] : [natMissing(path, client)];
      const because = "is of way endpoint, and this client's packets go by its NAT gateways";
      return [...missing, ...misplaced({ path, config: client }, ["endpoint_subnets"], because)];
    }
    const because = "is of way nat, and endpoints need no address or gateway of their own";
    return misplaced({ path, config: client }, ["nat", "attachment", "attachment_subnets"], because);
  }),
  ...websOf(config).flatMap(({ path, config: web }) =>
    web.way === "peering"
      ? misplaced({ path, config: web }, ["attachment", "attachment_subnets"], "is of way transit_gateway, not peering")
      : [],
  ),
];

function natMissing(path: NamedSide<unknown>["path"], { subnets }: HubClientConfig): Finding {
  const zones = new Set(Object.values(subnets).map(({ zone }) => zone)).size;
  const range = rangeToTry(zones);
  const fix = `write nat: { cidr: ${range} } with a range that is free, or way: endpoint`;
  const message = "has no nat, where its packets would get addresses that the hub can tell from others'";
  return mendable(finding(path, "way-keys", message, fix), patchAt([...path, "nat"], { cidr: range }));
}

function misplaced(
  { path, config }: { readonly path: NamedSide<unknown>["path"]; readonly config: object },
  keys: readonly string[],
  because: string,
): Finding[] {
  return keys.flatMap((key) => {
    if (Reflect.get(config, key) === undefined) return [];
    const at = [...path, key];
    return [mendable(finding(at, "way-keys", because, `leave ${key} out, or write another way`), patchAt(at, null))];
  });
}

const attachmentsExist: HubCheck = (config) =>
  [...clientsOf(config), ...websOf(config)].flatMap(({ path, config: side }) =>
    attachmentExists(path, side, config.transit_gateway),
  );

const natGateways: HubCheck = (config) =>
  clientsOf(config).flatMap(({ path, config: side }): Finding[] => {
    const gateways = side.nat?.gateways;
    if (!gateways) return [];
    const at = [...path, "nat", "gateways"];
    if (Object.keys(gateways).length === 0) {
      const message = "names no gateway";
      const fix = "write those that exist, or leave it out and they are made";
      return [mendable(finding(at, "has-gateway", message, fix), patchAt(at, null))];
    }
    const before = isExisting(side) ? [] : [givenBeforeVpc(at, formatKey(path), "nat.gateways")];
    return [...before, ...sharedTables({ path, config: side })];
  });

/** The table of a NAT gateway's subnet leads to the hub without translation, so no other subnet may have it. */
function sharedTables({ path, config: { nat, subnets } }: Omit<NamedSide<HubClientConfig>, "name">): Finding[] {
  return Object.entries(nat?.gateways ?? {}).flatMap(([name, { route_table: table }]) => {
    const sharing = Object.entries(subnets).find(([, subnet]) => subnet.route_table === table);
    if (!sharing) return [];
    const message = `is the table of ${sharing[0]}, whose packets would reach the hub untranslated`;
    const at = [...path, "nat", "gateways", name, "route_table"];
    return [finding(at, "clients-own-tables", message, "give the NAT gateway's subnet a table of its own")];
  });
}

const clientTables: HubCheck = (config) =>
  clientsOf(config).flatMap(({ path, config: side }) =>
    side.way === "nat" ? sharedClientTables(path, side.subnets) : [],
  );

const names: HubCheck = (config) =>
  clientsOf(config).flatMap(({ path, config: side }) =>
    sharedNames([
      [[...path, "subnets"], side.subnets],
      [[...path, "nat", "gateways"], side.nat?.gateways],
    ]),
  );

/** Subnets that a client names for its attachment or its endpoints. */
const clientSubnetNames: HubCheck = (config) =>
  clientsOf(config).flatMap(({ path, config: side }): Finding[] => {
    const { subnets, nat, attachment, attachment_subnets: attached = [], endpoint_subnets: endpoints = [] } = side;
    const known = { ...subnets, ...nat?.gateways };
    const at = [...path, "attachment_subnets"];
    const isCarved = side.way === "nat" && attached.length > 0 && !attachment && !nat?.gateways;
    if (isCarved) {
      const message = "names subnets of an attachment that exists, and this one is made in the range of nat";
      const fix = "leave it out, or write attachment";
      return [mendable(finding(at, "attachment-subnets", message, fix), patchAt(at, null))];
    }
    return [
      ...unknownClientSubnets(at, attached, Object.keys(known)),
      ...unknownClientSubnets([...path, "endpoint_subnets"], endpoints, Object.keys(subnets)),
    ];
  });

/** What each side of a hub must say. */
export const HUB_SIDE_CHECKS: readonly HubCheck[] = [
  sidesStandOnce,
  sidesAreWhole,
  wayKeys,
  attachmentsExist,
  natGateways,
  clientTables,
  names,
  clientSubnetNames,
];
