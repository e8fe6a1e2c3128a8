import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bridgeText, PROJECT } from "../support/bridges";
import { describeUnless } from "../support/describe-unless";
import { OVERLAP } from "../support/programs";
import { snapshot } from "./bad-input/workspace";

/** Whatever waits for a pipe's other end is killed after this many milliseconds, and has no exit code. */
const PATIENCE = 30_000;
const PLAN = join(PROJECT, "__tests__/review/golden/plans/route-removed.json");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-hostile-"));
  mkdirSync(join(folder, "bridges"));
  writeFileSync(join(folder, "bridges/article.yaml"), bridgeText("article"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = { PATH: process.env["PATH"], NO_COLOR: "1" };
const inFolder = (path: string): string => join(folder, path);

function run(command: string, args: readonly string[]) {
  const options = { cwd: folder, env, encoding: "utf8", timeout: PATIENCE } as const;
  const { status, stdout, stderr } = spawnSync(command, args, options);
  return { exit: status, out: stdout, err: stderr };
}
const overlap = (...args: string[]) => run(process.execPath, [OVERLAP, ...args]);
const shell = (script: string) => run("bash", ["--norc", "-c", script]);

/** One line that is no stack trace, exit code 2, and nothing in the output. */
function expectOneLine({ exit, out, err }: ReturnType<typeof overlap>, says: RegExp): void {
  expect({ exit, out, lines: err.trimEnd().split("\n").length }).toEqual({ exit: 2, out: "", lines: 1 });
  expect(err).toMatch(says);
}

const mkfifo = (path: string): void => void execFileSync("mkfifo", [path]);
async function listen(path: string): Promise<() => void> {
  const server = createServer().listen(path);
  await new Promise((done) => server.once("listening", done));
  return () => server.close();
}

/** What may stand where a file or folder belongs, by what it is. */
const STRANGERS: Readonly<Record<string, (path: string) => void>> = {
  "a pipe": mkfifo,
  "a link to nothing": (path) => symlinkSync("nowhere/at/all", path),
  "a link to itself": (path) => symlinkSync(path, path),
  "a device": (path) => symlinkSync("/dev/full", path),
  "a device without an end": (path) => symlinkSync("/dev/zero", path),
};

describe.each(Object.entries(STRANGERS))("%s", (_, put) => {
  test("in place of cdktf.out stops every command that needs it", () => {
    put(inFolder("cdktf.out"));
    for (const args of [["synth"], ["verify", "article"]])
      expectOneLine(overlap(...args), /^overlap: .*cdktf\.out: .*; mend that and run it again\n$/);
  });

  test("in place of a bridge file is a fault", () => {
    put(inFolder("bridges/other.yaml"));
    expect(overlap("synth")).toMatchObject({
      exit: 2,
      out: "",
      err: expect.stringMatching(/^bridges\/other\.yaml:1:1: .*\n1 fault; nothing was written\n$/) as string,
    });
    expectOneLine(overlap("verify", "./bridges/other.yaml"), /^overlap: \.\/bridges\/other\.yaml:1:1: /);
  });

  test("in place of a stack, its manifest or its record is not waited for, and replaced by a synthesis", () => {
    expect(overlap("synth")).toMatchObject({ exit: 0 });
    const places = ["stacks/article/cdk.tf.json", "stacks/article/cdk.tf", "manifest.json", ".synthesized.json"];
    for (const place of places) {
      rmSync(inFolder(`cdktf.out/${place}`), { force: true });
      put(inFolder(`cdktf.out/${place}`));
    }
    const { exit, err } = overlap("verify", "article");
    expect([0, 2]).toContain(exit);
    expect(err).toMatch(/^overlap: cdktf\.out\/stacks\/article\/cdk\.tf\.json: .*\n$/);
    expect(overlap("synth", "--draw")).toMatchObject({ exit: 0, err: "" });
    for (const place of places.filter((one) => !one.endsWith(".tf")))
      expect(lstatSync(inFolder(`cdktf.out/${place}`)).isFile()).toBe(true);
    expect(existsSync(inFolder("cdktf.out/stacks/article/cdk.tf"))).toBe(false);
  });

  test("where a picture is to be written stays what it is", () => {
    put(inFolder("picture.svg"));
    const before = lstatSync(inFolder("picture.svg"));
    expectOneLine(overlap("draw", "--plan", PLAN, "-o", "picture.svg"), /picture\.svg/);
    expect(lstatSync(inFolder("picture.svg")).ino).toBe(before.ino);
    expect(readdirSync(folder).sort()).toEqual(["bridges", "picture.svg"]);
  });
});

test("a socket in place of a bridge file, a stack and a picture", async () => {
  expect(overlap("synth")).toMatchObject({ exit: 0 });
  const stack = inFolder("cdktf.out/stacks/article/cdk.tf.json");
  rmSync(stack);
  const ends = await Promise.all(["bridges/other.yaml", "picture.svg"].map((path) => listen(inFolder(path))));
  ends.push(await listen(stack));
  try {
    expectOneLine(overlap("verify", "article"), /cdk\.tf\.json: is not a regular file; remove it and run npm start\n$/);
    expectOneLine(overlap("draw", "--plan", PLAN, "-o", "picture.svg"), /is no regular file/);
    expect(overlap("synth")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("is not a regular file") as string,
    });
  } finally {
    for (const end of ends) end();
  }
});

describe("what a link leads to", () => {
  test("is not written where a stack's folder is one", () => {
    mkdirSync(inFolder("foreign"));
    for (const name of ["cdk.tf", "cdk.tf.json", "metadata.json"]) writeFileSync(inFolder(`foreign/${name}`), "theirs");
    mkdirSync(inFolder("cdktf.out/stacks"), { recursive: true });
    symlinkSync(inFolder("foreign"), inFolder("cdktf.out/stacks/article"));
    const before = snapshot(folder);
    expectOneLine(
      overlap("synth"),
      /stacks\/article: is a link, where a folder belongs; remove it and run this again\n$/,
    );
    expect(snapshot(folder)).toEqual(before);
  });

  test("gets the picture, and the link stays", () => {
    mkdirSync(inFolder("elsewhere"));
    writeFileSync(inFolder("elsewhere/real.svg"), "old");
    symlinkSync("elsewhere/real.svg", inFolder("picture.svg"));
    expect(overlap("draw", "--plan", PLAN, "-o", "picture.svg")).toMatchObject({ exit: 0, err: "" });
    expect(lstatSync(inFolder("picture.svg")).isSymbolicLink()).toBe(true);
    expect(readFileSync(inFolder("elsewhere/real.svg"), "utf8")).toMatch(/^<svg /m);
  });
});

describe("standard output", () => {
  const COMMANDS = [
    "synth --json",
    "check article",
    "verify article",
    "trace article --from client --to http://web",
    `review ${PLAN}`,
    "verify --help",
  ];
  test.each(COMMANDS)("that is full is told in one line: overlap %s", (command) => {
    expect(overlap("synth").exit).toBe(0);
    const told = shell(`${process.execPath} ${OVERLAP} ${command} >/dev/full`);
    expectOneLine(told, /^overlap: standard output: no space is left on the disk; the answer is cut off\n$/);
  });

  test.each(["matrix article --all --json", "verify article"])(
    "that nobody reads any more is no success: overlap %s",
    (command) => {
      expect(overlap("synth").exit).toBe(0);
      // The reader is gone for certain before anything is written.
      const { out, err } = shell(
        `{ sleep 0.2; ${process.execPath} ${OVERLAP} ${command}; echo $? >exit; } | true; cat exit`,
      );
      expect(out).toBe("2\n");
      expect(err).toBe("overlap: standard output: whoever read it has closed it; the answer is cut off\n");
    },
  );

  test("the exit code is told where even the faults can't be", () => {
    expect(shell(`${process.execPath} ${OVERLAP} verify nobody 2>/dev/full`)).toMatchObject({ exit: 2, out: "" });
    expect(shell(`${process.execPath} ${OVERLAP} verify article >/dev/full 2>&1`)).toMatchObject({ exit: 2, out: "" });
  });
});

const whyNoMount =
  spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0
    ? undefined
    : "no file system can be mounted here";

describeUnless(whyNoMount, "tests of a full disk")("a full disk", () => {
  const onDisk = (size: string, script: string) =>
    run("unshare", [
      "-rm",
      "bash",
      "--norc",
      "-c",
      `mkdir -p cdktf.out; mount -t tmpfs -o size=${size} tmpfs cdktf.out; ${script}`,
    ]);
  const program = `${process.execPath} ${OVERLAP}`;

  test.each(["4k", "40k"])("of %s gets no half stack", (size) => {
    const { out, err } = onDisk(size, `${program} synth --draw; echo $?; find cdktf.out -mindepth 1`);
    expect(out).toBe("2\n");
    expect(err).toMatch(/^overlap: \/.*cdktf\.out.*: no space is left on the disk; mend that and run it again\n$/);
  });

  test("keeps what was there, byte for byte", () => {
    const { out } = onDisk(
      "600k",
      `${program} synth --draw >/dev/null || exit 9
       head -c 1000000 /dev/zero >cdktf.out/fill 2>/dev/null
       sum() { find cdktf.out -type f | sort | xargs sha256sum; }
       before=$(sum)
       sed -i 's/10\\.64\\.0\\.10/10.64.0.12/' bridges/article.yaml
       for command in "synth" "synth --draw" "verify article" "draw --plan ${PLAN} -o cdktf.out/new.svg"; do
         ${program} $command >/dev/null 2>err; echo "$? $(wc -l <err)"
       done
       [ "$(sum)" = "$before" ] && echo unchanged`,
    );
    expect(out).toBe("2 1\n2 1\n2 1\n2 1\nunchanged\n");
  });
});
