import { decide, type Endpoint, flowOf, type Service, TCP, type Verdict } from "../../../src/reachability";
import { endsOf, partsOf, portsOf, protocolText } from "../../../src/review/compared-flows";
import { type PlanSide, sideOf } from "../../../src/review/networks";
import { type JsonObject, readPlan, readPriorState, type ResourceGraph } from "../../../src/terraform";
import { readState } from "../../../src/terraform/state-reader";

/** From whom to whom TCP port 80 is asked: Terraform addresses, or "internet". */
export type Question = readonly [from: string, to: string];

/** A network with its ends by address: hosts, load balancers, the internet, and every subnet. */
export interface Judged {
  readonly side: PlanSide;
  readonly ends: ReadonlyMap<string, Endpoint>;
}

export function judged(graph: ResourceGraph): Judged {
  const side = sideOf(graph);
  return { side, ends: endsOf(side) };
}

export const judgedPlan = (plan: JsonObject): Judged => judged(readPlan(plan));
export const judgedState = (state: JsonObject): Judged => judged(readState(state));

/** What a plan says is there before it. */
export function judgedPrior(plan: JsonObject): Judged {
  const graph = readPriorState(plan);
  if (!graph) throw new Error("the plan has no prior_state");
  return judged(graph);
}

export function verdictOn({ side, ends }: Judged, from: string, to: string, service: Service): Verdict | undefined {
  const [sender, receiver] = [ends.get(from)?.sender, ends.get(to)?.receiver];
  return (
    sender && receiver && decide(side.walker, { from: sender, to: receiver, flow: flowOf(service) }, false).verdict
  );
}

/** @throws Error when one of the ends is not there */
export function answer(network: Judged, [from, to]: Question): Verdict {
  const verdict = verdictOn(network, from, to, { protocol: TCP, ports: [{ start: 80, end: 81 }] });
  if (!verdict)
    throw new Error(`${from} or ${to} is no end of the network; it has ${[...network.ends.keys()].join(", ")}`);
  return verdict;
}

/** Verdicts of two networks on one question, where either is judged; an end that is missing in one is "absent". */
interface Difference {
  readonly question: string;
  readonly verdicts: readonly [Verdict | "absent", Verdict | "absent"];
}

export interface Comparison {
  /** Questions on which both are certain, and not of one mind. */
  readonly differences: readonly Difference[];
  readonly asked: number;
  /** Questions that one of them can't decide and the other can. */
  readonly undecided: readonly string[];
}

/** Every end with every other, on what either network's receiver listens on. */
export function compared(one: Judged, other: Judged): Comparison {
  const differences: Difference[] = [];
  const undecided: string[] = [];
  let asked = 0;
  const addresses = [...new Set([...one.ends.keys(), ...other.ends.keys()])];
  for (const to of addresses) {
    const [before, after] = [one.ends.get(to), other.ends.get(to)];
    const services = partsOf({ ...(before && { before }), ...(after && { after }) });
    for (const from of addresses) {
      if (from === to) continue;
      for (const service of services) {
        const verdicts = [verdictOn(one, from, to, service), verdictOn(other, from, to, service)] as const;
        if (!verdicts[0] && !verdicts[1]) continue;
        asked++;
        const question = `${from} -> ${to} ${protocolText(service)}/${portsOf(service)}`;
        const isSure = !verdicts.includes("UNKNOWN");
        if (verdicts[0] === verdicts[1]) continue;
        if (isSure) differences.push({ question, verdicts: [verdicts[0] ?? "absent", verdicts[1] ?? "absent"] });
        else undecided.push(question);
      }
    }
  }
  return { differences, asked, undecided };
}
