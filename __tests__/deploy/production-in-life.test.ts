import { type Changed, CHANGES_OF_SERVICES, expected, followed, liveOn } from "./changes-in-life";
import { expectForetold } from "./support/expect-foretold";
import { describeDeployment, type Stage } from "./support/life";
import type { Finished } from "./support/processes";
import { DEPLOYED, onProduction } from "./support/production-bridge";
import { type Calls, expectCalls } from "./support/recorded-calls";
import { verifyState } from "./support/verify-state";

interface Life {
  readonly changes: ReadonlyMap<string, Changed>;
  readonly verified: Finished;
  readonly calls: Calls;
}

/** What a bridge that stands sees, one after the other; `production.test.ts` looks at how it got there. */
async function live(stage: Stage): Promise<Life> {
  const { project } = stage;
  await project.prepare();
  await project.apply();
  const changes = await liveOn(stage, "production", DEPLOYED, CHANGES_OF_SERVICES);
  return { changes, verified: await verifyState(project), calls: project.calls() };
}

describeDeployment()("the production bridge, once it is there", () => {
  let life: Life;
  beforeAll(async () => {
    life = await onProduction(live);
  });

  test.each(CHANGES_OF_SERVICES)("when $what, Terraform touches nothing else than it must", (change) => {
    expect(life.changes.get(change.what)?.did).toEqual(expected(change));
  });

  test.each(CHANGES_OF_SERVICES.slice(0, -1))(
    "when $what, the plan and its review tell what the state shows then",
    ({ what }) => {
      expectForetold(followed(CHANGES_OF_SERVICES, what, life.changes));
    },
  );

  test("its API calls are those that the policies in docs/iam were made from", () => {
    expectCalls("production-in-life", life.calls);
  });

  test("every statement holds after all changes", () => {
    expect(life.verified.output).toMatch(/all \d+ statements hold/);
    expect(life.verified.exit).toBe(0);
  });
});
