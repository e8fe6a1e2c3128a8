import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Example, pack } from "./pack";

jest.setTimeout(300_000);

const PEERS = ["cdktf", "constructs", "@cdktf/provider-aws"];
const TYPES = ["@types/node", "typescript"];

describe("the package, installed by other projects", () => {
  const folder = mkdtempSync(join(tmpdir(), "overlap-package-"));
  let tarball = "";

  beforeAll(() => {
    tarball = pack(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("constructs: a bridge in a stack of somebody's", () => {
    const example = new Example(folder, "constructs", tarball, [...PEERS, ...TYPES]);
    example.compile();
    example.run("main.js");
    const json = readFileSync(join(example.folder, "cdktf.out/stacks/orders/cdk.tf.json"), "utf8");
    const { resource, output } = JSON.parse(json) as Record<"resource" | "output", Record<string, object>>;
    expect(Object.keys(resource["aws_nat_gateway"]!)).toHaveLength(2);
    expect(output["url"]).toEqual({ value: expect.stringMatching(/^http:\/\/\$\{aws_lb\.\w+\.dns_name\}$/) as string });
  });

  test("matchers: tests of a network that is no bridge", () => {
    const tools = ["jest", "ts-jest", "@types/jest", "@jest/globals", "expect"];
    const example = new Example(folder, "matchers", tarball, [...PEERS, ...TYPES, ...tools]);
    example.compile("--noEmit");
    expect(() => example.run("node_modules/jest/bin/jest.js", "--ci")).not.toThrow();
  });

  test("judge: a plan, with neither cdktf nor zod", () => {
    const example = new Example(folder, "judge", tarball, TYPES);
    rmSync(join(example.folder, "node_modules/zod"), { recursive: true, force: true });
    example.compile();
    let told = "";
    try {
      example.run("main.js", "plan.json");
    } catch (error) {
      told = (error as { stdout: string }).stdout;
    }
    expect(told.split("\n").slice(0, 3)).toEqual([
      "ok     internet -> aws_instance.database 5432",
      "BROKEN internet -> aws_instance.app 22",
      expect.stringMatching(/^ {7}ALLOWED, over internet, .*aws_instance\.app$/),
    ]);
  });
});
