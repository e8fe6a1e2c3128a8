import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Ajv from "ajv/dist/2020";
import { parse } from "yaml";
import { addressesOf, runGenerate } from "../../src/maintenance/generate";
import { SMALL } from "../config/bridge-texts";
import { HUB, WHOLE_VPC } from "../config/hub-texts";
import { bridgeText, EXAMPLES, inFolder, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";

const PROVIDER_TYPES = "__tests__/terraform/resource-types/provider-types.json";

const schema = JSON.parse(readFileSync(join(PROJECT, "bridges/bridge.schema.json"), "utf8")) as object;
const validate = new Ajv().compile(schema);

describe("the JSON Schema for editors", () => {
  test.each(EXAMPLES)("accepts %s", (name) => {
    expect(validate(parse(bridgeText(name)))).toBe(true);
  });

  test("refuses what a bridge file must not hold", () => {
    expect(validate(parse(bridgeText("article", { colour: "blue" })))).toBe(false);
    expect(validate(parse(bridgeText("article", { "services.web.port": 70000 })))).toBe(false);
    expect(validate(parse(bridgeText("article", { backend: { type: "ftp" } })))).toBe(false);
  });

  test.each([
    ["a hub", HUB],
    ["a hub of one client and one web", WHOLE_VPC],
    ["a bridge in the client VPC", SMALL],
  ])("knows the keys of %s, and none of the other place", (_, text) => {
    const content = parse(text) as object;
    expect(validate(content)).toBe(true);
    const isHub = text.includes("place: hub");
    expect(validate({ ...content, ...(isHub ? { demo: {} } : { nlb: {} }) })).toBe(false);
    const moved = {
      ...content,
      bridge: { ...(content as { bridge: object }).bridge, place: isHub ? "client" : "hub" },
    };
    expect(validate(moved)).toBe(false);
  });

  test("is named in the examples", () => {
    for (const name of EXAMPLES)
      expect(bridgeText(name)).toMatch(/^# yaml-language-server: \$schema=bridge\.schema\.json\n/);
  });
});

describe("npm run generate", () => {
  function project(run: (folder: string) => void): void {
    inFolder((folder) => {
      mkdirSync(join(folder, "bridges"));
      writeFileSync(join(folder, "bridges/article.yaml"), bridgeText("article"));
      run(folder);
    });
  }

  test("writes schema and address list, and finds them up to date afterwards", () => {
    project((folder) => {
      expect(runGenerate(["--check"], captureIo(folder))).toBe(1);
      expect(runGenerate([], captureIo(folder))).toBe(0);
      expect(runGenerate(["--check"], captureIo(folder))).toBe(0);
      expect(readFileSync(join(folder, "bridges/addresses/article.txt"), "utf8")).toContain("aws_vpc.client\n");
    });
  });

  test("writes the table of types into the page that has its place, and finds it up to date", () => {
    project((folder) => {
      const page = join(folder, "docs/model.md");
      for (const file of ["docs/model.md", PROVIDER_TYPES, "src/topology/vpcs.ts"]) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        copyFileSync(join(PROJECT, file), join(folder, file));
      }
      writeFileSync(page, readFileSync(page, "utf8").replace(/^\| way in .*\n/gm, ""));
      expect(runGenerate([], captureIo(folder))).toBe(0);
      const text = readFileSync(page, "utf8");
      expect(text).toContain("| walked | vpc range | `aws_vpc_ipv4_cidr_block_association` | `topology/vpcs.ts` |\n");
      expect(text).toMatch(/^\| way in \| way in \| `aws_globalaccelerator_endpoint_group`/m);
      expect(text).toMatch(/^\| irrelevant \| AWS IAM \| `aws_iam_\*` \(\d+\) \| - \|$/m);
      expect(runGenerate(["--check"], captureIo(folder))).toBe(0);
    });
  });

  test("--check names what a change made stale, and writes nothing", () => {
    project((folder) => {
      runGenerate([], captureIo(folder));
      const list = join(folder, "bridges/addresses/article.txt");
      writeFileSync(list, "aws_vpc.renamed\n");
      writeFileSync(join(folder, "bridges/addresses/gone.txt"), "aws_vpc.old\n");
      const io = captureIo(folder);
      expect(runGenerate(["--check"], io)).toBe(1);
      expect(io.err()).toMatch(
        /^bridges\/addresses\/article\.txt is not up to date.*\nbridges\/addresses\/gone\.txt is not up to date/,
      );
      expect(readFileSync(list, "utf8")).toBe("aws_vpc.renamed\n");
    });
  });

  test("says what is wrong with a bridge file and exits 2", () => {
    project((folder) => {
      writeFileSync(join(folder, "bridges/bad.yaml"), "region: 1\n");
      const io = captureIo(folder);
      expect(runGenerate([], io)).toBe(2);
      expect(io.err()).toContain("bad.yaml:1:9: region: 1 is a number");
    });
  });

  test("draws the pictures of the pages between their marks, and nothing else", () => {
    project((folder) => {
      const page = join(folder, "docs/network.md");
      mkdirSync(join(folder, "docs"));
      const around = (inside: string) =>
        `before\n<!-- drawn: article -->\n${inside}<!-- end of drawing -->\n<!-- drawn: nobody -->\nkept\n<!-- end of drawing -->\nafter\n`;
      writeFileSync(page, around("stale\n"));
      const io = captureIo(folder);
      runGenerate(["--check"], io);
      expect(io.err()).toMatch(/^docs\/network\.md is not up to date/m);
      runGenerate([], captureIo(folder));
      const [start = "", drawn = "", end = ""] = readFileSync(page, "utf8").split(/\n```(?:mermaid\n|\n\n)/);
      expect([start, end]).toEqual(around("\n|\n").split("\n|\n"));
      expect(drawn).toMatch(/^flowchart TB\n[\s\S]*aws_subnet__client_private1 -- "to 10\.0\.2\.0\/24/);
      expect(runGenerate(["--check"], captureIo(folder))).toBe(0);
    });
  });

  test("lists data sources and modules too", () => {
    const stack = { data: { aws_x: { a: {} } }, module: { m: {} }, resource: { aws_y: { c: {}, b: {} } } };
    expect(addressesOf(stack)).toEqual(["aws_y.b", "aws_y.c", "data.aws_x.a", "module.m"]);
  });
});
