import { type Topology, type WayIn } from "../topology";
import { type LeftOut } from "./proved-flows";
import { countOf, type Found, type Verdicts } from "./verdicts";

/** What is left out, in the words of a note that begins with a number. */
const LEFT_OUT: Readonly<Record<LeftOut, string>> = {
  inside: "inside one VPC",
  serving: "of hosts that could stand in subnets of gateways, load balancers or attachments",
  endpoint: "that begin at interface endpoints",
  redirect: "that are only redirected",
};
const ORDER: readonly LeftOut[] = ["inside", "serving", "endpoint", "redirect"];

const connections = (count: number): string => `${count} ${count === 1 ? "connection" : "connections"}`;

/** What the reader must know of the proof beside the drawing: what was not asked, is not decided, or not drawn. */
export function notesOf(
  topology: Topology,
  verdicts: Verdicts,
  leftOut: ReadonlyMap<LeftOut, readonly Found[]>,
): string[] {
  if (!verdicts.isAsked)
    return [
      `flows are not drawn: ${verdicts.kins.length} kinds of hosts and subnets are too many`,
      ...unreadNotes(topology),
    ];
  const notes: string[] = [];
  const undecided = countOf(verdicts.unknown);
  if (undecided > 0)
    notes.push(
      `${connections(undecided)} ${undecided === 1 ? "is" : "are"} undecided: a value or a place on the way is not known`,
    );
  const left = ORDER.flatMap((reason) => {
    const count = countOf(leftOut.get(reason) ?? []);
    return count > 0 ? [`${count} ${LEFT_OUT[reason]}`] : [];
  });
  if (left.length > 0) notes.push(`proved, but not drawn (overlap matrix lists them): ${left.join(", ")}`);
  return [...notes, ...unreadNotes(topology)];
}

/** Whether all that comes in by a way is walked: an accelerator's listeners and the client's address are known. */
function isWalked({ to, acceleration }: WayIn): boolean {
  return acceleration?.takes !== undefined && to !== undefined && [...to].every((one) => acceleration.sendsTo.has(one));
}

/** Who comes in by ways that are not judged, and what could not be read at all. */
function unreadNotes({ unreadable, outsiders, waysIn }: Topology): string[] {
  const { length } = unreadable;
  return [
    ...outsiders.filter((one) => !one.destinations).map(({ address, reason }) => `${address}: ${reason}`),
    ...waysIn
      .filter((one) => !isWalked(one))
      .map(({ address, reason }) => `${address}: ${reason ?? "what it carries in from the internet is not judged"}`),
    ...(length > 0
      ? [`${length} ${length === 1 ? "resource" : "resources"} could not be read (overlap matrix names them)`]
      : []),
  ];
}
