import { zoneLetters } from "./regions";
import type { BridgeConfig, ListenerName, ServiceConfig, SideConfig } from "./schema";

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
