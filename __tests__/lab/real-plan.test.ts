import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { EXAMPLES, planOf, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { describeWithLab } from "../support/lab";
import { stateAfter } from "../support/proof";
import { describeWithTerraform, planForReal } from "../support/terraform";

describeWithTerraform()("from Terraform's own plan and state", () => {
  describeWithLab()("the lab", () => {
    let folder = "";
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "overlap-lab-plan-"));
      mkdirSync(join(folder, "bridges"));
      for (const name of EXAMPLES) {
        copyFileSync(join(PROJECT, `bridges/${name}.yaml`), join(folder, `bridges/${name}.yaml`));
        const { json } = planForReal(planOf(name));
        writeFileSync(join(folder, `${name}.plan.json`), JSON.stringify(json));
        writeFileSync(join(folder, `${name}.state.json`), JSON.stringify(stateAfter(json)));
      }
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    async function lab(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
      const io = captureIo(folder);
      const exit = await main(["lab", ...args], io);
      return { exit, out: io.out(), err: io.err() };
    }

    test.each(EXAMPLES.flatMap((name) => ["plan", "state"].map((kind) => [name, kind] as const)))(
      "of %s's %s says the same as that of what was synthesized",
      async (name, kind) => {
        const { exit, out, err } = await lab(name, `--${kind}`, `${name}.${kind}.json`);
        expect([exit, err]).toEqual([0, ""]);
        expect(out).toMatch(/^ {2}answer {4}200 Welcome to nginx!$/m);
        expect(out).toMatch(/proof and kernel agree on every one\n$/);
      },
    );

    test("a plan without a bridge's name: every pair of its hosts", async () => {
      const { exit, out, err } = await lab("--plan", "article.plan.json");
      expect([exit, err]).toEqual([0, ""]);
      expect(out).toMatch(/^ {2}\d+ of \d+ arrive, \d+ answered {2}aws_lb\.front -> aws_instance\.demo-web$/m);
      expect(out).not.toMatch(/aws_instance\.demo-client -> aws_instance\.demo-web$/m);
      expect(out).toMatch(/^\d+ pairs, \d+ probes: proof and kernel agree on every one\n$/m);
    });
  });
});
