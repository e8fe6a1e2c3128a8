import { type Review, reviewPlan } from "../../src/review";
import { listOf } from "../../src/terraform/json-shapes";
import { changeAt, goldenPlan, REFRESHED } from "./plans/golden-plans";
import { SCENARIOS } from "./plans/scenarios";

/** What the plan does to the traffic, without what only an apply can tell: ids, and addresses that AWS picks. */
function told({ verdict, cuts, opens, unknown, flows, duringApply, forbidden, incidents }: Review) {
  return { verdict, cuts, opens, unknown, flows, duringApply, forbidden, incidents };
}

/**
 * After a refresh the provider repeats in parents what their children add, and every ordinary plan is made after one: it
 * must say the same of the traffic as a plan over a state in which each thing stands once.
 */
describe("a plan over a state that was read anew is reviewed like the one over the bare state", () => {
  test.each(SCENARIOS.flatMap(({ name, before }) => (before ? [name] : [])))("%s", (name) => {
    const [refreshed, bare] = [reviewPlan(goldenPlan(name, REFRESHED)), reviewPlan(goldenPlan(name))];
    expect(told(refreshed)).toEqual(told(bare));
  });

  test("the states differ: parents repeat their children", () => {
    const lengthOf = (address: string, list: string, folder?: string): number => {
      const { before } = changeAt(goldenPlan("route-removed", folder), address).change;
      return listOf(before?.[list]).length;
    };
    for (const [address, list] of [
      ["aws_route_table.app", "route"],
      ["aws_security_group.database", "ingress"],
      ["aws_security_group.client", "egress"],
    ] as const) {
      expect(lengthOf(address, list, REFRESHED)).toBe(1);
      expect(lengthOf(address, list)).toBe(0);
    }
  });
});
