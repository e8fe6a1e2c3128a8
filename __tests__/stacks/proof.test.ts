import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { networkOf } from "../../src/cli/network";
import { verify } from "../../src/cli/verify";
import { type JsonObject, type SourceKind } from "../../src/terraform";
import { EXAMPLES, planOf } from "../support/bridges";
import { emulatedState } from "../support/emulated-state";
import { describeWithTerraform, planForReal } from "../support/terraform";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "overlap-proof-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeWithTerraform()("a real plan and the state after it", () => {
  test.each(EXAMPLES)("%s: every statement holds on both", (name) => {
    const plan = planOf(name);
    const { json } = planForReal(plan);
    const failing = (content: unknown, kind: SourceKind): string[] => {
      const file = join(folder, `${name}.${kind}.json`);
      writeFileSync(file, JSON.stringify(content));
      return verify(networkOf(file, file, kind, plan), plan)
        .filter((one) => !one.holds)
        .map((one) => `${one.verdict} ${one.text}: ${one.explanations[0]?.message ?? ""}`);
    };
    expect(failing(json, "plan")).toEqual([]);
    expect(failing(emulatedState(json as unknown as JsonObject), "state")).toEqual([]);
  });
});
