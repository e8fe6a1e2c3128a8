import { type AddressPlan } from "../address-plan/plan";
import { judge } from "../reachability";
import { shownJudged, type ShownJudged } from "../words";
import { colorsFor, type Io } from "./io";
import { type Network } from "./network-of";
import { statementsOf } from "./statements";

/** Judges every statement of a bridge on a network. */
export function verify(network: Network, plan: AddressPlan): ShownJudged[] {
  const { secrets } = network.topology;
  return statementsOf(network, plan).map((statement) => {
    const judged = shownJudged(judge(network.walker, statement));
    return { ...judged, text: secrets.text(judged.text), explanations: secrets.data(judged.explanations) };
  });
}

function statusOf(io: Io, judged: ShownJudged): string {
  const colors = colorsFor(io.stdout);
  if (judged.holds) return colors.green("holds  ");
  return judged.verdict === "UNKNOWN" ? colors.yellow("UNKNOWN") : colors.red("BROKEN ");
}

/** One line per statement, and what is wrong below those that don't hold. */
export function describeJudged(io: Io, all: readonly ShownJudged[]): string[] {
  return all.flatMap((one) => [
    `  ${statusOf(io, one)}  ${one.text}`,
    ...(one.holds
      ? []
      : one.explanations
          .slice(0, 5)
          .map(({ code, address, message }) => `             ${code}  ${address}: ${message}`)),
  ]);
}

/** How many statements hold, are broken and are unknown, in words. */
export function summaryOf(all: readonly ShownJudged[]): string {
  const broken = all.filter((one) => !one.holds && one.verdict !== "UNKNOWN").length;
  const unknown = all.filter((one) => !one.holds && one.verdict === "UNKNOWN").length;
  if (broken + unknown === 0) return `all ${all.length} statements hold`;
  return `${all.length - broken - unknown} of ${all.length} statements hold, ${broken} broken, ${unknown} unknown`;
}
