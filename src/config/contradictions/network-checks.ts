import { isExisting, usableZones, zonesToCarve } from "../bridge-facts";
import { type Finding } from "../fault";
import { type KeyPath } from "../key-path";
import { nearest } from "../../naming/nearest";
import { KNOWN_REGIONS } from "../regions";
import { type Patch, patchAt } from "../patch";
import { type BridgeConfig } from "../schema";
import { type Check, finding, mendable, oneOf } from "./finding";
import { writtenZones } from "../written-zones";

const knownRegion: Check = (config) => {
  if (usableZones(config)) return [];
  const guess = nearest(config.region, KNOWN_REGIONS);
  const fix = `${guess ? `write ${guess}, or ` : ""}add zones: [a, b, c] with the region's zone letters if it is right`;
  return [finding(["region"], "known-region", "is not a region this program knows", fix)];
};

const zonesExist: Check = (config) => {
  const letters = usableZones(config);
  if (!letters) return [];
  const fix = `write one of ${letters.join(", ")}, or list your account's letters under zones`;
  return writtenZones(config)
    .filter(({ zone }) => zone.length === 1 && !letters.includes(zone))
    .map(({ path }) => {
      const found = finding(path, "zone-exists", `is not a zone of ${config.region}`, fix);
      return mendable(found, path[1] === "zones" ? zonesPatch(config) : undefined);
    });
};

const oneKindOfZone: Check = (config) => {
  const { client, web, bridge } = config;
  const subnets = [
    client.subnets,
    bridge.alb_subnets ?? {},
    bridge.nat_subnets ?? {},
    bridge.attachment_subnets ?? {},
    bridge.shadow_subnets,
  ].flatMap((group) => Object.values(group));
  const inClient = [...subnets.map((subnet) => subnet.zone), ...(bridge.zones ?? [])];
  const inWeb = Object.values(web.subnets).map((subnet) => subnet.zone);
  const patch = zonesPatch(config);
  return [
    ...mixedZones(inClient, ["bridge"], "client").map((found) => mendable(found, patch)),
    ...mixedZones(inWeb, ["web", "subnets"], "web"),
  ];
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
        mendable(
          finding(
            ["web", "security_groups"],
            "existing-side",
            "is given, but the web VPC is created with its own group",
            "leave it out",
          ),
          patchAt(["web", "security_groups"], null),
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
      : [
          finding(
            ["web", "attachment_subnets", i],
            "subnet-name",
            "is no web subnet",
            oneOf(unattached(web), "leave it out"),
          ),
        ],
  );

/** Web subnets that the attachment could be in too: of a zone that it has no subnet in yet. */
function unattached({ subnets, attachment_subnets: listed = [] }: BridgeConfig["web"]): string[] {
  const zones = listed.flatMap((name) => (Object.hasOwn(subnets, name) ? (subnets[name]?.zone ?? []) : []));
  return Object.entries(subnets).flatMap(([name, { zone }]) => (zones.includes(zone) ? [] : [name]));
}

const GIVEN = ["alb_subnets", "nat_subnets", "attachment_subnets"] as const;

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
    return (["alb_subnets", "nat_subnets"] as const).flatMap((key) => {
      if (isGiven(key)) return [];
      const fix = canCarve ? `write ${key}, or zones: [${zones.join(", ")}] to carve the subnets` : `write ${key}`;
      return [mendable(finding(["bridge"], "carved-or-given", `has no ${key} and no zones`, fix), patch)];
    });
  }
  const isWhole = isGiven("alb_subnets") && isGiven("nat_subnets");
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
  (config.bridge.zones ?? []).flatMap((zone, i, zones) =>
    zones.indexOf(zone) < i
      ? [
          mendable(
            finding(
              ["bridge", "zones", i],
              "distinct-zones",
              "is listed twice",
              "list each zone once, and two or more",
            ),
            zonesPatch(config),
          ),
        ]
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
