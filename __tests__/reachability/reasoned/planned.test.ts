import { inOwnLanguage, stateAfter } from "../../support/applied-plan";
import { plannedTogether } from "../../support/planned-together";
import { answersOf, changedBy, type Verdicts } from "../../support/reasoned";
import { describeWithTerraform } from "../../support/terraform";
import { REASONED } from "./all";

/** Networks of which every variant is planned, too: a pattern that their names fit. */
const WITH_SETTINGS = process.env["EVERY_SETTING"];

const VARIANTS = REASONED.flatMap(({ name, blocks, verdicts, settings }) => [
  { name, blocks, verdicts },
  ...(WITH_SETTINGS !== undefined && new RegExp(WITH_SETTINGS).test(name) ? settings : []).map(
    ([what, changes, changed]) => ({
      name: `${name}: ${what}`,
      blocks: changedBy(blocks, changes),
      verdicts: { ...verdicts, ...changed },
    }),
  ),
]);

function certainOf(verdicts: Verdicts, isMeant: (question: string) => boolean = () => true): Verdicts {
  return Object.fromEntries(
    Object.entries(verdicts).filter(([question, verdict]) => verdict !== "UNKNOWN" && isMeant(question)),
  );
}

describeWithTerraform()("reasoned networks as Terraform and its provider plan them", () => {
  let plans: readonly object[] = [];
  beforeAll(() => {
    plans = plannedTogether(VARIANTS.map(({ blocks }) => blocks));
  }, 600_000);

  describe.each(VARIANTS.map((one, i) => [one.name, i] as const))("%s", (_, i) => {
    const { blocks, verdicts } = VARIANTS[i]!;
    // The provider fills in defaults, and AWS picks: more is known then.
    const certain = certainOf(verdicts);
    const answers = (kind: "plan" | "state", json: () => object) =>
      answersOf(blocks, Object.keys(verdicts), { kind, json });

    test("are judged alike in the first plan", () => {
      expect(answers("plan", () => plans[i]!)).toMatchObject(certain);
    });

    test("are UNKNOWN at worst in the plan of a configuration in Terraform's own language", () => {
      const found = answers("plan", () => inOwnLanguage(plans[i]) as object);
      expect(certain).toMatchObject(certainOf(found, (question) => question in certain));
    });

    test("are judged alike in the state after the apply", () => {
      expect(answers("state", () => stateAfter(plans[i]!))).toMatchObject(certain);
    });
  });
});
