import { type AddressPlan, type PlannedService } from "../address-plan/plan";
import { type Cidr, cidrEquals, formatAddress, type Address, setHas } from "../ip";
import {
  ANYTHING,
  type FactStatement,
  type Evaluation,
  type Flow,
  type ReachStatement,
  type Receiver,
  type Sender,
  TCP,
} from "../reachability";
import { type LoadBalancer, type Nic, type Vpc } from "../topology";
import { type OwnPart } from "./in-account/own-part";
import { type Network } from "./judged-network";

/** A statement about the configuration, which is judged when it is asked. */
export function fact(text: string, judge: () => Evaluation): FactStatement {
  return { kind: "fact", text, judge };
}

/** A statement about something that should be there and isn't. */
export function missing(text: string, what: string): FactStatement {
  const explanations = [
    { code: "NO_PATH", address: what, reason: { kind: "fact", text: "it is not in the input" } },
  ] as const;
  return fact(text, () => ({ holds: false, explanations }));
}

/** Connections to a TCP port that must be possible. */
export function opens(text: string, from: readonly Sender[], to: readonly Receiver[], port: number): ReachStatement {
  const flows: readonly Flow[] = [{ protocol: TCP, port }];
  return { kind: "reach", text, from, to, flows, expected: "ALLOWED" };
}

/** No packet arrives; of nobody, or to nobody, nothing is stated. */
export function nothing(text: string, from: readonly Sender[], to: readonly Receiver[]): ReachStatement[] {
  if (from.length === 0 || to.length === 0) return [];
  return [{ kind: "reach", text, from, to, flows: ANYTHING, expected: "DENIED" }];
}

/** What is worked out when it is asked for first, and then known. */
export function once<T>(work: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: work() }).value;
}

/** The parts of a network that the statements of a bridge are about. */
export interface Parts {
  readonly network: Network;
  /** What of it the bridge answers for. */
  readonly own: OwnPart;
  readonly plan: AddressPlan;
  readonly client: Vpc;
  readonly web: Vpc;
  /** Undefined where an appliance does without. */
  readonly balancer: LoadBalancer | undefined;
}

/** The parts of a network with a load balancer. */
export interface AlbParts extends Parts {
  readonly balancer: LoadBalancer;
}

/** The load balancer's node in the subnet with this range. */
export function nodeIn({ nodes }: LoadBalancer, cidr: Cidr): Nic | undefined {
  return nodes.find((one) => one.subnet.cidr && cidrEquals(one.subnet.cidr, cidr));
}

/** The interface of an instance in a VPC that has this address: one of the instance's own, or one that was put on it. */
export function instanceAt({ network }: Parts, vpc: Vpc, address: Address): Nic | undefined {
  return network.topology.instances
    .flatMap(({ nics }) => nics)
    .find(({ subnet, privateIps }) => subnet.vpc === vpc && privateIps && setHas(privateIps, address));
}

/** What is said to be missing when there is no such instance. */
export function instanceName(address: Address): string {
  return `instance at ${formatAddress(address)}`;
}

/** A port that the bridge's load balancer listens on; one that does not forward redirects to HTTPS. */
export interface ListenerPort {
  readonly port: number;
  readonly protocol: "HTTP" | "HTTPS";
  readonly forwards: boolean;
}

export function listenerPorts({ config: { listeners } }: AddressPlan): ListenerPort[] {
  const { http, https } = listeners;
  return [
    ...(http ? [{ port: http.port, protocol: "HTTP" as const, forwards: http.action === "forward" }] : []),
    ...(https ? [{ port: https.port, protocol: "HTTPS" as const, forwards: true }] : []),
  ];
}

export function healthPort(service: PlannedService): number {
  return service.config.health.port ?? service.config.port;
}
