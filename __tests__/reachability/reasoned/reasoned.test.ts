import { answersOf, changedBy } from "../../support/reasoned";
import { REASONED } from "./all";

describe.each(REASONED.map((one) => [one.name, one] as const))("%s", (_, { blocks, verdicts, settings }) => {
  const questions = Object.keys(verdicts);

  test("is judged as it was reasoned", () => {
    expect(answersOf(blocks, questions)).toEqual(verdicts);
  });

  test.each(settings)("%s", (_what, changes, changed) => {
    expect(answersOf(changedBy(blocks, changes), questions)).toEqual({ ...verdicts, ...changed });
  });
});
