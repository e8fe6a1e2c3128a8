import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { modulesOf, refuseForeign } from "../../src/stacks/stack-folder";
import { synthesize } from "../../src/stacks/synthesize";
import { inFolder, planOf } from "../support/bridges";

const article = planOf("article");
const withModule = planOf("article", { reachability_analyzer: {} });

/** What Terraform or OpenTofu reads of its own accord. */
const READ = [
  ...["extra.tf.json", "extra.tf", "override.tf", "a_override.tf.json", "main.tofu", "main.tofu.json", "ü.tf"],
  ...[
    "a\nb.tf",
    "\n.tf",
    "-x.tf",
    "a\u2028b.tf.json",
    "a\n.auto.tfvars",
    "a.tftest.hcl",
    "a.tftest.json",
    "a.tofutest.hcl",
  ],
  ...[
    "a.tfquery.hcl",
    "terraform.tfvars",
    "terraform.tfvars.json",
    "a.auto.tfvars",
    "b.auto.tfvars.json",
    ".terraformignore",
  ],
];
/** What Terraform keeps, what it is told to write, and what it passes over. */
const NOT_READ = [
  ...[".terraform.lock.hcl", "plan.out", "plan.json", "terraform.tfstate", "errored.tfstate", "crash.log"],
  ...[".hidden.tf", "notes.txt", "other.tfvars", "X.TF", "main.tf.bak", "a.hcl", "a.tf\n"],
];

describe("a synthesis", () => {
  test.each(READ)("refuses a folder with %s, changes nothing there, and names it", (name) => {
    inFolder((folder) => {
      const [file = ""] = synthesize([article], folder);
      const before = readFileSync(file, "utf8");
      const place = join(folder, "stacks/article", name);
      writeFileSync(place, "# mine");
      expect(() => synthesize([planOf("article", { "tags.Changed": "yes" })], folder)).toThrow(
        `${place}: Terraform would read it along with the stack`,
      );
      expect(readFileSync(file, "utf8")).toBe(before);
      expect(readFileSync(place, "utf8")).toBe("# mine");
    });
  });

  test.each([
    ["a link", (place: string) => symlinkSync("/etc/passwd", place)],
    ["a folder", (place: string) => mkdirSync(place)],
    ["a pipe", (place: string) => void spawnSync("mkfifo", [place])],
  ])("refuses %s of such a name, and does not wait for it", (_, make) => {
    inFolder((folder) => {
      synthesize([article], folder);
      make(join(folder, "stacks/article/extra.tf"));
      expect(() => synthesize([article], folder)).toThrow("extra.tf: Terraform would read it");
    });
  });

  test.each(NOT_READ)("leaves %s alone", (name) => {
    inFolder((folder) => {
      synthesize([article], folder);
      const place = join(folder, "stacks/article", name);
      writeFileSync(place, "kept");
      synthesize([article], folder);
      expect(readFileSync(place, "utf8")).toBe("kept");
    });
  });

  test("clears the module that a stack no longer calls", () => {
    inFolder((folder) => {
      synthesize([withModule], folder);
      expect(existsSync(join(folder, "stacks/article/assets"))).toBe(true);
      synthesize([article], folder);
      expect(readdirSync(join(folder, "stacks/article"))).toEqual(["cdk.tf.json"]);
    });
  });
});

test("a test in the folder for tests is foreign too", () => {
  inFolder((folder) => {
    mkdirSync(join(folder, "tests"));
    writeFileSync(join(folder, "tests/notes.md"), "");
    refuseForeign(folder, []);
    writeFileSync(join(folder, "tests/a.tftest.hcl"), "");
    expect(() => refuseForeign(folder, [])).toThrow("tests/a.tftest.hcl: Terraform would read it");
  });
});

test("a link in the place of the folder is refused, wherever it leads", () => {
  inFolder((folder) => {
    mkdirSync(join(folder, "elsewhere"));
    for (const target of ["elsewhere", "nowhere"]) {
      symlinkSync(target, join(folder, `to-${target}`));
      expect(() => refuseForeign(join(folder, `to-${target}`), [])).toThrow("is a link, where a folder belongs");
    }
  });
});

test("HCL beside the JSON is foreign to who reads the JSON", () => {
  inFolder((folder) => {
    writeFileSync(join(folder, "cdk.tf.json"), "{}");
    refuseForeign(folder, ["cdk.tf.json"]);
    writeFileSync(join(folder, "cdk.tf"), "");
    expect(() => refuseForeign(folder, ["cdk.tf.json"])).toThrow("cdk.tf: Terraform would read it");
  });
});

describe("the modules of a stack", () => {
  /** A synthesized stack with a module, its folder, and that module's. */
  const stackWithModule = (run: (folder: string, json: string, module: string) => void) =>
    inFolder((outdir) => {
      const [file = ""] = synthesize([withModule], outdir);
      const json = readFileSync(file, "utf8");
      const { module } = JSON.parse(json) as { module: { analyzer_segments: { source: string } } };
      run(join(outdir, "stacks/article"), json, join(outdir, "stacks/article", module.analyzer_segments.source));
    });

  test("are told file by file", () => {
    stackWithModule((folder, json, module) => {
      const files = modulesOf(folder, json);
      expect(files.map(({ path }) => join(folder, path))).toEqual(
        readdirSync(module)
          .sort()
          .map((name) => join(module, name)),
      );
      for (const { path, sha256 } of files)
        expect(sha256).toBe(
          createHash("sha256")
            .update(readFileSync(join(folder, path)))
            .digest("hex"),
        );
    });
    expect(modulesOf("/nowhere", "{}")).toEqual([]);
  });

  test.each([
    ["one more file", (module: string) => writeFileSync(join(module, "extra.tf"), "")],
    ["a changed file", (module: string) => appendFileSync(join(module, "main.tf"), "\n# changed\n")],
    ["a link", (module: string) => symlinkSync("main.tf", join(module, "again.tf"))],
    ["a folder", (module: string) => mkdirSync(join(module, "modules"))],
  ])("are refused with %s", (_, change) => {
    stackWithModule((folder, json, module) => {
      change(module);
      expect(() => modulesOf(folder, json)).toThrow(/none of this project's modules|is not a regular file/);
    });
  });

  test.each([
    ["git::https://example.com/evil.git"],
    ["../../../modules/reachability-analyzer"],
    ["./assets/../../elsewhere"],
    ["./assets/missing"],
    [".//assets"],
    [7],
    [undefined],
  ])("are refused from %j", (source) => {
    stackWithModule((folder) => {
      const json = JSON.stringify({ module: { "//": {}, a: [{ source }] } });
      expect(() => modulesOf(folder, json)).toThrow("module a is none of this project's modules");
    });
  });
});
