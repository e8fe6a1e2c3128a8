import { type Answer } from "./legs";
import { type Explanation, type Reason } from "./reasons";
import { type Journey } from "./round-trip";

/** The reasons that leave it to what inspects packets whether they pass. */
const OF_INSPECTION: ReadonlySet<Reason["kind"]> = new Set([
  "appliance-may-stop",
  "firewall-may-stop",
  "inspected-one-way",
]);

function isOpenByInspection({ reason }: Explanation): boolean {
  return OF_INSPECTION.has(reason.kind);
}

/** Whether nothing leaves an answer open but what inspects the packets. */
export function hangsOnInspection({ verdict, explanations }: Pick<Answer, "verdict" | "explanations">): boolean {
  return verdict === "UNKNOWN" && explanations.length > 0 && explanations.every(isOpenByInspection);
}

/**
 * The journey as it is if everything that inspects its packets lets them pass; itself where that is no question, or where
 * more than that is open.
 */
export function ifLetPass(journey: Journey): Journey {
  const { doubts, verdict, at, explanations } = journey;
  const stops = verdict === "DENIED" ? explanations.slice(0, explanations.length - doubts.length) : [];
  const others = stops.filter(({ reason }) => reason.kind !== "firewall-stops");
  const isUntouched = doubts.length === 0 && others.length === stops.length;
  if (isUntouched || !doubts.every(isOpenByInspection)) return journey;
  const known = { ...journey, doubts: [], isArrivalDoubted: false };
  // Of what a firewall stops, it isn't told whether the rest stops it on its way there or back.
  if (others.length > 0)
    return others.length === stops.length ? known : { ...known, isDelivered: true, isArrivalDoubted: true };
  // Without an arrival the walk ended at what inspects: an appliance may send on what it likes.
  if (!at) return { ...journey, verdict: "UNKNOWN" };
  return { ...known, verdict: "ALLOWED", explanations: [], isDelivered: true };
}
