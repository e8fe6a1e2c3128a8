import { type Controls } from "../../project/controls";
import { push } from "../../terraform";
import { type ControlFault, type JudgedControl } from "../../security-hub";
import { noteOn } from "../../project/control-notes";
import { colorsFor, type Io } from "./io";
import { table } from "../../escape/columns";

/** More addresses than this are only counted. */
const MOST_ADDRESSES = 3;

/** "aws_vpc.client, aws_vpc.web: has no flow log", each message once. */
function faultsInWords(faults: readonly ControlFault[]): string {
  const messages = [...new Set(faults.map(({ message }) => message))];
  return messages
    .map((message) => {
      const addresses = faults.filter((fault) => fault.message === message).map(({ address }) => address);
      const rest = addresses.length - MOST_ADDRESSES;
      return `${addresses.slice(0, MOST_ADDRESSES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}: ${message}`;
    })
    .join("; ");
}

function reasonOf({ outcome }: JudgedControl): string {
  switch (outcome.status) {
    case "met":
      return "";
    case "not met":
      return faultsInWords(outcome.faults);
    case "not applicable":
      return outcome.reason;
  }
}

/** What is not met, controls with the same reason and note as one row. */
function notMet(judged: readonly JudgedControl[]): (readonly [ids: string, words: string])[] {
  const rows = new Map<string, string[]>();
  for (const one of judged.filter(({ outcome }) => outcome.status === "not met")) {
    const note = noteOn(one.id);
    const words = `${reasonOf(one)}${note === undefined ? "" : ` (${note})`}`;
    push(rows, words, one.id);
  }
  return [...rows].map(([words, ids]) => [ids.join(", "), words]);
}

/** Lines for people. @param whole every control with its title, rather than what is not met alone */
export function describeControls(io: Io, { judged, notRead }: Controls, whole: boolean): string[] {
  const colors = colorsFor(io.stdout);
  const count = (status: string): number => judged.filter(({ outcome }) => outcome.status === status).length;
  const paint = { met: colors.green, "not met": colors.yellow, "not applicable": (text: string): string => text };
  const rows = whole
    ? judged.map((one) => {
        const { status } = one.outcome;
        const note = status === "not met" ? noteOn(one.id) : undefined;
        const words = [one.title, reasonOf(one), note].filter((part) => part !== undefined && part !== "").join("; ");
        return [paint[status](status), one.id, one.standard === "FSBP" ? "FSBP" : "", words];
      })
    : notMet(judged).map(([ids, words]) => [colors.yellow("not met"), ids, words]);
  return [
    `  Security Hub: ${count("met")} controls met, ${count("not met")} not met, ${count("not applicable")} not applicable${whole ? "" : "; --controls lists them"}`,
    ...table(rows, "    "),
    ...notRead.map((address) => `    not read, so not judged: ${address}`),
  ];
}
