import { type Answer } from "./legs";
import { type Journey } from "./round-trip";
import { type Explanation, type Reason } from "./reasons";

/** The reasons that leave it to what inspects packets whether they pass. */
const OF_INSPECTION: ReadonlySet<Reason["kind"]> = new Set([
  "appliance-may-stop",
  "firewall-may-stop",
  "inspected-one-way",
]);

function isOfInspection({ reason }: Explanation): boolean {
  return OF_INSPECTION.has(reason.kind);
}

/** Whether nothing leaves an answer open but what inspects the packets. */
export function hangsOnInspection({ verdict, explanations }: Pick<Answer, "verdict" | "explanations">): boolean {
  return verdict === "UNKNOWN" && explanations.length > 0 && explanations.every(isOfInspection);
}

/**
 * The journey as it is if everything that inspects its packets lets them pass; itself where that is no question, or where
 * more than that is open.
 */
export function ifLetPass(journey: Journey): Journey {
  const { doubts, verdict, at } = journey;
  if (doubts.length === 0 || !doubts.every(isOfInspection)) return journey;
  // Without an arrival the walk ended at what inspects: an appliance may send on what it likes.
  if (verdict === "UNKNOWN" && !at) return journey;
  const known = { ...journey, doubts: [], isArrivalDoubted: false };
  return verdict === "UNKNOWN" ? { ...known, verdict: "ALLOWED", explanations: [] } : known;
}
