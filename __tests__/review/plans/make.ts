/**
 * Makes the plans of the golden tests: Terraform and the real provider plan each scenario over a state that is written by
 * hand from a first plan. No account and no network: nothing is refreshed, and nothing is looked up. Then the same over a
 * state that was applied to an emulated account and read anew, where Python for the emulator is there (refreshed.ts).
 *
 *     npm run review:plans [-- name...]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Json, type JsonObject } from "../../../src/terraform";
import { listOf, objectOf, stringOf } from "../../../src/terraform/json-shapes";
import { parseAddress } from "../../../src/terraform";
import { planOf } from "../../support/bridges";
import { emulatedState } from "../../support/emulated-state";
import { OFFLINE_PROVIDER, planForReal, useMirror } from "../../support/terraform";
import { PARTS, PLANS } from "./golden-plans";
import { PART_SCENARIOS } from "./part-scenarios";
import { saveRefreshed } from "./refreshed";
import { save } from "./saved";
import { type Config, type Scenario } from "./scenario";
import { SCENARIOS } from "./scenarios";

const PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]';

class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "overlap-review-"));

  run(...args: string[]): string {
    const result = spawnSync("terraform", args, { cwd: this.path, encoding: "utf8", maxBuffer: 1 << 29 });
    if (result.status !== 0) throw new Error(`terraform ${args.join(" ")}\n${result.stderr || result.stdout}`);
    return result.stdout;
  }

  write(config: Config): void {
    const { folders = {}, ...own } = config;
    const provider = { aws: [{ region: "eu-west-1", ...OFFLINE_PROVIDER }] };
    const terraform = { required_providers: { aws: { source: "hashicorp/aws" } } };
    writeFileSync(join(this.path, "main.tf.json"), JSON.stringify({ terraform, provider, ...own }, null, 1));
    for (const [name, content] of Object.entries(folders)) {
      mkdirSync(join(this.path, name), { recursive: true });
      writeFileSync(join(this.path, name, "main.tf.json"), JSON.stringify(content));
    }
    this.run("init", "-input=false", "-no-color");
  }

  plan(args: readonly string[] = []): JsonObject {
    this.run("plan", "-input=false", "-no-color", "-refresh=false", "-out=plan.out", ...args);
    return JSON.parse(this.run("show", "-json", "plan.out")) as JsonObject;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** The provider's schema of each resource type. */
type Schemas = ReadonlyMap<string, JsonObject>;

/** What AWS fills in and nobody set is empty after an apply, never null, or the provider would plan to change it. */
function filledIn(values: JsonObject, schema: JsonObject): JsonObject {
  const { attributes: own, block_types: types } = objectOf(schema.block);
  const [attributes, blocks] = [objectOf(own), objectOf(types)];
  return Object.fromEntries(
    Object.entries({ ...Object.fromEntries(Object.keys(attributes).map((key) => [key, null])), ...values })
      // What is not targeted is shown as it stands, and the provider has no such attribute.
      .filter(([key]) => key in attributes || key in blocks)
      .map(([key, value]): [string, Json] => {
        const { computed, type } = objectOf(attributes[key]);
        const [kind] = listOf(type);
        if (value !== null || computed !== true) return [key, value];
        return [key, kind === "map" ? {} : kind === "set" || kind === "list" ? [] : null];
      }),
  );
}

/** The state as Terraform writes it (version 4), from what `show -json` would print after an apply. */
function stateFile(shown: JsonObject, schemas: Schemas): JsonObject {
  const resources = new Map<string, JsonObject & { instances: JsonObject[] }>();
  for (const json of listOf(objectOf(objectOf(shown.values).root_module).resources).map(objectOf)) {
    const parsed = parseAddress(stringOf(json.address) ?? "");
    if (!parsed || parsed.mode === "data") continue;
    const { module, type, name, index } = parsed;
    const key = `${module}|${type}|${name}`;
    const own = resources.get(key) ?? {
      ...(module && { module }),
      mode: "managed",
      type,
      name,
      provider: PROVIDER,
      instances: [],
    };
    own.instances.push({
      ...(index !== undefined && { index_key: index }),
      schema_version: Number(schemas.get(type)?.version ?? 0),
      attributes: filledIn(objectOf(json.values), schemas.get(type) ?? {}),
      sensitive_attributes: [],
      dependencies: [],
    });
    resources.set(key, own);
  }
  return {
    ...{ version: 4, terraform_version: "1.11.4", serial: 1, lineage: "00000000-0000-0000-0000-000000000000" },
    ...{ outputs: {}, resources: [...resources.values()], check_results: null },
  };
}

function schemasIn(folder: Folder): Schemas {
  const schemas = JSON.parse(folder.run("providers", "schema", "-json")) as JsonObject;
  const [provider] = Object.values(objectOf(schemas.provider_schemas)).map(objectOf);
  return new Map(Object.entries(objectOf(provider?.resource_schemas)).map(([type, one]) => [type, objectOf(one)]));
}

/** Puts in what the scenario knows better than a plan that has not been applied. */
function completed(shown: JsonObject, known: Scenario["known"] = {}): JsonObject {
  const resources = listOf(objectOf(objectOf(shown.values).root_module).resources).map(objectOf);
  const at = (address: string): JsonObject => objectOf(resources.find((one) => one.address === address)?.values);
  for (const [address, values] of Object.entries(known))
    for (const [key, named] of Object.entries(values)) at(address)[key] = at(named).id ?? named;
  return shown;
}

function planned({ before, after, known, args }: Scenario, schemasOf: (folder: Folder) => Schemas): JsonObject {
  const folder = new Folder();
  try {
    if (before) {
      folder.write(before);
      const state = stateFile(completed(emulatedState(folder.plan()), known), schemasOf(folder));
      writeFileSync(join(folder.path, "terraform.tfstate"), JSON.stringify(state));
    }
    folder.write(after);
    return folder.plan(args);
  } finally {
    folder.remove();
  }
}

async function main(names: readonly string[]): Promise<void> {
  const restore = useMirror();
  process.env["CHECKPOINT_DISABLE"] = "1";
  let schemas: Schemas | undefined;
  try {
    const isWanted = (name: string): boolean => names.length === 0 || names.includes(name);
    if (isWanted("new-bridge")) save(PLANS, "new-bridge", planForReal(planOf("article")).json as unknown as JsonObject);
    const saveIn = (place: string, scenarios: readonly Scenario[]): void => {
      for (const scenario of scenarios.filter(({ name }) => isWanted(name)))
        save(
          place,
          scenario.name,
          planned(scenario, (folder) => (schemas ??= schemasIn(folder))),
        );
    };
    saveIn(PLANS, SCENARIOS);
    saveIn(PARTS, PART_SCENARIOS);
    await saveRefreshed(SCENARIOS.filter(({ name }) => isWanted(name)));
  } finally {
    restore();
  }
}

void main(process.argv.slice(2));
