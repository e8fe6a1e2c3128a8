import { type HubConfig, type HubServiceConfig } from "../../config/hub-schema";
import { albListenersOf, clientsOfService, isHttp, targetPortOf, webOf } from "../../config/hub-sides";
import { type ListenerName } from "../../config/schema";
import { type PlannedTarget, priorityAt } from "../plan";
import { type HubService } from "./hub-plan";

/** The services of a hub, in the order of the file; without those of which the file doesn't say the web side. */
export function planHubServices(config: HubConfig): HubService[] {
  return Object.entries(config.services).flatMap(([name, service], i) => {
    const web = webOf(config, service);
    return web ? [planService(config, { name, service, web: web.name, place: i })] : [];
  });
}

interface Named {
  readonly name: string;
  readonly service: HubServiceConfig;
  readonly web: string;
  readonly place: number;
}

function planService(config: HubConfig, { name, service, web, place }: Named): HubService {
  const port = targetPortOf(service);
  const targets = service.targets.map((address, k): PlannedTarget => {
    // The hub's ranges overlap with nothing, so no subnet of its VPC covers a target.
    return { service: name, address, port, path: ["services", name, "targets", k], availabilityZone: "all" };
  });
  return {
    name,
    config: service,
    web,
    clients: clientsOfService(config, service).map((client) => client.name),
    isHttp: isHttp(service),
    priority: service.priority ?? priorityAt(place),
    targets,
    targetPort: port,
    healthPort: service.health.port ?? port,
    listeners: isHttp(service) ? albListenersOf(config, service) : [],
  };
}

/** The ALB's listeners that clients of these services may open; among them one that redirects to another one of them. */
export function openListeners(config: HubConfig, services: readonly HubService[]): ListenerName[] {
  const used = new Set(services.flatMap(({ listeners }) => listeners));
  if (used.has("https") && config.listeners.http?.action === "redirect") used.add("http");
  return (["http", "https"] as const).filter((name) => used.has(name) && config.listeners[name]);
}

/** The ports of load balancers that clients of a service may open. */
export function listenerPortsFor(config: HubConfig, service: HubService): number[] {
  if (!service.isHttp) return service.config.port === undefined ? [] : [service.config.port];
  return openListeners(config, [service]).flatMap((name) => config.listeners[name]?.port ?? []);
}
