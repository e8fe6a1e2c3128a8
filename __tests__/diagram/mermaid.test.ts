import { escapeMermaid } from "../../src/diagram/mermaid";
import { MermaidIds, mermaidId } from "../../src/diagram/mermaid-ids";
import { hubWith } from "../../bench/hub";
import { type Drawing, drawingOf, exampleDrawing, mermaidOfDrawing, networkDrawing } from "../support/drawing";

/** What a line of our flowcharts may be, in the part of Mermaid's grammar that they use. */
const TEXT = /"(?:[^"`\\]|<br\/>|<\/?i>)*"/.source;
const ID = "[A-Za-z][A-Za-z0-9_]*";
const GRAMMAR: readonly RegExp[] = [
  /^flowchart (TB|LR)$/,
  /^accTitle: [\p{L}\p{N} .,_/-]+$/u,
  new RegExp(`^subgraph ${ID}\\[${TEXT}\\]$`),
  /^end$/,
  new RegExp(`^${ID}(\\[${TEXT}\\]|\\[\\[${TEXT}\\]\\]|\\(\\[${TEXT}\\]\\)|\\(\\(${TEXT}\\)\\)|\\{\\{${TEXT}\\}\\})$`),
  new RegExp(
    `^${ID} (<?-- ${TEXT} -->|<?-->|<?-\\. ${TEXT} \\.->|<?-\\.->|x?-\\. ${TEXT} \\.-x|-- ${TEXT} ---|---) ${ID}$`,
  ),
  /^linkStyle \d+(,\d+)* stroke:#[0-9a-f]{6},stroke-width:\dpx$/,
  /^classDef [a-z]+ stroke:#[0-9a-f]{6}(,stroke-width:3px)?(,stroke-dasharray:6 3)?$/,
  new RegExp(`^class ${ID}(,${ID})* [a-z]+$`),
  new RegExp(`^style ${ID} stroke:#[0-9a-f]{6},stroke-width:3px$`),
];

function faultsOf(mermaid: string): string[] {
  const lines = mermaid
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
  const faults = lines.filter((line) => !GRAMMAR.some((rule) => rule.test(line)));
  const depth =
    lines.filter((line) => line.startsWith("subgraph ")).length - lines.filter((line) => line === "end").length;
  const defined = new Set(lines.flatMap((line) => /^(?:subgraph )?([A-Za-z]\w*)(?=[[({])/.exec(line)?.[1] ?? []));
  const used = lines.flatMap((line) => /^(\w+) (?:<|x|-).* (\w+)$/.exec(line)?.slice(1, 3) ?? []);
  return [
    ...faults,
    ...(depth === 0 ? [] : [`${depth} subgraphs stay open`]),
    ...used.filter((id) => !defined.has(id)),
  ];
}

const CASES: readonly (readonly [string, () => Drawing])[] = [
  ["article", () => exampleDrawing("article")],
  ["production", () => exampleDrawing("production")],
  ["a hub", () => drawingOf(hubWith(20, 10))],
  ["load balancers", () => networkDrawing("load-balancers.tf.json")],
  ["peerings", () => networkDrawing("peering-is-not-transitive.tf.json")],
  ["central egress", () => networkDrawing("centralized-egress.tf.json")],
  ["nothing", () => drawingOf({ resource: {} })],
];

test.each(CASES)("the flowchart of %s is Mermaid", (_, make) => {
  expect(faultsOf(mermaidOfDrawing(make()))).toEqual([]);
});

test.each([
  '"',
  "]",
  "a\nend\nb",
  "<b onclick=x>",
  "`x`",
  "%%{init: {}}%%",
  "#quot;",
  "-->|x|",
  "東京",
  "\\",
  "end",
  ";",
  "\u202E",
  "$$x$$",
  "style:#x;",
])("a name like %j stays in its quotes", (name) => {
  const vpc = { v: { for_each: { [name]: "x" }, cidr_block: "10.0.0.0/16" } };
  const subnet = {
    s: {
      for_each: { [name]: "x" },
      vpc_id: "${aws_vpc.v[each.key].id}",
      cidr_block: "10.0.1.0/24",
      availability_zone: name,
    },
  };
  const mermaid = mermaidOfDrawing(drawingOf({ resource: { aws_vpc: vpc, aws_subnet: subnet } }, name));
  expect(faultsOf(mermaid)).toEqual([]);
  expect(mermaid).not.toMatch(/<b |`|%%|\u202E/);
});

test("every character of a name is escaped once", () => {
  expect(escapeMermaid('#"<&>')).toBe("#35;#quot;#lt;#amp;#gt;");
  expect(escapeMermaid("plain_name-1.2 → x")).toBe("plain_name-1.2 → x");
});

test("ids are the same in every picture, and never two things'", () => {
  expect(mermaidId("aws_vpc.client")).toBe("aws_vpc__client");
  const alike = ["aws_vpc.a-b", "aws_vpc.a_b", "aws_vpc.a.b", 'aws_vpc.a["b"]', 'aws_vpc.a["B"]', "internet", "end"];
  expect(new Set(alike.map(mermaidId)).size).toBe(alike.length);
  for (const one of alike) expect(mermaidId(one)).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
});

test("two addresses with one checksum, or with one plain name, are two boxes of a picture", () => {
  // "plumless" and "buckeroo" have the same CRC-32.
  const alike = ["a__b.c", "a.b__c", ...["plumless", "buckeroo"].map((key) => `${"x".repeat(40)}["${key}`)];
  const ids = new MermaidIds();
  expect(mermaidId("a__b.c")).toBe(mermaidId("a.b__c"));
  expect(new Set(alike.map((one) => ids.of(one))).size).toBe(alike.length);
  expect(alike.map((one) => ids.of(one))).toEqual(alike.map((one) => ids.of(one)));
});

test("what Mermaid would not draw is one sentence", () => {
  const vpcs = Object.fromEntries(
    Array.from({ length: 900 }, (_, i) => [`vpc-with-a-long-name-${i}`, { cidr_block: "10.0.0.0/16" }]),
  );
  const mermaid = mermaidOfDrawing(drawingOf({ resource: { aws_vpc: vpcs } }));
  expect(mermaid).toContain("too large for Mermaid");
  expect(faultsOf(mermaid)).toEqual([]);
});
