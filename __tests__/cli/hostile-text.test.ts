import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { visible } from "../../src/escape/visible";
import { bridgeText } from "../support/bridges";
import { hostilePlan, hostileState, hostileSynth } from "../support/hostile-network";
import { CATEGORIES, CODE_POINTS, COMMAND_TO_RUNNER, MARKUP, unicodeNames, UNSEEN } from "../support/hostile-text";
import { captureIo } from "../support/io";
import { outsideCode } from "../support/markdown";
import { xmlFaults } from "../support/xml";

// Half a minute on a machine of its own; it may have to share one.
jest.setTimeout(180_000);

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-text-"));
  mkdirSync(join(folder, "bridges"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** On a terminal, so that colours are in it too. */
async function run(...args: string[]): Promise<Ran> {
  const io = captureIo(folder, true);
  const noColor = process.env["NO_COLOR"];
  delete process.env["NO_COLOR"];
  try {
    const exit = await main(args, io);
    return { exit, out: io.out(), err: io.err() };
  } finally {
    if (noColor !== undefined) process.env["NO_COLOR"] = noColor;
  }
}

/** Our own colours, and the line that a terminal's progress rewrites. */
const OWN = /\u001b\[(?:1|22|31|32|33|39)m|\r\u001b\[K/g;

/** Lines of an output that hold what is not seen, or what steers a terminal or a build's runner. */
function unseenIn({ out, err }: Ran): string[] {
  return `${out}\n${err}`
    .replace(OWN, "")
    .split("\n")
    .filter((line) => UNSEEN.test(line) || COMMAND_TO_RUNNER.test(line))
    .map((line) => JSON.stringify(line).slice(0, 200));
}

/** Writes a file of the folder and gives its path there. */
function file(name: string, content: object | string): string {
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

/** Every code point between letters, as many to a name as no format cuts; and whatever means something somewhere. */
const NAMES = [...unicodeNames(100), ...MARKUP];

test("every general category is in it", () => {
  const missing = CATEGORIES.filter(
    (category) => !CODE_POINTS.some((code) => new RegExp(`\\p{${category}}`, "u").test(String.fromCodePoint(code))),
  );
  expect(missing).toEqual([]);
  expect(CODE_POINTS.length).toBeGreaterThan(500);
});

describe("what comes from a plan, a state or a configuration", () => {
  const INPUTS = ["state", "plan", "synth"] as const;

  /** What each command prints of a network in which everything is called so. */
  async function everyCommand(kind: (typeof INPUTS)[number], name: string): Promise<Record<string, Ran>> {
    const json = {
      state: hostileState,
      plan: (all: readonly string[]) => hostilePlan(all, ["create"]),
      synth: hostileSynth,
    };
    const source = [`--${kind}`, file("input.json", json[kind]([name]))];
    const ends = ["--from", hostOf(name), "--to", "internet"];
    return {
      matrix: await run("matrix", ...source),
      matrixJson: await run("matrix", "--json", "--all", ...source),
      trace: await run("trace", ...ends, "--explain", ...source),
      traceJson: await run("trace", ...ends, "--json", ...source),
      noEnd: await run("trace", "--from", name, "--to", name, ...source),
      // What a picture shows of a plan is what it shows of the state after it.
      ...(kind !== "plan" && {
        svg: await run("draw", ...source),
        mermaid: await run("draw", "--mermaid", ...source),
        pictureJson: await run("draw", "--json", ...source),
      }),
    };
  }
  const hostOf = (name: string): string => `aws_instance.x["${name.replace(/["\\]/g, "\\$&")}"]`;

  test.each(INPUTS)("%s: no output of any command holds what is not seen, and each is of its format", async (kind) => {
    for (const name of NAMES) {
      const ran = await everyCommand(kind, name);
      for (const [command, one] of Object.entries(ran)) {
        expect({ name, command, unseen: unseenIn(one) }).toEqual({ name, command, unseen: [] });
        if (command.endsWith("Json") && one.exit !== 2) expect(() => JSON.parse(one.out) as unknown).not.toThrow();
      }
      expect(xmlFaults(ran["svg"]?.out ?? "")).toEqual([]);
      if (kind === "synth") continue;
      // Each name is told; in JSON it is what it is.
      const { endpoints } = JSON.parse(ran["matrixJson"]?.out ?? "") as { endpoints: object };
      expect(JSON.stringify(endpoints)).toContain(JSON.stringify(hostOf(name)).slice(1, -1));
      expect(ran["matrix"]?.out).toContain(visible(hostOf(name)));
      // A name may hold what stands for a port or a VPC in a question; then it is told that there is no such end.
      const { exit, out, err } = ran["trace"] ?? ran["noEnd"]!;
      expect(exit === 2 ? err : out).toContain(visible(hostOf(name)));
    }
  });

  const OTHERS = [["delete"], ["update"], ["delete", "create"]];
  test("review: Markdown and JSON", async () => {
    for (const [i, name] of NAMES.entries())
      for (const actions of [["create"], OTHERS[i % OTHERS.length]!]) {
        const path = file("plan.json", hostilePlan([name], actions));
        const [markdown, json] = [await run("review", path), await run("review", path, "--json")];
        expect({ markdown: unseenIn(markdown), json: unseenIn(json) }).toEqual({ markdown: [], json: [] });
        expect(() => JSON.parse(json.out) as unknown).not.toThrow();
        expect(dangersIn(markdown.out)).toEqual([]);
      }
  });
});

/** What of a Markdown text, read as GitHub reads it, does something. */
function dangersIn(markdown: string): string[] {
  const drawn = markdown.replace(/^```mermaid\n[\s\S]*?^```$/gm, "");
  const read = outsideCode(drawn)
    .replace(/\\[\\`*_{}[\]()#|~!]/g, "")
    .replace(/^<\/?(details|summary)>.*$/gm, "")
    .replace(/^#{2,3} [A-Z].*$/gm, "")
    .replace(/^ *- |\*\*/gm, "");
  const found = [
    /<[a-z!/?]/i, // HTML
    /[[\]]|!\[/, // links and images
    /@\w/, // mentions, mail
    /#\d|\bGH-\d/, // references
    /:\/\/|www\./, // autolinks
    /:[a-z]+:/, // emoji
    /\$/, // mathematics
    /^\s*(#|>|=+$|---|\|)/m, // headings, quotes, tables
    /^ {0,3}(```|~~~)/m,
    /\b[0-9a-f]{40}\b/,
  ];
  return found.flatMap((pattern) => {
    const at = pattern.exec(read);
    return at ? [`${String(pattern)}: ${read.slice(Math.max(0, at.index - 60), at.index + 60)}`] : [];
  });
}

describe("what comes from a bridge file", () => {
  const article = (): string => bridgeText("article");
  const yamlOf = (text: string): string => JSON.stringify(text).replace(/\\ud[89a-f]../gi, "");

  test.each(["values", "keys", "text", "names"] as const)("%s of it", async (what) => {
    for (const [i, name] of [...unicodeNames(30), ...MARKUP].entries()) {
      const text = yamlOf(name);
      const content = {
        values: `${article()}\ntags: {${text}: ${text}}\nregion2: ${text}\nexpect: [{from: ${text}, to: ${text}, verdict: ${text}}]\n`,
        keys: `${article()}\n${text}: {${text}: ${text}}\n${text}x: 1\n`,
        text: `${article()}\n${name}\n`,
        names: article(),
      }[what];
      const path = what === "names" ? `bridges/${name.replace(/[/\0\p{Cs}]/gu, "_").slice(0, 40)}.yaml` : `./b.yaml`;
      file(path, content);
      try {
        for (const args of [
          ["check", `./${path}`],
          ["check", `./${path}`, "--json"],
          ["verify", `./${path}`],
        ]) {
          const ran = await run(...args);
          expect({ i, name, args, unseen: unseenIn(ran) }).toEqual({ i, name, args, unseen: [] });
          if (args.includes("--json") && ran.out !== "") expect(() => JSON.parse(ran.out) as unknown).not.toThrow();
          expect(ran.exit === 2 ? ran.out : "").toBe(args.includes("--json") ? (ran.exit === 2 ? ran.out : "") : "");
        }
        if (what === "names") {
          const ran = await run("synth");
          expect({ i, name, unseen: unseenIn(ran) }).toEqual({ i, name, unseen: [] });
        }
      } finally {
        rmSync(join(folder, path));
      }
    }
  });
});

test("what comes from the command line", async () => {
  file("bridges/article.yaml", bridgeText("article"));
  const state = file("state.json", hostileState(["a"]));
  for (const name of [...unicodeNames(30), ...MARKUP].map((one) => one.replace(/\0/g, ""))) {
    const commands = [
      [name],
      [`--${name}`],
      ["trace", `--${name}`],
      ["matrix", name, "more", name],
      ["check", name],
      ["check", `./${name}`],
      ["verify", name, "--synth", name],
      ["matrix", "--plan", name],
      ["matrix", "--state", `${state}${name}`],
      ["trace", "--state", state, "--from", name, "--to", name, "--port", name],
      ["trace", "--state", state, "--from", 'aws_instance.x["a"]', "--to", "internet", "--port", name],
      ["trace", "--state", state, "--from", 'aws_instance.x["a"]', "--to", "internet", "--protocol", name],
      ["trace", "--state", state, "--questions", name],
      ["draw", "--state", state, "-o", name],
      ["draw", "--state", state, "-o", `no/${name}/x.svg`],
      ["review", name],
      ["review", "plan.json", "--fail-on", name],
      ["lab", name, "--down"],
      ["lab", "--enter", name, "--", name],
    ];
    for (const args of commands) {
      const ran = await run(...args);
      const lines = ran.err.trimEnd().split("\n").length;
      expect({ args, unseen: unseenIn(ran), lines, out: ran.out }).toEqual({ args, unseen: [], lines: 1, out: "" });
    }
  }
  rmSync(join(folder, "bridges/article.yaml"));
});

test("what comes from a file of questions comes back as it is", async () => {
  const state = file("state.json", hostileState(["a"]));
  const names = [...unicodeNames(30), ...MARKUP];
  const questions = names.flatMap((name) => [
    { id: name, from: name, to: name },
    { from: "a", to: "b", [name]: 1 },
  ]);
  const path = file("questions.jsonl", questions.map((one) => JSON.stringify(one)).join("\n"));
  const ran = await run("trace", "--state", state, "--questions", path);
  expect(unseenIn(ran)).toEqual([]);
  const answers = ran.out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { id?: string; from: string; error: string });
  expect(answers.map(({ id }) => id)).toEqual(questions.map(({ id }) => id));
  answers.forEach(({ error, id }) => expect(error).toContain(id ?? "is no key"));
});
