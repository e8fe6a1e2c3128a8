import { type KeyPath } from "../config/key-path";
import { type BridgePlan } from "./bridge-plan";

/** A name that leads clients of one side to a service. */
export interface PlannedRecord {
  /** Name of the client side, whose VPC knows the name. */
  readonly client: string;
  readonly service: string;
  /** As it is written in the zone; without a dot where the file does not name the zone, and then a part of the zone's. */
  readonly name: string;
  /** What it leads to; two records of one name and one of these are one record. */
  readonly leadsTo: { readonly kind: "alb" | "nlb" | "endpoint"; readonly web: string };
  readonly path: KeyPath;
}

/** A service, as names need to know it. */
interface Named {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly isHttp: boolean;
  readonly web: string;
  readonly clients: readonly string[];
}

function namedServices(plan: BridgePlan): Named[] {
  if (plan.place === "client")
    return plan.services.map(({ name, config }) => {
      return { name, hosts: config.match?.hosts ?? [], isHttp: true, web: "web", clients: ["client"] };
    });
  return plan.services.map(({ name, config, isHttp, web, clients }) => {
    return { name, hosts: isHttp ? (config.match?.hosts ?? []) : [], isHttp, web, clients };
  });
}

/** The names of a service in the zone: those hosts that it answers to and that lie in the zone, else its own. */
export function namesInZone(service: string, hosts: readonly string[], zone: string | undefined): string[] {
  if (zone === undefined) return [service];
  const literal = hosts.filter((host) => !/[*?]/.test(host)).map((host) => host.toLowerCase());
  const inside = literal.filter((host) => host === zone || host.endsWith(`.${zone}`));
  return inside.length > 0 ? [...new Set(inside)] : [`${service}.${zone}`];
}

/** The records of a bridge, none where the file has no `dns`: for each client side those of the services that it reaches. */
export function plannedRecords(plan: BridgePlan): PlannedRecord[] {
  const { dns } = plan.config;
  if (!dns) return [];
  const byEndpoint = new Set(
    plan.place === "hub" ? plan.clients.flatMap(({ way, name }) => (way === "endpoint" ? [name] : [])) : [],
  );
  return namedServices(plan).flatMap(({ name: service, hosts, isHttp, web, clients }) => {
    const names = namesInZone(service, hosts, dns.zone);
    const path = hosts.length > 0 ? ["services", service, "match", "hosts"] : ["services", service];
    return clients.flatMap((client) => {
      const kind = byEndpoint.has(client) ? "endpoint" : isHttp ? "alb" : "nlb";
      return names.map((name): PlannedRecord => ({ client, service, name, leadsTo: { kind, web }, path }));
    });
  });
}
