import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { graphOfAccount } from "../src/account";
import { Answers } from "../src/account/answers";
import { type Capture, answersOfCapture } from "../src/account/capture-file";
import { type JsonObject } from "../src/terraform";
import { captureOfSize, hostOf } from "./account-capture";
import { interleave, medianOf, type Progress, type Row, type Usage } from "./measure";

const ROUNDS = 3;
/** What the commands are built into, all together. */
const BUILT = resolve(OVERLAP, "../../dist/cli/overlap.js");
const COMPILE = `new (require("node:vm").Script)(require("node:fs").readFileSync(${JSON.stringify(BUILT)}, "utf8"))`;

const LARGE = { vpcs: 500, subnets: 5000, rules: 20_000, interfaces: 20_000 };
const MIDDLE = { vpcs: 50, subnets: 100, rules: 1000, interfaces: 200 };

/** The same network as `terraform show -json` tells it of a state. */
function stateOf(capture: Capture): object {
  const json = JSON.parse(JSON.stringify(capture)) as JsonObject;
  const { answers, refusals } = answersOfCapture(json, "account.json");
  const resources = graphOfAccount(new Answers(answers, refusals)).resources.map((one) => ({
    ...{ address: one.address, mode: one.mode, type: one.type, name: one.name, values: one.values },
    provider_name: "registry.terraform.io/hashicorp/aws",
  }));
  return { format_version: "1.0", terraform_version: "1.9.0", values: { root_module: { resources } } };
}

/** The start of a command that asks nothing of AWS, against Node.js with the same file and none of its work. */
function startUpRow(start: readonly Usage[], compiling: readonly Usage[]): Row {
  return {
    name: "start-up of overlap trace, with capture beside it",
    value: medianOf("cpuMs", start),
    baselineName: "Node.js that compiles the same file",
    ...{ baseline: medianOf("cpuMs", compiling), unit: "CPU ms" },
  };
}

function rowsOf(
  trace: readonly Usage[],
  parsing: readonly Usage[],
  ofAccount: readonly Usage[],
  ofState: readonly Usage[],
): Row[] {
  const parse = { baselineName: "JSON.parse of it alone" };
  return [
    {
      name: "one trace in an account of 500 VPCs, 20,000 rules and interfaces",
      value: medianOf("cpuMs", trace),
      ...{ ...parse, baseline: medianOf("cpuMs", parsing), unit: "CPU ms", goal: { of: "value", limit: 3000 } },
    },
    {
      name: "peak memory of that",
      value: medianOf("peakMb", trace),
      ...{ ...parse, baseline: medianOf("peakMb", parsing), unit: "MB", goal: { of: "value", limit: 600 } },
    },
    {
      name: "matrix of an account of 50 VPCs",
      value: medianOf("cpuMs", ofAccount),
      baselineName: "matrix of its state",
      ...{ baseline: medianOf("cpuMs", ofState), unit: "CPU ms", goal: { of: "ratio", limit: 1.25 } },
    },
  ];
}

/** Accounts as `overlap capture` writes them: whole processes. */
export function measureAccount(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  const write = (name: string, json: object): string => {
    progress(`writing: ${name}`);
    const file = join(root, name);
    writeFileSync(file, JSON.stringify(json));
    return file;
  };
  try {
    const large = write("large.json", captureOfSize(LARGE));
    const middle = captureOfSize(MIDDLE);
    const account = write("account.json", middle);
    const state = write("state.json", stateOf(middle));
    const parse = `JSON.parse(require("node:fs").readFileSync(${JSON.stringify(large)}, "utf8"))`;
    const [from, to] = [hostOf(0), hostOf(LARGE.vpcs - 1)];
    const run = (name: string, ...args: readonly string[]) => ({ name, cwd: root, args: [OVERLAP, ...args] });
    const usages = interleave(
      [
        run("trace", "trace", "--from", from.name, "--to", to.name, "--port", "1001", "--account", large),
        { name: "parsing", cwd: root, args: ["-e", parse] },
        run("matrix of the account", "matrix", "--account", account),
        run("matrix of the state", "matrix", "--state", state),
        run("start-up", "trace", "--help"),
        { name: "compiling", cwd: root, args: ["-e", COMPILE] },
      ],
      ROUNDS,
      progress,
    );
    const [trace = [], parsing = [], ofAccount = [], ofState = [], start = [], compiling = []] = usages;
    return [...rowsOf(trace, parsing, ofAccount, ofState), startUpRow(start, compiling)];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
