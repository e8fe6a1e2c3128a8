import { inOwnLanguage, stateAfter } from "../../support/applied-plan";
import { plannedTogether } from "../../support/planned-together";
import { answersOf, changedBy } from "../../support/reasoned";
import { describeWithTerraform } from "../../support/terraform";
import { REASONED } from "./all";

/** Every network, and with EVERY_SETTING each of its variants, too. */
const VARIANTS = REASONED.flatMap(({ name, blocks, verdicts, settings }) => [
  { name, blocks, verdicts },
  ...(process.env["EVERY_SETTING"] ? settings : []).map(([what, changes, changed]) => ({
    name: `${name}: ${what}`,
    blocks: changedBy(blocks, changes),
    verdicts: { ...verdicts, ...changed },
  })),
]);

describeWithTerraform()("reasoned networks as Terraform and its provider plan them", () => {
  let plans: readonly object[] = [];
  beforeAll(() => {
    plans = plannedTogether(VARIANTS.map(({ blocks }) => blocks));
  }, 600_000);

  describe.each(VARIANTS.map((one, i) => [one.name, i] as const))("%s", (_, i) => {
    const { blocks, verdicts } = VARIANTS[i]!;
    const answers = (kind: "plan" | "state", json: () => object) =>
      answersOf(blocks, Object.keys(verdicts), { kind, json });

    test("are judged alike in the first plan", () => {
      expect(answers("plan", () => plans[i]!)).toEqual(verdicts);
    });

    test("are UNKNOWN at worst in the plan of a configuration in Terraform's own language", () => {
      const found = answers("plan", () => inOwnLanguage(plans[i]) as object);
      const certain = Object.entries(found).filter((entry) => entry[1] !== "UNKNOWN");
      expect(verdicts).toMatchObject(Object.fromEntries(certain));
    });

    test("are judged alike in the state after the apply", () => {
      // Of what AWS picks a state may know more.
      const certain = Object.entries(verdicts).filter((entry) => entry[1] !== "UNKNOWN");
      expect(answers("state", () => stateAfter(plans[i]!))).toMatchObject(Object.fromEntries(certain));
    });
  });
});
