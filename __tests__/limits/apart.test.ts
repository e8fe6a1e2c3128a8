import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OVERLAP } from "../support/programs";

const FULL =
  /^overlap: [^\n]*large\.json: takes more memory than the \d+ MB that Node may use, or than the machine has; give Node more with NODE_OPTIONS=--max-old-space-size=\d+, or split the configuration\n$/;
let folder = "";
let large = "";

function state(tags: string): string {
  return `{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[{"address":"aws_eip.a","mode":"managed","type":"aws_eip","name":"a","values":{"tags":{${tags}}}}]}}}`;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-apart-"));
  large = join(folder, "large.json");
  // One object of so many keys is built in one go, inside of JSON.parse, where no meter looks.
  writeFileSync(large, state(Array.from({ length: 1_500_000 }, (_, i) => `"k${i}":1`).join()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ENV = { PATH: process.env["PATH"] };

function run(args: readonly string[], more: { readonly input?: string; readonly options?: string } = {}) {
  const { options = "", input = "" } = more;
  const env = { ...ENV, NODE_OPTIONS: options };
  const { status, stdout, stderr } = spawnSync(process.execPath, [OVERLAP, ...args], { env, encoding: "utf8", input });
  return { exit: status, stdout, stderr };
}

test("what fills the memory inside of one call of V8 ends with one line", () => {
  const { exit, stdout, stderr } = run(["matrix", "--state", large], { options: "--max-old-space-size=80" });
  expect(stderr).toMatch(FULL);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
});

test("exit code, answer and faults are those of the command", () => {
  const small = state(`"a":"b"`);
  expect(run(["matrix", "--state", "-"], { input: small })).toEqual({
    exit: 0,
    stdout: "0 endpoints: 0 allowed, 0 denied, 0 unknown\n",
    stderr: "",
  });
  const { exit, stderr, stdout } = run(["matrix", "--state", "-"], { input: "[" });
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  expect(stderr).toMatch(/^overlap: standard input: [^\n]*\n$/);
});

test("many instances of a small file are worked on apart", () => {
  const file = join(folder, "many.tf.json");
  writeFileSync(file, JSON.stringify({ resource: { aws_eip: { e: { count: 3000 } } } }));
  expect(run(["matrix", "--synth", file])).toMatchObject({ exit: 0, stderr: "" });
});

test.each(["SIGTERM", "SIGINT"] as const)("%s ends both processes", async (signal) => {
  const child = spawn(process.execPath, [OVERLAP, "matrix", "--state", "-"], {
    env: ENV,
    stdio: ["pipe", "pipe", "pipe"],
  });
  // It waits for its input; its streams close when nobody holds them any more.
  const ended = new Promise((resolve) => child.on("close", (code, by) => resolve({ code, by })));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  child.kill(signal);
  expect(await ended).toEqual({ code: null, by: signal });
});
