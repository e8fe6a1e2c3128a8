import {
  decide,
  describePorts,
  describeProtocol,
  type Flow,
  type HostEnd,
  type ReachStatement,
  type Receiver,
  type Sender,
  type Walker,
} from "../reachability";
import { type Subnet } from "../topology";
import { type Proved } from "./proved-flows";
import { scopeOf } from "./site";

function portsOf({ protocol, ports }: Flow): string {
  return `${describeProtocol(protocol)}${ports ? `/${describePorts(ports)}` : ""}`;
}

/** Any host of the end's subnet: hosts that only a file tells of have no box. */
function anyHost(end: Sender | Receiver): HostEnd | undefined {
  if (end.kind !== "host") return undefined;
  const { subnet, addresses, isOneOf } = end;
  return { kind: "host", subnet, addresses, isOneOf };
}

/**
 * Connections to addresses that are not their receivers' own, since something on the way translates them: no matrix asks for
 * those, statements do.
 */
export function statedFlows(walker: Walker, stated: readonly ReachStatement[]): Proved[] {
  const seen = new Set<string>();
  return stated.flatMap(({ from, to, flows }) =>
    from.map(anyHost).flatMap((sender) =>
      to.map(anyHost).flatMap((receiver): Proved[] => {
        const [flow] = flows;
        if (!sender || !receiver || !flow) return [];
        const [start, end] = [sender.subnet.address, receiver.subnet.address];
        const ports = portsOf(flow);
        const key = JSON.stringify([start, end, ports]);
        if (seen.has(key)) return [];
        seen.add(key);
        const walk = decide(walker, { from: sender, to: receiver, flow }, false);
        if (walk.verdict !== "ALLOWED") return [];
        const [one, other] = [scopeOf(sender.subnet.vpc), scopeOf(receiver.subnet.vpc)];
        const about = { kind: "translated", from: one, to: other, ports, isSupposed: false } as const;
        return [{ about, from: start, to: end, walk, isAnyOf: false }];
      }),
    ),
  );
}

/** Pairs of subnets between which something gets by translated addresses: "no packet" is not true of them. */
export function isJoinedBy(stated: readonly ReachStatement[]): (one: Subnet, other: Subnet) => boolean {
  const subnetsIn = (ends: readonly (Sender | Receiver)[]): Subnet[] =>
    ends.flatMap((end) => (end.kind === "host" ? [end.subnet] : []));
  const pairs = new Set(
    stated.flatMap(({ from, to }) =>
      subnetsIn(from).flatMap((one) => subnetsIn(to).map((other) => [one.address, other.address].sort().join(" "))),
    ),
  );
  return (one, other) => pairs.has([one.address, other.address].sort().join(" "));
}
