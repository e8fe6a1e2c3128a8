import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { main } from "../../src/cli/main";
import { ELSEWHERE, range, sameClient, sameGateway, sameWeb } from "../address-plan/across-case";
import { type Edit, EXISTING, patch } from "../config/bridge-texts";
import { WHOLE_VPC } from "../config/hub-texts";
import { captureIo } from "../support/io";
import { blockIn, paste } from "../support/paste";

const targets = (address: string): Edit => ["[10.64.0.10, 172.20.0.10]", `[${address}]`];
const names: Edit = ["services:", "dns: { zone: example.internal }\nservices:"];
const role: Edit = ['"444455556666" }', '"444455556666", role: "arn:aws:iam::444455556666:role/deploy" }'];
const first = (...edits: readonly Edit[]) => patch(EXISTING, role, ...edits);
const second = (...edits: readonly Edit[]) => patch(ELSEWHERE, role, range("100.65.0.0/24"), ...edits);
const OWN_SUBNETS: Edit = [
  "  zones: [use1-az1, use1-az2]",
  "  alb_subnets: { a: { cidr: 100.65.0.0/27, zone: use1-az1 }, b: { cidr: 100.65.0.32/27, zone: use1-az2 } }\n  nat_subnets: { n: { cidr: 100.65.0.128/28, zone: use1-az1 } }\n  attachment_subnets: { c: { cidr: 100.65.0.192/28, zone: use1-az1 }, d: { cidr: 100.65.0.208/28, zone: use1-az2 } }",
];
/** The same kind of hub as WHOLE_VPC between other things. */
const SECOND_HUB = patch(
  WHOLE_VPC.replace(/\b(vpc|subnet|rtb|sg)-(\d)\d/g, "$1-$2a"),
  ["key: whole-vpc", "key: second"],
  ["100.64.8.0/22", "100.64.12.0/22"],
  ["100.64.0.0/26", "100.64.1.0/26"],
);

/** Two files that are refused together, though the second one could use what the first one makes. */
const PAIRS: readonly { readonly what: string; readonly one: string; readonly two: string }[] = [
  {
    what: "one client VPC and gateway",
    one: first(targets("10.64.0.10")),
    two: second(sameClient, sameGateway, targets("172.20.0.10")),
  },
  {
    what: "one client VPC and gateway, and an attachment with subnets of its own",
    one: first(targets("10.64.0.10")),
    two: second(sameClient, sameGateway, targets("172.20.0.10"), OWN_SUBNETS),
  },
  {
    what: "one web VPC and gateway, shared with its account in words",
    one: first(),
    two: second(sameWeb, sameGateway.map((text) => text.replace(" }", ", share: invitation }")) as unknown as Edit),
  },
  {
    what: "one web VPC and gateway, with the subnets that the other file lists, too",
    one: first(),
    two: second(sameWeb, sameGateway, [
      "id: subnet-4a444444, route_table: rtb-3a333333",
      "id: subnet-44444444, route_table: rtb-33333333",
    ]),
  },
  {
    what: "both VPCs",
    one: first(targets("10.64.0.10")),
    two: second(sameClient, sameWeb, sameGateway, targets("172.20.0.10")),
  },
  { what: "hubs, and one client VPC", one: WHOLE_VPC, two: SECOND_HUB.replace("vpc-1a111111", "vpc-11111111") },
  { what: "hubs, and one web VPC", one: WHOLE_VPC, two: SECOND_HUB.replace("vpc-2a222222", "vpc-22222222") },
  {
    what: "a zone of one name for one client VPC",
    one: first(names),
    two: second(sameClient, names),
  },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-clash-"));
  mkdirSync(join(folder, "bridges"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string) => join(folder, "bridges", `${name}.yaml`);

async function overlap(...args: string[]) {
  const io = captureIo(folder);
  const exit = await main(args, io);
  return { exit, text: stripVTControlCharacters(io.out() + io.err()) };
}

test.each(PAIRS.map((pair) => [pair.what, pair] as const))(
  "%s: the block that is told, pasted into the second file, makes both right, and what it promises is proved",
  async (_, { one, two }) => {
    writeFileSync(file("one"), one);
    writeFileSync(file("two"), two);
    const told = await overlap("check", "two");
    expect(told.exit).not.toBe(0);
    const { heading, block } = blockIn(told.text);
    expect(heading).toMatch(/^write in bridges\/two\.yaml, if one\.yaml is deployed first, with the ids? of .*:$/);
    writeFileSync(file("two"), paste(readFileSync(file("two"), "utf8"), block));
    expect(await overlap("check")).toMatchObject({ exit: 0 });
    expect(await overlap("synth")).toMatchObject({ exit: 0 });
    const { exit, text } = await overlap("verify", "two");
    expect(text).toMatch(/all \d+ statements hold/);
    expect(exit).toBe(0);
  },
);

test("nothing is told to paste where it would lead one address to two web VPCs", async () => {
  writeFileSync(file("one"), first());
  writeFileSync(file("two"), second(sameClient, sameGateway));
  const { exit, text } = await overlap("check", "two");
  expect([exit === 0, blockIn(text).block]).toEqual([false, []]);
  expect(text).toMatch(/\[one-attachment\]/);
});
