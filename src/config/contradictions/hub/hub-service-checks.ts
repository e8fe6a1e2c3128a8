import { nearest } from "../../../naming/nearest";
import { type Finding } from "../../fault";
import { type HubConfig, type HubServiceConfig } from "../../hub-schema";
import { albListenersOf, clientsOf, clientsOfService, isHttp, webOf, websOf } from "../../hub-sides";
import { patchAt } from "../../patch";
import { type ListenerName } from "../../schema";
import { distinctTargets, healthTimes, noService } from "../entry-checks";
import { finding, mendable, oneOf } from "../finding";
import { emptyMatch, listenersMakeSense, sameMatches, strangeListeners } from "../listener-checks";
import { type HubCheck } from "./hub-check";

const servicesOf = (config: HubConfig) => Object.entries(config.services);
const httpOf = (config: HubConfig) => servicesOf(config).filter(([, service]) => isHttp(service));

/** Which side a service is of, and who reaches it. */
const sidesExist: HubCheck = (config) => {
  const webs = websOf(config).map(({ name }) => name);
  const clients = clientsOf(config).map(({ name }) => name);
  return servicesOf(config).flatMap(([name, service]): Finding[] => {
    const path = ["services", name];
    const unknown = (service.clients ?? []).flatMap((client, i) => {
      if (clients.includes(client)) return [];
      const left = clients.filter((one) => !service.clients?.includes(one));
      return [finding([...path, "clients", i], "service-clients", "is no client side", fixFor(client, left))];
    });
    if (webs.length === 0 || webOf(config, service)) return unknown;
    if (service.web === undefined) {
      const message = `says no web, and there are ${webs.length} web sides`;
      return [...unknown, finding(path, "service-web", message, `write web: ${webs.join(" or web: ")}`)];
    }
    return [...unknown, finding([...path, "web"], "service-web", "is no web side", fixFor(service.web, webs))];
  });
};

function fixFor(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return guess ? `did you mean ${guess}?` : oneOf(known, "leave it out");
}

/** What each protocol knows beside what all know; and what else to write of the keys. */
const HTTP_KEYS = ["match", "listeners", "priority"] as const;
const NLB_KEYS = ["target_port", "target_protocol", "idle_timeout", "proxy_protocol"] as const;
const TLS_KEYS = ["certificates", "certificate_names", "tls_policy"] as const;
type ProtocolKey = (typeof HTTP_KEYS | typeof NLB_KEYS | typeof TLS_KEYS)[number];

/** Why a service of this protocol can't have the key, and what to do; undefined where it can. */
function whyNot(protocol: HubServiceConfig["protocol"], key: ProtocolKey): readonly [string, string] | undefined {
  const isAlb = protocol === "HTTP" || protocol === "HTTPS";
  if (HTTP_KEYS.some((one) => one === key))
    return isAlb ? undefined : [`is of HTTP and HTTPS: an NLB does not read requests of ${protocol}`, "leave it out"];
  if (TLS_KEYS.some((one) => one === key)) {
    if (isAlb)
      return ["is of TLS: an ALB's certificates and policy are its listener's", "write it under listeners.https"];
    return protocol === "TLS"
      ? undefined
      : ["is of TLS, and this service is TCP", "leave it out, or write protocol: TLS"];
  }
  if (isAlb) return [`is of TCP and TLS, and ${protocol} goes by an ALB`, otherKey(key)];
  if (key === "idle_timeout" && protocol === "TLS")
    return ["is of TCP: that of a TLS listener is 350 seconds and can't be changed", "leave it out"];
  if (key === "target_protocol" && protocol === "TCP")
    return ["is of TLS: what comes by TCP is handed on as it is", "leave it out"];
  return undefined;
}

function otherKey(key: ProtocolKey): string {
  if (key === "target_port") return "write it as port";
  if (key === "target_protocol") return "leave it out: protocol is what targets speak";
  return key === "idle_timeout" ? "write alb.idle_timeout" : "leave it out";
}

const protocolKeys: HubCheck = (config) =>
  servicesOf(config).flatMap(([name, service]) =>
    [...HTTP_KEYS, ...NLB_KEYS, ...TLS_KEYS].flatMap((key): Finding[] => {
      const isGiven = key === "proxy_protocol" ? service.proxy_protocol : service[key] !== undefined;
      const why = isGiven ? whyNot(service.protocol, key) : undefined;
      if (!why) return [];
      const path = ["services", name, key];
      const found = finding(path, "protocol-keys", ...why);
      // What belongs elsewhere is not thrown away.
      return [why[1].startsWith("leave it out") ? mendable(found, patchAt(path, null)) : found];
    }),
  );

/** What an NLB's listener can't do without, and what an ALB's health check can't be. */
const protocolNeeds: HubCheck = (config) =>
  servicesOf(config).flatMap(([name, service]): Finding[] => {
    const path = ["services", name];
    const findings: Finding[] = [];
    if (isHttp(service)) {
      if (service.health.protocol !== "TCP") return [];
      const at = [...path, "health", "protocol"];
      const fix = "leave it out, or write HTTP or HTTPS";
      return [
        mendable(finding(at, "health-protocol", "is nothing that an ALB asks targets by", fix), patchAt(at, null)),
      ];
    }
    if (service.port === undefined) {
      const message = `has no port, which clients connect to by ${service.protocol}`;
      findings.push(finding(path, "service-port", message, "write port, such as 5432"));
    }
    if (service.protocol === "TLS" && !service.certificates) {
      const message = "has no certificates, which a TLS listener needs";
      const fix = "write certificates, or protocol: TCP to leave TLS to the servers";
      findings.push(finding(path, "tls-certificate", message, fix));
    }
    return findings;
  });

/** A listener of one web side's NLB, and what is behind it. */
interface NlbPort {
  readonly port: number;
  readonly what: string;
}

/** The ALB's ports that its NLB has too, for clients by endpoint. */
function handedOn(config: HubConfig, web: string): NlbPort[] {
  const byEndpoint = (service: HubServiceConfig) =>
    clientsOfService(config, service).some((client) => client.config.way === "endpoint");
  const own = httpOf(config).filter(([, service]) => webOf(config, service)?.name === web && byEndpoint(service));
  const used = new Set<ListenerName>(own.flatMap(([, service]) => albListenersOf(config, service)));
  if (used.has("https") && config.listeners.http?.action === "redirect") used.add("http");
  return [...used].flatMap((name) => {
    const port = config.listeners[name]?.port;
    const what = `listeners.${name}, whose requests clients by endpoint send to the same NLB`;
    return port === undefined ? [] : [{ port, what }];
  });
}

const nlbPorts: HubCheck = (config) => {
  const taken = new Map(websOf(config).map(({ name }) => [name, handedOn(config, name)]));
  return servicesOf(config).flatMap(([name, service]): Finding[] => {
    const { port } = service;
    const ports = taken.get(webOf(config, service)?.name ?? "");
    if (isHttp(service) || port === undefined || !ports) return [];
    const other = ports.find((one) => one.port === port);
    ports.push({ port, what: `services.${name}, of the same web side's NLB` });
    if (!other) return [];
    const message = `is the port of ${other.what}`;
    return [finding(["services", name, "port"], "nlb-port", message, "write another port; target_port may stay")];
  });
};

/** Without HTTP nothing asks for listeners; that they are there then, ignored-keys tells. */
const albListeners: HubCheck = (config) => {
  const services = httpOf(config);
  return services.length > 0 ? [...listenersMakeSense(config), ...strangeListeners(config, services)] : [];
};

const distinctMatches: HubCheck = (config) => [
  ...httpOf(config).flatMap(([name, { match }]) => emptyMatch({ name, match })),
  ...websOf(config).flatMap((web) =>
    sameMatches(
      httpOf(config)
        .filter(([, service]) => webOf(config, service)?.name === web.name)
        .map(([name, service]) => ({ name, match: service.match, listeners: albListenersOf(config, service) })),
    ),
  ),
];

/** What a hub's listeners and services must say together. */
export const HUB_SERVICE_CHECKS: readonly HubCheck[] = [
  noService,
  sidesExist,
  protocolKeys,
  protocolNeeds,
  nlbPorts,
  albListeners,
  distinctMatches,
  healthTimes,
  distinctTargets,
];
