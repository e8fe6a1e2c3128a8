import { type CheckedInAccount } from "../../questions/checked-in-account";
import { summaryOf } from "../../requirements/held-count";
import { table } from "../../escape/columns";
import { faultAsJson } from "../../project/checked-file";
import { faultLines } from "./fault-lines";
import { describeJudged } from "./judged-lines";
import { colorsFor, type Io } from "./io";

/** What accounts have against a bridge, and how much of what must hold does. */
export function objectionLines(io: Io, { rules, statements }: CheckedInAccount): string[] {
  const faults = (warns: boolean) => rules.filter((one) => one.warns === warns).flatMap((one) => one.faults);
  const broken = statements.filter((one) => !one.holds);
  return [
    ...faultLines(faults(false)).map((line) => `  ${line}`),
    ...faultLines(faults(true)).map((line) => `  warning: ${line}`),
    ...describeJudged(io, broken),
    `  its stack, put into the account: ${summaryOf(statements)}`,
  ];
}

/** What accounts say of a bridge: the rules that only they can tell about, and what its stack would be there. */
export function accountLines(io: Io, checked: CheckedInAccount): string[] {
  const { source, rules } = checked;
  const colors = colorsFor(io.stdout);
  const word = ({ holds, warns }: (typeof rules)[number]): string =>
    holds ? colors.green("holds") : warns ? colors.yellow("warns") : colors.red("BROKEN");
  return [
    `  in the account (${source})`,
    ...table(
      rules.map((one) => [word(one), one.rule, one.fact]),
      "  ",
    ),
    "",
    ...objectionLines(io, checked),
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
