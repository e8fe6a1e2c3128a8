import { zoneIdPrefix, zoneLetters } from "./regions";
import { type BridgeConfig, type ListenerName, type ServiceConfig } from "./schema";

/** Whether the side's VPC exists already (an id is given) rather than being created. */
export function isExisting(side: { readonly vpc: { readonly id?: string | undefined } }): boolean {
  return side.vpc.id !== undefined;
}

/** Whether the bridge has an ALB, with NAT gateways before it: only an appliance alone does without. */
export function hasAlb(config: Pick<BridgeConfig, "services" | "appliance">): boolean {
  return Object.keys(config.services).length > 0 || config.appliance === undefined;
}

/** Whether the web side lives in an account of its own, so that the transit gateway must be shared with it. */
export function isCrossAccount(config: BridgeConfig): boolean {
  return config.web.account !== undefined && config.web.account.id !== config.client.account?.id;
}

/** The zone letters that may be used, or undefined when the region is unknown and the file gives none. */
export function usableZones(config: {
  readonly region: string;
  readonly zones?: string[] | undefined;
}): string[] | undefined {
  return config.zones ?? zoneLetters(config.region);
}

/** Whether a zone is of the Region, as far as the program knows it, and written as those of the client's subnets are. */
function fitsClient(config: BridgeConfig, zone: string): boolean {
  const isLetter = zone.length === 1;
  const own = Object.values(config.client.subnets).map((subnet) => subnet.zone);
  if (own.some((other) => (other.length === 1) !== isLetter)) return false;
  if (isLetter) return usableZones(config)?.includes(zone) ?? true;
  const prefix = zoneIdPrefix(config.region);
  return prefix === undefined || zone.startsWith(`${prefix}-az`);
}

/**
 * Zones to carve for: of those that the file lists the ones that can be, each once, then the further ones that are
 * needed, and up to two where the client VPC's subnets are (targets take their zones from them) or anywhere in the Region.
 */
export function zonesToCarve(config: BridgeConfig, needed: readonly string[] = []): string[] {
  const listed = [...(config.bridge.zones ?? []), ...needed].filter((zone) => fitsClient(config, zone));
  const kept = [...new Set(listed)];
  // Each zone once: a client VPC may have thousands of subnets.
  const own = [...new Set(Object.values(config.client.subnets).map(({ zone }) => zone))];
  const more = own.some((zone) => zone.length > 1) ? [] : (usableZones(config) ?? []);
  const room = [...own, ...more].filter((zone) => fitsClient(config, zone));
  return [...new Set([...kept, ...room])].slice(0, Math.max(2, kept.length));
}

/** The listeners that send requests to services, rather than redirecting them. */
export function forwardingListenersOf({ http, https }: BridgeConfig["listeners"]): ListenerName[] {
  const names: ListenerName[] = [];
  if (http?.action === "forward") names.push("http");
  if (https) names.push("https");
  return names;
}

export function forwardingListeners({ listeners }: Pick<BridgeConfig, "listeners">): ListenerName[] {
  return forwardingListenersOf(listeners);
}

/** The listeners a service is reached by. */
export function listenersOf(config: BridgeConfig, service: ServiceConfig): ListenerName[] {
  return service.listeners ?? forwardingListeners(config);
}

export type SideName = "client" | "web";

/** Whether VPCs that are created here get flow logs; by default where the bucket, and so its policy, is made here too. */
export function hasVpcFlowLogs({ logs }: Pick<BridgeConfig, "logs">): boolean {
  return logs?.vpc_flow_logs ?? logs?.create ?? false;
}

/** The sides whose VPC is created here and gets flow logs. */
export function loggedSides(config: BridgeConfig): SideName[] {
  if (!hasVpcFlowLogs(config)) return [];
  return (["client", "web"] as const).filter((side) => !isExisting(config[side]));
}
