import { listenersOf } from "../config/bridge-facts";
import { type KeyPath } from "../config/key-path";
import { type ListenerName } from "../config/schema";
import { type Ipv4 } from "../ipv4";
import { twinAddress } from "./appliance/virtual-ranges";
import { type BridgePlan } from "./bridge-plan";
import { type HubPlan, type HubService } from "./hub/hub-plan";
import { type AddressPlan } from "./plan";

/** What a name is an alias of: a load balancer of a web side, or one client's endpoint of its endpoint service. */
type NameLead =
  | { readonly kind: "alb" | "nlb"; readonly web: string }
  | { readonly kind: "endpoint"; readonly web: string; readonly client: string };

/** What the file says that the certificates of a service are for. */
interface CertificateNames {
  readonly names: readonly string[];
  readonly path: KeyPath;
}

/** A service as far as its names go, of either place. */
export interface NameableService {
  readonly name: string;
  /** Host patterns of its listener rules; none: any. */
  readonly hosts: readonly string[] | undefined;
  readonly paths: readonly string[] | undefined;
  /** Place of its rules among those of its listeners; a service without rules takes what is left. */
  readonly order: number;
  /** The ALB listeners that it is reached by; none for TCP and TLS. */
  readonly listeners: readonly ListenerName[];
  readonly web: string;
  /** Names of the client sides that reach it, each with what it is led to. */
  readonly leads: ReadonlyMap<string, NameLead>;
  /** Of the certificates that its clients see. */
  readonly certificate: CertificateNames | undefined;
}

/** A name of a service. */
export interface ServiceName {
  readonly service: string;
  /** In lower case; without the zone's name where only the zone's id is known, as Terraform completes it then. */
  readonly name: string;
  /** Where the file says it. */
  readonly path: KeyPath;
}

/** An alias record in a private hosted zone. */
export interface PlannedRecord {
  readonly name: string;
  /** What it adds to the zone's name; empty at the zone's top. */
  readonly label: string;
  readonly leads: NameLead;
  /** The services that clients find by it. */
  readonly services: readonly string[];
  readonly path: KeyPath;
}

/** A record of one host that an appliance reaches. */
interface PlannedHost {
  /** As of an alias record. */
  readonly name: string;
  readonly label: string;
  /** What stands for the host, as clients see it. */
  readonly address: Ipv4;
  /** Its own address, as the web side knows it. */
  readonly real: Ipv4;
  readonly path: KeyPath;
}

/** A private hosted zone: one of the client's own, or an existing one that all clients ask. */
export interface PlannedZone {
  /** The client side that it is made for; undefined for an existing one. */
  readonly client: string | undefined;
  /** Undefined where only its id is known. */
  readonly name: string | undefined;
  readonly existingId: string | undefined;
  readonly records: readonly PlannedRecord[];
  /** Hosts behind an appliance. */
  readonly hosts: readonly PlannedHost[];
}

/** What an unmatched service waits for: every rule comes before it. */
const LAST = Number.POSITIVE_INFINITY;

function ofListener(
  { listeners: { https } }: Pick<BridgePlan["config"], "listeners">,
  used: readonly ListenerName[],
): CertificateNames | undefined {
  const names = used.includes("https") ? https?.certificate_names : undefined;
  return names && { names, path: ["listeners", "https", "certificate_names"] };
}

function ofService({ name, config: { protocol, certificate_names: names } }: HubService): CertificateNames | undefined {
  return protocol === "TLS" && names ? { names, path: ["services", name, "certificate_names"] } : undefined;
}

function ofClientPlace({ config, services }: AddressPlan): NameableService[] {
  return services.map((service): NameableService => {
    const listeners = listenersOf(config, service.config);
    const { match } = service.config;
    return {
      name: service.name,
      hosts: match?.hosts,
      paths: match?.paths,
      order: match ? service.priority : LAST,
      listeners,
      web: "web",
      leads: new Map([["client", { kind: "alb", web: "web" }]]),
      certificate: ofListener(config, listeners),
    };
  });
}

function ofHub({ config, services, clients }: HubPlan): NameableService[] {
  const endpoints = new Set(clients.filter(({ way }) => way === "endpoint").map(({ name }) => name));
  return services.map((service): NameableService => {
    const { web, isHttp, listeners } = service;
    const { match } = service.config;
    const lead = (client: string): NameLead =>
      endpoints.has(client) ? { kind: "endpoint", web, client } : { kind: isHttp ? "alb" : "nlb", web };
    return {
      name: service.name,
      hosts: isHttp ? match?.hosts : undefined,
      paths: isHttp ? match?.paths : undefined,
      order: match ? service.priority : LAST,
      listeners,
      web,
      leads: new Map(service.clients.map((client) => [client, lead(client)])),
      certificate: isHttp ? ofListener(config, listeners) : ofService(service),
    };
  });
}

/** The services of a bridge, as far as names go. */
export function nameableServices(plan: BridgePlan): NameableService[] {
  return plan.place === "hub" ? ofHub(plan) : ofClientPlace(plan);
}

/** Whether a name is a zone's or below it. */
function isInZone(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** The hosts of a service that are whole names, not patterns. */
export function literalHosts({ name, hosts = [] }: NameableService): ServiceName[] {
  return hosts.flatMap((host, i) =>
    /[*?]/.test(host)
      ? []
      : [{ service: name, name: host.toLowerCase(), path: ["services", name, "match", "hosts", i] }],
  );
}

/** The names of a service in a zone: its hosts that lie in it, else its own name there. Each once. */
function namesIn(zone: string | undefined, service: NameableService): ServiceName[] {
  const hosts = zone === undefined ? [] : literalHosts(service).filter(({ name }) => isInZone(name, zone));
  if (hosts.length > 0) return hosts.filter((one, i) => hosts.findIndex(({ name }) => name === one.name) === i);
  const name = zone === undefined ? service.name : `${service.name}.${zone}`;
  return [{ service: service.name, name, path: ["services", service.name] }];
}

/** The names that clients find a service by; none where the file has no `dns`. */
export function namesOfService(plan: BridgePlan, service: NameableService): ServiceName[] {
  const { dns } = plan.config;
  if (dns?.zone === undefined && dns?.zone_id === undefined) return [];
  return namesIn(dns.zone, service);
}

function labelOf(name: string, zone: string | undefined): string {
  if (zone === undefined) return name;
  return name === zone ? "" : name.slice(0, -zone.length - 1);
}

const leadText = (lead: NameLead): string =>
  [lead.kind, lead.web, lead.kind === "endpoint" ? lead.client : ""].join(" ");

function recordsFor(plan: BridgePlan, clients: readonly string[]): PlannedRecord[] {
  const records = new Map<string, PlannedRecord>();
  for (const service of nameableServices(plan)) {
    for (const client of clients) {
      const leads = service.leads.get(client);
      if (!leads) continue;
      for (const { name, path } of namesOfService(plan, service)) {
        const key = `${name} ${leadText(leads)}`;
        const known = records.get(key);
        const services = [...new Set([...(known?.services ?? []), service.name])];
        const label = labelOf(name, plan.config.dns?.zone);
        records.set(key, { path, ...known, name, label, leads, services });
      }
    }
  }
  return [...records.values()];
}

/** The names of single hosts; those that no appliance reaches a rule tells. */
function hostsOf(plan: BridgePlan): PlannedHost[] {
  if (plan.place === "hub") return [];
  const { zone, records = {} } = plan.config.dns ?? {};
  return Object.entries(records).flatMap(([label, real]): PlannedHost[] => {
    const address = twinAddress(plan.appliance?.web ?? [], real);
    if (address === undefined) return [];
    const name = zone === undefined ? label : `${label}.${zone}`;
    return [{ name, label, address, real, path: ["dns", "records", label] }];
  });
}

/**
 * The zones with the records of a bridge. A zone that is made is of one client VPC, so that each client can be led its own
 * way; one that exists is asked by all of them. A client without services needs none.
 */
export function zonesOf(plan: BridgePlan): PlannedZone[] {
  const { dns } = plan.config;
  if (!dns) return [];
  const { zone: name, zone_id: existingId } = dns;
  const clients = plan.place === "hub" ? plan.clients.map((client) => client.name) : ["client"];
  const hosts = hostsOf(plan);
  const zones: PlannedZone[] =
    existingId === undefined
      ? clients.map((client) => ({ client, name, existingId, records: recordsFor(plan, [client]), hosts }))
      : [{ client: undefined, name, existingId, records: recordsFor(plan, clients), hosts }];
  return zones.filter((one) => one.records.length > 0 || one.hosts.length > 0);
}
