import { type Followed } from "../changes-in-life";
import { compared, judgedPlan, judgedPrior } from "./judged";
import { disagreements } from "./outcomes";

/** What is judged from a plan is what is judged from the state after its apply, and so is what its review tells. */
export function expectForetold({ plan, next }: Followed): void {
  const [before, after] = [judgedPrior(plan), judgedPrior(next)];
  const { differences, asked } = compared(judgedPlan(plan), after);
  expect(differences).toEqual([]);
  expect(asked).toBeGreaterThan(10);
  expect(disagreements(plan, before, after)).toEqual([]);
}
