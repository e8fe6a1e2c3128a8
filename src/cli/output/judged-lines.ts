import { familiesText, type ShownJudged } from "../../words";
import { colorsFor, type Io } from "./io";

function statusOf(io: Io, judged: ShownJudged): string {
  const colors = colorsFor(io.stdout);
  if (judged.holds) return colors.green("holds  ");
  return judged.verdict === "UNKNOWN" ? colors.yellow("UNKNOWN") : colors.red("BROKEN ");
}

/** One line per statement, and what is wrong below those that don't hold. */
export function describeJudged(io: Io, all: readonly ShownJudged[]): string[] {
  return all.flatMap((one) => [
    `  ${statusOf(io, one)}  ${one.text}${one.families ? ` (${familiesText(one.verdict, one.families)})` : ""}`,
    ...(one.holds
      ? []
      : one.explanations
          .slice(0, 5)
          .map(({ code, address, message }) => `             ${code}  ${address}: ${message}`)),
  ]);
}
