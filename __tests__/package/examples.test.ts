import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

  test("brings along what it loads, and no more", () => {
    const example = new Example(folder, "judge", tarball, TYPES, "bare");
    const manifest = JSON.parse(
      readFileSync(join(example.folder, "node_modules/overlap-bridge/package.json"), "utf8"),
    ) as Record<string, Record<string, string>>;
    // zod for types alone: what it does at run time is a part of dist/.
    expect(Object.keys(manifest["dependencies"]!)).toEqual(["@cdktn/hcl2json", "@hpcc-js/wasm-graphviz", "zod"]);
    // The AWS SDK is for a capture alone, so nobody has to have it.
    const optional = Object.keys(manifest["peerDependenciesMeta"]!);
    expect(Object.keys(manifest["peerDependencies"]!).sort()).toEqual([...PEERS, ...optional].sort());
    expect(optional.filter((name) => !name.startsWith("@aws-sdk/"))).toEqual([]);
    for (const name of optional) expect(existsSync(join(example.folder, "node_modules", name))).toBe(false);
    expect(manifest["scripts"]).toBeUndefined();
    // The command finds its own program, and says what is missing where the peers are left out.
    expect(() => example.run("node_modules/overlap-bridge/bin/overlap.js", "--help")).toThrow(
      /overlap: cdktf is not installed; .*npm install cdktf constructs @cdktf\/provider-aws/,
    );
  });

  test.each([
    ["node16", "node16"],
    ["esnext", "bundler"],
  ])("its types hold in the strictest of projects: module %s, resolution %s", (module, resolution) => {
    const tools = ["@types/jest", "expect"];
    const example = new Example(folder, "constructs", tarball, [...PEERS, ...TYPES, ...tools], `strict-${module}`);
    const imports = ["overlap-bridge", "overlap-bridge/judge", "overlap-bridge/jest"];
    const all = imports.map((name, i) => `export * as part${i} from "${name}";\n`).join("");
    writeFileSync(join(example.folder, "all.ts"), all);
    const strict = ["--skipLibCheck", "false", "--exactOptionalPropertyTypes", "--verbatimModuleSyntax", "false"];
    example.compile("--noEmit", ...strict, "--module", module, "--moduleResolution", resolution);
  });

  test("constructs: a bridge in a stack of somebody's", () => {
    const example = new Example(folder, "constructs", tarball, [...PEERS, ...TYPES]);
    example.compile();
    example.run("main.js");
    const json = readFileSync(join(example.folder, "cdktf.out/stacks/orders/cdk.tf.json"), "utf8");
    const { resource, output } = JSON.parse(json) as Record<"resource" | "output", Record<string, object>>;
    expect(Object.keys(resource["aws_nat_gateway"]!)).toHaveLength(2);
    expect(output["url"]).toEqual({ value: expect.stringMatching(/^http:\/\/\$\{aws_lb\.\w+\.dns_name\}$/) as string });
    const beside = readFileSync(join(example.folder, "cdktf.out/stacks/data/cdk.tf.json"), "utf8");
    const { resource: data } = JSON.parse(beside) as { resource: Record<string, object> };
    expect([Object.keys(data["aws_instance"]!).length, data["aws_lb"]]).toEqual([1, undefined]);
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
