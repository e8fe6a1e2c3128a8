import { type ChangedFlow, type Changes } from "../diagram/changed-picture";
import { type Mark } from "../diagram/picture";
import { familyText } from "../words";
import { type Action } from "./changes";
import { type FlowLine, type FlowLines } from "./flow-lines";
import { type Networks } from "./networks";

/** The part of the network that changes: both networks, what is marked in them, and the flows that change. */
export type ChangedNetwork = Required<Changes>;

const MARKS: Readonly<Partial<Record<Action, Mark>>> = {
  create: "added",
  delete: "removed",
  update: "changed",
  replace: "changed",
};
/** Flows above which a picture shows nothing any more. */
const MOST_FLOWS = 30;

/** One after the other, since two classes of ten thousand hosts have a hundred million. */
function* flowsOf(lines: readonly FlowLine[], mark: Mark): Generator<ChangedFlow> {
  for (const { from, to, protocol, ports, family } of lines) {
    const over = family ? ` over ${familyText(family)}` : "";
    const text = `${ports === "any" ? protocol : `${protocol}/${ports}`}${over}`;
    for (const sender of from) for (const receiver of to) yield { from: sender, to: receiver, text, mark };
  }
}

function firstOf(flows: readonly Iterable<ChangedFlow>[], most: number): ChangedFlow[] {
  const found: ChangedFlow[] = [];
  for (const some of flows)
    for (const flow of some) {
      if (found.length === most) return found;
      found.push(flow);
    }
  return found;
}

/** @param title of the picture */
export function changedNetwork(
  { before, after, changed }: Networks,
  lines: FlowLines,
  title = "What the plan changes",
): ChangedNetwork {
  const marks = new Map<string, Mark>();
  for (const { address, action } of changed.values()) {
    const mark = MARKS[action];
    if (mark) marks.set(address, mark);
  }
  const flows = [
    flowsOf(lines.broken, "removed"),
    flowsOf(lines.opened, "added"),
    flowsOf(lines.moved, "changed"),
    flowsOf(lines.begun, "added"),
  ];
  return {
    title,
    before: before.topology,
    after: after.topology,
    marks,
    flows: firstOf(flows, MOST_FLOWS),
  };
}
