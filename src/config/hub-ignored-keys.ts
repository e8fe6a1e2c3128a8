import { hasVpcFlowLogs } from "./bridge-facts";
import { attachingSides, usesGateway } from "./hub-accounts-in-file";
import { type HubConfig } from "./hub-schema";
import { clientsOf, clientsOfService, healthProtocolOf, isHttp } from "./hub-sides";
import { type Ignored, unreadLogKeys, unwatched, xffClientPort } from "./ignored-key";
import { zoneLetters } from "./regions";
import { hubWrittenZones } from "./written-zones";

function gatewayKeys(config: HubConfig): Ignored[] {
  const { id, share, account } = config.transit_gateway;
  if (!usesGateway(config)) {
    const because = "all clients are by endpoint and all webs by peering, so there is no transit gateway";
    return [{ path: ["transit_gateway"], because, fix: "leave it out" }];
  }
  const ignored: Ignored[] = [];
  if (id) {
    const because = `the gateway ${id} exists and has its ASN`;
    ignored.push({ path: ["transit_gateway", "asn"], because, fix: "leave it out, or leave transit_gateway.id out" });
  }
  const owner = (account ?? config.bridge.account)?.id;
  const hub = config.bridge.account?.id;
  // A side that says no account is in the hub's.
  if (attachingSides(config).every((side) => (side.account?.id ?? hub) === owner)) {
    const because = `all that attach are in the gateway's account, so it is shared with nobody by ${share}`;
    const fix = "leave it out, or write the account of a side that is in another one";
    ignored.push({ path: ["transit_gateway", "share"], because, fix });
  }
  return ignored;
}

/** Of services that are no HTTP, and of clients by endpoint. */
function hasNlb(config: HubConfig): boolean {
  return Object.values(config.services).some(
    (service) =>
      !isHttp(service) || clientsOfService(config, service).some((client) => client.config.way === "endpoint"),
  );
}

function balancerKeys(config: HubConfig): Ignored[] {
  const services = Object.values(config.services);
  if (services.length === 0) return [];
  const ignored: Ignored[] = [];
  const fix = "leave it out";
  if (!services.some(isHttp)) {
    const because = "no service is HTTP or HTTPS, so there is no ALB";
    ignored.push({ path: ["listeners"], because, fix }, { path: ["alb"], because, fix });
  } else ignored.push(...xffClientPort(config.alb));
  if (!hasNlb(config)) {
    const because = "no service is TCP or TLS and no client by endpoint, so there is no NLB";
    ignored.push({ path: ["nlb"], because, fix });
  }
  return ignored;
}

function logKeys(config: HubConfig): Ignored[] {
  const { logs } = config;
  if (!logs) return [];
  const ignored = unreadLogKeys(logs);
  const hasGateways = clientsOf(config).some((client) => client.config.way === "nat");
  if (!hasGateways) {
    const because = "no client is by nat, so there is no NAT gateway to log";
    ignored.push({ path: ["logs", "flow_logs"], because, fix: "leave it out" });
  }
  if (!logs.access_logs && !logs.flow_logs && !hasVpcFlowLogs(config)) {
    const because = "neither access_logs nor flow_logs is on, nor do VPCs get flow logs";
    ignored.push({ path: ["logs", "bucket"], because, fix: "switch one of them on, or leave logs out" });
  }
  return ignored;
}

function serviceKeys(config: HubConfig): Ignored[] {
  return Object.entries(config.services).flatMap(([name, service]): Ignored[] => {
    const path = ["services", name];
    if (isHttp(service)) {
      const fix = "leave it out";
      const because = "an ALB writes X-Forwarded-For instead";
      const proxy: Ignored = { path: [...path, "proxy_protocol"], because, fix };
      if (service.match) return service.proxy_protocol ? [] : [proxy];
      const unmatched = "a service without match is what remains after all rules, and has none itself";
      const own: Ignored = { path: [...path, "priority"], because: unmatched, fix: "leave it out, or write match" };
      return service.proxy_protocol ? [own] : [proxy, own];
    }
    if (healthProtocolOf(service) !== "TCP") return [];
    const because = "health is checked by TCP, which sends no request";
    const fix = "leave it out, or write health.protocol: HTTP";
    return ["path", "matcher"].map((key) => ({ path: [...path, "health", key], because, fix }));
  });
}

function zoneKeys(config: HubConfig): Ignored[] {
  const gateways = clientsOf(config).flatMap(({ path, config: { nat } }): Ignored[] => {
    if (!nat?.gateways) return [];
    const because = "the NAT gateways exist and say their zones";
    return [{ path: [...path, "nat", "zones"], because, fix: "leave it out, or leave gateways out" }];
  });
  if (!config.zones || !zoneLetters(config.region) || hubWrittenZones(config).some(({ zone }) => zone.length === 1))
    return gateways;
  const because = "all zones of this file are ids";
  return [...gateways, { path: ["zones"], because, fix: "leave it out, or write letters" }];
}

/** Thresholds of alarms on what there is not, or whoever made it watches. */
function thresholdKeys(config: HubConfig): Ignored[] {
  const { alarms } = config;
  if (!alarms) return [];
  const services = Object.values(config.services);
  const made = clientsOf(config).filter(({ config: { way, nat } }) => way === "nat" && !nat?.gateways);
  return [
    ...(services.some(isHttp)
      ? []
      : unwatched(["target_4xx", "target_5xx"], "no service is HTTP or HTTPS, so there is no ALB")),
    ...(hasNlb(config)
      ? []
      : unwatched(["nlb_resets"], "no service is TCP or TLS and no client by endpoint, so there is no NLB")),
    ...(made.length > 0 ? [] : unwatched(["nat_drops"], "no NAT gateway is made")),
    ...(usesGateway(config)
      ? []
      : unwatched(["attachment_drops"], "all clients are by endpoint and all webs by peering, so nothing is attached")),
  ];
}

/** Keys of a hub's file that do nothing in their combination, where they are written. */
export function ignoredInHub(config: HubConfig): Ignored[] {
  return [gatewayKeys, balancerKeys, logKeys, serviceKeys, zoneKeys, thresholdKeys].flatMap((check) => check(config));
}
