import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import { describeUnless } from "../support/describe-unless";
import { expectGolden } from "../support/golden";
import { whyNoPython } from "../support/python";
import { managedChanges, planForReal, type PlanJson, whyNoPlan } from "../support/terraform";
import { workflowNames } from "../support/workflow-files";
import { bridgePlans, scannedFile, variants } from "./examples";
import { IAM, iamPlan, policyNames } from "./iam-policies";
import { type Judged, judge, openLine, staleLines } from "./judged";
import { changedPlan, PLANTED } from "./planted";
import { pythonOfCheckov, type Scan, scan } from "./scan";
import { acceptedTables, withTables } from "./table";

/** Types whose every resource Checkov has a check for: one of them without a result was not looked at. */
const CHECKED_TYPES = [
  ...["aws_vpc", "aws_subnet", "aws_security_group", "aws_vpc_security_group_ingress_rule", "aws_instance"],
  ...[
    "aws_launch_template",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_target_group",
    "aws_s3_bucket",
    "aws_s3_bucket_policy",
  ],
  ...["aws_ec2_transit_gateway", "aws_vpc_endpoint_service", "aws_iam_role"],
];

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

/** As Prettier has it, which Jest can't load. */
function formatted(markdown: string): string {
  const args = [join(PROJECT, "node_modules/prettier/bin/prettier.cjs"), "--parser", "markdown"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: PROJECT,
    input: markdown,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

describeUnless(whyNoPython() ?? whyNoPlan(), "Checkov over the plans")("Checkov over real plans", () => {
  const files = bridgePlans().map(scannedFile);
  const others = variants();
  const plans = new Map<string, PlanJson>();
  let found: Scan;
  let judged: Judged;

  beforeAll(() => {
    pythonOfCheckov();
    for (const { name, plan } of [...files, ...others]) plans.set(name, planForReal(plan).json);
    const sound = new Map<string, object>([...plans, [IAM.name, iamPlan()]]);
    const planted = PLANTED.map(({ name, of, edits }) => [name, changedPlan(sound.get(of), edits)] as const);
    found = scan(new Map([...sound, ...planted]));
    const names = new Set(PLANTED.map(({ name }) => name));
    judged = judge({ ...found, results: found.results.filter(({ input }) => !names.has(input)) }, [
      ...files,
      ...others,
      IAM,
    ]);
  }, 900_000);

  test("read every plan, and every resource of a type that it knows", () => {
    expect(found.unread).toEqual([]);
    const looked = new Set(found.results.map(({ input, address }) => `${input} ${address}`));
    const missed = [...plans].flatMap(([name, plan]) =>
      managedChanges(plan)
        .filter(({ type, address }) => CHECKED_TYPES.includes(type) && !looked.has(`${name} ${address}`))
        .map(({ address }) => `${name} ${address}`),
    );
    expect(missed).toEqual([]);
    const types = new Set([...plans.values()].flatMap((plan) => managedChanges(plan).map(({ type }) => type)));
    expect(CHECKED_TYPES.filter((type) => !types.has(type))).toEqual([]);
  });

  test("is run over every type that a construct makes", () => {
    const sources = filesBelow(join(PROJECT, "src/constructs")).map((file) => readFileSync(file, "utf8"));
    const made = sources.flatMap((text) =>
      [...text.matchAll(/provider-aws\/lib\/([a-z0-9-]+)"/g)].map(([, name = ""]) => name),
    );
    const types = new Set([...plans.values()].flatMap((plan) => managedChanges(plan).map(({ type }) => type)));
    const resources = [...new Set(made)].filter((name) => name !== "provider" && !name.startsWith("data-"));
    expect(resources.length).toBeGreaterThan(40);
    expect(resources.map((name) => `aws_${name.replaceAll("-", "_")}`).filter((type) => !types.has(type))).toEqual([]);
  });

  test("read every policy in docs/iam", () => {
    const read = found.results.filter(({ input }) => input === IAM.name).map(({ address }) => address.split(".")[1]);
    expect([...new Set(read)].sort()).toEqual(policyNames().sort());
  });

  test("read every workflow", () => {
    const inputs = new Set(found.results.map(({ input }) => input));
    expect(workflowNames().filter((name) => !inputs.has(`.github/workflows/${name}`))).toEqual([]);
  });

  test("finds nothing that is not accepted with its reason", () => expect(judged.open.map(openLine)).toEqual([]));

  test("nothing is accepted that does not fail", () => expect(staleLines(judged)).toEqual([]));

  test.each(["production", "whole-vpc"])("the file of %s accepts nothing", (name) => {
    expect(files.find((file) => file.name === name)?.byFile).toEqual([]);
  });

  test("docs/safety.md lists what is accepted", () => {
    const page = join(PROJECT, "docs/safety.md");
    const text = withTables(readFileSync(page, "utf8"), acceptedTables(judged));
    expectGolden(page, formatted(text));
  });

  test.each(PLANTED.flatMap(({ name, of, finds }) => finds.map((one) => [name, of, one] as const)))(
    "%s: what was opened in %s is found: %s",
    (name, of, finding) => {
      const told = (input: string) =>
        found.results
          .filter((one) => one.failed && one.input === input)
          .map(({ check, address }) => `${check} ${address}`);
      expect(told(of)).not.toContain(finding);
      expect(told(name)).toContain(finding);
    },
  );
});
