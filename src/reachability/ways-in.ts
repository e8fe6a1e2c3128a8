import { isCertain, type WayIn } from "../topology";
import { isCarried, isShutToAccelerator } from "./accelerated";
import { listenersFor } from "./balancer";
import { type Flow, type Receiver, type Sender } from "./ends";
import { type Leg } from "./legs";
import { packetsOf } from "./round-trip";
import { type Explanation } from "./reasons";
import { admitsNothing } from "./shut-groups";
import { type Steps } from "./traffic";
import { type Walker } from "./walker";

/** Who asks whom for what. */
interface Asked {
  readonly from: Sender;
  readonly to: Receiver;
  readonly flow: Flow;
}

/** By what names ways lead to a receiver. */
function namesOf(to: Receiver): readonly string[] {
  if (to.kind === "host") return to.nat ? [] : [to.nic?.address ?? to.subnet.address];
  if (to.kind === "balancer") return [to.balancer.address];
  return to.kind === "unknown" ? [to.address] : [];
}

/** Whether the sender is one whom a way carries. */
function comesBy({ clients }: WayIn, from: Sender): boolean {
  if (!clients) return from.kind === "internet";
  return from.kind === "host" && clients.has(from.subnet.vpc.address);
}

/**
 * Whether nothing can come out of a way, whoever sends it: no listener takes it, or no group of the receiver admits any of
 * it. Groups of network load balancers may be passed over by private links (NLB guide, security groups).
 */
function isShut(to: Receiver, flow: Flow): boolean {
  if (to.kind === "host") return to.nic !== undefined && admitsNothing(to.nic, "ingress", flow);
  if (to.kind !== "balancer") return false;
  const { balancer } = to;
  if (!isCertain(balancer, "kind", "listeners", "subnets")) return false;
  if (listenersFor(balancer, flow).length === 0) return true;
  const isFiltered = balancer.kind === "application" && balancer.nodes.length > 0;
  return isFiltered && balancer.nodes.every((node) => admitsNothing(node, "ingress", flow));
}

/** The ways by which packets may get to the receiver past routes and public addresses. */
function openWays({ topology }: Steps, { from, to, flow }: Asked): readonly WayIn[] {
  const own = topology.waysIn.filter((way) => comesBy(way, from));
  if (own.length === 0) return own;
  const names = namesOf(to);
  const leading = own.filter((one) => names.some((name) => one.to?.has(name) !== false));
  if (leading.length === 0) return leading;
  const ends = to.kind === "host" || to.kind === "balancer" ? to : undefined;
  return leading.filter((way) => {
    // What a way says of itself is no way of a service to the receiver's interface.
    if ((way.reason === undefined || way.clients) && isShut(to, flow)) return false;
    return from.kind !== "internet" || !ends || !isShutToAccelerator(way, { from, to: ends, flow });
  });
}

/** Where packets from the internet may get to the receiver past public addresses; who they are is not judged. */
export function wayIn(steps: Steps, asked: Asked): Explanation | undefined {
  const [way] = openWays(steps, asked);
  if (!way) return undefined;
  if (way.reason !== undefined)
    return { code: "UNKNOWN_RESOURCE", address: way.address, reason: { kind: "note", note: way.reason } };
  const receivers = namesOf(asked.to);
  return { code: "UNSUPPORTED_COMPONENT", address: way.address, reason: { kind: "way-in-not-judged", receivers } };
}

/** What a flow that the receiver's public addresses don't let in comes to by such a way; undefined where there is none. */
export function byWayIn(walker: Walker, asked: Asked): Leg | undefined {
  const { from, to, flow } = asked;
  const ways = openWays(walker, asked);
  const ends = to.kind === "host" || to.kind === "balancer" ? to : undefined;
  const carrying =
    from.kind === "internet" && ends ? ways.find((way) => isCarried(walker, way, { from, to: ends, flow })) : undefined;
  if (carrying && from.kind === "internet") {
    const packets = packetsOf(from, to.kind === "host" ? to.addresses : [], flow);
    const at = { packets, route: undefined, rules: undefined, rewrite: undefined };
    const forward = [
      { ...at, kind: "carried-by-accelerator", address: carrying.address },
      { ...at, kind: "arrives", address: namesOf(to)[0] ?? "" },
    ] as const;
    return { verdict: "ALLOWED", forward, back: [], explanations: [] };
  }
  const way = wayIn(walker, asked);
  return way && { verdict: "UNKNOWN", forward: [], back: [], explanations: [way] };
}
