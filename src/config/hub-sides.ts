import { type KeyPath } from "./key-path";
import { forwardingListenersOf } from "./bridge-facts";
import { type HubClientConfig, type HubConfig, type HubServiceConfig, type HubWebConfig } from "./hub-schema";
import { type ListenerName } from "./schema";

/** A side of a hub, by the name that the file gives it. */
export interface NamedSide<C> {
  /** Its key under `clients` or `webs`; `client` or `web` where the file has one. */
  readonly name: string;
  /** Where the file says it. */
  readonly path: KeyPath;
  readonly config: C;
}

/** The client sides of a hub, in the order of the file. */
export function clientsOf({ client, clients = {} }: HubConfig): NamedSide<HubClientConfig>[] {
  return [
    ...(client ? [{ name: "client", path: ["client"], config: client }] : []),
    ...Object.entries(clients).map(([name, config]) => ({ name, path: ["clients", name], config })),
  ];
}

/** The web sides of a hub, in the order of the file. */
export function websOf({ web, webs = {} }: HubConfig): NamedSide<HubWebConfig>[] {
  return [
    ...(web ? [{ name: "web", path: ["web"], config: web }] : []),
    ...Object.entries(webs).map(([name, config]) => ({ name, path: ["webs", name], config })),
  ];
}

/** Whether a service stands behind an ALB; the others stand behind an NLB. */
export function isHttp({ protocol }: HubServiceConfig): boolean {
  return protocol === "HTTP" || protocol === "HTTPS";
}

/** The web side of a service: the one that it names, or the only one; undefined where neither is so. */
export function webOf(config: HubConfig, service: HubServiceConfig): NamedSide<HubWebConfig> | undefined {
  const webs = websOf(config);
  if (service.web !== undefined) return webs.find(({ name }) => name === service.web);
  return webs.length === 1 ? webs[0] : undefined;
}

/** The client sides that reach a service: those that it names, or all. */
export function clientsOfService(config: HubConfig, service: HubServiceConfig): NamedSide<HubClientConfig>[] {
  const clients = clientsOf(config);
  return service.clients ? clients.filter(({ name }) => service.clients?.includes(name)) : clients;
}

/** The port that the targets of a service listen on. */
export function targetPortOf(service: HubServiceConfig): number {
  if (isHttp(service)) return service.port ?? 80;
  // That a service has a port, a contradiction check sees to.
  return service.target_port ?? service.port ?? 0;
}

/** The protocol that health is checked by. */
export function healthProtocolOf(service: HubServiceConfig): "TCP" | "HTTP" | "HTTPS" {
  if (service.health.protocol) return service.health.protocol;
  return service.protocol === "HTTP" || service.protocol === "HTTPS" ? service.protocol : "TCP";
}

/** The ALB listeners that a service of HTTP or HTTPS is reached by. */
export function albListenersOf(config: HubConfig, service: HubServiceConfig): readonly ListenerName[] {
  return service.listeners ?? forwardingListenersOf(config.listeners);
}
