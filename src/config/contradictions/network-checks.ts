import { isExisting, usableZones } from "../bridge-facts";
import type { Finding, KeyPath } from "../fault";
import { nearest } from "../nearest";
import { KNOWN_REGIONS } from "../regions";
import { type Check, finding, oneOf } from "./check";

const knownRegion: Check = (config) => {
  if (usableZones(config)) return [];
  const guess = nearest(config.region, KNOWN_REGIONS);
  const fix = `${guess ? `write ${guess}, or ` : ""}add zones: [a, b, c] with the region's zone letters if it is right`;
  return [finding(["region"], "known-region", "is not a region this program knows", fix)];
};

const zonesExist: Check = (config) => {
  const letters = usableZones(config);
  if (!letters) return [];
  const findings: Finding[] = [];
  const look = (zone: string, path: KeyPath) => {
    if (zone.length > 1 || letters.includes(zone)) return;
    const message = `is not a zone of ${config.region}`;
    findings.push(
      finding(
        path,
        "zone-exists",
        message,
        `write one of ${letters.join(", ")}, or list your account's letters under zones`,
      ),
    );
  };
  const { client, web, bridge } = config;
  const groups: [string[], Record<string, { zone: string }> | undefined][] = [
    [["client", "subnets"], client.subnets],
    [["web", "subnets"], web.subnets],
    [["bridge", "alb_subnets"], bridge.alb_subnets],
    [["bridge", "nat_subnets"], bridge.nat_subnets],
    [["bridge", "attachment_subnets"], bridge.attachment_subnets],
    [["bridge", "shadow_subnets"], bridge.shadow_subnets],
  ];
  for (const [path, subnets] of groups) {
    for (const [name, subnet] of Object.entries(subnets ?? {})) look(subnet.zone, [...path, name, "zone"]);
  }
  bridge.zones?.forEach((zone, i) => look(zone, ["bridge", "zones", i]));
  return findings;
};

const oneKindOfZone: Check = ({ client, web, bridge }) => {
  const subnets = [
    client.subnets,
    bridge.alb_subnets ?? {},
    bridge.nat_subnets ?? {},
    bridge.attachment_subnets ?? {},
    bridge.shadow_subnets,
  ].flatMap((group) => Object.values(group));
  const inClient = [...subnets.map((subnet) => subnet.zone), ...(bridge.zones ?? [])];
  const inWeb = Object.values(web.subnets).map((subnet) => subnet.zone);
  return [...mixedZones(inClient, ["bridge"], "client"), ...mixedZones(inWeb, ["web", "subnets"], "web")];
};

function mixedZones(zones: readonly string[], path: KeyPath, vpc: string): Finding[] {
  const letter = zones.find((zone) => zone.length === 1);
  const id = zones.find((zone) => zone.length > 1);
  if (!letter || !id) return [];
  const message = `mixes zone letters (${letter}) with zone ids (${id}), which can't be compared`;
  return [finding(path, "one-kind-of-zone", message, `write letters everywhere in the ${vpc} VPC, or ids everywhere`)];
}

function sideIsWhole(name: "client" | "web"): Check {
  return (config) => {
    const side = config[name];
    const existing = isExisting(side);
    const findings: Finding[] = [];
    for (const [subnetName, subnet] of Object.entries(side.subnets)) {
      for (const key of ["id", "route_table"] as const) {
        const path = [name, "subnets", subnetName];
        if (existing && subnet[key] === undefined) {
          findings.push(
            finding(path, "existing-side", `has no ${key}, but ${name}.vpc.id says the VPC exists`, `write its ${key}`),
          );
        } else if (!existing && subnet[key] !== undefined) {
          const message = `is given, but ${name}.vpc has no id, so the VPC would be created`;
          findings.push(finding([...path, key], "existing-side", message, `write ${name}.vpc.id, or leave ${key} out`));
        }
      }
    }
    if (Object.keys(side.subnets).length === 0) {
      findings.push(
        finding([name, "subnets"], "has-subnets", "holds no subnet", `write at least one subnet of the ${name} VPC`),
      );
    }
    for (const key of ["secondary_cidrs", "routes"] as const) {
      if (!existing && side.vpc[key].length > 0) {
        const message = "describes a VPC that exists, but there is no id";
        findings.push(
          finding([name, "vpc", key], "existing-side", message, `write ${name}.vpc.id, or leave ${key} out`),
        );
      }
    }
    return findings;
  };
}

const webSecurityGroups: Check = ({ web }) => {
  if (isExisting(web) === (web.security_groups !== undefined)) return [];
  return web.security_groups
    ? [
        finding(
          ["web", "security_groups"],
          "existing-side",
          "is given, but the web VPC is created with its own group",
          "leave it out",
        ),
      ]
    : [
        finding(
          ["web"],
          "existing-side",
          "has no security_groups, but its VPC exists",
          "write the web servers' security groups",
        ),
      ];
};

const webAttachmentSubnets: Check = ({ web }) =>
  (web.attachment_subnets ?? []).flatMap((name, i) =>
    Object.hasOwn(web.subnets, name)
      ? []
      : [finding(["web", "attachment_subnets", i], "subnet-name", "is no web subnet", oneOf(Object.keys(web.subnets)))],
  );

const carvedOrGiven: Check = ({ bridge }) => {
  if (!bridge.zones) {
    return (["alb_subnets", "nat_subnets"] as const).flatMap((key) =>
      bridge[key] && Object.keys(bridge[key]).length > 0
        ? []
        : [
            finding(
              ["bridge"],
              "carved-or-given",
              `has no ${key} and no zones`,
              `write ${key}, or zones: [a, b] to carve the subnets`,
            ),
          ],
    );
  }
  return (["alb_subnets", "nat_subnets", "attachment_subnets"] as const).flatMap((key) =>
    bridge[key]
      ? [
          finding(
            ["bridge", key],
            "carved-or-given",
            "is given beside zones, which carve it",
            "leave out one of the two",
          ),
        ]
      : [],
  );
};

const distinctZones: Check = ({ bridge }) =>
  (bridge.zones ?? []).flatMap((zone, i, zones) =>
    zones.indexOf(zone) < i
      ? [finding(["bridge", "zones", i], "distinct-zones", "is listed twice", "list each zone once")]
      : [],
  );

const subnetNames: Check = ({ client, bridge }) => {
  const seen = new Map<string, string>();
  const findings: Finding[] = [];
  const groups: [KeyPath, Record<string, unknown> | undefined][] = [
    [["client", "subnets"], client.subnets],
    [["bridge", "alb_subnets"], bridge.alb_subnets],
    [["bridge", "nat_subnets"], bridge.nat_subnets],
    [["bridge", "attachment_subnets"], bridge.attachment_subnets],
    [["bridge", "shadow_subnets"], bridge.shadow_subnets],
  ];
  for (const [path, subnets] of groups) {
    for (const name of Object.keys(subnets ?? {})) {
      const first = seen.get(name);
      if (first)
        findings.push(
          finding([...path, name], "subnet-name", `is a name that ${first} has too`, "give it another name"),
        );
      else seen.set(name, path.join("."));
    }
  }
  return findings;
};

/** A route table's routes are every subnet's that it is associated with, so only clients may share theirs. */
const clientsOwnTables: Check = ({ client }) => {
  const subnets = Object.entries(client.subnets);
  return subnets.flatMap(([name, { clients, route_table: table }]) => {
    if (clients || !table) return [];
    const sharing = subnets.find(([, other]) => other.clients && other.route_table === table);
    if (!sharing) return [];
    const message = `is the table of ${sharing[0]}, so this subnet would get a way over the bridge too`;
    const path = ["client", "subnets", name, "route_table"];
    return [finding(path, "clients-own-tables", message, "give it a table of its own, or leave clients: false out")];
  });
};

/** What VPCs, subnets and zones must say together. */
export const NETWORK_CHECKS: readonly Check[] = [
  knownRegion,
  zonesExist,
  oneKindOfZone,
  sideIsWhole("client"),
  sideIsWhole("web"),
  webSecurityGroups,
  webAttachmentSubnets,
  carvedOrGiven,
  distinctZones,
  subnetNames,
  clientsOwnTables,
];
