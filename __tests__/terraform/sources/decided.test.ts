import { join } from "node:path";
import { type JsonObject, readPlan, readState, type Sources } from "../../../src/terraform";
import { sourcesInFolder, sourcesInPlanFile } from "../../../src/terraform/sources";
import { jsonOf, type Name, NAMES, NETWORKS, planFileOf } from "./networks";
import { compared } from "./verdicts";

/** How much of what the state decides must be decided before the first apply. */
const ENOUGH = 0.95;

const WAYS: Readonly<Record<string, (name: Name) => Promise<Sources | undefined>>> = {
  "its folder": (name) => sourcesInFolder(join(NETWORKS, name), false),
  "its plan file": (name) => sourcesInPlanFile(planFileOf(name)),
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
      expect(same / decided >= ENOUGH ? [] : left).toEqual([]);
    },
  );

  test("decides most of it only with them, and nothing otherwise without", () => {
    const { decided, same, otherwise } = compared(readPlan(plan), state);
    expect(otherwise).toEqual([]);
    expect(same / decided).toBeLessThan(ENOUGH);
  });
});
