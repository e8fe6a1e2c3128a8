import { type JsonObject, type ResourceGraph, type Secrets } from "../terraform";
import { type ActionLine, actionLines } from "./action-lines";
import { type Step } from "./apply-order";

import { Causes } from "./causes";
import { type Change, type Counts, countsOf, isEffective, readChanges, readDrift } from "./changes";
import { type Checks, checksOf } from "./checks";
import { compareFlows } from "./compared-flows";
import { costChange, type CostChange } from "./cost-change";
import { type FlowLine, flowLines, type FlowLines, linesOf } from "./flow-lines";
import { forbiddenOf } from "./forbidden";
import { type Incident, incidentsOf } from "./incidents";
import { type DuringApply, duringApply } from "./interruptions";
import { type FilterLine, filterLines, type RouteLine, routeLines } from "./network-lines";
import { type Beside, networksOf } from "./networks";
import { type NotJudged, notJudged } from "./not-judged";
import { fateOf } from "./outcomes";
import { type ChangedNetwork, changedNetwork } from "./changed-network";
import { type ProviderLine, providerLines } from "./providers";
import { type ResourceLine, resourceLine } from "./resource-lines";

/** What the plan does to the traffic, in one word; the first that applies. */
export type ReviewVerdict = "cuts" | "opens" | "unknown" | "safe";

export interface StepLine {
  readonly verb: Step["verb"];
  readonly address: string;
}

export interface InterruptionLine {
  readonly cause: string;
  /** False where Terraform fixes no order, so that it depends on chance. */
  readonly certain: boolean;
  readonly flows: readonly FlowLine[];
  /** What happens meanwhile, in order; the last one mends it. Empty when the apply was not played through. */
  readonly steps: readonly StepLine[];
  /** Where the apply stops for good meanwhile, since AWS refuses that step; then the last step mends nothing. */
  readonly stopsAt?: string;
}

export interface ForbiddenLine {
  readonly rule: string;
  readonly text: string;
  /** False for what never works or what AWS refuses. */
  readonly opens: boolean;
  readonly addresses: readonly string[];
  readonly flows: readonly FlowLine[];
}

/** Everything that the review says; plain text and Terraform addresses, without sensitive values. */
export interface Review {
  readonly verdict: ReviewVerdict;
  /** Flows break, for good or during the apply. */
  readonly cuts: boolean;
  /** Flows become possible, or something forbidden does. */
  readonly opens: boolean;
  /** Something can't be told, or the plan steps into a known trap. */
  readonly unknown: boolean;
  readonly counts: Counts;
  readonly forbidden: readonly ForbiddenLine[];
  /** What is destroyed, replaced or forgotten. */
  readonly gone: readonly ResourceLine[];
  readonly flows: FlowLines & { readonly untouchedPairs: number };
  readonly duringApply: {
    readonly interruptions: readonly InterruptionLine[];
    readonly resets: readonly { readonly cause: string; readonly flows: readonly FlowLine[] }[];
    readonly isPlayed: boolean;
  };
  readonly routes: readonly RouteLine[];
  readonly filters: readonly FilterLine[];
  readonly drift: readonly ResourceLine[];
  readonly notJudged: readonly NotJudged[];
  /** Actions that the apply invokes; what such a thing does, no plan tells. */
  readonly actions: readonly ActionLine[];
  /** What the configuration's own conditions say of the plan; they change no verdict, since they speak of anything. */
  readonly checks: Checks;
  readonly incidents: readonly Incident[];
  /** Every change, those above included. */
  readonly resources: readonly ResourceLine[];
  readonly picture: ChangedNetwork;
  /** Where its changes go: another region or account is another effect. */
  readonly providers: readonly ProviderLine[];
  /** Undefined where nothing that AWS charges for by being there changes in number. */
  readonly cost?: CostChange;
}

function during({ interruptions, resets, isPlayed }: DuringApply, secrets: Secrets): Review["duringApply"] {
  return {
    isPlayed,
    interruptions: interruptions.map(({ cause, isCertain, flows, steps, stopsAt }) => ({
      cause: cause.address,
      certain: isCertain,
      flows: linesOf(flows, secrets),
      steps: steps.map(({ verb, address }) => ({ verb, address })),
      ...(stopsAt !== undefined && { stopsAt }),
    })),
    resets: resets.map(({ cause, flows }) => ({ cause: cause.address, flows: linesOf(flows, secrets) })),
  };
}

const ORDER: Readonly<Record<Change["action"], number>> = {
  delete: 0,
  replace: 1,
  forget: 2,
  update: 3,
  create: 4,
  unreadable: 5,
  read: 6,
  "no-op": 7,
};

function byAction(a: ResourceLine, b: ResourceLine): number {
  return ORDER[a.action] - ORDER[b.action] || (a.address < b.address ? -1 : a.address > b.address ? 1 : 0);
}

const GONE: ReadonlySet<string> = new Set(["delete", "replace", "forget"]);

/**
 * Reviews a plan: what it does to the traffic.
 * @param plan what `terraform show -json PLAN` printed
 * @param beside what is known of the network that the plan does not hold
 * @param planned the plan's graph, where it was read with more than the plan
 * @throws InputFault for errored plans
 */
export function reviewPlan(plan: JsonObject, beside?: Beside, planned?: ResourceGraph): Review {
  const changes = readChanges(plan);
  const drift = readDrift(plan);
  const networks = networksOf(plan, changes, beside, planned);
  const { secrets } = networks.after.graph;
  const compared = compareFlows(networks);
  const { flows } = compared;
  const fates = flows.map((flow) => fateOf(networks, flow));
  const lines = flowLines(fates, new Causes(networks), secrets);
  const begins = fates.filter(({ outcome }) => outcome === "opened" || outcome === "new").map(({ flow }) => flow);
  const forbidden = forbiddenOf(networks, flows, begins);
  const incidents = incidentsOf(networks, changes);
  const refused = new Set(incidents.flatMap(({ stops }) => stops));
  const applied = during(duringApply(networks, flows, refused), secrets);
  const unjudged = notJudged(plan, changes, networks, compared);
  const cuts = lines.broken.length > 0 || applied.interruptions.length > 0;
  const opens = lines.opened.length > 0 || forbidden.some((one) => one.opens);
  // An apply that stops half way, or a route that the next one deletes: what works then can't be told.
  const refuses = incidents.length > 0 || forbidden.some((one) => !one.opens);
  const unknown = lines.undecided.length > 0 || unjudged.length > 0 || refuses;
  const shown = changes.filter(
    (one) => isEffective(one) || one.importing !== undefined || one.previous !== undefined || one.action === "read",
  );
  const cost = costChange(networks.before.graph, networks.after.graph);
  const lineFor = (one: Change): ResourceLine =>
    resourceLine(one, secrets, networks.after.graph.get(one.address)?.configured);
  const resources = shown.map(lineFor).sort(byAction);
  return {
    verdict: cuts ? "cuts" : opens ? "opens" : unknown ? "unknown" : "safe",
    cuts,
    opens,
    unknown,
    counts: countsOf(changes),
    forbidden: secrets.data(forbidden.map((one) => ({ ...one, flows: linesOf(one.flows, secrets) }))),
    gone: resources.filter(({ action }) => GONE.has(action)),
    flows: secrets.data({ ...lines, untouchedPairs: compared.untouched }),
    duringApply: secrets.data(applied),
    routes: secrets.data(routeLines(networks, secrets)),
    filters: secrets.data(filterLines(networks, secrets)),
    drift: drift.map((one) => resourceLine(one, secrets)).sort(byAction),
    notJudged: secrets.data(unjudged),
    actions: secrets.data(actionLines(plan, networks.after)),
    checks: secrets.data(checksOf(plan)),
    incidents: secrets.data(incidents),
    resources,
    picture: changedNetwork(networks, lines),
    providers: providerLines(plan, secrets),
    ...(cost && { cost: secrets.data(cost) }),
  };
}
