import { hasAlb, isCrossAccount, isExisting, loggedSides } from "./bridge-facts";
import { type Finding } from "./fault";
import { type FileConfig, isHub } from "./file-config";
import { ignoredInHub } from "./hub-ignored-keys";
import { type Ignored, unreadLogKeys, unwatched, xffClientPort } from "./ignored-key";
import { type KeyPath } from "./key-path";
import { zoneLetters } from "./regions";
import { type BridgeConfig } from "./schema";

function gatewayKeys(config: BridgeConfig): Ignored[] {
  const { id, share } = config.transit_gateway;
  const ignored: Ignored[] = [];
  if (id) {
    const because = `the gateway ${id} exists and has its ASN`;
    ignored.push({ path: ["transit_gateway", "asn"], because, fix: "leave it out, or leave transit_gateway.id out" });
  }
  if (!isCrossAccount(config)) {
    const because = `both sides are in one account, so the gateway is shared with nobody by ${share}`;
    ignored.push({ path: ["transit_gateway", "share"], because, fix: "leave it out, or write web.account.id" });
  } else if (config.web.attachment) {
    const because = `the web VPC is attached already, so the gateway is shared with its account`;
    ignored.push({ path: ["transit_gateway", "share"], because, fix: "leave it out" });
  }
  return ignored;
}

function logKeys(config: BridgeConfig): Ignored[] {
  const { logs } = config;
  if (!logs) return [];
  const ignored = unreadLogKeys(logs);
  if (config.bridge.nat_gateways) {
    const because = "the NAT gateways exist, and who made them logs what they do";
    ignored.push({ path: ["logs", "flow_logs"], because, fix: "leave it out" });
  }
  if (isExisting(config.client) && isExisting(config.web)) {
    const because = "both VPCs exist, and who made them logs what flows in them";
    ignored.push({ path: ["logs", "vpc_flow_logs"], because, fix: "leave it out" });
  }
  if (!logs.access_logs && !logs.flow_logs && loggedSides(config).length === 0) {
    const because = "neither access_logs nor flow_logs is on, nor do VPCs get flow logs";
    ignored.push({ path: ["logs", "bucket"], because, fix: "switch one of them on, or leave logs out" });
  }
  return ignored;
}

const forwardedFor = ({ alb }: BridgeConfig): Ignored[] => xffClientPort(alb);

function priorities({ services }: BridgeConfig): Ignored[] {
  return Object.entries(services).flatMap(([name, service]) =>
    service.match
      ? []
      : [
          {
            path: ["services", name, "priority"],
            because: "a service without match is what remains after all rules, and has none itself",
            fix: "leave it out, or write match",
          },
        ],
  );
}

/** With one account there is one provider, the client's. */
function webRole(config: BridgeConfig): Ignored[] {
  const { client, web } = config;
  if (isCrossAccount(config) || web.account?.role === client.account?.role) return [];
  return [
    {
      path: ["web", "account", "role"],
      because: "both sides are in one account, which Terraform enters as client.account says",
      fix: "write it as client.account.role too, or leave it out",
    },
  ];
}

/** Letters are there to be compared with; of a Region that is not known they also say that it is meant. */
function letters({ region, client, web, bridge, zones }: BridgeConfig): Ignored[] {
  const { alb_subnets: alb, nat_subnets: nat, inner_subnets: inner, outer_subnets: outer } = bridge;
  const groups = [client.subnets, web.subnets, alb, nat, bridge.nat_gateways, inner, outer];
  const subnets = [...groups, bridge.attachment_subnets, bridge.shadow_subnets].flatMap((group) =>
    Object.values(group ?? {}),
  );
  const used = [...subnets.map((subnet) => subnet.zone), ...(bridge.zones ?? [])];
  if (!zones || !zoneLetters(region) || used.some((zone) => zone.length === 1)) return [];
  return [{ path: ["zones"], because: "all zones of this file are ids", fix: "leave it out, or write letters" }];
}

function isWritten(input: unknown, path: KeyPath): boolean {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value !== undefined;
}

/** Without services there is no ALB, and nothing before or behind it. */
function albKeys(config: BridgeConfig): Ignored[] {
  if (hasAlb(config)) return [];
  const because = "the file has no services, so no ALB and no NAT gateway is made";
  const fix = "leave it out, or write services";
  const { bridge, logs } = config;
  const inBridge = (["alb_subnets", "nat_subnets", "nat_gateways", "steer"] as const).filter((key) => bridge[key]);
  const inLogs = logs
    ? [
        ["logs", "access_logs"],
        ["logs", "flow_logs"],
      ]
    : [];
  const paths = [
    ...inBridge.map((key) => ["bridge", key]),
    ["alb"],
    ["listeners"],
    ["reachability_analyzer"],
    ...inLogs,
  ];
  return paths.map((path) => ({ path, because, fix }));
}

/** What the web side opens nothing towards needs no rules. */
function clientGroups({ appliance, client }: BridgeConfig): Ignored[] {
  if (appliance?.initiate !== "client" || !client.security_groups) return [];
  const because = "the web side opens no connections (appliance.initiate: client)";
  return [{ path: ["client", "security_groups"], because, fix: "leave it out, or write initiate: both" }];
}

/** Thresholds of alarms on what there is not, or whoever made it watches. */
function thresholdKeys(config: BridgeConfig): Ignored[] {
  const { alarms, appliance, bridge, client, web } = config;
  if (!alarms) return [];
  const ignored: Ignored[] = [];
  if (!hasAlb(config)) {
    const because = "the file has no services, so no ALB and no NAT gateway is made";
    const keys = ["target_4xx", "target_5xx", "nat_drops"];
    ignored.push(...unwatched(keys, because, "leave it out, or write services"));
  } else if (bridge.nat_gateways) {
    ignored.push(...unwatched(["nat_drops"], "the NAT gateways exist, and who made them watches them"));
  }
  if (client.attachment && web.attachment)
    ignored.push(...unwatched(["attachment_drops"], "both attachments exist, and who made them watches them"));
  if (!appliance) {
    ignored.push(...unwatched(["appliance_cpu", "appliance_bandwidth"], "the file has no appliance"));
  }
  return ignored;
}

const CHECKS = [gatewayKeys, logKeys, forwardedFor, priorities, webRole, letters, albKeys, clientGroups, thresholdKeys];

/**
 * Keys that are written and do nothing in this combination: who wrote them believes that they do.
 * @param input the file's content, where a key that is left out can be told from one that is written as its default
 */
export function findIgnoredKeys(config: FileConfig, input: unknown): Finding[] {
  const ignored = isHub(config) ? ignoredInHub(config) : CHECKS.flatMap((check) => check(config));
  return ignored
    .filter(({ path }) => isWritten(input, path))
    .map(({ path, because, fix }) => ({ path, rule: "ignored-key", message: `does nothing: ${because}`, fix }));
}
