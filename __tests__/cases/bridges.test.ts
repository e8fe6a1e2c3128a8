import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { main } from "../../src/cli/main";
import { captureIo } from "../support/io";
import { check, faultsIn, paste, withBridge } from "../support/paste";

const FOLDER = join(__dirname, "bridges");
const PAIRS = join(__dirname, "../address-plan/pairs");

/** What must come for a file that somebody tried. */
interface Row {
  readonly exit: number;
  /** The rules that it breaks, each with how often. */
  readonly rules?: Readonly<Record<string, number>>;
  /** A key at which something is told. */
  readonly at?: string;
  /** The block to paste, where there is one; then check, synth and verify pass. */
  readonly block?: string;
}

const ROWS: Readonly<Record<string, Row>> = {
  "orders-two-ports": { exit: 0 },
  "orders-three-zones": {
    exit: 0,
    at: "bridge.zones[2]",
  },
  "tag-interp": { exit: 2, rules: { "no-template": 1 }, at: "tags.Project" },
  "service-name-constructor": { exit: 2, rules: { name: 1 }, at: "services.constructor" },
  "cidr-multicast-bridge": {
    exit: 1,
    rules: { "range-of-hosts": 1 },
    at: "bridge.cidr",
    block: "bridge:\n  cidr: 100.80.0.0/24",
  },
  "zone-foreign-id": { exit: 1, rules: { "zone-id-region": 2 }, at: "client.subnets.apps-b.zone" },
  "role-other-account": { exit: 1, rules: { "arn-account": 1 }, at: "web.account.role" },
  "tag-aws-prefix": { exit: 1, rules: { "tag-reserved": 1 }, at: 'tags["aws:x"]' },
  "demo-web-not-target": { exit: 1, rules: { "demo-web-is-target": 1 }, at: "demo.web.address" },
  "steer-outside": {
    exit: 1,
    rules: { "steer-in-web": 1 },
    at: "bridge.steer[1]",
    block: "bridge:\n  steer: [10.64.0.0/24]",
  },
  "state-in-cdktf-out": { exit: 1, rules: { "state-is-kept": 1 }, at: "backend.path" },
  "expect-icmp-port": {
    exit: 1,
    rules: { "expect-port": 1 },
    at: "expect[0].port",
  },
  "same-vpc-both": { exit: 1, rules: { "id-stands-once": 1 }, at: "web.vpc.id" },
  "client-subnet-is-whole-vpc": {
    exit: 1,
    rules: { "steer-legal": 1 },
    at: "web.subnets.w.cidr",
    block: "client:\n  subnets:\n    apps-a: { cidr: 172.16.0.0/17, zone: a }\nbridge:\n  steer: [172.16.0.0/17]",
  },
  "web-subnet-is-whole-vpc": { exit: 1, rules: { "steer-legal": 1 }, block: "bridge:\n  steer: [172.16.0.0/24]" },
  "hint-drops-what-worked": {
    exit: 1,
    rules: { "steer-legal": 1 },
    block: "bridge:\n  steer: [172.16.1.0/24, 172.16.0.0/24]",
  },
  "hint-three-rounds": {
    exit: 1,
    rules: { "steer-legal": 1 },
    block:
      "bridge:\n  steer: [172.16.0.0/24, 172.16.1.0/24]\n  shadow_subnets:\n    shadow-w: { cidr: 172.16.1.0/24, zone: a }",
  },
  "two-hints-one-name": {
    exit: 1,
    rules: { "steer-legal": 2 },
    block:
      "bridge:\n  shadow_subnets:\n    shadow-w: { cidr: 172.16.50.0/24, zone: a }\n    shadow-x: { cidr: 172.16.60.0/24, zone: b }",
  },
  "existing-subnet-left-out": {
    exit: 1,
    rules: { "steer-legal": 1 },
    at: "web.subnets.web-b.cidr",
    block: "bridge:\n  shadow_subnets:\n    shadow-web-b: { cidr: 10.0.2.0/24, zone: b }",
  },
  "tcp-service": {
    exit: 2,
    rules: { choice: 1 },
    at: "services.web.protocol",
    block: [
      "# take listeners out",
      "client:",
      "  way: nat",
      "  nat:",
      "    cidr: 100.80.0.0/25",
      "web:",
      "  way: transit_gateway",
      "bridge:",
      "  place: hub",
    ].join("\n"),
  },
};

function textOf(name: string): string {
  return readFileSync(join(FOLDER, `${name}.yaml`), "utf8");
}

async function passes(text: string): Promise<void> {
  await withBridge(text, async (overlap) => {
    expect((await overlap("check", "test")).exit).toBe(0);
    expect((await overlap("synth")).exit).toBe(0);
    const proved = await overlap("verify", "test");
    expect([proved.exit, proved.text.match(/BROKEN|UNKNOWN/g)]).toEqual([0, null]);
    expect(proved.text).toMatch(/all \d+ statements hold/);
  });
}

test("every input has a row", () => {
  const inputs = readdirSync(FOLDER).map((file) => file.replace(/\.yaml$/, ""));
  expect(inputs.sort()).toEqual(Object.keys(ROWS).sort());
});

test.each(Object.entries(ROWS))("%s", async (name, { exit, rules = {}, at, block }) => {
  const told = await check(textOf(name));
  const broken = faultsIn(told).filter(({ rule }) => rule !== "nat-used");
  const counts = new Map<string, number>();
  for (const { rule } of broken) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  expect([told.exit, Object.fromEntries(counts)]).toEqual([exit, rules]);
  if (at !== undefined) expect(faultsIn(told).map(({ key }) => key)).toContain(at);
  expect(told.block.join("\n")).toBe(block ?? "");
  if (exit === 0) await passes(textOf(name));
  else if (block) await passes(paste(textOf(name), told.block));
});

describe("pairs of files", () => {
  /** What `overlap check` and `overlap synth` say of files that lie side by side. */
  async function beside(files: Readonly<Record<string, string>>) {
    const folder = mkdtempSync(join(tmpdir(), "overlap-pair-"));
    try {
      mkdirSync(join(folder, "bridges"));
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `bridges/${name}.yaml`), text);
      const run = async (...args: string[]) => {
        const io = captureIo(folder);
        const exit = await main(args, io);
        return { exit, text: stripVTControlCharacters(io.out() + io.err()) };
      };
      return { checked: await run("check"), synthesized: await run("synth"), verified: await run("verify", "c-two") };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const read = (name: string) => readFileSync(join(PAIRS, `${name}.yaml`), "utf8");

  test.each([
    ["c-two", "one client VPC twice on one gateway", ["one-attachment"]],
    ["c-same-range", "one range twice in a VPC", ["one-attachment", "ranges-in-one-vpc", "destinations-in-one-table"]],
  ])("c-one beside %s: %s", async (other, _, rules) => {
    const { checked, synthesized } = await beside({ "c-one": read("c-one"), [other]: read(other) });
    expect([checked.exit, synthesized.exit]).toEqual([1, 2]);
    expect(synthesized.text).toContain("nothing was written");
    for (const rule of rules) {
      expect(checked.text).toMatch(new RegExp(`bridges/c-one\\.yaml:\\d+:\\d+: .*${other}\\.yaml:\\d+.*\\[${rule}\\]`));
      expect(checked.text).toMatch(new RegExp(`bridges/${other}\\.yaml:\\d+:\\d+: .*c-one\\.yaml:\\d+.*\\[${rule}\\]`));
    }
  });

  test.each([
    ["in both VPCs", "10.64.9.0/24", "100.80.0.0/24"],
    ["that AWS does not add", "172.20.0.0/24", "100.80.0.0/24"],
    ["that no VPC has, too small", "127.0.0.0/25", "100.80.0.0/24"],
    ["of a size that no VPC has", "100.64.0.0/15", "100.80.0.0/16"],
  ])("a range %s: what every command suggests instead keeps off the other bridge's", async (_, wrong, right) => {
    const withRange = (range: string) =>
      read("c-two")
        .replace(/^transit_gateway:.*\n/m, "")
        .replace("cidr: 100.64.1.0/24", `cidr: ${range}`);
    const told = await beside({ "c-one": read("c-one"), "c-two": withRange(wrong) });
    expect([told.checked.exit, told.synthesized.exit, told.verified.exit]).toEqual([1, 2, 2]);
    for (const { text } of Object.values(told)) {
      expect(text).not.toMatch(/such as 100\.64\.0\.0/);
      expect(text).toContain(`such as ${right}`);
    }
    const mended = await beside({ "c-one": read("c-one"), "c-two": withRange(right) });
    expect([mended.checked.exit, mended.synthesized.exit, mended.verified.exit]).toEqual([0, 0, 0]);
  });

  test("without the gateway's id in one, and routes of their own, both are whole", async () => {
    const two = read("c-two").replace(/^transit_gateway:.*\n/m, "");
    const { checked, synthesized } = await beside({ "c-one": read("c-one"), "c-two": two });
    expect([checked.exit, synthesized.exit]).toEqual([0, 0]);
  });
});
