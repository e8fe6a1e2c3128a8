import { type AddressPlan, type PlannedService } from "../address-plan/plan";
import { cidrEquals } from "../ipv4";
import { type FactStatement } from "../reachability";
import { type LoadBalancer, type Subnet, type Vpc } from "../topology";
import { type Network } from "./network-of";

/** A statement about something that should be there and isn't. */
export const missing = (text: string, what: string): FactStatement => ({
  kind: "fact",
  text,
  holds: false,
  explanations: [{ code: "NO_PATH", address: what, reason: { kind: "fact", text: "it is not in the input" } }],
});

/** The parts of a network that the statements of a bridge are about. */
export interface Parts {
  readonly network: Network;
  readonly plan: AddressPlan;
  readonly client: Vpc;
  readonly web: Vpc;
  readonly balancer: LoadBalancer;
}

export function subnetOf(vpc: Vpc, cidr: { readonly base: number; readonly length: number }): Subnet | undefined {
  return vpc.subnets.find((one) => one.cidr && cidrEquals(one.cidr, cidr));
}

export function listenerPorts({
  config: { listeners },
}: AddressPlan): { port: number; protocol: "HTTP" | "HTTPS"; forwards: boolean }[] {
  const { http, https } = listeners;
  return [
    ...(http ? [{ port: http.port, protocol: "HTTP" as const, forwards: http.action === "forward" }] : []),
    ...(https ? [{ port: https.port, protocol: "HTTPS" as const, forwards: true }] : []),
  ];
}

export function healthPort(service: PlannedService): number {
  return service.config.health.port ?? service.config.port;
}
