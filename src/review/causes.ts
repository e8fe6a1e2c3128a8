import { decide, type Decision, type Endpoint, flowOf, type Verdict } from "../reachability";
import { undoneWith } from "../terraform";
import { type Change } from "./changes";
import { endsOf, type ComparedFlow, verdictOf } from "./compared-flows";
import { type Networks, ownerOf, type PlanSide, sideOf, withResource } from "./networks";

/** Networks that are built to try what would be without one change; more changes are only looked for on the way. */
const MOST_TRIALS = 40;
/** Resources above which building a network again takes too long to be tried. */
const MOST_RESOURCES = 2000;

/**
 * Addresses that a walk names: places, routes, rules, and what stops it.
 * @param thingOf the thing that an address is a part of
 */
export function addressesOf(walk: Decision | undefined, thingOf = ownerOf): Set<string> {
  const found = new Set<string>();
  if (!walk) return found;
  const add = (address: string): void => void found.add(thingOf(address));
  for (const { address, route, rules } of [...walk.forward, ...walk.back]) {
    add(address);
    if (route) add(route.address);
    rules?.flat().forEach(add);
  }
  for (const { address } of walk.explanations) add(address);
  return found;
}

/** Finds the changes that make a flow what it becomes. */
export class Causes {
  private readonly trials = new Map<string, { side: PlanSide; ends: ReadonlyMap<string, Endpoint> }>();
  private readonly candidates: readonly Change[];
  private readonly canTry: boolean;

  constructor(private readonly networks: Networks) {
    this.candidates = [...networks.changed.values()];
    this.canTry = this.candidates.length <= MOST_TRIALS && networks.after.graph.resources.length <= MOST_RESOURCES;
  }

  /** Changes without any one of which the flow would be as before; if there is none, the changes that are met on its way. */
  of(flow: ComparedFlow): Change[] {
    const own = this.ofEnds(flow);
    if (own.length > 0) return own;
    const thingOf = this.networks.sources?.thingOf;
    const named = new Set([...addressesOf(flow.before, thingOf), ...addressesOf(flow.after, thingOf)]);
    const onTheWay = this.candidates.filter(({ address }) => named.has(address));
    if (!this.canTry) return onTheWay;
    const needed = this.candidates.filter((change) => this.verdictWithout(change, flow) === verdictOf(flow.before));
    return needed.length > 0 ? needed : onTheWay;
  }

  /** An end that comes or goes needs no further reason. */
  private ofEnds({ before, after, ends }: ComparedFlow): Change[] {
    if (before && after) return [];
    return ends.flatMap((address) => {
      const change = this.networks.changed.get(address);
      return change && change.action !== "update" && change.action !== "replace" ? [change] : [];
    });
  }

  private verdictWithout(change: Change, { ends, service }: ComparedFlow): Verdict | undefined {
    const { side, ends: known } = this.trial(change);
    const [from, to] = [known.get(ends[0])?.sender, known.get(ends[1])?.receiver];
    return from && to && decide(side.walker, { from, to, flow: flowOf(service) }, false).verdict;
  }

  /** The network after all the other changes. */
  private trial({ address }: Change) {
    let known = this.trials.get(address);
    if (!known) {
      const { before, after, beside, changed, sources } = this.networks;
      const own = before.graph.get(address);
      // With an accepter, what its destruction undoes without a change of its own comes back.
      const undone = own ? undoneWith(own, before.graph.resources).filter((one) => !changed.has(one.address)) : [];
      const left = undone.reduce((graph, one) => withResource(graph, one.address, one), after.graph);
      const without = sources?.without(address) ?? withResource(left, address, own);
      const side = sideOf(without, beside);
      known = { side, ends: endsOf(side) };
      this.trials.set(address, known);
    }
    return known;
  }
}
