import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { readAnswers } from "../../src/account";
import { InputFault } from "../../src/terraform";
import { ACCOUNT, captureOf, type Told } from "./support/captured";
import { HUB, subnet, vpc } from "./support/hub-account";

const folder = mkdtempSync(join(tmpdir(), "overlap-account-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files by path below the input, or one file. */
type Files = string | Buffer | Readonly<Record<string, string | Buffer>>;

let count = 0;
function written(files: Files): string {
  const at = join(folder, String(++count));
  const entries = typeof files === "string" || Buffer.isBuffer(files) ? [[at, files] as const] : Object.entries(files);
  for (const [name, content] of entries) {
    const path = name === at ? at : join(at, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return at;
}

const read = (...all: readonly Files[]) =>
  readAnswers(all.map((one, i) => ({ path: written(one), shown: `input-${i + 1}` })));

const json = (value: unknown): string => JSON.stringify(value, undefined, 4);
const CAPTURE = json(captureOf({ told: HUB }));
const VPCS = json({ Vpcs: HUB.DescribeVpcs });
const SUBNETS = json({ Subnets: HUB.DescribeSubnets });
const TOLD = { "describe-vpcs.json": VPCS, "describe-subnets.json": SUBNETS };
const ofRegion = (zone: string) => ({
  "vpcs.json": VPCS,
  "subnets.json": json({ Subnets: [subnet("subnet-0a", "vpc-0a", "10.0.0.0/24", zone)] }),
});
const otherVpc = (more: object): Told => ({ DescribeVpcs: [{ ...vpc("vpc-0a", "10.0.0.0/16"), ...more }] });

function utf16(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
}

type Case = readonly [name: string, rule: string, says: RegExp, ...inputs: Files[]];

const CASES: readonly Case[] = [
  ["an empty file", "empty", /^input-1: is empty/, ""],
  ["an empty folder", "other-kind", /holds no answer of AWS/, { "notes.md": "nothing" }],
  ["an empty answer", "empty", /input-1\/vpcs.json: is empty/, { "vpcs.json": "" }],
  ["a capture that is cut off", "cut-off", /is cut off/, CAPTURE.slice(0, CAPTURE.length / 2)],
  ["an answer that is cut off", "cut-off", /vpcs.json: is cut off/, { ...TOLD, "vpcs.json": VPCS.slice(0, 90) }],
  ["gzip that is cut off", "cut-off", /is cut off, or no file of gzip/, gzipSync(CAPTURE).subarray(0, 200)],
  ["gzip that is none", "cut-off", /is cut off, or no file of gzip/, Buffer.from([0x1f, 0x8b, 1, 2, 3])],
  ["a plan", "other-kind", /is no capture/, json({ format_version: "1.2", planned_values: {} })],
  ["one answer without its folder", "other-kind", /is no capture/, VPCS],
  ["a capture of a later version", "other-version", /another version/, json({ overlap_capture: 2, places: [] })],
  ["a place without account", "other-kind", /without account or Region/, json({ overlap_capture: 1, places: [{}] })],
  [
    "a call without answer",
    "other-kind",
    /neither an answer nor a refusal of DescribeVpcs/,
    json({
      overlap_capture: 1,
      places: [{ account: ACCOUNT, region: "eu-central-1", calls: [{ operation: "DescribeVpcs" }] }],
    }),
  ],
  ["YAML", "not-json", /another output format/, { "vpcs.yaml": "Vpcs:\n- CidrBlock: 10.0.0.0/16\n" }],
  ["text", "not-json", /another output format/, { "vpcs.out": "VPCS\t10.0.0.0/16\tdopt-1\n" }],
  ["a table", "not-json", /another output format/, { vpcs: "-------------\n|DescribeVpcs|\n" }],
  ["a JSON file that holds something else", "not-json", /is not JSON/, { "vpcs.json": "An error occurred" }],
  ["only files of other commands", "other-kind", /holds no answer/, { "b.json": json({ Buckets: [{ Name: "a" }] }) }],
  [
    "AWS's error",
    "other-kind",
    /is AWS's error "UnauthorizedOperation"/,
    { ...TOLD, "x.json": json({ Errors: [{ Code: "UnauthorizedOperation", Message: "You are not" }] }) },
  ],
  ["one page of several", "cut-off", /is one page of several/, { "v.json": json({ Vpcs: [], NextToken: "eyJ2" }) }],
  [
    "the last of several pages left out",
    "cut-off",
    /is one page of several/,
    { "v.json": json([{ Vpcs: [] }, { Vpcs: [], NextToken: "eyJ2" }]) },
  ],
  [
    "an answer that does not say what it is about",
    "other-kind",
    /put its id into the file's name/,
    {
      "tables.json": json({
        TransitGatewayRouteTables: ["a", "b"].map((id) => ({
          TransitGatewayRouteTableId: `tgw-rtb-${id}`,
          DefaultAssociationRouteTable: true,
        })),
      }),
      "routes.json": json({ Routes: [{ Type: "static", State: "active" }] }),
    },
  ],
  ["one Region twice", "defined-twice", /is of account 111122223333 and Region eu-central-1/, CAPTURE, CAPTURE],
  ["one Region twice, packed", "defined-twice", /give one of the two/, CAPTURE, gzipSync(CAPTURE)],
  [
    "one Region twice in folders",
    "defined-twice",
    /is of account 111122223333 and Region eu-central-1, as input-1 is/,
    ofRegion("eu-central-1a"),
    ofRegion("eu-central-1b"),
  ],
  ["one Region as capture and as folder", "defined-twice", /give one of the two/, CAPTURE, ofRegion("eu-central-1a")],
  [
    "two captures of one Region in a folder",
    "defined-twice",
    /one of the two/,
    { "a.json": CAPTURE, "b.json": CAPTURE },
  ],
  ...(["OwnerId", "CidrBlock"] as const).map((key): Case => [
    `one VPC with two values of ${key}`,
    "defined-twice",
    new RegExp(`input-2: says another ${key} of "vpc-0a" than input-1`),
    CAPTURE,
    json(captureOf({ account: "444455556666", told: otherVpc({ [key]: "10.9.0.0/16" }) })),
  ]),
  ["folders inside each other", "too-deep", /more than 6 folders/, { "1/2/3/4/5/6/7/vpcs.json": VPCS }],
];

describe("what is no answer of AWS is refused in one line", () => {
  it.each(CASES.map(([name, rule, says, ...inputs]) => ({ name, rule, says, inputs })))(
    "$name",
    ({ rule, says, inputs }) => {
      let fault: unknown;
      try {
        read(...inputs);
      } catch (error) {
        fault = error;
      }
      expect(fault).toBeInstanceOf(InputFault);
      expect((fault as InputFault).rule).toBe(rule);
      expect((fault as InputFault).message).toMatch(says);
      expect((fault as InputFault).message).toMatch(/^[^\n\p{Cc}]+$/u);
    },
  );

  it("a file that is too large, unread", () => {
    const path = written("{");
    truncateSync(path, 200 * 1024 * 1024);
    expect(() => readAnswers([{ path, shown: "big" }])).toThrow(/^big: is larger than 160 MiB/);
  });

  it("gzip that holds more than it may", () => {
    expect(() => read(gzipSync(Buffer.alloc(161 * 1024 * 1024, " ")))).toThrow(/is larger than 160 MiB/);
  });

  it("nothing where the input should be", () => {
    expect(() => readAnswers([{ path: join(folder, "nobody"), shown: "nobody" }])).toThrow(
      /^nobody: there is no such file/,
    );
  });
});

describe("what is AWS's answer is read, however it was written down", () => {
  const idsIn = (found: ReturnType<typeof readAnswers>) =>
    found.answers.items("DescribeVpcs").map(({ json: one }) => one.VpcId);
  const BOTH = ["vpc-0a", "vpc-0b"];

  it.each<[string, Files]>([
    ["a capture", CAPTURE],
    ["packed", gzipSync(CAPTURE)],
    ["with a byte order mark", `\uFEFF${CAPTURE}`],
    ["of PowerShell", utf16(CAPTURE)],
    ["a folder", TOLD],
    ["a folder of PowerShell's files", { "v.json": utf16(VPCS), "s.json": utf16(SUBNETS) }],
    ["a folder with other things in it", { ...TOLD, Makefile: "all:\n\taws\n", "get.sh": "aws", ".hidden": "x" }],
    ["a folder of a capture", { "eu/a.json": CAPTURE }],
    [
      "pages, one by one",
      { "v.json": json([{ Vpcs: [HUB.DescribeVpcs].flat().slice(0, 1) }, { Vpcs: [vpc("vpc-0b", "10.1.0.0/16")] }]) },
    ],
    ["files of any name", { a: VPCS, "b.txt.out": SUBNETS }],
  ])("%s", (_, input) => {
    expect(idsIn(read(input))).toEqual(BOTH);
  });

  it("names what in a folder is none of it", () => {
    const found = read({ ...TOLD, "b.json": json({ Buckets: [] }), Makefile: "all:\n" });
    expect(found.notRead.map(({ file }) => file)).toEqual(["input-1/Makefile", "input-1/b.json"]);
  });

  it("follows links once, also those that lead back", () => {
    const at = written(TOLD);
    symlinkSync(at, join(at, "again"));
    symlinkSync(join(at, "self"), join(at, "self"));
    symlinkSync(join(at, "nobody.json"), join(at, "nowhere.json"));
    const elsewhere = written(VPCS);
    const other = written({ "s.json": SUBNETS });
    symlinkSync(elsewhere, join(other, "v.json"));
    for (const path of [at, other]) expect(idsIn(readAnswers([{ path, shown: "linked" }]))).toEqual(BOTH);
  });

  it("what two accounts share, each in its own way", () => {
    const theirs: Told = {
      ...HUB,
      DescribeVpcs: [{ ...vpc("vpc-0a", "10.0.0.0/16"), Tags: [{ Key: "Name", Value: "shared" }] }],
    };
    const found = read(CAPTURE, json(captureOf({ account: "444455556666", told: theirs })));
    expect(new Set(idsIn(found))).toEqual(new Set(BOTH));
  });

  it("an empty list of what its file's name says it is about", () => {
    const found = read({
      "policy-tables.json": json({
        TransitGatewayPolicyTables: [{ TransitGatewayPolicyTableId: "tgw-ptb-0a", TransitGatewayId: "tgw-0a" }],
      }),
      "associations-tgw-ptb-0a.json": json({ Associations: [] }),
    });
    expect(found.answers.tellsOf("GetTransitGatewayPolicyTableAssociations", "tgw-ptb-0a")).toBe(true);
    expect(found.answers.has("GetTransitGatewayRouteTableAssociations")).toBe(false);
  });
});
