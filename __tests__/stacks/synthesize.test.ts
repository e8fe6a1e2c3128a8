import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "../../src/stacks/synthesize";
import { inFolder, planOf } from "../support/bridges";

const article = planOf("article");
const production = planOf("production");

describe("synthesize", () => {
  test("writes a stack per plan and a manifest that cdktf reads", () => {
    inFolder((folder) => {
      const files = synthesize([article, production], folder);
      expect(files).toEqual(["article", "production"].map((name) => join(folder, "stacks", name, "cdk.tf.json")));
      const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as {
        stacks: Record<string, { synthesizedStackPath: string }>;
      };
      expect(Object.values(manifest.stacks).map((stack) => stack.synthesizedStackPath)).toEqual([
        "stacks/article/cdk.tf.json",
        "stacks/production/cdk.tf.json",
      ]);
      expect(readdirSync(folder).sort()).toEqual(["manifest.json", "stacks"]);
    });
  });

  test("twice the same input is twice the same output", () => {
    const once = inFolder((folder) => readFileSync(synthesize([production], folder)[0] ?? "", "utf8"));
    const again = inFolder((folder) => readFileSync(synthesize([production], folder)[0] ?? "", "utf8"));
    expect(again).toBe(once);
  });

  test("keeps what Terraform left in a stack's folder, and other stacks", () => {
    inFolder((folder) => {
      synthesize([article], folder);
      const lockFile = join(folder, "stacks/article/.terraform.lock.hcl");
      writeFileSync(lockFile, "# locked");
      mkdirSync(join(folder, "stacks/old"));
      synthesize([article], folder);
      expect(readFileSync(lockFile, "utf8")).toBe("# locked");
      expect(existsSync(join(folder, "stacks/old"))).toBe(true);
    });
  });

  test("removes the HCL of an earlier run, which Terraform would read as well", () => {
    inFolder((folder) => {
      synthesize([article], folder);
      const stale = join(folder, "stacks/article/cdk.tf");
      writeFileSync(stale, "# stale");
      synthesize([article], folder);
      expect(existsSync(stale)).toBe(false);
    });
  });

  test("leaves everything as it was when a stack can't be made", () => {
    inFolder((folder) => {
      const [file = ""] = synthesize([article], folder);
      const before = readFileSync(file, "utf8");
      const twins = [article, article];
      expect(() => synthesize(twins, folder)).toThrow(/There is already a Construct/);
      expect(readFileSync(file, "utf8")).toBe(before);
      expect(readdirSync(folder).sort()).toEqual(["manifest.json", "stacks"]);
    });
  });

  test("brings a module along when a bridge uses one", () => {
    inFolder((folder) => {
      const [file = ""] = synthesize([planOf("article", { reachability_analyzer: {} })], folder);
      const stack = JSON.parse(readFileSync(file, "utf8")) as { module: { analyzer_segments: { source: string } } };
      const module = join(folder, "stacks/article", stack.module.analyzer_segments.source);
      expect(readdirSync(module)).toEqual(expect.arrayContaining(["main.tf", "variables.tf", "outputs.tf"]));
    });
  });
});
