import { describePorts, type PortSet, type Service } from "../reachability";
import { shownExplanation, type ShownExplanation } from "../words";
import { type Family, union } from "../ip";
import { type Causes } from "./causes";
import { type Action, type Change } from "./changes";
import { type Alike, type ComparedFlow, protocolText } from "./compared-flows";
import { ownerOf } from "./networks";
import { doubtsOf, type Fate, type Outcome } from "./outcomes";
import { HIDDEN, type Secrets } from "../terraform";

/** A change as the reason for something. */
export interface Cause {
  readonly address: string;
  readonly action: Action;
}

/** Flows that share everything that is said of them: each of `from` to each of `to`. Ends are Terraform addresses. */
export interface FlowLine {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly protocol: string;
  /** "80", "1024-65535", "any". */
  readonly ports: string;
  /** Over this family alone; over each that the ends have addresses of, where it is not there. */
  readonly family?: Family;
  readonly pairs: number;
  readonly causes: readonly Cause[];
  /** Of a flow that takes another path: the places that it leaves and those that it comes to. */
  readonly leaves?: readonly string[];
  readonly enters?: readonly string[];
  /** Of an undecided flow: what leaves it open. */
  readonly doubts?: readonly ShownExplanation[];
}

/** A flow with its ports as a set, before it is put into words. */
interface Merged {
  readonly flow: ComparedFlow;
  readonly outcome: Outcome;
  readonly causes: readonly Change[];
  readonly doubts: readonly ShownExplanation[];
  readonly path: readonly [readonly string[], readonly string[]];
  /** What is the same for the flow over the other family, if all that is said of it is. */
  readonly key: string;
  ports: PortSet | undefined;
  readonly isHidden: boolean;
}

const TOLD: ReadonlySet<Outcome> = new Set(["broken", "opened", "moved", "undecided"]);

/** Whether the ports come from a rule whose arguments may not be shown. */
function hasHiddenPorts({ to }: ComparedFlow, secrets: Secrets): boolean {
  return [to.before, to.after].some((end) => {
    const receiver = end?.receiver;
    if (receiver?.kind === "balancer") return receiver.balancer.listeners.some((one) => secrets.holds(one.address));
    const groups = receiver?.kind === "host" ? (receiver.nic?.groups ?? []) : [];
    return groups.some((group) => group.ingress.some((rule) => secrets.holds(ownerOf(rule.address))));
  });
}

const familyIn = ({ family }: Service): { readonly family?: Family } => (family ? { family } : {});

/** Names a class of endpoints by its first member: classes are disjoint. */
const nameOf = ({ members }: Alike): string => members[0] ?? "";

function mergedFlows(fates: readonly Fate[], causes: Causes, secrets: Secrets): Merged[] {
  const merged = new Map<string, Merged>();
  for (const { flow, outcome, leaves, enters } of fates) {
    const isTold = TOLD.has(outcome);
    const why = isTold ? causes.of(flow) : [];
    const doubts = outcome === "undecided" ? doubtsOf(flow).map(shownExplanation) : [];
    const path = [leaves, enters] as const;
    const { service, from, to } = flow;
    const reasons = [why.map(({ address }) => address), doubts.map(({ address, message }) => [address, message]), path];
    const key = JSON.stringify([outcome, nameOf(from), nameOf(to), service.protocol, reasons]);
    const own = `${service.family ?? ""} ${key}`;
    const known = merged.get(own);
    if (known) known.ports = known.ports && service.ports && union(known.ports, service.ports);
    else
      merged.set(own, {
        flow,
        key,
        outcome,
        causes: why,
        doubts,
        path,
        ports: service.ports,
        isHidden: hasHiddenPorts(flow, secrets),
      });
  }
  return [...merged.values()];
}

/** Adds one end's members to another's where everything else is the same. */
function joined(lines: readonly FlowLine[], side: "from" | "to"): FlowLine[] {
  const groups = new Map<string, FlowLine>();
  for (const line of lines) {
    const key = JSON.stringify({ ...line, [side]: [], pairs: 0 });
    const known = groups.get(key);
    groups.set(
      key,
      known
        ? { ...known, [side]: [...new Set([...known[side], ...line[side]])].sort(), pairs: known.pairs + line.pairs }
        : line,
    );
  }
  return [...groups.values()];
}

function portsText(ports: PortSet | undefined): string {
  return !ports || (ports.length === 1 && ports[0]?.start === 0 && ports[0].end === 65536)
    ? "any"
    : describePorts(ports);
}

/** Of two lines that say the same of both families, one. */
function overBoth(lines: readonly FlowLine[]): FlowLine[] {
  const once = new Map<string, FlowLine>();
  for (const line of lines) {
    const key = JSON.stringify({ ...line, family: undefined });
    const { from, to, protocol, ports, pairs, causes, leaves, enters, doubts } = line;
    const more = { ...(leaves && { leaves }), ...(enters && { enters }), ...(doubts && { doubts }) };
    once.set(key, once.has(key) ? { from, to, protocol, ports, pairs, causes, ...more } : line);
  }
  return [...once.values()];
}

function lineOf({ flow, causes, doubts, path: [leaves, enters], ports, isHidden, outcome }: Merged): FlowLine {
  return {
    from: [...flow.from.members].sort(),
    to: [...flow.to.members].sort(),
    protocol: isHidden ? HIDDEN : protocolText(flow.service),
    ports: isHidden ? HIDDEN : portsText(ports),
    ...familyIn(flow.service),
    pairs: flow.pairs,
    causes: causes.map(({ address, action }) => ({ address, action })),
    ...(outcome === "moved" && { leaves, enters }),
    ...(outcome === "undecided" && { doubts }),
  };
}

/** Lines in the order of how much they say, then by name, so that equal plans give equal texts. */
function inOrder(lines: readonly FlowLine[]): FlowLine[] {
  const name = ({ from, to, protocol, ports, family }: FlowLine): string =>
    [from[0], to[0], protocol, ports, family].join("\n");
  return [...lines].sort((a, b) => b.pairs - a.pairs || (name(a) < name(b) ? -1 : 1));
}

export interface FlowLines {
  readonly broken: readonly FlowLine[];
  readonly opened: readonly FlowLine[];
  readonly moved: readonly FlowLine[];
  readonly undecided: readonly FlowLine[];
  /** Those that begin with their ends. */
  readonly begun: readonly FlowLine[];
  /** How many flows (a sender, a receiver, a protocol) have each outcome. */
  readonly counts: Readonly<Record<Outcome, number>>;
}

/** Flows without their reasons: ports of one pair of ends together, then ends with the same ports. */
export function linesOf(flows: readonly ComparedFlow[], secrets: Secrets): FlowLine[] {
  const merged = new Map<string, { flow: ComparedFlow; ports: PortSet | undefined; isHidden: boolean }>();
  for (const flow of flows) {
    const { from, to, service } = flow;
    const key = JSON.stringify([nameOf(from), nameOf(to), service.protocol, service.family]);
    const known = merged.get(key);
    if (known) known.ports = known.ports && service.ports && union(known.ports, service.ports);
    else merged.set(key, { flow, ports: service.ports, isHidden: hasHiddenPorts(flow, secrets) });
  }
  const plain = [...merged.values()].map(({ flow: { from, to, service, pairs }, ports, isHidden }): FlowLine => ({
    from: [...from.members].sort(),
    to: [...to.members].sort(),
    protocol: isHidden ? HIDDEN : protocolText(service),
    ports: isHidden ? HIDDEN : portsText(ports),
    ...familyIn(service),
    pairs,
    causes: [],
  }));
  return inOrder(joined(joined(overBoth(plain), "from"), "to"));
}

/** All flows, those of one fate together. */
export function flowLines(fates: readonly Fate[], causes: Causes, secrets: Secrets): FlowLines {
  const merged = mergedFlows(fates, causes, secrets);
  const counts: Record<Outcome, number> = {
    broken: 0,
    opened: 0,
    moved: 0,
    new: 0,
    removed: 0,
    undecided: 0,
    "undecided-still": 0,
    unchanged: 0,
  };
  // A flow counts once, over however many families the same becomes of it.
  const flows = new Map(merged.map((one) => [one.key, one]));
  for (const { outcome, flow } of flows.values()) counts[outcome] += flow.pairs;
  const of = (outcome: Outcome): FlowLine[] => {
    const lines = merged.filter((one) => one.outcome === outcome).map(lineOf);
    return inOrder(joined(joined(overBoth(lines), "from"), "to"));
  };
  return {
    broken: of("broken"),
    opened: of("opened"),
    moved: of("moved"),
    undecided: of("undecided"),
    begun: of("new"),
    counts,
  };
}
