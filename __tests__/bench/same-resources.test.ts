import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hubSubjects } from "../../bench/large-hub";
import { assertSameResources } from "../../bench/same-resources";
import { assertFairBaseline } from "../../bench/synthesis";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("what the synthesis is measured against makes the same resources", () => {
  expect(() => assertFairBaseline(root, 2)).not.toThrow();
});

test("what the large hub's synthesis is measured against makes the same resources", () => {
  expect(() => hubSubjects(mkdtempSync(join(root, "hub-")))).not.toThrow();
});

test("a baseline that leaves out an argument is refused, with the resource", () => {
  const ours = join(root, "services-2", "cdktf.out", "stacks", "services", "cdk.tf.json");
  const lesser = join(root, "lesser.tf.json");
  const content = JSON.parse(readFileSync(ours, "utf8")) as { resource: Record<string, Record<string, object>> };
  const [name] = Object.keys(content.resource.aws_nat_gateway!);
  Reflect.deleteProperty(content.resource.aws_nat_gateway![name!]!, "private_ip");
  writeFileSync(lesser, JSON.stringify(content));
  expect(() => assertSameResources(ours, lesser)).toThrow(
    /ours [12], baseline [01]: resource aws_nat_gateway \{.*"private_ip":"string"/,
  );
});
