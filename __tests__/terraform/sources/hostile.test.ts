import fc from "fast-check";
import { deflateRawSync } from "node:zlib";
import { readPlan, SourcesFault } from "../../../src/terraform";
import { filesInPlan } from "../../../src/terraform/sources/in-plan-file";
import { sourcesInPlanFile, ZipFault } from "../../../src/terraform/sources";
import { filesOfZip, isZip } from "../../../src/terraform/sources/zip";
import { readSources } from "../../../src/terraform/sources/module-source";
import { jsonOf, planFileOf } from "./networks";

const PLAN_FILE = planFileOf("cluster");

function checksum(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

interface Entry {
  readonly name: string;
  readonly content: Buffer;
  /** What the archive says of it, where that is not so. */
  readonly said?: {
    readonly size?: number;
    readonly checksum?: number;
    readonly localName?: string;
    readonly flags?: number;
  };
}

function numbers(format: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const bytes = Buffer.alloc(format.reduce((sum, [, size]) => sum + size, 0));
  let at = 0;
  for (const [value, size] of format) at = bytes.writeUIntLE(value, at, size);
  return bytes;
}

/** An archive as any program may write it. */
function zipOf(entries: readonly Entry[]): Buffer {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, content, said = {} } of entries) {
    const packed = deflateRawSync(content);
    const [own, local] = [Buffer.from(name), Buffer.from(said.localName ?? name)];
    const [sum, size, flags] = [said.checksum ?? checksum(content), said.size ?? content.length, said.flags ?? 0];
    const common = [
      [20, 2],
      [flags, 2],
      [8, 2],
      [0, 4],
      [sum, 4],
      [packed.length, 4],
      [size, 4],
    ] as const;
    const head = Buffer.concat([numbers([[0x04034b50, 4], ...common, [local.length, 2], [0, 2]]), local]);
    directory.push(
      Buffer.concat([
        numbers([
          [0x02014b50, 4],
          [20, 2],
          ...common,
          [own.length, 2],
          [0, 2],
          [0, 2],
          [0, 2],
          [0, 2],
          [0, 4],
          [at, 4],
        ]),
        own,
      ]),
    );
    parts.push(head, packed);
    at += head.length + packed.length;
  }
  const all = Buffer.concat(directory);
  const end = numbers([
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [entries.length, 2],
    [entries.length, 2],
    [all.length, 4],
    [at, 4],
    [0, 2],
  ]);
  return Buffer.concat([...parts, all, end]);
}

const text = (name: string, content: string, said?: Entry["said"]): Entry => ({
  name,
  content: Buffer.from(content),
  ...(said && { said }),
});
const PLAN = text("tfplan", "plan");
const LIST = text("tfconfig/modules.json", '[{"Key":"","Dir":"."}]');

test("an archive of any program is read", () => {
  const bytes = zipOf([PLAN, LIST, text("tfconfig/m-/main.tf", "locals {\n}\n"), text("tfconfig/m-/.hidden.tf", "x")]);
  expect(isZip(bytes)).toBe(true);
  expect(filesInPlan(bytes)).toEqual([{ key: "", dir: ".", files: [{ name: "main.tf", text: "locals {\n}\n" }] }]);
});

const LIES: readonly [string, readonly Entry[], RegExp][] = [
  ["a name that leads out of it", [PLAN, text("../../etc/main.tf", "")], /leads out/],
  ["an absolute name", [PLAN, text("/etc/main.tf", "")], /leads out/],
  ["a name of another system", [PLAN, text("a\\..\\main.tf", "")], /leads out/],
  ["one name twice", [PLAN, LIST, LIST], /two files of one name/],
  [
    "another size",
    [PLAN, text("tfconfig/modules.json", "[]", { size: 1 })],
    /not what the archive says|no sound archive/,
  ],
  ["another checksum", [PLAN, text("tfconfig/modules.json", "[]", { checksum: 1 })], /not what the archive says/],
  [
    "two names of one file",
    [PLAN, text("tfconfig/modules.json", "[]", { localName: "tfconfig/modules.jsom" })],
    /two names/,
  ],
  ["what is encrypted", [PLAN, text("tfconfig/modules.json", "[]", { flags: 1 })], /encrypted/],
  ["a file that grows", [PLAN, LIST, { name: "tfconfig/m-/a.tf", content: Buffer.alloc(9 * 1024 * 1024) }], /8 MiB/],
  [
    "a file that grows in secret",
    [PLAN, LIST, { name: "tfconfig/m-/a.tf", content: Buffer.alloc(9 * 1024 * 1024), said: { size: 10 } }],
    /no sound archive/,
  ],
  ["no plan", [LIST], /holds no plan/],
];

test.each(LIES)("an archive with %s is refused", (_, entries, says) => {
  expect(() => filesInPlan(zipOf(entries))).toThrow(says);
});

const BAD_SOURCES: readonly [string, readonly Entry[], RegExp][] = [
  ["no list of modules", [PLAN], /are not in it/],
  ["a list that is no JSON", [PLAN, text("tfconfig/modules.json", "{")], /not JSON/],
  ["a list of something else", [PLAN, text("tfconfig/modules.json", '[{"Key":1}]')], /is none/],
  ["null for a list", [PLAN, text("tfconfig/modules.json", "null")], /is none/],
  [
    "too large a file",
    [PLAN, LIST, { name: "tfconfig/m-/a.tf", content: Buffer.alloc(5 * 1024 * 1024, " ") }],
    /4 MiB/,
  ],
];

test.each(BAD_SOURCES)("sources with %s are not believed", async (_, entries, says) => {
  const { modules } = await sourcesInPlanFile(zipOf(entries));
  expect(modules.get("")).toMatchObject({ message: expect.stringMatching(says) as unknown });
});

test("a plan file with any byte changed gives files or a fault, and nothing else", () => {
  fc.assert(
    fc.property(fc.nat(PLAN_FILE.length - 1), fc.nat(255), fc.nat(PLAN_FILE.length), (at, byte, length) => {
      for (const bytes of [Buffer.from(PLAN_FILE), Buffer.from(PLAN_FILE.subarray(0, length))]) {
        if (at < bytes.length) bytes[at] = byte;
        try {
          filesInPlan(bytes);
        } catch (error) {
          expect(error instanceof ZipFault || error instanceof SourcesFault).toBe(true);
        }
      }
    }),
  );
});

test("a directory of an archive that goes on for ever ends", () => {
  const bytes = zipOf([PLAN]);
  bytes.writeUInt16LE(0xffff, bytes.length - 12);
  expect(() => filesOfZip(bytes)).toThrow(/more than 5000 files/);
});

const HOSTILE: readonly [string, string][] = [
  [
    "locals that grow without end",
    Array.from({ length: 60 }, (_, i) => `l${i} = [local.l${i + 1}, local.l${i + 1}]`).join("\n"),
  ],
  ["locals in a row of thousands", Array.from({ length: 20_000 }, (_, i) => `l${i} = local.l${i + 1}`).join("\n")],
  [
    "a local that asks for millions",
    "l0 = [for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]",
  ],
  ["names of every object", "l0 = 1\n__proto__ = 2\nconstructor = 3\ntoString = 4"],
];

test.each(HOSTILE)("%s take no more than they may, and decide nothing", async (_, locals) => {
  const plan = jsonOf("vpc", "plan");
  const { key, dir, files } = filesInPlan(planFileOf("vpc")).find((one) => one.key === "vpc")!;
  const edited = files.map(({ name, text: own }) => ({
    name,
    text: own
      .replace(/nat_gateway_ips .*/, "nat_gateway_ips = [local.l0]")
      .replace(/^locals \{/m, `locals {\n${locals}\nl60 = 1\nl20000 = 1\n`),
  }));
  const others = filesInPlan(planFileOf("vpc")).filter((one) => one.key !== "vpc");
  const graph = readPlan(plan, await readSources([...others, { key, dir, files: edited }], false));
  const nat = graph.get("module.vpc.aws_nat_gateway.this[0]");
  expect(nat?.values.allocation_id).toMatchObject({ candidates: expect.anything() as unknown });
});
