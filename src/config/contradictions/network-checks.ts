import { hasAlb, isCrossAccount, isExisting, zonesToCarve } from "../bridge-facts";
import { type Patch, patchAt } from "../patch";
import { type BridgeConfig } from "../schema";
import { oneWithoutRole } from "./account-roles";
import { type Check, finding, mendable } from "./finding";
import {
  attachmentExists,
  givenBeforeVpc,
  noGateways,
  ownSecurityGroups,
  sharedClientTables,
  sharedGatewayTables,
  sharedNames,
  strangeAttachmentSubnets,
  unknownClientSubnets,
  wholeSide,
} from "./side-checks";
import { writtenZones } from "../written-zones";
import { mixedZones, repeatedZones, strangeZones, unknownRegion } from "./zone-checks";

const knownRegion: Check = unknownRegion;

const zonesExist: Check = (config) =>
  strangeZones(config, writtenZones(config)).map((found) =>
    mendable(found, found.path[1] === "zones" ? zonesPatch(config) : undefined),
  );

const oneKindOfZone: Check = (config) => {
  const { client, web, bridge, appliance } = config;
  const subnets = [
    client.subnets,
    bridge.alb_subnets ?? {},
    bridge.nat_subnets ?? {},
    bridge.nat_gateways ?? {},
    bridge.attachment_subnets ?? {},
    bridge.inner_subnets ?? {},
    bridge.outer_subnets ?? {},
    bridge.shadow_subnets,
  ].flatMap((group) => Object.values(group));
  const inClient = [...subnets.map((subnet) => subnet.zone), ...(bridge.zones ?? []), ...(appliance?.zones ?? [])];
  const inWeb = Object.values(web.subnets).map((subnet) => subnet.zone);
  const patch = zonesPatch(config);
  return [
    ...mixedZones(inClient, ["bridge"], "client").map((found) => mendable(found, patch)),
    ...mixedZones(inWeb, ["web", "subnets"], "web"),
  ];
};

const sidesAreWhole: Check = ({ client, web }) => [
  ...wholeSide({ role: "client", path: ["client"], config: client }),
  ...wholeSide({ role: "web", path: ["web"], config: web }),
  ...ownSecurityGroups(["web"], web),
];

const roles: Check = (config) => {
  const { region, client, web } = config;
  const own = { words: "the client side", path: ["client", "account"], account: client.account };
  const other = { words: "the web side", path: ["web", "account"], account: web.account };
  const accounts = isCrossAccount(config) ? [own, other] : [];
  return oneWithoutRole(
    region,
    accounts.map((one) => ({ ...one, role: one.account?.role })),
  );
};

const webAttachmentSubnets: Check = ({ web }) => strangeAttachmentSubnets(["web"], web);

const attachmentsExist: Check = ({ client, web, transit_gateway: gateway }) => [
  ...attachmentExists(["client"], client, gateway),
  ...attachmentExists(["web"], web, gateway),
];

/** Where the attachment is that exists; one that is made is in the bridge's own subnets. */
const clientAttachmentSubnets: Check = ({ client: { attachment, attachment_subnets: listed, subnets }, bridge }) => {
  const at = ["client", "attachment_subnets"];
  const made = ["bridge", "attachment_subnets"];
  if (attachment) {
    const doubled = bridge.attachment_subnets !== undefined;
    const message = "is for an attachment that is made, and client.attachment says that there is one";
    return [
      ...unknownClientSubnets(at, listed ?? [], Object.keys(subnets)),
      ...(doubled ? [mendable(finding(made, "attachment-subnets", message, "leave it out"), patchAt(made, null))] : []),
    ];
  }
  if (!listed) return [];
  const message = "names subnets of an attachment that exists, and this one is made in bridge.cidr";
  const fix = "leave it out, or write client.attachment";
  return [mendable(finding(at, "attachment-subnets", message, fix), patchAt(at, null))];
};

/** NAT gateways that exist: none is made beside them. */
const natGateways: Check = ({ client, bridge: { nat_gateways: gateways, nat_subnets: subnets } }) => {
  if (!gateways) return [];
  const at = ["bridge", "nat_gateways"];
  const before = isExisting(client) ? [] : [givenBeforeVpc(at, "client", "nat_gateways")];
  const made = ["bridge", "nat_subnets"];
  const message = "is for NAT gateways that are made, and bridge.nat_gateways says that there are some";
  const found = finding(made, "nat-made-once", message, "leave one of the two out");
  return [
    ...noGateways(at, gateways),
    ...before,
    ...sharedGatewayTables(at, gateways, client.subnets),
    ...(subnets ? [mendable(found, patchAt(made, null))] : []),
  ];
};

const GIVEN = ["alb_subnets", "nat_subnets", "attachment_subnets", "inner_subnets", "outer_subnets"] as const;

/** The subnets that the bridge must have, given or carved. */
function neededSubnets(config: BridgeConfig): (typeof GIVEN)[number][] {
  const { bridge, appliance, client } = config;
  const ofAlb = ["alb_subnets", ...(bridge.nat_gateways ? [] : (["nat_subnets"] as const))] as const;
  // Without an ALB its subnets are not there for the attachment either.
  const ofAttachment = hasAlb(config) || client.attachment ? [] : (["attachment_subnets"] as const);
  const ofAppliance = appliance ? (["inner_subnets", "outer_subnets"] as const) : [];
  return [...(hasAlb(config) ? ofAlb : []), ...ofAttachment, ...ofAppliance];
}

const carvedOrGiven: Check = (config) => {
  const { bridge } = config;
  const isGiven = (key: (typeof GIVEN)[number]) => bridge[key] !== undefined && Object.keys(bridge[key]).length > 0;
  const given = GIVEN.filter(isGiven);
  if (!bridge.zones) {
    const own = [...new Set(Object.values(config.client.subnets).map(({ zone }) => zone))].slice(0, 4);
    const zones = zonesToCarve(config, own);
    // Zones beside subnets that are given would be refused too.
    const canCarve = given.length === 0 && zones.length >= 2;
    const empty = GIVEN.flatMap((key) => (bridge[key] ? [[key, null] as const] : []));
    const patch = canCarve ? { bridge: { zones, ...Object.fromEntries(empty) } } : undefined;
    return neededSubnets(config).flatMap((key) => {
      if (isGiven(key)) return [];
      const fix = canCarve ? `write ${key}, or zones: [${zones.join(", ")}] to carve the subnets` : `write ${key}`;
      return [mendable(finding(["bridge"], "carved-or-given", `has no ${key} and no zones`, fix), patch)];
    });
  }
  const isWhole = neededSubnets(config).every(isGiven);
  return GIVEN.flatMap((key) => {
    if (!bridge[key]) return [];
    const fix = isWhole ? "leave out zones, or all subnets that they carve" : "leave it out, or give all and no zones";
    const found = finding(["bridge", key], "carved-or-given", "is given beside zones, which carve it", fix);
    return [mendable(found, patchAt(isWhole ? ["bridge", "zones"] : ["bridge", key], null))];
  });
};

/** The zones to carve for as they can be; nothing where two of them are not to be had. */
function zonesPatch(config: BridgeConfig): Patch | undefined {
  const zones = zonesToCarve(config);
  return config.bridge.zones && zones.length >= 2 ? patchAt(["bridge", "zones"], zones) : undefined;
}

const distinctZones: Check = (config) =>
  repeatedZones(["bridge", "zones"], config.bridge.zones ?? [], zonesPatch(config));

const subnetNames: Check = ({ client, bridge }) =>
  sharedNames([
    [["client", "subnets"], client.subnets],
    [["bridge", "alb_subnets"], bridge.alb_subnets],
    [["bridge", "nat_subnets"], bridge.nat_subnets],
    [["bridge", "nat_gateways"], bridge.nat_gateways],
    [["bridge", "attachment_subnets"], bridge.attachment_subnets],
    [["bridge", "inner_subnets"], bridge.inner_subnets],
    [["bridge", "outer_subnets"], bridge.outer_subnets],
    [["bridge", "shadow_subnets"], bridge.shadow_subnets],
  ]);

const clientsOwnTables: Check = ({ client }) => sharedClientTables(["client"], client.subnets);

/** What VPCs, subnets and zones must say together. */
export const NETWORK_CHECKS: readonly Check[] = [
  knownRegion,
  zonesExist,
  oneKindOfZone,
  sidesAreWhole,
  roles,
  webAttachmentSubnets,
  attachmentsExist,
  clientAttachmentSubnets,
  natGateways,
  carvedOrGiven,
  distinctZones,
  subnetNames,
  clientsOwnTables,
];
