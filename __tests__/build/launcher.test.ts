import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Outcome, SmallProject } from "./project";

const BUILT = [
  ...["app", "app/main.js", "app/main.js.map"],
  ...["built.json"],
  ...["cli", "cli/overlap.js", "cli/overlap.js.map"],
  "package",
  ...["index", "jest", "judge"].flatMap((name) => [`package/${name}.js`, `package/${name}.js.map`]),
];
const says = (word: string): Outcome => ({ exit: 0, out: `${word} `, err: "" });
const WORD = "src/cli/word/index.ts";

let project: SmallProject;
beforeEach(() => (project = new SmallProject()));
afterEach(() => project.remove());

function wordIs(word: string): void {
  project.write(WORD, `export const word = "${word}";\n`);
}

test("builds at the first start, and passes arguments on", () => {
  expect(project.start("a", "--b")).toEqual({ exit: 0, out: "first a,--b", err: "" });
  expect(project.built()).toEqual(BUILT);
});

test("runs the cdktf CLI's app, too", () => {
  expect(project.run(process.execPath, [project.path("bin/app.js")])).toEqual({
    exit: 0,
    out: "plansstacks",
    err: "",
  });
});

describe("where nothing has changed, nothing is built", () => {
  beforeEach(() => {
    project.start();
    project.removeEsbuild();
  });

  test("however often it starts", () => {
    for (let i = 0; i < 3; i++) expect(project.start()).toEqual(says("first"));
  });

  test("when the sources were only touched", () => {
    utimesSync(project.path(WORD), new Date(0), new Date(0));
    expect(project.start()).toEqual(says("first"));
  });

  test("when the whole project was copied elsewhere", () => {
    const copy = new SmallProject();
    try {
      rmSync(copy.folder, { recursive: true });
      cpSync(project.folder, copy.folder, { recursive: true, verbatimSymlinks: true });
      expect(copy.start()).toEqual(says("first"));
    } finally {
      copy.remove();
    }
  });

  test("when an editor has put files of its own beside", () => {
    symlinkSync("somebody@host.1:2", project.path("src/cli/.#overlap.ts"));
    project.write("src/cli/.overlap.ts.swp", "draft");
    expect(project.start()).toEqual(says("first"));
  });
});

describe("never runs stale code: it sees", () => {
  beforeEach(() => expect(project.start()).toEqual(says("first")));

  test("a changed source, also one of the same size and with the time it had", () => {
    const { atime, mtime } = statSync(project.path(WORD));
    wordIs("other");
    utimesSync(project.path(WORD), atime, mtime);
    expect(project.start()).toEqual(says("other"));
    // Once the times say enough, they are what is looked at.
    const stamped = () => "sign" in (JSON.parse(readFileSync(project.path("dist/built.json"), "utf8")) as object);
    for (let tries = 0; !stamped() && tries < 100; tries++) {
      spawnSync("sleep", ["0.1"]);
      project.start();
    }
    expect(stamped()).toBe(true);
    wordIs("third");
    utimesSync(project.path(WORD), atime, mtime);
    expect(project.start()).toEqual(says("third"));
    wordIs("fourth");
    expect(project.start()).toEqual(says("fourth"));
    expect(project.built()).toEqual(BUILT);
  });

  test("a source put in another's place with the times of that one", () => {
    project.write("src/cli/draft.ts", 'export const word = "moved";\n');
    const { atime, mtime } = statSync(project.path(WORD));
    utimesSync(project.path("src/cli/draft.ts"), atime, mtime);
    renameSync(project.path("src/cli/draft.ts"), project.path(WORD));
    expect(project.start()).toEqual(says("moved"));
  });

  test("a new source that stands before another", () => {
    project.write("src/cli/word.ts", 'export const word = "before";\n');
    expect(project.start()).toEqual(says("before"));
    rmSync(project.path("src/cli/word.ts"));
    expect(project.start()).toEqual(says("first"));
  });

  test("a source that is gone, and says who misses it", () => {
    rmSync(project.path(WORD));
    expect(project.start()).toEqual({
      exit: 2,
      out: "",
      err: 'overlap: src/cli/overlap.ts:1:22: Could not resolve "./word"\n',
    });
    wordIs("again");
    expect(project.start()).toEqual(says("again"));
  });

  test.each([
    "package.json",
    "tsconfig.json",
    "package-lock.json",
    "node_modules/.package-lock.json",
    ".gen/module.ts",
  ])("a change of %s", (path) => {
    project.replaceEsbuild('throw new Error("something is built");');
    expect(project.start()).toEqual(says("first"));
    project.write(path, "{ }");
    expect(project.start().err).toContain("something is built");
  });
});

describe("a build that is not what was built", () => {
  const program = (): string => project.path("dist/cli/overlap.js");
  test.each<[string, () => void]>([
    ["cut short", () => writeFileSync(program(), readFileSync(program()).subarray(0, 40))],
    ["empty", () => writeFileSync(program(), "")],
    ["changed", () => writeFileSync(program(), readFileSync(program(), "utf8").replace("first", "thief"))],
    ["gone", () => rmSync(program())],
    ["gone as a whole", () => rmSync(project.path("dist"), { recursive: true })],
    ["a pipe", () => void (rmSync(program()), spawnSync("mkfifo", [program()]))],
    ["a link to nothing", () => (rmSync(program()), symlinkSync("nowhere", program()))],
    ["without a stamp", () => rmSync(project.path("dist/built.json"))],
    ["with half a stamp", () => project.write("dist/built.json", '{"sources": "')],
    ["with another's stamp", () => project.write("dist/built.json", "[1]")],
  ])("is made again when it is %s", (_, spoil) => {
    expect(project.start()).toEqual(says("first"));
    spoil();
    expect(project.start()).toEqual(says("first"));
    expect(lstatSync(program()).isFile()).toBe(true);
    expect(project.built()).toEqual(BUILT);
  });

  test("is told in one line where something is in its way", () => {
    mkdirSync(project.path("dist/cli/overlap.js/folder"), { recursive: true });
    const { exit, out, err } = project.start();
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toMatch(/^overlap: dist\/ is not what the sources say, and can't be built: \w+: [^\n]*; [^\n]*\n$/);
  });
});

describe("faults of the sources", () => {
  test("are told with their places, a line each, and nothing is run", () => {
    project.start();
    project.write(WORD, "export const word = ;\n");
    project.write("src/stacks/synthesize.ts", "export const stacks = ;\n");
    const { exit, out, err } = project.start();
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err.trimEnd().split("\n").sort()).toEqual([
      'overlap: src/cli/word/index.ts:1:21: Unexpected ";"',
      'overlap: src/stacks/synthesize.ts:1:23: Unexpected ";"',
    ]);
  });

  test("a missing esbuild is told with what to do", () => {
    project.removeEsbuild();
    const err = "overlap: dist/ can't be built: esbuild is not installed; run npm ci\n";
    expect(project.start()).toEqual({ exit: 2, out: "", err });
  });
});

describe("at once", () => {
  test("several processes build, and each runs what it should", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => project.startBeside()));
    expect(all).toEqual(Array.from({ length: 4 }, () => says("first")));
    expect(project.built()).toEqual(BUILT);
    project.removeEsbuild();
    expect(project.start()).toEqual(says("first"));
  });

  test("a source is written while it is built: what was built of both is not run", () => {
    project.replaceEsbuild(`
      exports.buildSync = (options) => {
        const built = esbuild.buildSync(options);
        const { writeFileSync } = require("node:fs");
        if (!built.outputFiles.some(({ text }) => text.includes("later"))) writeFileSync("${WORD}", 'export const word = "later";');
        return built;
      };`);
    expect(project.start()).toEqual(says("later"));
  });
});

test("drafts of builds that were killed are no hindrance, and go in time", () => {
  for (const name of [".draft-old", ".draft-new"]) project.write(`dist/${name}/overlap.js`, "half");
  utimesSync(project.path("dist/.draft-old"), new Date(0), new Date(0));
  expect(project.start()).toEqual(says("first"));
  expect(project.built()).toEqual([".draft-new", ".draft-new/overlap.js", ...BUILT]);
});

test.each(["000", "002", "077"])("is writable for its owner alone, with umask %s", (umask) => {
  const command = `umask ${umask}; exec "${process.execPath}" bin/overlap.js`;
  expect(project.run("sh", ["-c", command])).toEqual(says("first"));
  for (const path of ["", ...project.built()])
    expect([path, lstatSync(project.path(`dist/${path}`)).mode & 0o022]).toEqual([path, 0]);
});

describe("what Node.js keeps of compiled code", () => {
  const compiled = (): string => project.path("dist/.compiled");
  /** As a Node.js that can keep it; it tells where it would. */
  const startNewer = (): string => {
    project.write("newer.js", 'require("node:module").enableCompileCache = (folder) => console.log(folder);');
    const args = ["-r", project.path("newer.js"), project.path("bin/overlap.js")];
    return project.run(process.execPath, args).out;
  };

  test("is for the user alone", () => {
    for (let i = 0; i < 2; i++) expect(startNewer()).toBe(`${compiled()}\nfirst `);
    expect((lstatSync(compiled()).mode & 0o777).toString(8)).toBe("700");
  });

  test.each<[string, () => void]>([
    ["a group may write", () => (mkdirSync(compiled()), chmodSync(compiled(), 0o770))],
    ["anybody may read", () => (mkdirSync(compiled()), chmodSync(compiled(), 0o755))],
    ["is a link", () => symlinkSync(project.folder, compiled())],
    ["is a file", () => writeFileSync(compiled(), "")],
  ])("is not asked for where the folder %s", (_, put) => {
    project.start();
    rmSync(compiled(), { recursive: true, force: true });
    put();
    expect(startNewer()).toBe("first ");
  });
});

describe("what is kept of compiled code where Node.js keeps none", () => {
  const folder = (): string => project.path("dist/.compiled");
  const keptOf = (command: string): string[] => readdirSync(folder()).filter((name) => name.startsWith(`${command}-`));
  const kept = (): string => join(folder(), keptOf("verify")[0] ?? "none");

  test("is a file for each command, for the user alone, and the answer stays", () => {
    for (let i = 0; i < 2; i++)
      expect(project.start("verify", "--b")).toEqual({ exit: 0, out: "first verify,--b", err: "" });
    project.start("other");
    expect(readdirSync(folder())).toHaveLength(1);
    expect((lstatSync(folder()).mode & 0o777).toString(8)).toBe("700");
    expect((lstatSync(kept()).mode & 0o777).toString(8)).toBe("600");
  });

  test("is of one build: a source of the same length is compiled anew, and what was kept of the old one goes", () => {
    expect(project.start("verify").out).toBe("first verify");
    const before = keptOf("verify");
    wordIs("other");
    expect(project.start("verify").out).toBe("other verify");
    expect(keptOf("verify")).toHaveLength(1);
    expect(keptOf("verify")).not.toEqual(before);
  });

  test.each<[string, (path: string) => void]>([
    ["is no compiled code", (path) => writeFileSync(path, "nonsense")],
    ["is empty", (path) => writeFileSync(path, "")],
    ["is cut short", (path) => truncateSync(path, 1000)],
    ["is a folder", (path) => (rmSync(path), mkdirSync(path))],
    ["is a link", (path) => (rmSync(path), symlinkSync("/dev/zero", path))],
  ])("does no harm where it %s", (_, put) => {
    project.start("verify");
    put(kept());
    for (let i = 0; i < 2; i++) expect(project.start("verify")).toEqual({ exit: 0, out: "first verify", err: "" });
  });

  test.each<[string, () => void]>([
    ["others may read it", () => (mkdirSync(folder()), chmodSync(folder(), 0o755))],
    ["it is a link", () => symlinkSync(project.folder, folder())],
    ["it is a file", () => writeFileSync(folder(), "")],
  ])("nothing is kept in a folder where %s", (_, put) => {
    project.start();
    rmSync(folder(), { recursive: true, force: true });
    put();
    const before = readdirSync(project.folder);
    expect(project.start("verify").out).toBe("first verify");
    expect(readdirSync(project.folder)).toEqual(before);
    expect(lstatSync(folder()).isDirectory() ? readdirSync(folder()) : []).toEqual([]);
  });
});

describe("where nothing can be written", () => {
  const isRoot = process.getuid?.() === 0;
  /** Root may write everywhere, so it is somebody else who starts. */
  const startUnable = (): Outcome => {
    chmodSync(project.folder, 0o555);
    if (!isRoot) return project.start();
    const as = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
    return project.run("setpriv", [...as, process.execPath, project.path("bin/overlap.js")]);
  };
  const lock = (): void => {
    for (const path of ["dist", "dist/cli", "dist/app"]) chmodSync(project.path(path), 0o555);
  };
  afterEach(() => {
    for (const path of ["", "dist", "dist/cli", "dist/app"])
      if (lstatSync(project.path(path), { throwIfNoEntry: false })) chmodSync(project.path(path), 0o755);
  });

  test("a current build runs, also when it was only touched", () => {
    expect(project.start()).toEqual(says("first"));
    utimesSync(project.path(WORD), new Date(0), new Date(0));
    lock();
    expect(startUnable()).toEqual(says("first"));
  });

  test("a stale one does not run, and one line says why", () => {
    expect(project.start()).toEqual(says("first"));
    wordIs("other");
    lock();
    const { exit, out, err } = startUnable();
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toMatch(/^overlap: dist\/ is not what the sources say, and can't be built: EACCES: [^\n]*\n$/);
  });
});

test("an installed package has no sources, and runs what was built", () => {
  expect(project.start()).toEqual(says("first"));
  project.removeEsbuild();
  for (const path of ["src", "main.ts", "build.js", "tsconfig.json"]) rmSync(project.path(path), { recursive: true });
  expect(project.start("a")).toEqual({ exit: 0, out: "first a", err: "" });
});

describe("what stacks are worked out by", () => {
  const writing = () =>
    (JSON.parse(readFileSync(project.path("dist/built.json"), "utf8")) as { writing: { digest: string } }).writing;

  test.each([
    ["src/stacks/synthesize.ts", 'export const stacks = "other";\n', true],
    ["src/address-plan/load-plans.ts", 'export { plans } from "./more";\n', true],
    ["modules/one/main.tf", "# other\n", true],
    [WORD, 'export const word = "other";\n', false],
  ])("%s is part of it: %j", (path, text, isPart) => {
    project.write("src/address-plan/more.ts", 'export const plans = "more";\n');
    project.start();
    const before = writing();
    project.write(path, text);
    project.start();
    expect(writing().digest !== before.digest).toBe(isPart);
  });

  test("a module behind another is part of it", () => {
    project.write("src/address-plan/load-plans.ts", 'export { plans } from "./more";\n');
    project.write("src/address-plan/more.ts", 'export const plans = "more";\n');
    project.start();
    const before = writing();
    project.write("src/address-plan/more.ts", 'export const plans = "less";\n');
    project.start();
    expect(writing().digest).not.toBe(before.digest);
    expect(writing()).toMatchObject({ newest: statSync(project.path("src/address-plan/more.ts")).mtimeMs });
  });
});
