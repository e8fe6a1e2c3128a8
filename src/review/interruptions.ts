import { decide, type Endpoint, flowOf } from "../reachability";
import { answersOf, push, type Resource, ResourceGraph } from "../terraform";
import { remarked } from "../terraform/resource-address";
import { betweenHalves, type Step, stepsOf } from "./apply-order";
import { addressesOf } from "./causes";
import { type Change } from "./changes";
import { endsOf, type ComparedFlow, verdictOf } from "./compared-flows";
import { type Networks, type PlanSide, sideOf } from "./networks";

/** Flows that work before and after, and not from one step of the apply to another. */
interface Interruption {
  readonly flows: readonly ComparedFlow[];
  /** What happens while they don't work, in order; the last step mends them. Empty when only the cause is known. */
  readonly steps: readonly Step[];
  readonly cause: Change;
  /** The resource at which the apply stops for good while they don't work: AWS refuses what is to be done with it. */
  readonly stopsAt?: string;
  /** False where Terraform fixes no order, so that it depends on chance. */
  readonly isCertain: boolean;
}

/** Open connections end although new ones work all the time. */
interface Reset {
  readonly flows: readonly ComparedFlow[];
  readonly cause: Change;
}

export interface DuringApply {
  readonly interruptions: readonly Interruption[];
  readonly resets: readonly Reset[];
  /** Every step was played through; otherwise only replacements on a flow's way were looked for. */
  readonly isPlayed: boolean;
}

/** Walks above which an apply is not played through. */
const MOST_WALKS = 40_000;
const MOST_STEPS = 120;
const MOST_RESOURCES = 2000;

/** The resources in the middle of an apply. */
class Played {
  private readonly resources: Map<string, Resource>;

  constructor(private readonly networks: Networks) {
    this.resources = new Map(networks.before.graph.resources.map((one) => [one.address, one]));
  }

  take({ verb, address, change }: Step): void {
    const [was, will] = [this.networks.before.graph.get(address), this.networks.after.graph.get(address)];
    const leftover = remarked(address, "old");
    if (verb === "destroy") this.resources.delete(address);
    else if (verb === "destroy-old") this.resources.delete(leftover);
    else if (verb === "revoke") {
      const between = was && will && betweenHalves(was, will);
      if (between) this.resources.set(address, between);
      else this.resources.delete(address);
    } else if (will) {
      if (was && change?.order === "create-first") this.resources.set(leftover, { ...was, address: leftover });
      this.resources.set(address, will);
    }
  }

  side(): PlanSide {
    const { after, beside } = this.networks;
    const { unreadable, secrets } = after.graph;
    return sideOf(
      new ResourceGraph("plan", [...this.resources.values()], unreadable, { secrets, outputs: after.graph.outputs }),
      beside,
    );
  }
}

function works(side: PlanSide, ends: ReadonlyMap<string, Endpoint>, { ends: [from, to], service }: ComparedFlow) {
  const [sender, receiver] = [ends.get(from)?.sender, ends.get(to)?.receiver];
  if (!sender || !receiver) return "DENIED";
  return decide(side.walker, { from: sender, to: receiver, flow: flowOf(service) }, false).verdict;
}

interface Gap {
  readonly first: number;
  readonly last: number;
}

/** For each flow the steps after which it doesn't work. */
function gapsOf(networks: Networks, flows: readonly ComparedFlow[], steps: readonly Step[]): Map<ComparedFlow, Gap> {
  const gaps = new Map<ComparedFlow, Gap>();
  const open = new Set<ComparedFlow>();
  const played = new Played(networks);
  steps.forEach((step, i) => {
    played.take(step);
    if (step.verb === "read") return;
    const side = played.side();
    const ends = endsOf(side);
    const takesAway = step.verb === "destroy" || step.verb === "revoke" || step.verb === "destroy-old";
    for (const flow of flows) {
      const verdict = works(side, ends, flow);
      const known = gaps.get(flow);
      if (verdict === "ALLOWED") open.delete(flow);
      else if (open.has(flow) && known) gaps.set(flow, { ...known, last: i });
      // A doubt that only comes with new values is none about the time in between.
      else if (verdict === "DENIED" || takesAway) {
        gaps.set(flow, { first: known?.first ?? i, last: i });
        open.add(flow);
      }
    }
  });
  return gaps;
}

function grouped(
  gaps: ReadonlyMap<ComparedFlow, Gap>,
  steps: readonly Step[],
  refused: ReadonlySet<string>,
): Interruption[] {
  const groups = new Map<string, { gap: Gap; flows: ComparedFlow[] }>();
  for (const [flow, gap] of gaps) {
    const key = `${gap.first}-${gap.last}`;
    const group = groups.get(key) ?? { gap, flows: [] };
    group.flows.push(flow);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ gap: { first, last }, flows }): Interruption[] => {
    const cause = steps[first]?.change;
    if (!cause) return [];
    const isCertain = steps[first]?.verb === "revoke" || cause.action === "replace";
    const shown = steps.slice(first, last + 2).filter(({ verb }) => verb !== "read");
    const end = shown.findIndex(({ address }) => refused.has(address));
    if (end < 0) return [{ flows, cause, isCertain, steps: shown }];
    return [{ flows, cause, isCertain, steps: shown.slice(0, end + 1), stopsAt: shown[end]!.address }];
  });
}

/** Without playing: replacements that delete first, on the way of a flow. */
function onTheWay(networks: Networks, flows: readonly ComparedFlow[], refused: ReadonlySet<string>): Interruption[] {
  const found = new Map<Change, ComparedFlow[]>();
  for (const flow of flows)
    for (const address of new Set([...addressesOf(flow.before), ...flow.ends])) {
      const change = networks.changed.get(address);
      if (change?.order === "delete-first") push(found, change, flow);
    }
  return [...found].map(([cause, own]) => ({
    cause,
    flows: own,
    steps: [],
    isCertain: true,
    ...(refused.has(cause.address) && { stopsAt: cause.address }),
  }));
}

function resetsOf(networks: Networks, flows: readonly ComparedFlow[]): Reset[] {
  const found = new Map<Change, ComparedFlow[]>();
  for (const flow of flows)
    for (const address of addressesOf(flow.before)) {
      const change = networks.changed.get(address);
      if (change?.order === "create-first" && answersOf(change.type).keepsConnections) push(found, change, flow);
    }
  return [...found].map(([cause, own]) => ({ cause, flows: own }));
}

/**
 * What stops working while the plan is applied, of what works before and after.
 * @param refused addresses with which AWS refuses to do what the plan says, so that nothing comes after
 */
export function duringApply(
  networks: Networks,
  flows: readonly ComparedFlow[],
  refused: ReadonlySet<string> = new Set(),
): DuringApply {
  const lasting = flows.filter((flow) => verdictOf(flow.before) === "ALLOWED" && verdictOf(flow.after) === "ALLOWED");
  const resets = resetsOf(networks, lasting);
  if (lasting.length === 0) return { interruptions: [], resets, isPlayed: true };
  const size = networks.before.graph.resources.length;
  const steps = size <= MOST_RESOURCES && networks.changed.size <= MOST_STEPS ? stepsOf(networks) : [];
  const isPlayed = steps.length > 0 && steps.length <= MOST_STEPS && steps.length * lasting.length <= MOST_WALKS;
  if (!isPlayed)
    return { interruptions: onTheWay(networks, lasting, refused), resets, isPlayed: networks.changed.size === 0 };
  return { interruptions: grouped(gapsOf(networks, lasting, steps), steps, refused), resets, isPlayed };
}
