import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import { describeUnless } from "../support/describe-unless";

const PACK = join(PROJECT, ".github/scripts/pack-stacks.sh");
const HOST = "app.terraform.io";
const missing = ["bash", "find", "git", "gzip", "jq", "tar"].filter((one) => spawnSync(one, ["--version"]).error);
const STACK = '{"resource": {}}\n';
const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");

describeUnless(missing.length > 0 && !process.env["CI"] ? `install ${missing.join(", ")}` : undefined, "packing")(
  "pack-stacks.sh",
  () => {
    const whole = mkdtempSync(join(tmpdir(), "overlap-pack-"));
    afterAll(() => rmSync(whole, { recursive: true, force: true }));
    let folder: string;
    const stack = (...path: string[]) => join(folder, "cdktf.out/stacks/a-b", ...path);

    /** A project with one stack that was synthesized and verified. */
    beforeEach(() => {
      folder = mkdtempSync(join(whole, "project-"));
      mkdirSync(stack(), { recursive: true });
      writeFileSync(stack("cdk.tf.json"), STACK);
      const backend = { type: "cloud", hostname: HOST, organization: "acme", workspace: "w" };
      put("synth.json", [{ name: "a-b", file: "cdktf.out/stacks/a-b/cdk.tf.json", backend }]);
      verified({});
      for (const args of [
        ["init", "-q"],
        ["-c", "user.name=a", "-c", "user.email=a", "commit", "-q", "--allow-empty", "-m", "a"],
      ])
        spawnSync("git", args, { cwd: folder });
    });
    const put = (file: string, json: unknown) => writeFileSync(join(folder, file), JSON.stringify(json));
    function verified(more: object): void {
      mkdirSync(join(folder, "verified"), { recursive: true });
      put("verified/a-b.json", { bridge: "a-b", holds: true, sha256: sha256(STACK), ...more });
    }
    function pack() {
      const env = { PATH: process.env["PATH"] ?? "", TFC_HOSTNAME: HOST, TMPDIR: whole };
      const { status, stdout, stderr } = spawnSync("bash", [PACK, "synth.json", "verified", "packed"], {
        cwd: folder,
        env,
        encoding: "utf8",
        timeout: 20_000,
      });
      return { status, log: stdout + stderr, packed: existsSync(join(folder, "packed/a-b.tar.gz")) };
    }
    const namesIn = (): string[] =>
      spawnSync("tar", ["-tzf", join(folder, "packed/a-b.tar.gz")], { encoding: "utf8" })
        .stdout.split("\n")
        .filter((name) => name !== "" && !name.endsWith("/"))
        .sort();
    const refused = (...names: string[]) => {
      const { status, log, packed } = pack();
      expect({ status, packed }).toEqual({ status: 1, packed: false });
      expect(log).toMatch(/^::error::/m);
      for (const name of names) expect(log).toContain(name);
      // One line, whatever is in a name.
      expect(
        log
          .trimEnd()
          .split("\n")
          .filter((line) => line.startsWith("::")).length,
      ).toBe(1);
      expect(log).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    };

    test("packs exactly what was verified, the same bytes each time", () => {
      expect(pack()).toMatchObject({ status: 0, packed: true });
      expect(namesIn()).toEqual(["./cdk.tf.json"]);
      const first = readFileSync(join(folder, "packed/a-b.tar.gz"));
      rmSync(join(folder, "packed"), { recursive: true });
      utimesSync(stack("cdk.tf.json"), 5, 5);
      chmodSync(stack("cdk.tf.json"), 0o600);
      const { log } = pack();
      expect(readFileSync(join(folder, "packed/a-b.tar.gz")).equals(first)).toBe(true);
      const [, json = "[]"] = /^bridges=(.*)$/m.exec(log) ?? [];
      expect(JSON.parse(json)).toEqual([
        {
          name: "a-b",
          organization: "acme",
          workspace: "w",
          sha256: sha256(first),
          stack: sha256(`${sha256(STACK)}  ./cdk.tf.json\n`),
        },
      ]);
      expect(log).toMatch(/^tree=[0-9a-f]{40}$/m);
    });

    test.each([
      ...["extra.tf.json", "extra.tf", "cdk.tf", "override.tf", "z_override.tf.json", "main.tofu", "cdk.tf.json~"],
      ...[
        "terraform.tfvars",
        "a.auto.tfvars.json",
        ".terraform.lock.hcl",
        ".terraformignore",
        ".terraformrc",
        ".hidden",
      ],
      ...["plan.out", "@", "*", "-rf", "?", "[a]", "cdk.tf.json ", " ", "$(touch x)", "`id`", "ü.tf", "a'b\"c"],
    ])("refuses %j by name", (name) => {
      writeFileSync(stack(name), "");
      // As bash writes it where only ASCII is known, as in the script's environment.
      const quoting = ["-c", 'printf %q "$1"', "-", `cdktf.out/stacks/a-b/${name}`];
      const { stdout } = spawnSync("bash", quoting, {
        encoding: "utf8",
        env: { PATH: process.env["PATH"], LC_ALL: "C" },
      });
      refused("nobody proved ", stdout);
      expect(readdirSync(folder)).not.toContain("x");
    });

    test("names every file, on one line, also where a name has several lines or steers a terminal", () => {
      for (const name of ["one.tf", "two.tf", "line\n::error::forged.tf", "\u001b[31mred.tf"])
        writeFileSync(stack(name), "");
      refused("one.tf", "two.tf", "forged.tf", "red.tf");
    });

    test.each([
      ["a link to the stack", () => symlinkSync("cdk.tf.json", stack("again.tf.json")), "again.tf.json"],
      ["a link to a folder", () => symlinkSync("/etc", stack("modules")), "modules"],
      ["a link to nothing", () => symlinkSync("nowhere", stack("x.tf")), "x.tf"],
      ["a pipe", () => void spawnSync("mkfifo", [stack("x.tf")]), "x.tf"],
      ["an empty folder", () => mkdirSync(stack("modules")), "modules"],
      [
        "a folder of modules",
        () => {
          mkdirSync(stack("modules/m"), { recursive: true });
          writeFileSync(stack("modules/m/main.tf"), "");
        },
        "modules/m/main.tf",
      ],
      [
        "a link in the stack's place",
        () => {
          renameSync(stack("cdk.tf.json"), join(folder, "elsewhere"));
          symlinkSync("../../../elsewhere", stack("cdk.tf.json"));
        },
        "cdk.tf.json",
      ],
      [
        "a pipe in the stack's place",
        () => {
          rmSync(stack("cdk.tf.json"));
          spawnSync("mkfifo", [stack("cdk.tf.json")]);
        },
        "cdk.tf.json",
      ],
    ])("refuses %s", (_, make, name) => {
      make();
      refused("nobody proved", name);
    });

    test.each(["old", "@", "a-b.bak", ".a-b"])("refuses the stack %s, which no bridge has", (name) => {
      cpSync(stack(), stack("..", name), { recursive: true });
      refused("no bridge has this stack", name);
    });

    test("refuses a stack that was changed after it was verified", () => {
      writeFileSync(stack("cdk.tf.json"), STACK.replace("{}", '{"aws_vpc": {}}'));
      refused("the stack was changed after it was verified");
    });

    test("refuses a stack that is not there, that nobody verified, that does not hold, or of another bridge", () => {
      verified({ holds: false });
      refused("a-b was not verified");
      verified({ bridge: "b" });
      refused("a-b was not verified");
      rmSync(join(folder, "verified/a-b.json"));
      refused("a-b was not verified");
      verified({});
      rmSync(stack("cdk.tf.json"));
      expect(pack()).toMatchObject({ status: 1, packed: false });
      put("synth.json", [{ name: "a-b", file: "/etc/passwd", backend: { type: "cloud", hostname: HOST } }]);
      expect(pack().log).toContain("its stack is not where stacks are: /etc/passwd");
    });

    describe("with a module that was accounted for", () => {
      const MODULE = "assets/m/0E8A";
      beforeEach(() => {
        mkdirSync(stack(MODULE), { recursive: true });
        writeFileSync(stack(MODULE, "main.tf"), "# module");
        verified({ modules: [{ path: `${MODULE}/main.tf`, sha256: sha256("# module") }] });
      });

      test("packs it along", () => {
        expect(pack()).toMatchObject({ status: 0 });
        expect(namesIn()).toEqual(["./assets/m/0E8A/main.tf", "./cdk.tf.json"]);
      });

      test.each(["assets/m/0E8A/more.tf", "assets/m/other.tf", "assets/.x"])("refuses %s", (path) => {
        writeFileSync(stack(path), "");
        refused(path);
      });

      test("refuses it changed", () => {
        writeFileSync(stack(MODULE, "main.tf"), "# changed");
        refused("the stack was changed after it was verified");
      });
    });
  },
);
