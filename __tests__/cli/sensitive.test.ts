import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { planOf as bridgePlan, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { synthJson } from "../support/synthesized";
import { runAll } from "./canary/commands";
import { Watch } from "./canary/leaks";

jest.setTimeout(60_000);

/** A plan of the real provider; every value of its variable `s` is sensitive, and is used somewhere. */
const PLAN = JSON.parse(readFileSync(join(__dirname, "canary/sensitive.plan.json"), "utf8")) as {
  variables: { s: { value: Record<string, string | number> } };
};
const SECRETS = Object.entries(PLAN.variables.s.value).map(([where, value]) => ({ where, value }));

test("no value of a sensitive variable is shown by any command", async () => {
  const watch = new Watch(SECRETS);
  const written = await runAll("plan", PLAN);
  const texts = SECRETS.flatMap(({ value }) => (typeof value === "string" && !/^[\d./]+$/.test(value) ? [value] : []));
  expect(texts.length).toBeGreaterThan(5);
  for (const [command, output] of written) {
    expect([command, ...watch.in(output)]).toEqual([command]);
    expect([command, ...texts.filter((text) => output.toLowerCase().includes(text.toLowerCase()))]).toEqual([command]);
  }
});

async function run(folder: string, ...args: string[]): Promise<string> {
  const io = captureIo(folder);
  await main(args, io);
  return `${io.out()}${io.err()}`;
}

test("JSON that can't be read is not quoted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "overlap-sensitive-"));
  const cut = '{"format_version": "1.2", "password": hunter2zq, "resource_changes": []}';
  try {
    for (const text of [
      cut,
      cut.replace("hunter2zq", '"hunter2zq" "x"'),
      "hunter2zq",
      '{"a": "hunter2zq',
      '{"hunter2zq" 1}',
      "[1, hunter2zq]",
    ]) {
      writeFileSync(join(folder, "x.json"), text);
      for (const args of [
        ["review", "x.json"],
        ...["plan", "state", "synth"].map((kind) => ["matrix", `--${kind}`, "x.json"]),
      ]) {
        const said = await run(folder, ...args);
        expect(said).toMatch(/^overlap: x\.json: is (not JSON \(.+\)|cut off: .*|JSON.*); /);
        expect(said).not.toContain("hunter");
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("a bridge whose stack has sensitive values", () => {
  const stack = JSON.parse(JSON.stringify(synthJson(bridgePlan("article")))) as {
    resource: { aws_subnet: Record<string, { cidr_block: string }>; aws_lb_listener: Record<string, { port: number }> };
    variable?: Record<string, object>;
  };
  const canaries: { where: string; value: string | number }[] = [];
  stack.variable ??= {};
  for (const [name, subnet] of Object.entries(stack.resource.aws_subnet)) {
    canaries.push({ where: name, value: subnet.cidr_block });
    stack.variable[`range_${name}`] = { type: "string", sensitive: true, default: subnet.cidr_block };
    subnet.cidr_block = `\${var.range_${name}}`;
  }

  test.each(["verify", "verify --json", "matrix --all", "draw --mermaid", "draw --json"])(
    "%s shows none of them",
    async (words) => {
      const folder = mkdtempSync(join(tmpdir(), "overlap-sensitive-"));
      try {
        writeFileSync(join(folder, "stack.tf.json"), JSON.stringify(stack));
        const [command = "", ...options] = words.split(" ");
        const bridge = join(PROJECT, "bridges/article.yaml");
        const said = await run(folder, command, bridge, ...options, "--synth", "stack.tf.json");
        expect(said.length).toBeGreaterThan(100);
        expect(new Watch(canaries).in(said)).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  test("and what is proved of it stays proved", async () => {
    const folder = mkdtempSync(join(tmpdir(), "overlap-sensitive-"));
    try {
      writeFileSync(join(folder, "stack.tf.json"), JSON.stringify(stack));
      const said = await run(folder, "verify", join(PROJECT, "bridges/article.yaml"), "--synth", "stack.tf.json");
      expect(said).toMatch(/all \d+ statements hold/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
