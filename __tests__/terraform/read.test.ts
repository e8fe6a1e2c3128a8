import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setLimits } from "../../src/limits";
import { namedTwice } from "../support/told";
import { BAD_INPUTS, PLAN } from "./bad-inputs";
import { graphOf, InputFault, isWhollyKnown, readTerraform, type TerraformKind } from "../../src/terraform";

const json = (value: unknown): string => JSON.stringify(value);

const doubling = (first: unknown, twice: (before: string) => unknown): string => {
  const locals = Array.from({ length: 40 }, (_, i) => [`x${i}`, i === 0 ? first : twice(`local.x${i - 1}`)] as const);
  return json({
    locals: Object.fromEntries<unknown>(locals),
    resource: { aws_vpc: { v: { cidr_block: "${local.x39}" } } },
  });
};
const GROWING: readonly (readonly [string, string])[] = [
  ["text that doubles", doubling("ha", (one) => `\${${one}}\${${one}}`)],
  ["lists that double", doubling([1], (one) => [`\${${one}}`, `\${${one}}`])],
  ["concatenation that doubles", doubling([1], (one) => `\${concat(${one}, ${one})}`)],
  [
    "loops in loops",
    json({
      resource: { aws_vpc: { v: { cidr_block: "${[for a in range(1000) : [for b in range(1000) : b]]}" } } },
    }),
  ],
];

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "overlap-read-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function faultOf(run: () => unknown): InputFault {
  try {
    run();
  } catch (error) {
    if (error instanceof InputFault) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("bad input", () => {
  test("has a name of its own", () => {
    expect(namedTwice(BAD_INPUTS)).toEqual([]);
  });

  test.each(BAD_INPUTS.map((bad) => [bad.id, bad] as const))("%s is told in one line", (_, bad) => {
    const file = join(folder, "input.json");
    writeFileSync(file, bad.content);
    const { rule, where, message } = faultOf(() => readTerraform(file, bad.kind));
    expect({ rule, where }).toEqual({ rule: bad.rule, where: file });
    expect(message.startsWith(`${file}: `)).toBe(true);
    expect(message).not.toContain("\n");
  });

  test.each(GROWING)("%s 40 times is not understood, and not worked out", (_, content) => {
    const file = join(folder, "growing.json");
    writeFileSync(file, content);
    const graph = readTerraform(file, "synth");
    expect(isWhollyKnown(graph.get("aws_vpc.v")?.values.cidr_block)).toBe(false);
  });

  test("a file whose expressions all grow is refused", () => {
    const large = "${[for a in range(250) : [for b in range(1000) : b]]}";
    const vpcs = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`v${i}`, { cidr_block: large }]));
    setLimits({ work: 1_000_000 });
    try {
      const { rule, where, reason } = faultOf(() => graphOf({ resource: { aws_vpc: vpcs } }, "test", "synth"));
      expect({ rule, where }).toEqual({ rule: "limit", where: "test" });
      expect(reason).toMatch(/^working out aws_vpc\.v.*--limit work=2000000\b/);
    } finally {
      setLimits({});
    }
  });

  test("a file without end, and names that a command has to escape", () => {
    expect(faultOf(() => readTerraform("/dev/zero", "plan")).rule).toBe("too-large");
    const twice = { aws_vpc: { "a\u001b[31m\n\u0000b": {} } };
    const { rule, reason } = faultOf(() => graphOf({ resource: [twice, twice] }, "test", "synth"));
    expect(rule).toBe("defined-twice");
    expect(reason).toContain("aws_vpc.a\u001b[31m\n\u0000b ");
  });

  test("a missing file, a folder, and a file of 100 MB", () => {
    expect(faultOf(() => readTerraform(join(folder, "nowhere.json"), "plan")).rule).toBe("missing");
    expect(faultOf(() => readTerraform(folder, "plan")).rule).toBe("folder");
    const large = join(folder, "large.json");
    writeFileSync(large, "");
    truncateSync(large, 100_000_000);
    expect(faultOf(() => readTerraform(large, "state")).rule).toBe("too-large");
  });
});

describe("odd but good input", () => {
  const read = (content: string | Buffer, kind: TerraformKind) => {
    const file = join(folder, "odd.json");
    writeFileSync(file, content);
    return readTerraform(file, kind);
  };

  test("a wrapper's line before the JSON, a byte order mark, UTF-16", () => {
    const state = json({
      format_version: "1.0",
      values: {
        root_module: {
          resources: [{ address: "aws_vpc.a", mode: "managed", type: "aws_vpc", name: "a", values: { id: "vpc-1" } }],
        },
      },
    });
    for (const content of [
      `Running terraform show\n${state}`,
      `\ufeff${state}`,
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(state, "utf16le")]),
    ])
      expect(read(content, "state").resources.map(({ address }) => address)).toEqual(["aws_vpc.a"]);
  });

  test("a plan without configuration, with masks of every form, deposed objects and changes without a change", () => {
    const change = (after: unknown, unknown: unknown) => ({
      actions: ["create"],
      before: null,
      after,
      after_unknown: unknown,
    });
    const plan = {
      format_version: "0.1",
      resource_changes: [
        {
          address: "aws_vpc.a",
          mode: "managed",
          type: "aws_vpc",
          name: "a",
          provider_name: "aws.peer",
          change: change({ cidr_block: "10.0.0.0/16" }, null),
        },
        { address: "aws_vpc.b", mode: "managed", type: "aws_vpc", name: "b", change: change({}, { cidr_block: true }) },
        {
          address: "aws_vpc.b",
          mode: "managed",
          type: "aws_vpc",
          name: "b",
          deposed: "12345678",
          change: { actions: ["delete"], before: {}, after: null },
        },
        { address: "aws_vpc.c", mode: "managed", type: "aws_vpc", name: "c" },
        {
          address: "aws_vpc.gone",
          mode: "managed",
          type: "aws_vpc",
          name: "gone",
          change: { actions: ["forget"], before: {}, after: null },
        },
        {
          address: 'aws_vpc.each["a.b/c d"]',
          mode: "managed",
          type: "aws_vpc",
          name: "each",
          index: "a.b/c d",
          change: change({ cidr_block: "10.1.0.0/16" }, false),
        },
      ],
    };
    const graph = read(json(plan), "plan");
    expect(graph.resources.map(({ address }) => address)).toEqual([
      "aws_vpc.a",
      "aws_vpc.b",
      // What Terraform forgets stays in AWS.
      "aws_vpc.gone",
      'aws_vpc.each["a.b/c d"]',
    ]);
    expect(graph.resolve(graph.get("aws_vpc.b")?.values.cidr_block).kind).toBe("unknown");
    expect(graph.get('aws_vpc.each["a.b/c d"]')?.index).toBe("a.b/c d");
  });

  test("an argument that reaches one resource on 2^30 ways through modules is told at once", () => {
    const nested = (depth: number): object =>
      depth === 0
        ? { resources: [{ address: "aws_vpc.v", expressions: { cidr_block: { references: ["var.a", "var.b"] } } }] }
        : { module_calls: { m: { expressions: depth === 30 ? top : both, module: nested(depth - 1) } } };
    const both = { a: { references: ["var.a", "var.b"] }, b: { references: ["var.a", "var.b"] } };
    const top = { a: { references: ["aws_vpc.top.id"] }, b: { references: ["aws_vpc.top.id"] } };
    const created = (address: string, unknown: object) => ({
      address,
      mode: "managed",
      type: "aws_vpc",
      name: address.split(".").at(-1),
      change: { actions: ["create"], after: {}, after_unknown: unknown },
    });
    const inner = `${"module.m.".repeat(30)}aws_vpc.v`;
    const plan = {
      ...PLAN,
      resource_changes: [created("aws_vpc.top", { id: true }), created(inner, { cidr_block: true })],
      configuration: { root_module: nested(30) },
    };
    expect(read(json(plan), "plan").get(inner)?.values.cidr_block).toMatchObject({
      candidates: [{ address: "aws_vpc.top", attribute: "id" }],
      exact: false,
    });
  });
});
