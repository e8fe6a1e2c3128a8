import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JsonObject } from "../../../src/terraform/json-shapes";
import { terraformEnvironment } from "../../support/terraform";
import { type ProviderTypes, providerTypesOf } from "./provider-types";

/** The provider that the bindings are made of, @cdktf/provider-aws 20.1.0. */
const VERSION = "5.100.0";

/** The types that the real provider has, asked by the real Terraform. @throws Error with Terraform's own words */
export function typesOfRealProvider(): ProviderTypes {
  const folder = mkdtempSync(join(tmpdir(), "overlap-schema-"));
  const run = (...args: string[]): string => {
    const env = terraformEnvironment(folder);
    const result = spawnSync("terraform", args, { cwd: folder, env, encoding: "utf8", maxBuffer: 1 << 28 });
    if (result.error) throw result.error;
    if (result.status !== 0) throw new Error(`terraform ${args.join(" ")}\n${result.stderr || result.stdout}`);
    return result.stdout;
  };
  try {
    const required_providers = { aws: { source: "hashicorp/aws", version: VERSION } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers } }));
    run("init", "-input=false", "-no-color");
    return providerTypesOf(JSON.parse(run("providers", "schema", "-json")) as JsonObject, VERSION);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
