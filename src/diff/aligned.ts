import { Walker } from "../reachability";
import { type Beside, type PlanSide } from "../review/networks";
import { NO_SECRETS, remarked, type ResourceGraph } from "../terraform";
import { buildTopology } from "../topology";
import { type Counterpart, counterpartsOf, idOf, type MatchedBy, type Told } from "./counterparts";
import { namesOfOthers } from "./names-alone";
import { type NewNames, renamedGraph } from "./renamed-graph";
import { renameInTopology } from "./renamed-topology";
import { type Source } from "./source";

/** A thing that both sources tell of, by one name. */
export interface Matched {
  readonly address: string;
  /** What AWS calls it, where one of the sources knows. */
  readonly id?: string;
  readonly by: MatchedBy;
}

/** Two sources whose things have the same addresses. */
export interface Aligned {
  readonly before: PlanSide;
  readonly after: PlanSide;
  readonly matched: ReadonlyMap<string, Matched>;
  /** For networks that are made of both: what has a name of the other source keeps it. */
  readonly beside: Beside;
}

/** By the newer source's name; but an account knows things by their ids only, and a configuration by names. */
function nameOf({ before, after }: Counterpart, isOfAccount: boolean): string {
  return isOfAccount ? before.address : after.address;
}

/** New addresses of one source's things; what happens to be called as another thing of the other source is marked. */
function namesFor(graph: ResourceGraph, paired: NewNames, others: ReadonlySet<string>): NewNames {
  const names = new Map([...paired].filter(([address, name]) => address !== name));
  for (const { address } of graph.resources)
    if (!paired.has(address) && others.has(address)) names.set(address, remarked(address, "before"));
  return names;
}

const told = (graph: ResourceGraph): Told => ({ graph, topology: buildTopology(graph) });

/** What keeps its names need not be read anew. */
const retold = (known: Told, graph: ResourceGraph): Told => (graph === known.graph ? known : told(graph));

const withIds = ({ graph, ids }: Source): Told => ({ ...told(graph), ...(ids && { ids }) });

/** Both networks, in which what is one thing in AWS has one address. */
export function aligned(first: Source, second: Source): Aligned {
  const known = [withIds(first), withIds(second)] as const;
  const counterparts = counterpartsOf(...known);
  const [before, after] = [first.graph, second.graph];
  const isOfAccount = after.kind === "account" && before.kind !== "account";
  const paired = (which: "before" | "after"): NewNames =>
    new Map(counterparts.map((one) => [one[which].address, nameOf(one, isOfAccount)]));
  const [old, next] = [paired("before"), paired("after")];
  const namesAfter = namesFor(after, next, new Set());
  const taken = new Set(after.resources.map(({ address }) => namesAfter.get(address) ?? address));
  const namesBefore = namesFor(before, old, taken);
  // What one of them may not show, the other one may hold too.
  const secrets = before.secrets.joined(after.secrets.joined(NO_SECRETS, namesAfter), namesBefore);
  const sides = [
    retold(known[0], renamedGraph(before, namesBefore, secrets)),
    retold(known[1], renamedGraph(after, namesAfter, secrets)),
  ] as const;
  // Both are asked before any of the two is changed.
  const names = [namesOfOthers(sides[0], sides[1]), namesOfOthers(sides[1], sides[0])] as const;
  sides.forEach(({ topology }, i) => renameInTopology(topology, names[i]!));
  const both = new Map([...names[0], ...names[1]]);
  const beside: Beside = {
    graph: (graph) => graph,
    topology: (topology) => {
      renameInTopology(topology, both);
      return topology;
    },
  };
  const [former, latter] = sides.map((side): PlanSide => ({ ...side, walker: new Walker(side.topology) }));
  const matched = counterparts.map((one): [string, Matched] => {
    const planned = first.ids?.get(one.before.address) ?? second.ids?.get(one.after.address);
    const [address, id] = [nameOf(one, isOfAccount), idOf(one.after) ?? idOf(one.before) ?? planned];
    return [address, { address, ...(id !== undefined && { id }), by: one.by }];
  });
  return { before: former!, after: latter!, matched: new Map(matched), beside };
}
