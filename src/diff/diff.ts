import { compareFlows } from "../review/compared-flows";
import { Causes } from "../review/causes";
import { changedNetwork, type ChangedNetwork } from "../review/changed-network";
import { type FlowLine, flowLines, type FlowLines, linesOf } from "../review/flow-lines";
import { type FilterLine, filterLines, type RouteLine, routeLines } from "../review/network-lines";
import { type Networks } from "../review/networks";
import { type NotJudged } from "../review/not-judged";
import { fateOf } from "../review/outcomes";
import { type ReviewVerdict } from "../review/review";
import { type Action, type Change } from "../review/changes";
import { type SourceKind } from "../terraform";
import { type Aligned, aligned, type Matched } from "./aligned";
import { changedThings } from "./changed-things";
import { type LeftOut, Scope } from "./told-alone";
import { wellKnown } from "./half-open";
import { notJudgedOf } from "./not-judged-here";
import { type Source } from "./source";

/** A thing that differs between the two sources. */
interface ThingLine {
  readonly address: string;
  /** What AWS calls it, where a source knows. */
  readonly id?: string;
  readonly action: Action;
}

/** One of the two sources, as it is told. */
interface SourceLine {
  readonly kind: SourceKind;
  readonly source: string;
}

/** What a source leaves open of itself. */
interface UnreadLine {
  readonly address: string;
  readonly reason: string;
  readonly told: "before" | "after";
}

/** Everything that is said of two sources; plain text and addresses, without sensitive values. */
export interface Diff {
  readonly verdict: ReviewVerdict;
  readonly cuts: boolean;
  readonly opens: boolean;
  readonly unknown: boolean;
  readonly before: SourceLine;
  readonly after: SourceLine;
  /** Things that both sources tell of, with what they are known by. */
  readonly matched: readonly Matched[];
  readonly flows: FlowLines & {
    /** Those that end with their senders. */
    readonly ended: readonly FlowLine[];
    readonly untouchedPairs: number;
    readonly notAsked: number;
  };
  readonly routes: readonly RouteLine[];
  readonly filters: readonly FilterLine[];
  /** What differs, of all that routes, filters, sends or receives packets. */
  readonly things: readonly ThingLine[];
  /** Ends of which only one of the sources can know: nothing is said of their flows. */
  readonly leftOut: readonly LeftOut[];
  /** What differs and can't be judged. */
  readonly notJudged: readonly NotJudged[];
  /** What can't be read of each. */
  readonly unread: readonly UnreadLine[];
  readonly picture: ChangedNetwork;
}

const byAddress = (a: { readonly address: string }, b: { readonly address: string }): number =>
  a.address < b.address ? -1 : a.address > b.address ? 1 : 0;

function unreadIn(networks: Networks): UnreadLine[] {
  return (["before", "after"] as const).flatMap((told) =>
    networks[told].topology.unreadable.map(({ address, reason }) => ({ address, reason, told })),
  );
}

/** What differs, as far as both sources could tell; a thing that a source only names is none of its own. */
function toldChanges(sides: Aligned, changed: ReadonlyMap<string, Change>, scope: Scope): Map<string, Change> {
  const isResource = (address: string): boolean =>
    [sides.before, sides.after].some(({ graph }) => graph.get(address) !== undefined);
  const isTold = ({ address, action }: Change): boolean =>
    action === "update" || scope.couldBeTold(address, action === "delete" ? "before" : "after");
  return new Map([...changed].filter(([address, change]) => isResource(address) && isTold(change)));
}

function thingLine({ address, action }: Change, { matched }: Aligned): ThingLine {
  const id = matched.get(address)?.id;
  return { address, ...(id !== undefined && { id }), action };
}

/** Compares two sources of any kind: which flows open, close or move, and by what. */
export function diffOf(before: Source, after: Source): Diff {
  const sides = aligned(before, after);
  const scope = new Scope(before, after, sides);
  const left = scope.leftOut();
  const { changed, thingOf, without } = changedThings(sides);
  const sources = { isLeftOut: (address: string) => left.has(address), thingOf, without };
  const networks: Networks = { ...sides, changed, sources };
  const { secrets } = sides.after.graph;
  const compared = compareFlows(networks);
  const fates = compared.flows.map((flow) => fateOf(networks, flow));
  const lines = flowLines(fates, new Causes(networks), secrets);
  const ended = linesOf(
    fates.filter(({ outcome }) => outcome === "removed").map(({ flow }) => flow),
    secrets,
  );
  const [cuts, opens] = [lines.broken.length > 0, lines.opened.length > 0];
  const lists = { routes: routeLines(networks, secrets), filters: filterLines(networks, secrets) };
  const { routes, filters, notJudged: half } = wellKnown(sides, lists);
  const notJudged = [...notJudgedOf(sides), ...half];
  const isUnanswered = [...left.values()].some(({ reason }) => reason === "not-answered");
  const unknown = lines.undecided.length > 0 || compared.skipped > 0 || notJudged.length > 0 || isUnanswered;
  const shown = toldChanges(sides, changed, scope);
  const told = {
    verdict: cuts ? "cuts" : opens ? "opens" : unknown ? "unknown" : "safe",
    cuts,
    opens,
    unknown,
    before: { kind: before.graph.kind, source: before.shown },
    after: { kind: after.graph.kind, source: after.shown },
    matched: [...sides.matched.values()].sort(byAddress),
    flows: { ...lines, ended, untouchedPairs: compared.untouched, notAsked: compared.skipped },
    routes,
    filters,
    things: [...shown.values()].map((one) => thingLine(one, sides)).sort(byAddress),
    leftOut: [...left.values()].sort(byAddress),
    notJudged,
    unread: unreadIn(networks),
  } as const;
  return { ...secrets.data(told), picture: changedNetwork({ ...networks, changed: shown }, lines, "What differs") };
}
