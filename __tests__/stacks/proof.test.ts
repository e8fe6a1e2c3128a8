import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { networkOf } from "../../src/cli/network";
import { verify } from "../../src/cli/verify";
import { type JsonObject, type SourceKind } from "../../src/terraform";
import { EQUIVALENT } from "../reachability/equivalents";
import { EXAMPLES, planOf } from "../support/bridges";
import { emulatedState } from "../support/emulated-state";
import { describeWithTerraform, planForReal } from "../support/terraform";

interface StateJson {
  readonly values: { readonly root_module: { readonly resources: readonly { readonly address: string }[] } };
}

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "overlap-proof-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeWithTerraform()("a real plan and the state after it", () => {
  test.each(EXAMPLES)(
    "%s: every statement holds on both, and a resource that is gone from the state is missed",
    (name) => {
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
      const state = emulatedState(json as unknown as JsonObject) as unknown as StateJson;
      expect(failing(state, "state")).toEqual([]);

      const { resources } = state.values.root_module;
      const unnoticed = resources
        .filter((gone) => !EQUIVALENT.some(({ mutants }) => mutants.test(`${gone.address}: deleted`)))
        .filter((gone) => {
          const rest = resources.filter((one) => one !== gone);
          return failing({ ...state, values: { root_module: { resources: rest } } }, "state").length === 0;
        });
      expect(unnoticed.map((one) => one.address)).toEqual([]);
      expect(resources.length).toBeGreaterThan(50);
    },
  );
});
