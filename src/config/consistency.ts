import { distinctEntries } from "./distinct-entries";
import type { Finding, KeyPath } from "./fault";
import { KNOWN_REGIONS, zoneLetters } from "./regions";
import { nearest } from "./nearest";
import type { BridgeConfig, ListenerName, ServiceConfig, SideConfig } from "./schema";

type Check = (config: BridgeConfig) => Finding[];

function finding(path: KeyPath, rule: string, message: string, fix: string): Finding {
  return { path, rule, message, fix };
}

/** Whether the side's VPC exists already (an id is given) rather than being created. */
export function isExisting(side: SideConfig): boolean {
  return side.vpc.id !== undefined;
}

/** Whether the web side lives in an account of its own, so that the transit gateway must be shared with it. */
export function isCrossAccount(config: BridgeConfig): boolean {
  return config.web.account !== undefined && config.web.account.id !== config.client.account?.id;
}

/** The zone letters that may be used, or undefined when the region is unknown and the file gives none. */
export function usableZones(config: BridgeConfig): string[] | undefined {
  return config.zones ?? zoneLetters(config.region);
}

/** The listeners that send requests to services, rather than redirecting them. */
export function forwardingListeners(config: BridgeConfig): ListenerName[] {
  const names: ListenerName[] = [];
  if (config.listeners.http?.action === "forward") names.push("http");
  if (config.listeners.https) names.push("https");
  return names;
}

/** The listeners a service is reached by. */
export function listenersOf(config: BridgeConfig, service: ServiceConfig): ListenerName[] {
  return service.listeners ?? forwardingListeners(config);
}

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

function oneOf(names: readonly string[]): string {
  return names.length > 0 ? `write one of ${names.join(", ")}` : "write a subnet first";
}

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

const listenersMakeSense: Check = ({ listeners }) => {
  const { http, https } = listeners;
  const findings: Finding[] = [];
  if (!http && !https)
    findings.push(
      finding(["listeners"], "has-listener", "names no listener", "write http: {} or https with certificates"),
    );
  if (http?.action === "redirect" && !https) {
    findings.push(
      finding(
        ["listeners", "http", "action"],
        "redirect-to-https",
        "has no HTTPS listener to redirect to",
        "write listeners.https with certificates, or action: forward",
      ),
    );
  }
  if (http && https && http.port === https.port) {
    findings.push(
      finding(
        ["listeners", "https", "port"],
        "listener-port",
        "is the HTTP listener's port too",
        "write another port, such as 443",
      ),
    );
  }
  return findings;
};

const serviceListeners: Check = (config) => {
  const usable = forwardingListeners(config);
  return Object.entries(config.services).flatMap(([name, service]) =>
    (service.listeners ?? []).flatMap((listener, i) => {
      if (usable.includes(listener)) return [];
      const message = config.listeners[listener]
        ? "names a listener that redirects"
        : "names a listener that does not exist";
      return [finding(["services", name, "listeners", i], "service-listener", message, oneOf(usable))];
    }),
  );
};

/** What a rule matches, as one text: equal texts mean that the second rule never sees a request. */
function matchText({ match }: ServiceConfig): string {
  const hosts = [...(match?.hosts ?? [])].map((host) => host.toLowerCase()).sort();
  return JSON.stringify([hosts, [...(match?.paths ?? [])].sort()]);
}

const distinctMatches: Check = (config) => {
  const findings: Finding[] = [];
  const seen = new Map<string, string>();
  for (const [name, service] of Object.entries(config.services)) {
    if (service.match && !service.match.hosts && !service.match.paths) {
      findings.push(
        finding(
          ["services", name, "match"],
          "match-something",
          "has neither hosts nor paths",
          "write one of them, or leave match out",
        ),
      );
    }
    for (const listener of new Set(listenersOf(config, service))) {
      const key = `${listener} ${matchText(service)}`;
      const other = seen.get(key);
      if (!other) {
        seen.set(key, name);
        continue;
      }
      const message = service.match
        ? `matches the same requests as services.${other} on the ${listener} listener`
        : `takes all other requests on the ${listener} listener, as services.${other} does`;
      findings.push(
        finding(["services", name], "distinct-match", message, "write match.hosts or match.paths that tell them apart"),
      );
      break;
    }
  }
  if (Object.keys(config.services).length === 0) {
    findings.push(finding(["services"], "has-service", "names no service", "write at least one service with targets"));
  }
  return findings;
};

const healthTimes: Check = (config) =>
  Object.entries(config.services).flatMap(([name, { health }]) =>
    health.timeout < health.interval
      ? []
      : [
          finding(
            ["services", name, "health", "timeout"],
            "health-times",
            `must be shorter than the interval of ${health.interval} s`,
            "write a shorter timeout or a longer interval",
          ),
        ],
  );

const distinctTargets: Check = (config) =>
  Object.entries(config.services).flatMap(([name, { targets }]) =>
    targets.flatMap((target, i) =>
      targets.indexOf(target) < i
        ? [finding(["services", name, "targets", i], "distinct-targets", "is listed twice", "list each target once")]
        : [],
    ),
  );

const demoMakesSense: Check = (config) => {
  const { demo } = config;
  const findings: Finding[] = [];
  for (const side of ["client", "web"] as const) {
    const host = demo[side];
    if (!host) continue;
    if (isExisting(config[side])) {
      findings.push(
        finding(
          ["demo", side],
          "demo-in-created-vpc",
          `needs a ${side} VPC that is created here`,
          "leave the demo host out",
        ),
      );
    }
    const names = Object.keys(config[side].subnets);
    if (!names.includes(host.subnet)) {
      findings.push(finding(["demo", side, "subnet"], "subnet-name", `is no ${side} subnet`, oneOf(names)));
    } else if (side === "client" && config.client.subnets[host.subnet]?.clients === false) {
      findings.push(
        finding(
          ["demo", side, "subnet"],
          "demo-client-is-client",
          "has clients: false, so the demo client would reach nothing",
          "write a subnet of clients",
        ),
      );
    }
  }
  if (demo.connect_endpoint && !demo.client) {
    findings.push(
      finding(
        ["demo", "connect_endpoint"],
        "connect-endpoint",
        "has no demo client to connect to",
        "write demo.client, or false",
      ),
    );
  }
  return findings;
};

const logsHaveAccount: Check = ({ logs, client }) =>
  logs?.create && !client.account
    ? [
        finding(
          ["logs", "create"],
          "logs-account",
          "needs the account id for the bucket's policy",
          "write client.account.id",
        ),
      ]
    : [];

const sharedGatewayAccount: Check = (config) =>
  isCrossAccount(config) && config.transit_gateway.id && !config.client.account
    ? [
        finding(
          ["transit_gateway", "id"],
          "shared-gateway-account",
          "is shared with another account, which needs the ARN and so the owner's account",
          "write client.account.id",
        ),
      ]
    : [];

const sameRegion: Check = ({ region, listeners, alarms }) => {
  const arns: [KeyPath, string][] = (listeners.https?.certificates ?? []).map((certificate, i) => [
    ["listeners", "https", "certificates", i],
    certificate,
  ]);
  if (alarms) arns.push([["alarms", "topic"], alarms.topic]);
  return arns.flatMap(([path, text]) =>
    text.split(":")[3] === region
      ? []
      : [finding(path, "same-region", `is not in ${region}`, `write an ARN of ${region}`)],
  );
};

const analyzerEnds: Check = (config) => {
  const analyzer = config.reachability_analyzer;
  if (!analyzer) return [];
  const findings: Finding[] = [];
  for (const side of ["client", "web"] as const) {
    if (analyzer[side] || config.demo[side]) continue;
    const message = `has no network interface on the ${side} side`;
    findings.push(
      finding(["reachability_analyzer"], "analyzer-ends", message, `write ${side}: eni-..., or switch demo.${side} on`),
    );
  }
  if (isCrossAccount(config)) {
    const message = "can't analyse across two accounts from one of them";
    findings.push(
      finding(
        ["reachability_analyzer"],
        "analyzer-account",
        message,
        "leave it out and run the analysis in an organization's management account",
      ),
    );
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

/** Checks between keys, which a schema can't say. They need no address arithmetic; the address plan's rules do that. */
export const CONSISTENCY_CHECKS: readonly Check[] = [
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
  listenersMakeSense,
  serviceListeners,
  distinctMatches,
  healthTimes,
  distinctTargets,
  demoMakesSense,
  logsHaveAccount,
  sharedGatewayAccount,
  sameRegion,
  analyzerEnds,
  clientsOwnTables,
  distinctEntries,
];

/** Every contradiction in the file, in the order of the checks. */
export function findContradictions(config: BridgeConfig): Finding[] {
  return CONSISTENCY_CHECKS.flatMap((check) => check(config));
}
