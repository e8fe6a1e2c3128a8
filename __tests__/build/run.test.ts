import { mkdirSync, readdirSync } from "node:fs";
import { SmallProject } from "./project";

let project: SmallProject;
beforeEach(() => {
  project = new SmallProject();
  mkdirSync(project.path("tmp"));
});
afterEach(() => project.remove());

function run(file: string, ...args: string[]) {
  const program = [process.execPath, project.path("build.js"), "--run", file, ...args];
  const { exit, out, err } = project.run("env", [`TMPDIR=${project.path("tmp")}`, ...program]);
  // Nothing is left of the bundle.
  expect(readdirSync(project.path("tmp"))).toEqual([]);
  return { exit, out, err };
}

describe("node build.js --run", () => {
  test("runs a program from its source: with its arguments, its place, packages and exit code", () => {
    project.write(
      "tools/deep/program.ts",
      `import { join } from "node:path";
       import { version } from "esbuild";
       import { word } from "../../src/cli/word";
       const told: readonly unknown[] = [word, process.argv.slice(2), join(__dirname, "x"), typeof version];
       console.log(JSON.stringify(told));
       if (require.main === module) process.exitCode = 3;`,
    );
    const { exit, out, err } = run("tools/deep/program.ts", "--one", "two");
    expect({ exit, err }).toEqual({ exit: 3, err: "" });
    expect(JSON.parse(out)).toEqual(["first", ["--one", "two"], project.path("tools/deep/x"), "string"]);
  });

  test("a fault points to its line in the source", () => {
    project.write("tools/program.ts", 'type Unused = string;\n\nthrow new Error("wrong");\n');
    const { exit, err } = run("tools/program.ts");
    expect(exit).toBe(1);
    expect(err).toContain(`${project.path("tools/program.ts")}:3:7`);
  });

  test("a source that is no TypeScript, or is not there, is told in one line", () => {
    project.write("tools/program.ts", "const = 1;\n");
    expect(run("tools/program.ts")).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/^overlap: tools\/program\.ts:1:7: [^\n]*\n$/) as string,
    });
    expect(run("tools/none.ts")).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/^overlap: [^\n]*none\.ts[^\n]*\n$/) as string,
    });
  });
});
