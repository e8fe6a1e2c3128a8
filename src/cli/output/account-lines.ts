import { type CheckedInAccount } from "../../questions/checked-in-account";
import { summaryOf } from "../../requirements/held-count";
import { table } from "../../escape/columns";
import { faultAsJson } from "../../project/checked-file";
import { faultLines } from "./fault-lines";
import { describeJudged } from "./judged-lines";
import { colorsFor, type Io } from "./io";

/** What accounts say of a bridge: the rules that only they can tell about, and what its stack would be there. */
export function accountLines(io: Io, { source, rules, statements }: CheckedInAccount): string[] {
  const colors = colorsFor(io.stdout);
  const word = ({ holds, warns }: (typeof rules)[number]): string =>
    holds ? colors.green("holds") : warns ? colors.yellow("warns") : colors.red("BROKEN");
  const faults = (warns: boolean) => rules.filter((one) => one.warns === warns).flatMap((one) => one.faults);
  const broken = statements.filter((one) => !one.holds);
  return [
    `  in the account (${source})`,
    ...table(
      rules.map((one) => [word(one), one.rule, one.fact]),
      "  ",
    ),
    "",
    ...faultLines(faults(false)).map((line) => `  ${line}`),
    ...faultLines(faults(true)).map((line) => `  warning: ${line}`),
    ...describeJudged(io, broken),
    `  its stack, put into the account: ${summaryOf(statements)}`,
  ];
}

/** The same as data, after schema/check.schema.json. */
export function accountAsJson({ source, rules, statements, holds }: CheckedInAccount) {
  return {
    source,
    holds,
    rules: rules.map(({ rule, fact, source: from, warns, holds: own, faults }) => {
      return { rule, fact, source: from, ...(warns && { warns }), holds: own, faults: faults.map(faultAsJson) };
    }),
    statements: statements.map(({ text, expected, verdict, holds: own, explanations }) => {
      return { text, expected, verdict, holds: own, explanations };
    }),
  };
}
