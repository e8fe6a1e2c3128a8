import { LimitFault, Meter, setLimits, tooMuch } from "../../src/limits";
import { run } from "../../src/cli/main";
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

  async function matrix(...args: readonly string[]) {
    const io = captureIo(folder);
    return { ...(await run(["matrix", "--synth", "a.tf.json", ...args], io)), err: io.err() };
  }

  test("holds for one command, and is named where it is met", async () => {
    const refusal = { rule: "limit", input: "a.tf.json" };
    expect(await matrix("--limit", "instances=20")).toMatchObject({ exit: 2, refusal });
    expect(await matrix("--limit", "instances=20", "--limit", "instances=30")).toEqual({ exit: 0, err: "" });
    expect((await matrix()).exit).toBe(0);
  });

  test("of a later stage names the input too", async () => {
    const host = (address: string) => ({ subnet_id: "${aws_subnet.s.id}", private_ip: address });
    const resource = {
      aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { s: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.0.0/24" } },
      aws_instance: { a: host("10.0.0.5"), b: host("10.0.0.6") },
    };
    writeFileSync(join(folder, "a.tf.json"), JSON.stringify({ resource }));
    expect((await matrix()).exit).toBe(0);
    for (const [limit, says] of [
      ["work=5", /--limit work=\d+/],
      ["endpoints=1", /--limit endpoints=3$/],
      ["pairs=1", /--limit pairs=\d+/],
    ] as const) {
      const { exit, refusal, err } = await matrix("--limit", limit);
      expect(err.trimEnd()).toMatch(says);
      expect({ exit, lines: err.split("\n").length }).toEqual({ exit: 2, lines: 2 });
      expect(refusal).toEqual({ rule: "limit", input: "a.tf.json" });
    }
  });
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
      const args = ["review", "plan.json", "--limit", `pairs=${limit}`];
      return { ...(await run(args, io)), err: io.err() };
    };
    const refusal = { rule: "limit", input: "plan.json" };
    expect(await review(100_000)).toMatchObject({ exit: 2, refusal });
    expect((await review(10_000_000)).refusal).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
