import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OVERLAP } from "../support/programs";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "overlap-memory-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Instances that each hold values of their own: some hundred megabytes out of two kilobytes. */
function runWith(megabytes: number) {
  const tags = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`k${i}`, `\${count.index}-${i}`]));
  const file = join(folder, "a.tf.json");
  writeFileSync(file, JSON.stringify({ resource: { aws_eip: { e: { count: 20_000, tags } } } }));
  const args = [`--max-old-space-size=${megabytes}`, OVERLAP, "matrix", "--synth", file];
  const env = { PATH: process.env["PATH"] };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  return { exit: status, stdout, stderr };
}

// V8 would end the process with a trace of its own and exit code 134.
test("a memory that gets full ends with one line", () => {
  const { exit, stdout, stderr } = runWith(160);
  expect(stderr).toMatch(
    /^overlap: \S+a\.tf\.json: .* takes more memory than there is: \d+ of \d+ MB are in use; give Node more with NODE_OPTIONS=--max-old-space-size=\d+, .*\n$/,
  );
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
});

test("with more of it the same is read", () => {
  expect(runWith(1500)).toMatchObject({ exit: 0, stderr: "" });
});
