import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { graphOfAccount, readAnswers } from "../../src/account";
import { readState } from "../../src/terraform/state-reader";
import { captureOf } from "./support/captured-account";
import { Emulator } from "./support/emulator";
import { describeDeployment } from "./support/life";
import { manyNetworks, networkOf } from "./support/many-networks";
import { PlainProject } from "./support/plain-project";
import { type Agreement, agreement, expectAgreement } from "./support/state-and-account";

/** CI takes these; more with SEEDS=from-to. */
const [FROM, TO] = (process.env["SEEDS"] ?? "1-12").split("-").map(Number) as [number, number];
const SEEDS = Array.from({ length: TO - FROM + 1 }, (_, i) => FROM + i);
const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";

/** What the states say, before and after every resource is read anew, and what the account itself says. */
interface Answered {
  readonly applied: Agreement;
  readonly refreshed: Agreement;
}

/** For whoever looks into a difference: both sides, in a folder of theirs. */
function keep(sides: Readonly<Record<string, object>>): void {
  const folder = process.env["KEEP"];
  if (folder === undefined) return;
  for (const [name, json] of Object.entries(sides)) writeFileSync(join(folder, `${name}.json`), JSON.stringify(json));
}

async function live(emulator: Emulator, project: PlainProject): Promise<Answered> {
  await project.write(manyNetworks(SEEDS));
  await project.plan();
  await project.applyPlan();
  const applied = await project.state();
  await project.refresh();
  const refreshed = await project.state();
  const file = await captureOf(emulator, project.folder, "account");
  keep({ applied, refreshed, account: JSON.parse(readFileSync(file, "utf8")) as object });
  const account = graphOfAccount(readAnswers([{ path: file, shown: file }]).answers);
  const compared = (state: typeof applied): Agreement =>
    agreement(readState(state), account, (one, other) => networkOf(one) === networkOf(other));
  return { applied: compared(applied), refreshed: compared(refreshed) };
}

describeDeployment()(`random networks of the seeds ${FROM} to ${TO}, all in one account`, () => {
  let answered: Answered;
  beforeAll(async () => {
    const emulator = await Emulator.start({ certificates: [CERTIFICATE] });
    const project = new PlainProject(emulator);
    try {
      answered = await live(emulator, project);
    } finally {
      project.remove();
      await emulator.stop();
    }
  });

  test("the state right after the apply and the account give the same verdicts", () =>
    expectAgreement(answered.applied));

  test("the state that was read anew and the account give the same verdicts", () =>
    expectAgreement(answered.refreshed));
});
