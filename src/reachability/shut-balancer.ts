import { firstDoubt } from "../topology";
import { listenersFor, mayTake, nodesOf } from "./balancer";
import { type BalancerEnd, endOfNic, type Flow, type HostEnd, type UnknownEnd } from "./ends";
import { type Explanation, type Reason } from "./reasons";
import { type Verdict } from "./verdict";

/** Where packets must not arrive: a node of the load balancer, on a port that it listens on. */
export interface NodePort {
  readonly node: HostEnd | UnknownEnd;
  readonly flow: Flow;
}

/**
 * Everywhere that a load balancer can be met. That some way through it fails (a group without targets, a node whose zone
 * has none) or that some senders are stopped shuts out nobody who gets through elsewhere; so whether it is shut is asked of
 * each node, and what lies behind doesn't count.
 * @returns a verdict instead where there is nothing to meet, or it is not known
 */
export function nodePortsOf(
  to: BalancerEnd,
  flow: Flow,
): readonly NodePort[] | { readonly verdict: Verdict; readonly explanations: readonly Explanation[] } {
  const { balancer } = to;
  const open = (address: string, reason: Reason) =>
    ({ verdict: "UNKNOWN", explanations: [{ code: "UNKNOWN_RESOURCE", address, reason }] }) as const;
  const note = firstDoubt(balancer, "kind", "subnets", "listeners");
  if (note) return open(note.address, { kind: "note", note: note.reason });
  const portless = balancer.listeners.find((one) => one.port === undefined);
  if (portless) {
    const unread = firstDoubt(portless, "port", "actions");
    return open(portless.address, unread ? { kind: "note", note: unread.reason } : { kind: "port-not-known" });
  }
  const listeners = listenersFor(balancer, flow).filter((one) => mayTake(one, to));
  if (listeners.length === 0) {
    const reason = { kind: "no-listener", port: flow.port } as const;
    return {
      verdict: "DENIED",
      explanations: [{ code: "ELBV2_LISTENERS_MISMATCH", address: balancer.address, reason }],
    };
  }
  const nodes = nodesOf(to);
  if (nodes.length === 0) return open(balancer.address, { kind: "subnets-not-known" });
  return listeners.flatMap(({ port }) =>
    nodes.map((node) => ({ node: endOfNic(node), flow: { ...flow, ...(port !== undefined && { port }) } })),
  );
}
