import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { main } from "../../src/cli/main";
import { PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { stateJson } from "../support/networks";
import { planBetween } from "../support/plan-between";
import { smallNetwork } from "../support/small-network";
import { answersOf, captureOf, writeFolder } from "./answers";
import { admits, BY_NAME, twoHosts } from "./two-names";

/** `UPDATE_GOLDEN=1 npx jest __tests__/diff/golden` writes the diffs anew; look at the difference. */
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";
const GOLDEN = join(__dirname, "golden");
const validate = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(join(PROJECT, "schema/diff.schema.json"), "utf8")) as object,
);

const MORE = [admits(5432, "10.0.1.0/24"), admits(22, "10.0.1.0/24")];
const flat = (resources: ReturnType<typeof twoHosts>) =>
  Object.fromEntries(
    Object.entries(resources).flatMap(([type, named]) =>
      Object.entries(named).map(([name, values]) => [`${type}.${name}`, values] as const),
    ),
  ) as Parameters<typeof planBetween>[0];

/** A state whose server listens on a port that may not be shown. */
function secretState(): object {
  const state = stateJson(twoHosts(BY_NAME, [admits(5432, "10.0.1.0/24"), admits(9999, "10.0.1.0/24")])) as {
    values: { root_module: { resources: { address: string; sensitive_values?: object }[] } };
  };
  for (const one of state.values.root_module.resources)
    if (one.address === "aws_security_group.data")
      one.sensitive_values = { ingress: [{}, { from_port: true, to_port: true }] };
  return state;
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-diff-"));
  const write = (name: string, json: object) => writeFileSync(join(folder, name), JSON.stringify(json));
  const network = twoHosts(BY_NAME);
  write("state.json", stateJson(network));
  write("secret.json", secretState());
  write("plan.json", planBetween(flat(network), flat(twoHosts(BY_NAME, MORE))));
  write("applied.json", stateJson(twoHosts(BY_NAME, MORE)));
  write("cdk.tf.json", smallNetwork());
  writeFolder(join(folder, "account"), answersOf());
  write("later.json", captureOf(answersOf({ ports: [5432, 22], isThird: true })));
  write("shut.json", captureOf(answersOf({ ports: [] })));
  write("refused.json", captureOf(answersOf(), { refused: ["DescribeInstances", "DescribeNetworkInterfaces"] }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every pair of kinds, by the name of its golden file. */
const PAIRS: readonly (readonly [string, string, string])[] = [
  ["account-account", "account", "later.json"],
  ["account-account-shut", "account", "shut.json"],
  ["account-refused", "account", "refused.json"],
  ["account-plan", "account", "plan.json"],
  ["account-state", "later.json", "state.json"],
  ["state-account", "state.json", "later.json"],
  ["state-account-same", "state.json", "account"],
  ["state-plan", "state.json", "plan.json"],
  ["plan-applied", "plan.json", "applied.json"],
  ["secret-state-account", "secret.json", "account"],
  ["synth-account", "cdk.tf.json", "account"],
  ["synth-synth", "cdk.tf.json", "cdk.tf.json"],
];

async function diffed(...args: string[]): Promise<string> {
  const io = captureIo(folder);
  const exit = await main(["diff", ...args], io);
  expect([exit, io.err()]).toEqual([0, ""]);
  return io.out();
}

function isGolden(file: string, text: string): void {
  const path = join(GOLDEN, file);
  if (UPDATE) {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(path, text);
  }
  expect(existsSync(path)).toBe(true);
  expect(text).toBe(readFileSync(path, "utf8"));
}

test.each(PAIRS)("%s", async (name, before, after) => {
  isGolden(`${name}.md`, await diffed(before, after));
  const json = await diffed(before, after, "--json");
  isGolden(`${name}.json`, json);
  expect(validate(JSON.parse(json)) ? [] : validate.errors).toEqual([]);
});

test("no diff is left over", () => {
  const names = PAIRS.flatMap(([name]) => [`${name}.json`, `${name}.md`]);
  expect(readdirSync(GOLDEN).sort()).toEqual(names.sort());
});

test("what is sensitive in one source is shown of neither", async () => {
  for (const args of [
    ["secret.json", "account"],
    ["account", "secret.json"],
  ])
    for (const more of [[], ["--json"]]) expect(await diffed(...args, ...more)).not.toContain("9999");
});

test("--fail-on makes the exit code 1 by what it names", async () => {
  const exit = (...args: string[]) => main(["diff", ...args], captureIo(folder));
  expect(await exit("state.json", "later.json", "--fail-on", "cuts")).toBe(0);
  expect(await exit("state.json", "later.json", "--fail-on", "cuts,opens")).toBe(1);
  expect(await exit("later.json", "state.json", "--fail-on", "cuts")).toBe(1);
  expect(await exit("state.json", "account", "--fail-on", "cuts,opens,unknown")).toBe(0);
});
