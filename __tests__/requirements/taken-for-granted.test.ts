import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { run } from "../../src/cli/main";
import { type Stack } from "../lab/draft";
import { bridgeText, EXISTING_CLIENT, EXISTING_WEB, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { planned } from "../support/simulated/plan";

const folder = mkdtempSync(join(tmpdir(), "overlap-granted-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function overlap(...args: string[]) {
  const io = captureIo(folder);
  return { ...(await run(args, io)), out: io.out(), err: io.err() };
}

interface Matrix {
  readonly entries: readonly { readonly from: string; readonly to: string; readonly verdict: string }[];
}

const GATEWAY = "tgw-0123456789abcdef0";

beforeAll(async () => {
  mkdirSync(join(folder, "bridges"));
  const changes = {
    ...EXISTING_CLIENT,
    ...EXISTING_WEB,
    transit_gateway: { id: GATEWAY, encryption_support: true },
    "client.vpc.encryption_control": "enforce",
    "client.vpc.encryption_exclusions": ["nat_gateway"],
    "web.vpc.encryption_control": "monitor",
  };
  writeFileSync(join(folder, "bridges/live.yaml"), bridgeText("article", changes));
  writeFileSync(join(folder, "bridges/made.yaml"), bridgeText("article", { "backend.path": "made.tfstate" }));
  const { exit, out, err } = await overlap("synth");
  expect({ exit, err, out: exit === 0 ? "" : out }).toEqual({ exit: 0, err: "", out: "" });
  const stack = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/live/cdk.tf.json"), "utf8")) as Partial<Stack>;
  const nothing = { stack: { resource: {}, data: {} }, objects: new Map() };
  const { plan } = planned(nothing, { resource: stack.resource ?? {}, data: stack.data ?? {} });
  writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
});

test("verify lists what nobody read of existing things, each with the command that shows it", async () => {
  const { exit, out } = await overlap("verify", "live");
  expect(exit).toBe(0);
  expect(out).toMatch(/taken for granted, since neither the file nor the JSON tells:/);
  expect(out).toMatch(
    /subnet-0123456789abcdef0: their network ACLs admit everything\n +see +aws ec2 describe-network-acls/,
  );
  expect(out).toMatch(/rtb-0123456789abcdef0: they have no other routes .*\n +see +aws ec2 describe-route-tables/);
  expect(out).toMatch(/vpc-0123456789abcdef0: nothing else in it matters/);
  expect(out).toMatch(/sg-\w+: the targets are in them/);
  expect(out).toMatch(new RegExp(`${GATEWAY}: it is there`));
  expect(out).toMatch(
    /vpc-\w+0: its encryption control has the mode enforce and excludes nat_gateway\n +see +aws ec2 describe-vpc-encryption-controls --vpc-ids vpc-\w+0\n/,
  );
  expect(out).toMatch(/vpc-\w+1: its encryption control has the mode monitor\n/);
  expect(out).toMatch(new RegExp(`${GATEWAY}: its encryption support is enabled\n`));
  // Nothing is stated of a gateway of which only the id is known, nor of the other rules of a group.
  expect(out).not.toMatch(/the transit gateway (is there|has no default route table)/);
  expect(out).not.toMatch(/on the targets' ports, nobody else/);
});

test("verify --json has it as data, after its schema", async () => {
  const schema = JSON.parse(readFileSync(join(PROJECT, "schema/verify.schema.json"), "utf8")) as object;
  const json = JSON.parse((await overlap("verify", "live", "--json")).out) as { taken_for_granted: object[] };
  const ajv = new Ajv();
  expect([ajv.validate(schema, json), ajv.errors]).toEqual([true, null]);
  expect(json.taken_for_granted.length).toBeGreaterThan(5);
});

test("a bridge that makes both VPCs takes nothing for granted", async () => {
  const { out } = await overlap("verify", "made");
  expect(out).not.toMatch(/granted/);
  expect(JSON.parse((await overlap("verify", "made", "--json")).out)).not.toHaveProperty("taken_for_granted");
});

test("matrix counts it", async () => {
  expect((await overlap("matrix", "live")).out).toMatch(
    /\d+ things are taken for granted; overlap verify live lists them/,
  );
});

test("review --bridge judges a plan as matrix does with the bridge's file, and without it can't tell", async () => {
  const matrix = JSON.parse((await overlap("matrix", "live", "--plan", "plan.json", "--json")).out) as Matrix;
  const allowed = matrix.entries
    .filter(({ verdict }) => verdict === "ALLOWED")
    .map(({ from, to }) => `${from} > ${to}`);
  const reviewed = async (...args: string[]) =>
    JSON.parse((await overlap("review", "plan.json", "--json", ...args)).out) as {
      verdict: string;
      flows: Record<"opened" | "begun" | "undecided", { from: string[]; to: string[] }[]>;
    };
  const known = await reviewed("--bridge", "live");
  const told = [...known.flows.opened, ...known.flows.begun].flatMap(({ from, to }) =>
    from.flatMap((one) => to.map((other) => `${one} > ${other}`)),
  );
  expect(allowed.length).toBeGreaterThan(0);
  for (const pair of told) expect(allowed).toContain(pair);
  expect(told.some((pair) => pair.includes("aws_lb.front"))).toBe(true);
  const alone = await reviewed();
  expect(alone.flows.opened.length + alone.flows.begun.length).toBe(0);
  expect(alone.verdict).toBe("unknown");
});

test("a web ACL is supposed to let the clients' requests pass", async () => {
  const arn = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/bridges/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11";
  const changes = { "backend.path": "shielded.tfstate", alb: { waf_acl_arn: arn } };
  writeFileSync(join(folder, "bridges/shielded.yaml"), bridgeText("article", changes));
  const { exit, out } = await overlap("verify", "shielded");
  expect(exit).toBe(0);
  expect(out).toContain(`${arn}: it lets the clients' requests pass; its rules are not looked at`);
  expect(out).toContain(
    "aws wafv2 get-web-acl --region us-east-1 --scope REGIONAL --name bridges --id 0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11",
  );
  expect((await overlap("verify", "made")).out).not.toContain("wafv2");
});

test("a bridge that is not there is told in one line", async () => {
  expect(await overlap("review", "plan.json", "--bridge", "alive")).toEqual({
    exit: 2,
    refusal: { rule: "no-such-bridge", input: "alive" },
    out: "",
    err: expect.stringMatching(/^overlap: [^\n]+\n$/) as string,
  });
  const both = await overlap("review", "-", "--bridge", "-");
  expect(both).toMatchObject({ exit: 2, refusal: { rule: "stdin-twice", input: "plan --bridge" } });
});
