/**
 * Makes the first plans of the networks in networks/, as JSON and as Terraform's own plan file, and the states after they
 * were applied to an emulated account. Needs Terraform with the AWS provider, and Python for the emulator.
 *
 *     node build.js --run __tests__/terraform/sources/make.ts [name...]
 */
import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Emulator } from "../../deploy/support/emulator";
import { run } from "../../deploy/support/processes";
import { terraformEnvironment } from "../../support/terraform";
import { type JsonObject } from "../../../src/terraform";
import { objectOf, resourcesOfModule, stringOf } from "../../../src/terraform/json-shapes";
import { NAMES, NETWORKS } from "./networks";

const REGION = "eu-west-1";
const PLAIN = ["-input=false", "-no-color"];

/** The emulator gives NAT gateways addresses of any range; AWS gives them one of their subnet's. */
function asInAws(state: string): string {
  const root = objectOf(objectOf((JSON.parse(state) as JsonObject).values).root_module);
  const all = [...resourcesOfModule(root)].map((one) => ({ type: one.type, values: objectOf(one.values) }));
  const ranges = new Map(all.map(({ values }) => [values.id, stringOf(values.cidr_block)]));
  return all
    .filter(({ type }) => type === "aws_nat_gateway")
    .reduce((text, { values }, i) => {
      const [first = ""] = (ranges.get(values.subnet_id ?? "") ?? "").split("/");
      const own = first.replace(/\d+$/, String(200 + i));
      return text.replaceAll(JSON.stringify(values.private_ip), JSON.stringify(own));
    }, state);
}

async function make(name: string): Promise<void> {
  const emulator = await Emulator.start({ region: REGION });
  const folder = mkdtempSync(join(tmpdir(), "overlap-sources-"));
  try {
    const saved = join(NETWORKS, name);
    cpSync(saved, folder, { recursive: true });
    const provider = { aws: [{ region: REGION, skip_region_validation: true }] };
    writeFileSync(join(folder, "provider_override.tf.json"), JSON.stringify({ provider }));
    const env = { ...terraformEnvironment(folder), ...emulator.environment() };
    const terraform = (...args: string[]) => run("terraform", args, { cwd: folder, env });
    await terraform("init", ...PLAIN);
    await terraform("plan", ...PLAIN, "-out=plan.out");
    writeFileSync(join(saved, "plan.json"), await terraform("show", "-json", "plan.out"));
    await terraform("apply", ...PLAIN, "plan.out");
    await terraform("apply", ...PLAIN, "-refresh-only", "-auto-approve");
    writeFileSync(join(saved, "state.json"), asInAws(await terraform("show", "-json")));
    copyFileSync(join(folder, "plan.out"), join(saved, "plan.out"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await emulator.stop();
  }
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  for (const name of asked.length > 0 ? asked : NAMES) await make(name);
}

void main();
