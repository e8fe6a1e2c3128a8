import { type Evaluation, evaluationOf, type Explanation, fault, type Leaf, walkThere } from "../../reachability";
import { type Note } from "../../topology";
import { formatCidr } from "../../ip";
import { flowOf } from "./allowed-traffic";
import { type ApplianceFound, type MappedPart, offsetOf, receiving, sending } from "./appliance-found";
import { type PlannedTraffic } from "../../address-plan/appliance/appliance-plan";

/** Who opens what towards whom. */
interface Asked {
  readonly from: readonly MappedPart[];
  readonly to: readonly MappedPart[];
  readonly traffic: readonly PlannedTraffic[];
}

type End = "src" | "dst";

/** How far all instances on the way have moved an end; undefined where one of them gave it an address of its own choice. */
function movedBy({ trail }: Leaf, end: End): number | undefined {
  let sum = 0;
  for (const rewrite of trail.rewrites) {
    const side = rewrite.kind === "router" ? rewrite.crossing.connection.rewrites[end] : undefined;
    if (rewrite.kind !== "router" || (side && side.shift === undefined)) return undefined;
    sum += side?.shift ?? 0;
  }
  return sum;
}

const WHOSE = { src: "source", dst: "destination" } as const;

function faultsOf(leaf: Leaf, by: Readonly<Record<End, { readonly part: MappedPart; readonly wanted: number }>>) {
  const { trail } = leaf;
  if (!leaf.at || trail.stops.length > 0) return [];
  return (["src", "dst"] as const).flatMap((end): Explanation[] => {
    const { part, wanted } = by[end];
    if (movedBy(leaf, end) === wanted) return [];
    const { real, virtual } = part.pair;
    const text = `it does not make the ${WHOSE[end]} of packets the twin that ${formatCidr(real)} and ${formatCidr(virtual)} have`;
    return [fault(routerOn(leaf) ?? part.subnet.address, text)];
  });
}

/** The last instance that they came through. */
function routerOn({ trail }: Leaf): string | undefined {
  const last = trail.rewrites.findLast((one) => one.kind === "router");
  return last?.kind === "router" ? last.crossing.host.scriptOf : undefined;
}

/**
 * The nth address of a prefix is the nth of the one that it stands for, both ways: that packets arrive somewhere, other
 * statements say; that it is at the one host that is meant, and that it can tell who sent them, this one.
 */
export function twinsAreMet({ network: { walker } }: ApplianceFound, { from, to, traffic }: Asked): Evaluation {
  const faults: Explanation[] = [];
  const notes: Note[] = [];
  for (const sender of from)
    for (const receiver of to)
      for (const flow of traffic.map(flowOf)) {
        const by = {
          src: { part: sender, wanted: -offsetOf(sender.pair) },
          dst: { part: receiver, wanted: offsetOf(receiver.pair) },
        };
        for (const leaf of walkThere(walker, { from: sending(sender), to: receiving(receiver), flow }, false)) {
          faults.push(...faultsOf(leaf, by));
          if (leaf.trail.stops.length === 0)
            notes.push(...leaf.trail.doubts.map(({ address }) => ({ address, reason: "what it does is not known" })));
        }
      }
  return evaluationOf(faults, notes);
}
