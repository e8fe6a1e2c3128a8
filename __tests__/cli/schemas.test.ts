import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { main } from "../../src/cli/main";
import { bridgeText, EXISTING_CLIENT, EXISTING_WEB, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";

const SCHEMAS = join(PROJECT, "schema");
const read = (name: string) => JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), "utf8")) as object;

/** @returns what is wrong with a value, by its schema; null when nothing is */
function faultsOf(schema: string, value: unknown) {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(read(schema));
  validate(value);
  return validate.errors ?? null;
}

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "overlap-schemas-"));
  mkdirSync(join(folder, "bridges"));
  write("article", bridgeText("article"));
  write("production", bridgeText("production"));
  write("client", bridgeText("article", { ...EXISTING_CLIENT, "backend.path": "state/client.tfstate" }));
  write(
    "web",
    bridgeText("article", { ...EXISTING_WEB, backend: { type: "s3", bucket: "acme-state", key: "web.tfstate" } }),
  );
  expect(await main(["synth"], captureIo(folder))).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, "bridges", `${name}.yaml`), text);
}

async function run(...args: string[]) {
  const io = captureIo(folder);
  const exit = await main(args, io);
  return { exit, out: io.out(), err: io.err() };
}

const PLAN = join(PROJECT, "__tests__/review/golden/plans/nat-gateway-replaced.json");
/** A real output of each command that has --json, and of each kind that it prints. */
const OUTPUTS: readonly (readonly [schema: string, args: readonly string[]])[] = [
  ["check", ["check", "--json"]],
  ["check", ["check", "production", "--json"]],
  ["synth", ["synth", "--json"]],
  ["verify", ["verify", "client", "--json"]],
  ["verify", ["verify", "web", "--json"]],
  ["trace", ["trace", "article", "--from", "client", "--to", "http://web", "--json"]],
  ["trace", ["trace", "client", "--from", "client", "--to", "web", "--explain", "--json"]],
  ["trace", ["trace", "article", "--from", "web", "--to", "client", "--json"]],
  ["trace", ["trace", "article", "--from", "10.64.0.20@client", "--to", "internet", "--protocol", "icmp", "--json"]],
  ["matrix", ["matrix", "production", "--all", "--json"]],
  ["matrix", ["matrix", "client", "--json"]],
  ["matrix", ["matrix", "--plan", PLAN, "--json"]],
  ["draw", ["draw", "production", "--json"]],
  ["draw", ["draw", "web", "--json"]],
  ["draw", ["draw", "--plan", PLAN, "-o", "-", "--json"]],
  ["review", ["review", PLAN, "--json"]],
  ["review", ["review", PLAN, "--bridge", "client", "--json"]],
  ["cost", ["cost", "--json"]],
  ["cost", ["cost", "client", "--region", "eu-west-1", "--json"]],
  ["cost", ["cost", "--plan", PLAN, "--json"]],
  ["diff", ["diff", PLAN, PLAN, "--json"]],
  ["diff", ["diff", "cdktf.out/stacks/article/cdk.tf.json", PLAN, "--json"]],
];

test.each(OUTPUTS)("%s.schema.json: %j", async (schema, args) => {
  expect(faultsOf(schema, JSON.parse((await run(...args)).out))).toBeNull();
});

test("there is a schema for every command that has --json, and for questions and their answers", async () => {
  const { out } = await run("--help");
  const commands = [...out.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, name]) => name ?? "");
  expect(commands).toEqual([
    "synth",
    "check",
    "verify",
    "trace",
    "matrix",
    "draw",
    "review",
    "init",
    "diff",
    "capture",
    "who",
    "cost",
    "lab",
  ]);
  // What overlap capture writes is a file of its own.
  const printing = commands.filter((command) => command !== "capture");
  for (const command of printing)
    expect((await run(command, "--help")).out.replace(/\s+/g, " ")).toContain(`(schema/${command}.schema.json)`);
  const schemas = readdirSync(SCHEMAS).map((name) => name.replace(".schema.json", ""));
  expect(schemas.sort()).toEqual([...printing, "question", "answer"].sort());
});

describe("verify.schema.json", () => {
  type Told = Record<string, { what: string; about: string[]; learn: string }[] | undefined>;

  test.each([
    ["client", "vpc-0123456789abcdef0"],
    ["web", "vpc-0123456789abcdef1"],
  ])("%s: what is taken for granted of a VPC that exists", async (name, id) => {
    const told = JSON.parse((await run("verify", name, "--json")).out) as Told;
    const granted = told.taken_for_granted ?? [];
    expect(granted.length).toBeGreaterThan(1);
    expect(granted.flatMap(({ about }) => about)).toContain(id);
    expect(granted.every(({ learn }) => learn.startsWith("aws ec2 describe-"))).toBe(true);
    expect(faultsOf("verify", { ...told, taken_for_granted: [{ ...granted[0], about: "one" }] })).not.toBeNull();
  });

  test("nothing is where everything is in the JSON", async () => {
    expect(JSON.parse((await run("verify", "article", "--json")).out)).not.toHaveProperty("taken_for_granted");
  });

  test("what could not be read", async () => {
    const file = join(folder, "cdktf.out/stacks/article/cdk.tf.json");
    const json = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, object> };
    const stack = { aws_cloudformation_stack: { f: { name: "f" } } };
    const changed = join(folder, "changed.tf.json");
    writeFileSync(changed, JSON.stringify({ ...json, resource: { ...json.resource, ...stack } }));
    const told = JSON.parse((await run("verify", "article", "--synth", changed, "--json")).out) as Told;
    expect(told).toMatchObject({ unreadable: [{ address: "aws_cloudformation_stack.f" }] });
    expect(faultsOf("verify", told)).toBeNull();
  });
});

describe("check.schema.json", () => {
  test.each([
    ["a file that is none", () => ""],
    ["a value", () => bridgeText("article", { region: 7 })],
    ["a rule", () => bridgeText("article", { "alb.idle_timeout": 400 })],
    ["a protocol that another way carries", () => bridgeText("article", { "services.web.protocol": "TCP" })],
    ["a protocol that no file can say", () => bridgeText("article", { "services.web.protocol": "UDP" })],
    ["the file as a whole", () => "[]"],
  ])("of faults: %s", async (_, text) => {
    write("wrong", text());
    try {
      const { exit, out } = await run("check", "wrong", "--json");
      expect(exit).not.toBe(0);
      expect(faultsOf("check", JSON.parse(out))).toBeNull();
    } finally {
      rmSync(join(folder, "bridges/wrong.yaml"));
    }
  });

  test("a thousand faults are all in the JSON, and summed up in the text", async () => {
    const keys = Array.from({ length: 1000 }, (_, i) => `key${i}: 1`).join("\n");
    write("wrong", `${bridgeText("article")}${keys}\nzones: 7\n`);
    try {
      const [json] = JSON.parse((await run("check", "wrong", "--json")).out) as [{ faults: unknown[] }];
      expect(json.faults).toHaveLength(1001);
      expect(faultsOf("check", [json])).toBeNull();
      for (const command of [["check", "wrong"], ["synth"]]) {
        const { exit, err } = await run(...command);
        const lines = err.trimEnd().split("\n");
        expect(exit).toBe(2);
        expect(lines.length).toBeLessThanOrEqual(22);
        expect(err).toMatch(
          /bridges\/wrong\.yaml: and 981 more faults: unknown-key 980, type 1; overlap check bridges\/wrong\.yaml --json lists all/,
        );
      }
    } finally {
      rmSync(join(folder, "bridges/wrong.yaml"));
    }
  });
});

describe("questions", () => {
  const QUESTIONS = [
    { id: 1, from: "client", to: "http://web" },
    { id: { any: "kind" }, from: "10.64.0.20@client", to: "web", protocol: 6, port: "80" },
    { from: "client", to: "web", protocol: "icmp", icmp_type: 8 },
    { from: "client", to: "internet", source_port: 1024, port: 443 },
    { from: "client", to: "nowhere", id: null },
  ];
  const BAD = [
    { from: "client" },
    { from: 1, to: "web" },
    { from: "client", to: "web", prot: "tcp" },
    { from: "client", to: "web", expect: "ALLOWED" },
  ];

  async function answers(questions: readonly object[]) {
    const file = join(folder, "questions.jsonl");
    writeFileSync(file, questions.map((one) => JSON.stringify(one)).join("\n"));
    const { exit, out, err } = await run("trace", "article", "--questions", file);
    return {
      exit,
      err,
      answers: out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { id?: unknown; error?: string }),
    };
  }

  test("and their answers are after their schemas", async () => {
    for (const question of QUESTIONS) expect(faultsOf("question", question)).toBeNull();
    for (const question of BAD) expect(faultsOf("question", question)).not.toBeNull();
    const given = (await answers([...QUESTIONS, ...BAD])).answers;
    expect(given).toHaveLength(QUESTIONS.length + BAD.length);
    for (const answer of given) expect(faultsOf("answer", answer)).toBeNull();
    expect(given.map(({ error }) => error !== undefined)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(given.slice(0, 2).map(({ id }) => id)).toEqual([1, { any: "kind" }]);
  });
});
