import { answersOf, changedBy } from "../../support/reasoned";
import { DUAL_STACK } from "./dual-stack";
import { JOINED_VPCS } from "./joined-vpcs";
import { OPEN_OVER_IPV6 } from "./open-over-ipv6";

const ALL = [...DUAL_STACK, ...JOINED_VPCS, ...OPEN_OVER_IPV6];

describe.each(ALL.map((one) => [one.name, one] as const))("%s", (_, { blocks, verdicts, settings }) => {
  const questions = Object.keys(verdicts);

  test("is judged as it was reasoned", () => {
    expect(answersOf(blocks, questions)).toEqual(verdicts);
  });

  test.each(settings)("%s", (_what, changes, changed) => {
    expect(answersOf(changedBy(blocks, changes), questions)).toEqual({ ...verdicts, ...changed });
  });
});
