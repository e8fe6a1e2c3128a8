import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bridgeText, type Changes, EXISTING_CLIENT, PROJECT } from "../support/bridges";
import { describeUnless } from "../support/describe-unless";
import { CDKTF_APP } from "../support/programs";
import { OFFLINE_PROVIDER, terraformEnvironment, whyNoPlan } from "../support/terraform";

/** What the cdktf CLI reads of a project. */
const LINKED = ["bin", "modules", ".gen", "node_modules", "cdktf.json", "package.json"];
const BROKEN = { expect: [{ from: "client", to: "http://web", is: "denied" }] };
const FAULTY = { region: "nowhere-1", "services.web.targets": ["10.64.0"] };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-app-"));
  mkdirSync(join(folder, "bridges"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, changes: Changes = {}): void {
  const text = bridgeText("article", { "backend.path": `state/${name}.tfstate`, ...changes });
  writeFileSync(join(folder, "bridges", `${name}.yaml`), text);
}

/** What the cdktf CLI starts before each of its commands. */
function app(more: NodeJS.ProcessEnv = {}) {
  const env = { PATH: process.env["PATH"], NO_COLOR: "1", CDKTF_OUTDIR: join(folder, "cdktf.out"), ...more };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CDKTF_APP], { cwd: folder, env, encoding: "utf8" });
  return { exit: status, out: stdout, err: stderr };
}

interface Guarded {
  readonly output: { readonly deployable?: { readonly precondition: { readonly error_message: string }[] } };
}

function stacks(): string[] {
  const text = readFileSync(join(folder, "cdktf.out/manifest.json"), "utf8");
  return Object.keys((JSON.parse(text) as { stacks: object }).stacks).sort();
}

function guardOf(name: string): string | undefined {
  const stack = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks", name, "cdk.tf.json"), "utf8")) as Guarded;
  return stack.output.deployable?.precondition[0]?.error_message;
}

describe("the app of the cdktf CLI", () => {
  test("guards a bridge whose proof is broken, and no other", () => {
    write("well");
    write("worse", BROKEN);
    expect(app()).toMatchObject({ exit: 0, err: "", out: expect.stringContaining("refuse to deploy worse") as string });
    expect(stacks()).toEqual(["well", "worse"]);
    expect(guardOf("well")).toBeUndefined();
    expect(guardOf("worse")).toMatch(
      /first that is broken: expect: client -> http:\/\/web denied\. .*TF_VAR_deploy_unproved=true npx cdktf deploy worse$/,
    );
    write("worse");
    expect(app()).toEqual({ exit: 0, err: "", out: "" });
    expect(guardOf("worse")).toBeUndefined();
  });

  test("says what is unknown, and lets it be deployed", () => {
    const expectation = { from: "client", to: "10.200.0.5", is: "denied" };
    write("open", { ...EXISTING_CLIENT, "client.vpc.routes": ["10.200.0.0/16"], expect: [expectation] });
    const { exit, out } = app();
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^proof of open: \d+ of \d+ statements hold, 0 broken, 1 unknown; see npx overlap verify open\n$/,
    );
    expect(guardOf("open")).toBeUndefined();
  });

  test("a file with a fault stops none of the others; what was synthesized of it stays, guarded, with Terraform's files", () => {
    for (const name of ["one", "two", "three"]) write(name);
    expect(app().exit).toBe(0);
    const lock = join(folder, "cdktf.out/stacks/two/.terraform.lock.hcl");
    writeFileSync(lock, "# locked");
    write("two", FAULTY);
    write("never", FAULTY);
    const { exit, out, err } = app();
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out).toMatch(/^bridges\/never\.yaml:\d+:\d+: /);
    expect(out).toMatch(
      /^bridges\/two\.yaml:\d+:\d+: services\.web\.targets\[0\]: "10\.64\.0" is not an IPv4 address/m,
    );
    // cdktf's CLI deletes the folder of every stack that its manifest leaves out.
    expect(stacks()).toEqual(["one", "three", "two"]);
    expect(guardOf("two")).toMatch(/synthesized last; now its file has a fault: bridges\/two\.yaml:\d+/);
    expect(guardOf("one")).toBeUndefined();
    expect(readFileSync(lock, "utf8")).toBe("# locked");
  });

  test("with nothing but faults it stops, tells them and writes nothing", () => {
    write("one", FAULTY);
    const { exit, out, err } = app();
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toMatch(/^bridges\/one\.yaml:\d+:\d+: /);
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  });

  test("tells a fault of its own line by line, without what steers a terminal or a job's runner", () => {
    write("one");
    const broken = join(folder, "broken.js");
    const message = '"a\\u001b]0;x\\u0007\\n::error::b"';
    writeFileSync(broken, `require("node:fs").mkdirSync = () => { throw new Error(${message}); };`);
    const { exit, err } = app({ NODE_OPTIONS: `--require ${broken}` });
    expect(exit).toBe(1);
    expect(err).toMatch(/^Error: a\\u\{1b\}\]0;x\\u\{7\}\n\\u\{3a\}:error::b\n {4}at /m);
    expect(err).not.toContain("\u001b");
    // A place in the sources, not in what was built of them.
    expect(err).toMatch(/^ {4}at .*\/src\/stacks\/[\w-]+\.ts:\d+:\d+\)?$/m);
    expect(err).not.toContain("dist/");
  });

  test("guards HCL too, and leaves no JSON beside it", () => {
    write("worse", BROKEN);
    expect(app({ SYNTH_HCL_OUTPUT: "true" })).toMatchObject({ exit: 0 });
    const stack = join(folder, "cdktf.out/stacks/worse");
    expect(readdirSync(stack).sort()).toEqual(["cdk.tf", "metadata.json"]);
    expect(readFileSync(join(stack, "cdk.tf"), "utf8")).toMatch(/output "deployable" \{[^}]*precondition \{/);
  });
});

describeUnless(whyNoPlan(), "the cdktf CLI's own commands")("npx cdktf", () => {
  const cdktf = (...args: string[]) => {
    const env = { ...terraformEnvironment(folder), CI: "true", NO_COLOR: "1" };
    const command = [join(PROJECT, "node_modules/.bin/cdktf"), ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, env, encoding: "utf8" });
    return { exit: status, out: stdout + stderr };
  };

  test("plans and destroys beside a faulty file, and does not deploy what is not proved", () => {
    for (const entry of LINKED) symlinkSync(join(PROJECT, entry), join(folder, entry));
    write("worse", BROKEN);
    write("faulty", FAULTY);
    const synthesized = cdktf("synth");
    expect(synthesized).toMatchObject({ exit: 0 });
    expect(synthesized.out).toContain("TF_VAR_deploy_unproved=true npx cdktf deploy worse");
    const override = JSON.stringify({ provider: { aws: [OFFLINE_PROVIDER] } });
    writeFileSync(join(folder, "cdktf.out/stacks/worse/offline_override.tf.json"), override);
    // A synthesis would refuse the folder with a file that nobody proves.
    const refused = cdktf("deploy", "worse", "--auto-approve", "--skip-provider-lock");
    expect(refused.exit).not.toBe(0);
    expect(refused.out).toContain("offline_override.tf.json: Terraform would read it along with the stack");
    const deployed = cdktf("deploy", "worse", "--auto-approve", "--skip-provider-lock", "--skip-synth");
    expect(deployed.exit).not.toBe(0);
    expect(deployed.out).toContain("but then encountered a problem");
    expect(deployed.out).not.toMatch(/Creating\.\.\.|Apply complete/);
    expect(cdktf("destroy", "worse", "--auto-approve", "--skip-synth")).toMatchObject({ exit: 0 });
  }, 180_000);
});
