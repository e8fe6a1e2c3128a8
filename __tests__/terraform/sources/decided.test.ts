import { matrixOf } from "../../../src/reachability";
import { type JsonObject, readPlan, type ResourceGraph } from "../../../src/terraform";
import { filesInPlan } from "../../../src/terraform/sources/in-plan-file";
import { readSources, type Sources } from "../../../src/terraform/sources/module-source";
import { sourcesInFolder } from "../../../src/terraform/sources/in-folder";
import { readState } from "../../../src/terraform/state-reader";
import { buildTopology } from "../../../src/topology";
import { Walker } from "../../../src/reachability";
import { jsonOf, NAMES, NETWORKS, planFileOf } from "./networks";

/** The verdict of each pair of ends, protocol and port, by what they are called. */
function verdictsIn(graph: ResourceGraph): ReadonlyMap<string, string> {
  const { entries } = matrixOf(new Walker(buildTopology(graph)));
  return new Map(
    entries.map(({ from, to, protocol, ports, verdict }) => [`${from} > ${to} ${protocol}/${ports}`, verdict]),
  );
}

interface Compared {
  readonly decided: number;
  readonly same: number;
  readonly otherwise: readonly string[];
  readonly left: readonly string[];
}

/** What a first plan says of all that the state after its apply decides. */
function compared(plan: ResourceGraph, state: ResourceGraph): Compared {
  const [before, after] = [verdictsIn(plan), verdictsIn(state)];
  const decided = [...after].filter(([, verdict]) => verdict !== "UNKNOWN");
  const otherwise = [...after].flatMap(([pair, verdict]) => {
    const own = before.get(pair) ?? "UNKNOWN";
    return own === "UNKNOWN" || own === verdict ? [] : [`${pair}: ${own}, applied ${verdict}`];
  });
  const left = decided.filter(([pair, verdict]) => before.get(pair) !== verdict).map(([pair]) => pair);
  return { decided: decided.length, same: decided.length - left.length, otherwise, left };
}

const WAYS: Readonly<Record<string, (name: (typeof NAMES)[number]) => Promise<Sources | undefined>>> = {
  "its folder": async (name) => sourcesInFolder(`${NETWORKS}/${name}`, false),
  "its plan file": async (name) => readSources(filesInPlan(planFileOf(name)), false),
};

describe.each(NAMES)("the first plan of %s", (name) => {
  const plan: JsonObject = jsonOf(name, "plan");
  const state = readState(jsonOf(name, "state"));

  test.each(Object.keys(WAYS))(
    "with the sources of %s decides what the state decides, and nothing otherwise",
    async (way) => {
      const graph = readPlan(plan, await WAYS[way]!(name));
      expect(graph.disagreements).toEqual([]);
      const { decided, same, otherwise, left } = compared(graph, state);
      expect(otherwise).toEqual([]);
      expect(decided).toBeGreaterThanOrEqual(20);
      expect({ isEnough: same >= 0.95 * decided, left: same >= 0.95 * decided ? [] : left }).toEqual({
        isEnough: true,
        left: [],
      });
    },
  );

  test("says without them nothing else than it did", () => {
    const { otherwise } = compared(readPlan(plan), state);
    expect(otherwise).toEqual([]);
  });
});
