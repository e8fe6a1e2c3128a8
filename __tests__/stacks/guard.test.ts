import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guardedHcl, guardedJson } from "../../src/stacks/guard";
import { describeUnless } from "../support/describe-unless";
import { terraformEnvironment, whyNoPlan } from "../support/terraform";

/** Text that would be templates if Terraform read it as such. */
const REASON = 'It is "broken": ${file("/etc/hostname")} and %{ if true }x%{ endif } of a\\b.';
const JSON_STACK = JSON.stringify({
  variable: { own: { default: 1 } },
  output: { own: { value: "${var.own}" } },
  resource: { terraform_data: { thing: { input: "1" } } },
});
const HCL_STACK = 'resource "terraform_data" "thing" {\n  input = "1"\n}\n';

describe("a guarded stack", () => {
  test("keeps all that it had", () => {
    const guarded = JSON.parse(guardedJson(JSON_STACK, REASON)) as Record<string, Record<string, unknown>>;
    expect(guarded).toMatchObject(JSON.parse(JSON_STACK) as object);
    expect(Object.keys(guarded["output"] ?? {})).toEqual(["own", "deployable"]);
  });

  test("is guarded once, for the last reason", () => {
    expect(guardedJson(guardedJson(JSON_STACK, "old"), REASON)).toBe(guardedJson(JSON_STACK, REASON));
    expect(guardedHcl(guardedHcl(HCL_STACK, REASON), REASON)).toBe(guardedHcl(HCL_STACK, REASON));
  });
});

describeUnless(whyNoPlan(), "guarded stacks in Terraform")("Terraform", () => {
  let folder = "";
  const terraform = (args: string, more: NodeJS.ProcessEnv = {}) => {
    const env = { ...terraformEnvironment(folder), ...more };
    const { status, stdout, stderr } = spawnSync("terraform", [...args.split(" "), "-no-color"], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    // Diagnostics are wrapped, with a bar before each line.
    return { exit: status, out: (stdout + stderr).replace(/[\s│]+/g, " ") };
  };
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "overlap-guard-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ["JSON", "cdk.tf.json", JSON_STACK, guardedJson(JSON_STACK, REASON)],
    ["HCL", "cdk.tf", HCL_STACK, guardedHcl(HCL_STACK, REASON)],
  ])(
    "of %s shows the plan and applies it in no way, but destroys; and there is a way past",
    (_, file, plain, guarded) => {
      writeFileSync(join(folder, file), guarded);
      expect(terraform("init -input=false")).toMatchObject({ exit: 0 });
      const planned = terraform("plan -out=plan.out");
      expect(planned).toMatchObject({ exit: 1, out: expect.stringContaining("will be created") as string });
      expect(planned.out).toContain(REASON);
      expect(terraform("apply plan.out")).toMatchObject({ exit: 1 });
      expect(terraform("apply -auto-approve")).toMatchObject({ exit: 1 });
      expect(terraform("apply -auto-approve", { TF_VAR_deploy_unproved: "true" })).toMatchObject({ exit: 0 });
      // What was deployed while all was well is what gets destroyed, guarded or not.
      writeFileSync(join(folder, file), plain);
      expect(terraform("apply -auto-approve")).toMatchObject({ exit: 0 });
      writeFileSync(join(folder, file), guarded);
      expect(terraform("apply -auto-approve")).toMatchObject({ exit: 1 });
      expect(terraform("destroy -auto-approve")).toMatchObject({ exit: 0 });
    },
  );
});
