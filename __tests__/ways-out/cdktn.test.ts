import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPlans } from "../../src/address-plan/load-plans";
import { stackFile } from "../../src/stacks/stack-file";
import { synthesize } from "../../src/stacks/synthesize";
import { PROJECT } from "../support/bridges";
import { describeWith } from "../support/describe-unless";
import { UnderCdktn } from "./under-cdktn";

/** Packages are installed, types checked, and some three hundred tests run. */
jest.setTimeout(600_000);

interface Stack {
  readonly "//": { readonly metadata: { version: string } };
  readonly terraform: { readonly required_providers: { aws: { source: string; version: string } } };
}

const read = (file: string): Stack => JSON.parse(readFileSync(file, "utf8")) as Stack;

/** What a stack says of versions, taken out of it. */
function takeVersions({ "//": { metadata }, terraform: { required_providers } }: Stack) {
  const versions = { cdktf: metadata.version, ...required_providers.aws };
  metadata.version = "";
  required_providers.aws = { source: "", version: "" };
  return versions;
}

interface Results {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const copy = UnderCdktn.make();

describeWith(copy ? undefined : "npm can't be reached", "tests under cdktn")("the same sources under cdktn", () => {
  const under = copy!;
  afterAll(() => under.remove());

  test("are not under cdktf", () => {
    expect(under.found("cdktf")).toBe("cdktn@0.24.0");
    expect(under.found("@cdktf/provider-aws")).toBe("@cdktn/provider-aws@25.7.0");
    expect(under.found("constructs")).toBe("constructs@10.7.2");
  });

  test("fit its types, and those of the bindings for AWS provider 6", () => {
    expect(under.typeCheck()).toEqual({ status: 0, output: "" });
  });

  describe("give the same JSON", () => {
    const { plans } = loadPlans(join(PROJECT, "bridges"));
    const ours = mkdtempSync(join(tmpdir(), "overlap-cdktf-"));
    afterAll(() => rmSync(ours, { recursive: true, force: true }));
    beforeAll(() => {
      synthesize(plans, ours);
      const { status, output } = under.node("bin/overlap.js", "synth");
      if (status !== 0) throw new Error(output);
    });

    test("of every example", () => expect(plans.length).toBeGreaterThan(4));

    test.each(plans.map(({ name }) => name))("%s, but for versions", (name) => {
      const [own, other] = [read(stackFile(ours, name)), read(stackFile(join(under.folder, "cdktf.out"), name))];
      const version = expect.stringMatching(/^5\./) as string;
      expect(takeVersions(own)).toEqual({ cdktf: "0.21.0", source: "aws", version });
      expect(takeVersions(other)).toEqual({
        cdktf: "0.24.0",
        source: "hashicorp/aws",
        version: expect.stringMatching(/^6\./) as string,
      });
      expect(other).toEqual(own);
    });
  });

  test("pass the tests of constructs and stacks, but those for which Terraform has to plan", () => {
    const file = join(under.folder, "results.json");
    const { output } = under.jest("--json", `--outputFile=${file}`, "__tests__/constructs", "__tests__/stacks");
    if (!existsSync(file)) throw new Error(output);
    const { testResults, numPassedTests } = JSON.parse(readFileSync(file, "utf8")) as Results;
    const all = testResults.flatMap(({ assertionResults }) => assertionResults);
    const isBroken = ({ assertionResults: own }: Results["testResults"][number]) =>
      own.length === 0 || own.some(({ status }) => status === "failed");
    expect(testResults.filter(isBroken).map(({ message }) => message)).toEqual([]);
    const skipped = all.filter(({ status }) => status === "pending").map(({ fullName }) => fullName);
    expect(skipped.filter((name) => !/\b(terraform|applied bridge)\b/i.test(name))).toEqual([]);
    expect(numPassedTests).toBeGreaterThan(250);
  });
});
