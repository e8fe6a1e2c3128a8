import { type Judged } from "../reachability";

/** How many statements hold, are broken and are unknown, in words. */
export function summaryOf(all: readonly Pick<Judged, "holds" | "verdict">[]): string {
  const broken = all.filter((one) => !one.holds && one.verdict !== "UNKNOWN").length;
  const unknown = all.filter((one) => !one.holds && one.verdict === "UNKNOWN").length;
  if (broken + unknown === 0) return `all ${all.length} statements hold`;
  return `${all.length - broken - unknown} of ${all.length} statements hold, ${broken} broken, ${unknown} unknown`;
}
