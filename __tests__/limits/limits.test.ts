import { LimitFault, Meter, setLimits, tooMuch } from "../../src/limits";
import { main } from "../../src/cli/main";
import { captureIo } from "../support/io";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

afterEach(() => setLimits({}));

test("a meter counts all that is spent, and tells what, how much and how to raise it", () => {
  setLimits({ pairs: 100 });
  const meter = new Meter("pairs", "the matrix");
  meter.spend(60);
  meter.spend(40);
  expect(() => meter.spend(1)).toThrow(
    "the matrix asks for 101 pairs of things to compare, more than 100; raise that with --limit pairs=200",
  );
  expect(() => meter.spend(1, () => "a part")).toThrow(LimitFault);
  expect(() => new Meter("pairs", "another").spend(100)).not.toThrow();
});

test("what is proposed is above what was asked for", () => {
  for (const units of [1, 9.5, 99, 1000, 50_001, 123_456_789]) {
    const proposed = Number(/=(\d+)$/.exec(tooMuch("work", units, "x").message)?.[1]);
    expect(proposed).toBeGreaterThan(units);
  }
  expect(tooMuch("work", Infinity, "x").message).toMatch(/endlessly many .*work=NUMBER$/);
});

describe("--limit", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "overlap-limits-"));
    const json = { resource: { aws_vpc: { v: { count: 30 } } } };
    writeFileSync(join(folder, "a.tf.json"), JSON.stringify(json));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(...args: readonly string[]) {
    const io = captureIo(folder);
    const exit = await main(["matrix", "--synth", "a.tf.json", ...args], io);
    return { exit, err: io.err() };
  }

  test("holds for one command, and is named where it is met", async () => {
    expect(await run("--limit", "instances=20")).toEqual({
      exit: 2,
      err: "overlap: a.tf.json: aws_vpc.v asks for 30 instances of blocks with count or for_each, more than 20; raise that with --limit instances=50, or give the plan's JSON, in which Terraform worked it out\n",
    });
    expect(await run("--limit", "instances=20", "--limit", "instances=30")).toEqual({ exit: 0, err: "" });
    expect((await run()).exit).toBe(0);
  });

  test("of a later stage names the input too", async () => {
    const host = (address: string) => ({ subnet_id: "${aws_subnet.s.id}", private_ip: address });
    const resource = {
      aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { s: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.0.0/24" } },
      aws_instance: { a: host("10.0.0.5"), b: host("10.0.0.6") },
    };
    writeFileSync(join(folder, "a.tf.json"), JSON.stringify({ resource }));
    expect((await run()).exit).toBe(0);
    for (const [limit, says] of [
      ["work=5", /asks for \d+ steps of expressions and references, more than 5; raise that with --limit work=/],
      ["endpoints=1", /has 3 interfaces, .*too many for a matrix \(1\); .*--limit endpoints=3$/],
      ["pairs=1", /walking packets through this network asks for .* more than 1; raise that with --limit pairs=/],
    ] as const) {
      const { exit, err } = await run("--limit", limit);
      expect(err.trimEnd()).toMatch(says);
      expect({ exit, lines: err.split("\n").length }).toEqual({ exit: 2, lines: 2 });
      expect(err.startsWith("overlap: a.tf.json: ")).toBe(true);
    }
  });

  test.each(["instances", "instances=", "instances=-1", "instances=1e9", "foo=1", "instances=1=2", "__proto__=1"])(
    "%s is none",
    async (text) => {
      const { exit, err } = await run("--limit", text);
      expect(exit).toBe(2);
      expect(err).toMatch(/^error: option '--limit <name=number>' argument .*instances=NUMBER[^\n]*\n$/);
    },
  );
});

// Each instance may be in each of the subnets: with 20,000 of both, the memory was full before anything was compared.
test("instances that may each be in any subnet are counted before they are made", async () => {
  const folder = mkdtempSync(join(tmpdir(), "overlap-places-"));
  const change = (type: string, i: number, after: object, after_unknown: object) => ({
    address: `${type}.x["k${i}"]`,
    mode: "managed",
    type,
    name: "x",
    index: `k${i}`,
    change: { actions: ["create"], before: null, after, after_unknown },
  });
  const all = Array.from({ length: 60 }, (_, i) => [
    change("aws_subnet", i, { cidr_block: `10.0.${i}.0/24` }, { id: true, vpc_id: true }),
    change("aws_instance", i, {}, { id: true, subnet_id: true }),
  ]);
  const block = (type: string, expressions: object) => ({ address: `${type}.x`, type, name: "x", expressions });
  const resources = [
    block("aws_subnet", {}),
    block("aws_instance", { subnet_id: { references: ["aws_subnet.x", "each.key"] } }),
  ];
  const plan = { format_version: "1.2", resource_changes: all.flat(), configuration: { root_module: { resources } } };
  try {
    writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
    const review = async (limit: number) => {
      const io = captureIo(folder);
      return { exit: await main(["review", "plan.json", "--limit", `pairs=${limit}`], io), err: io.err() };
    };
    expect(await review(100_000)).toEqual({
      exit: 2,
      err: expect.stringMatching(
        /^overlap: plan\.json: looking which subnets the instances may be in asks for \d+ pairs /,
      ) as unknown,
    });
    expect((await review(10_000_000)).err).not.toContain("looking which subnets");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
