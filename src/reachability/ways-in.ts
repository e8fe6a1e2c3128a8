import { type WayIn } from "../topology";
import { isCarried, isShutToAccelerator } from "./accelerated";
import { type Flow, type Receiver, type Sender } from "./ends";
import { type Leg } from "./legs";
import { packetsOf } from "./round-trip";
import { type Explanation } from "./reasons";
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

/** The ways by which packets from the internet may get to the receiver without a public address of its own. */
function openWays({ topology }: Steps, { from, to, flow }: Asked): readonly WayIn[] {
  if (from.kind !== "internet") return [];
  const names = namesOf(to);
  const isShut = (way: WayIn): boolean =>
    (to.kind === "host" || to.kind === "balancer") && isShutToAccelerator(way, { from, to, flow });
  return topology.waysIn.filter((one) => names.some((name) => one.to?.has(name) !== false) && !isShut(one));
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
  if (from.kind !== "internet") return undefined;
  const ways = openWays(walker, asked);
  const isEnd = to.kind === "host" || to.kind === "balancer";
  const carrying = isEnd ? ways.find((way) => isCarried(walker, way, { from, to, flow })) : undefined;
  if (carrying) {
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
