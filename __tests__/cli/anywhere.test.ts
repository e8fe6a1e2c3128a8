import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { bridgeText, type Changes, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { OVERLAP } from "../support/programs";

let root = "";
let project = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "overlap-anywhere-"));
  project = join(root, "project");
  mkdirSync(join(project, "bridges"), { recursive: true });
  mkdirSync(join(project, "docs/deep"), { recursive: true });
  write();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(changes: Changes = {}, name = "article"): void {
  writeFileSync(join(project, "bridges", `${name}.yaml`), bridgeText("article", changes));
}

async function runIn(folder: string, ...args: string[]) {
  const io = captureIo(join(project, folder));
  const exit = await main(args, io);
  return { exit, out: io.out(), err: io.err() };
}

const STACK = "cdktf.out/stacks/article/cdk.tf.json";

describe.each(["", "docs", "docs/deep", "bridges", "cdktf.out/stacks/article"])("from project/%s", (folder) => {
  const up = folder === "" ? "" : "../".repeat(folder.split("/").length);
  test("a bridge's own stack is found, and files are named as they are typed there", async () => {
    expect(await runIn("", "synth")).toMatchObject({ exit: 0 });
    const shown = folder.startsWith("cdktf.out") ? "cdk.tf.json" : `${up}${STACK}`;
    expect((await runIn(folder, "synth")).out).toContain(`Terraform  ${shown}\n`);
    expect(readdirSync(root)).toEqual(["project"]);
    expect(existsSync(join(project, "docs/cdktf.out"))).toBe(false);
    expect(await runIn(folder, "verify", "article")).toMatchObject({
      exit: 0,
      err: "",
      out: expect.stringContaining(`article  ${shown}\n`) as string,
    });
    expect((await runIn(folder, "check")).out).toMatch(/all \d+ rules hold/);
    for (const args of [
      ["cost"],
      ["matrix"],
      ["draw", "--mermaid"],
      ["trace", "--from", "client", "--to", "http://web"],
    ])
      expect(await runIn(folder, args[0]!, "article", ...args.slice(1))).toMatchObject({ exit: 0, err: "" });
  });
});

describe("a bridge file by its path", () => {
  test("absolute, of another folder's project: that project's stack is judged", async () => {
    const path = join(project, "bridges/article.yaml");
    expect(await runIn("", "synth")).toMatchObject({ exit: 0 });
    const io = captureIo(root);
    expect(await main(["verify", path], io)).toBe(0);
    expect(io.out()).toContain(`article  project/${STACK}\n`);
    expect(io.err()).toBe("");
    for (const args of [["check"], ["matrix"], ["draw"], ["trace", "--from", "client", "--to", "http://web"]])
      expect(await main([args[0]!, path, ...args.slice(1)], captureIo(root))).toBe(0);
  });

  test("of no project: it is synthesized for this once, and nothing is left", async () => {
    mkdirSync(join(root, "elsewhere"));
    writeFileSync(
      join(root, "elsewhere/mine.yaml"),
      bridgeText("article", { "services.web.port": 8080, "demo.web": undefined }),
    );
    const io = captureIo(root);
    await main(["verify", "elsewhere/mine.yaml"], io);
    expect(io.out()).toMatch(/^mine {2}elsewhere\/mine\.yaml, synthesized\n/);
    expect(readdirSync(join(root, "elsewhere"))).toEqual(["mine.yaml"]);
    expect(readdirSync(root).sort()).toEqual(["elsewhere", "project"]);
  });
});

describe("standard input", () => {
  const overlap = (input: string, ...args: string[]) => {
    const command = [OVERLAP, ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: project, input, encoding: "utf8" });
    return { exit: status, out: stdout, err: stderr };
  };
  const text = bridgeText("article");
  const stack = () => readFileSync(join(project, STACK), "utf8");

  test("is a bridge file", () => {
    expect(overlap(text, "check", "-")).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^stdin {2}standard input /) as string,
    });
    expect(overlap(text, "verify", "-")).toMatchObject({
      exit: 0,
      out: expect.stringContaining("statements hold") as string,
    });
    const faulty = overlap(text.replace("10.64.0.10", "10.64.0"), "verify", "-");
    expect(faulty).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/^overlap: standard input:\d+:\d+: /) as string,
    });
    expect(overlap("", "check", "-")).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/^standard input:1:1: the file is empty/) as string,
    });
    expect(overlap("\ud800", "check", "-").exit).toBe(2);
  });

  test("is Terraform's JSON, and questions", async () => {
    expect(await runIn("", "synth")).toMatchObject({ exit: 0 });
    expect(overlap(stack(), "verify", "article", "--synth", "-")).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^article {2}standard input\n/) as string,
    });
    expect(overlap(stack(), "matrix", "--synth", "-")).toMatchObject({ exit: 0 });
    expect(overlap("nonsense", "matrix", "--state", "-")).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/^overlap: standard input: is not JSON/) as string,
    });
    const question = '{"from": "client", "to": "http://web"}';
    expect(overlap(question, "trace", "article", "--questions", "-")).toMatchObject({
      exit: 0,
      out: expect.stringContaining("ALLOWED") as string,
    });
  });

  test("is read once", () => {
    for (const args of [
      ["verify", "-", "--synth", "-"],
      ["trace", "-", "--questions", "-"],
      ["trace", "--plan", "-", "--questions", "-"],
    ])
      expect(overlap(text, ...args)).toMatchObject({
        exit: 2,
        out: "",
        err: expect.stringMatching(/^overlap: .*standard input is read once; .*\n$/) as string,
      });
  });
});

describe("a stack that is not what the file says", () => {
  const NOTE = /^overlap: cdktf\.out\/stacks\/article\/cdk\.tf\.json: .*; synthesized anew\n$/;
  const target = async () => (await runIn("", "matrix", "article")).err;

  test("is synthesized anew, whatever the times say, and others stay", async () => {
    write({ "backend.path": "state/other.tfstate" }, "other");
    expect(await runIn("", "synth")).toMatchObject({ exit: 0 });
    write({ "services.web.port": 8080, "demo.web": undefined });
    utimesSync(join(project, "bridges/article.yaml"), new Date(0), new Date(0));
    expect((await runIn("", "verify", "article")).err).toMatch(NOTE);
    expect(readFileSync(join(project, STACK), "utf8")).toContain("8080");
    expect(await target()).toBe("");
    expect((await runIn("", "verify", "other")).err).toBe("");
    const manifest = JSON.parse(readFileSync(join(project, "cdktf.out/manifest.json"), "utf8")) as { stacks: object };
    expect(Object.keys(manifest.stacks).sort()).toEqual(["article", "other"]);
  });

  test("is not when the file was only touched", async () => {
    expect(await runIn("", "synth")).toMatchObject({ exit: 0 });
    utimesSync(join(project, "bridges/article.yaml"), new Date(), new Date(Date.now() + 60_000));
    expect(await target()).toBe("");
  });

  test("goes by the times where something else synthesized it", async () => {
    expect(await runIn("", "synth")).toMatchObject({ exit: 0 });
    rmSync(join(project, "cdktf.out/.synthesized.json"));
    expect(await target()).toBe("");
    utimesSync(join(project, STACK), new Date(0), new Date(0));
    expect(await target()).toMatch(NOTE);
    expect(await target()).toBe("");
  });

  test("that somebody changed by hand is judged as it is", async () => {
    expect(await runIn("", "synth")).toMatchObject({ exit: 0 });
    const stack = JSON.parse(readFileSync(join(project, STACK), "utf8")) as { resource: Record<string, unknown> };
    delete stack.resource["aws_route"];
    writeFileSync(join(project, STACK), JSON.stringify(stack));
    expect(await runIn("", "verify", "article")).toMatchObject({ exit: 1, err: "" });
  });

  test("and one that is not there is made", async () => {
    const { exit, err } = await runIn("docs", "verify", "article");
    expect(exit).toBe(0);
    expect(err).toBe("overlap: ../cdktf.out/stacks/article/cdk.tf.json: was not there; synthesized anew\n");
  });
});

describe("what bridges that are gone have left is named", () => {
  test("in text and beside JSON, and stays", async () => {
    write({ "backend.path": "state/old.tfstate" }, "old");
    expect(await runIn("", "synth", "--draw")).toMatchObject({ exit: 0 });
    rmSync(join(project, "bridges/old.yaml"));
    const lines = [
      "left over  cdktf.out/stacks/old: there is no bridge old any more; if it is deployed, run terraform destroy there first; then remove it",
      "left over  cdktf.out/old.svg: there is no bridge old any more; remove it",
    ];
    const { out } = await runIn("", "synth");
    expect(out.endsWith(`\n${lines.join("\n")}\n`)).toBe(true);
    const json = await runIn("", "synth", "--json");
    expect(json.err.trimEnd().split("\n")).toHaveLength(2);
    expect(JSON.parse(json.out)).toHaveLength(1);
    expect(existsSync(join(project, "cdktf.out/stacks/old/cdk.tf.json"))).toBe(true);
  });
});

describe("words that are nearly right", () => {
  test.each([
    [["verfy", "article"], "error: unknown command 'verfy'; did you mean verify?"],
    [["trase"], "error: unknown command 'trase'; did you mean trace?"],
    [["lap"], "error: unknown command 'lap'; did you mean lab?"],
    [
      ["zzz"],
      "error: unknown command 'zzz'; there is synth, check, verify, trace, matrix, draw, review, init, diff, capture, who, cost, lab",
    ],
    [["verify", "artcle"], 'overlap: there is no bridge "artcle" in bridges/; did you mean article?'],
    [["verify", "article", "--plna", "x"], "error: unknown option '--plna'; did you mean --plan?"],
    [["matrix", "--state", "sate.json"], "overlap: sate.json: there is no such file; did you mean state.json?"],
    [["review", "pln.json"], "overlap: pln.json: there is no such file; did you mean plan.json?"],
    [
      ["review", "plan.json", "--fail-on", "cut"],
      '--fail-on "cut" is none of cuts, opens, unknown; did you mean cuts?',
    ],
    [["trace", "article", "--questions", "qestions.jsonl"], "did you mean questions.jsonl?"],
    [["trace", "article", "--from", "client", "--to", "web", "--protocol", "tcpp"], "; did you mean tcp?"],
    [
      ["verify", "./bridges/aricle.yaml"],
      "./bridges/aricle.yaml:1:1: does not exist; did you mean article.yaml? [file-readable]",
    ],
  ])("%j", async (args, says) => {
    for (const name of ["plan.json", "state.json", "questions.jsonl"]) writeFileSync(join(project, name), "{}");
    const { exit, out, err } = await runIn("", ...args);
    expect({ exit, out, lines: err.trimEnd().split("\n").length }).toEqual(
      args[0] === "trace" || args[0] === "verify"
        ? { exit: 2, out: "", lines: expect.any(Number) as number }
        : { exit: 2, out: "", lines: 1 },
    );
    expect(err).toContain(says);
  });

  test("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as { version: string };
    expect(await runIn("", "--version")).toEqual({ exit: 0, out: `${version}\n`, err: "" });
  });
});
