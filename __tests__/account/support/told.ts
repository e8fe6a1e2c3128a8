import { graphOfAccount } from "../../../src/account";
import { type Answer, Answers, type Place, type Refusal } from "../../../src/account/answers";
import { type CallName } from "../../../src/account/calls";
import { answer, type AskedQuestion } from "../../../src/questions/asked";
import { Walker } from "../../../src/reachability";
import { type JsonObject, type ResourceGraph } from "../../../src/terraform";
import { buildTopology } from "../../../src/topology";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const HERE: Place = { key: `${ACCOUNT} ${REGION}`, account: ACCOUNT, region: REGION };

/** What AWS answers to the calls that ask for everything, and to those about one thing by its id. */
export type Told = { readonly [Call in CallName]?: readonly object[] | Readonly<Record<string, readonly object[]>> };

const isList = (value: object): value is readonly object[] => Array.isArray(value);

const jsonOf = (items: readonly object[]): JsonObject[] => JSON.parse(JSON.stringify(items)) as JsonObject[];

/** The answers of one place. */
export function answersAt(told: Told, place: Place = HERE): Answer[] {
  return (Object.entries(told) as [CallName, Told[CallName]][]).flatMap(([call, one = []]): Answer[] => {
    const lists = isList(one) ? [[undefined, one] as const] : Object.entries(one);
    return lists.map(([about, items]) => ({
      call,
      place,
      ...(about !== undefined && { about }),
      items: jsonOf(items),
      file: "capture.json",
    }));
  });
}

export function graphTold(told: Told, refused: readonly CallName[] = []): ResourceGraph {
  const refusals = refused.map((call): Refusal => ({ call, place: HERE, code: "UnauthorizedOperation" }));
  return graphOfAccount(new Answers(answersAt(told), refusals));
}

/** Asks questions of a graph as `overlap trace` does. */
export function askingGraph(graph: ResourceGraph) {
  const topology = buildTopology(graph);
  const network = { graph, topology, walker: new Walker(topology), source: "test", granted: [] };
  const ask = (from: string, to: string, more: Partial<AskedQuestion> = {}) => answer(network, { from, to, ...more });
  return {
    graph,
    topology,
    answer: ask,
    verdict: (from: string, to: string, port?: number, more: Partial<AskedQuestion> = {}) =>
      ask(from, to, { ...(port !== undefined && { port }), ...more }).verdict,
  };
}

/** Without these calls, as if AWS had refused them. */
export function refusing(told: Told, ...calls: readonly CallName[]): Told {
  return Object.fromEntries(Object.entries(told).filter(([call]) => !calls.some((one) => one === call)));
}

/** The same answers with one item of a list changed; of another list, if the item has none of this key. */
export function changing(
  told: Told,
  call: CallName,
  at: number,
  change: (item: JsonObject) => object | undefined,
): Told {
  const items = told[call];
  if (!Array.isArray(items)) throw new Error(`${call} is not told as a list`);
  const list = jsonOf(items as readonly object[]);
  const changed = change(list[at]!);
  return {
    ...told,
    [call]: changed ? list.map((one, i) => (i === at ? changed : one)) : list.filter((_, i) => i !== at),
  };
}
