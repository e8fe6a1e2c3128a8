import { type ChangedFlow, type Changes, mermaidOfChanges, NOTHING_DRAWN } from "../diagram/changes";
import { type Mark } from "../diagram/picture";
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

function flowsOf(lines: readonly FlowLine[], mark: Mark): ChangedFlow[] {
  return lines.flatMap(({ from, to, protocol, ports }) =>
    from.flatMap((sender) =>
      to.map((receiver) => ({
        from: sender,
        to: receiver,
        text: ports === "any" ? protocol : `${protocol}/${ports}`,
        mark,
      })),
    ),
  );
}

export function changedNetwork({ before, after, changed }: Networks, lines: FlowLines): ChangedNetwork {
  const marks = new Map<string, Mark>();
  for (const { address, action } of changed.values()) {
    const mark = MARKS[action];
    if (mark) marks.set(address, mark);
  }
  const flows = [
    ...flowsOf(lines.broken, "removed"),
    ...flowsOf(lines.opened, "added"),
    ...flowsOf(lines.moved, "changed"),
    ...flowsOf(lines.begun, "added"),
  ];
  return {
    title: "What the plan changes",
    before: before.topology,
    after: after.topology,
    marks,
    flows: flows.slice(0, MOST_FLOWS),
  };
}

/** Changes above which a picture shows nothing any more, and takes longer than the rest of the review. */
const MOST_MARKS = 300;

/** The Mermaid of what changes, as whole Markdown lines with the fence around it; none when nothing of it is drawn. */
export function pictureOf(changed: ChangedNetwork): readonly string[] {
  if (changed.marks.size > MOST_MARKS) return [];
  const text = mermaidOfChanges(changed);
  return text === NOTHING_DRAWN ? [] : ["```mermaid", ...text.trimEnd().split("\n"), "```"];
}
