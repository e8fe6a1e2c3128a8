import { type Topology } from "../topology";
import { type Action } from "./changes";
import { type FlowLine, type FlowLines } from "./flow-lines";
import { type Networks } from "./networks";

/** What a picture says of a thing or a flow. */
export type Mark = "added" | "removed" | "changed";

/** A flow between two of the ends that a line names. */
export interface ChangedFlow {
  readonly from: string;
  readonly to: string;
  /** "tcp/443". */
  readonly text: string;
  readonly mark: Mark;
}

/** The part of the network that changes: both networks, what is marked in them, and the flows that change. */
export interface ChangedNetwork {
  readonly title: string;
  readonly before: Topology;
  readonly after: Topology;
  readonly marks: ReadonlyMap<string, Mark>;
  readonly flows: readonly ChangedFlow[];
}

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

/**
 * The Mermaid of what changes, as whole Markdown lines with the fence around it; none when nothing is drawn.
 * Here src/diagram joins in, whose Mermaid of changes takes what `changedNetwork` gives.
 */
export function pictureOf(_: ChangedNetwork): readonly string[] {
  return [];
}
