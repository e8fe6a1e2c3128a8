/**
 * Makes the plans of the golden tests: Terraform and the real provider plan each scenario over a state that is written by
 * hand from a first plan. No account and no network: nothing is refreshed, and nothing is looked up.
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
import { type Config, type Scenario } from "./scenario";
import { SCENARIOS } from "./scenarios";

const GOLDEN = join(__dirname, "../golden/plans");
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

  plan(): JsonObject {
    this.run("plan", "-input=false", "-no-color", "-refresh=false", "-out=plan.out");
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
  const attributes = objectOf(objectOf(schema.block).attributes);
  return Object.fromEntries(
    Object.entries({ ...Object.fromEntries(Object.keys(attributes).map((key) => [key, null])), ...values }).map(
      ([key, value]): [string, Json] => {
        const { computed, type } = objectOf(attributes[key]);
        const [kind] = listOf(type);
        if (value !== null || computed !== true) return [key, value];
        return [key, kind === "map" ? {} : kind === "set" || kind === "list" ? [] : null];
      },
    ),
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

function without(json: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)));
}

/** Whether a mask hides or leaves open anything. */
function hasTrue(mask: Json | undefined): boolean {
  if (Array.isArray(mask)) return mask.some(hasTrue);
  return mask === true || Object.values(objectOf(mask)).some(hasTrue);
}

function onlyTrue(mask: Json): Json {
  if (typeof mask !== "object" || mask === null || Array.isArray(mask)) return mask;
  return Object.fromEntries(Object.entries(mask).filter(([, one]) => hasTrue(one)));
}

/** Without what says nothing: nulls, empty masks, what repeats other parts, and times. */
function trimmed(plan: JsonObject): JsonObject {
  const isNothing = (value: unknown): boolean =>
    value === null || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  const slim = (values: unknown): unknown =>
    typeof values === "object" && values !== null && !Array.isArray(values)
      ? Object.fromEntries(Object.entries(values).filter(([key, value]) => !isNothing(value) && key !== "tags_all"))
      : values;
  const modules = (module: JsonObject): JsonObject => ({
    ...module,
    ...(module.resources !== undefined && {
      resources: listOf(module.resources).map((one) => {
        const rest = without(objectOf(one), ["schema_version", "provider_name"]);
        return { ...rest, values: slim(rest.values) } as JsonObject;
      }),
    }),
    ...(module.child_modules !== undefined && {
      child_modules: listOf(module.child_modules).map((one) => modules(objectOf(one))),
    }),
  });
  const rest = without(plan, ["planned_values", "relevant_attributes", "timestamp"]);
  return {
    ...rest,
    resource_changes: listOf(plan.resource_changes).map((one) => {
      const json = objectOf(one);
      const change = objectOf(json.change);
      const { before_sensitive: before, after_sensitive: after, after_unknown: unknown, ...told } = change;
      const masks = Object.entries({ before_sensitive: before, after_sensitive: after, after_unknown: unknown });
      const kept = Object.fromEntries(masks.flatMap(([key, mask]) => (hasTrue(mask) ? [[key, onlyTrue(mask!)]] : [])));
      const values = { before: slim(change.before), after: slim(change.after) };
      return { ...json, change: { ...told, ...values, ...kept } } as JsonObject;
    }),
    ...(plan.prior_state !== undefined && {
      prior_state: {
        ...objectOf(plan.prior_state),
        values: { root_module: modules(objectOf(objectOf(objectOf(plan.prior_state).values).root_module)) },
      },
    }),
  };
}

/** Puts in what the scenario knows better than a plan that has not been applied. */
function completed(shown: JsonObject, known: Scenario["known"] = {}): JsonObject {
  const resources = listOf(objectOf(objectOf(shown.values).root_module).resources).map(objectOf);
  const at = (address: string): JsonObject => objectOf(resources.find((one) => one.address === address)?.values);
  for (const [address, values] of Object.entries(known))
    for (const [key, named] of Object.entries(values)) at(address)[key] = at(named).id ?? named;
  return shown;
}

function planned({ before, after, known }: Scenario, schemasOf: (folder: Folder) => Schemas): JsonObject {
  const folder = new Folder();
  try {
    if (before) {
      folder.write(before);
      const state = stateFile(completed(emulatedState(folder.plan()), known), schemasOf(folder));
      writeFileSync(join(folder.path, "terraform.tfstate"), JSON.stringify(state));
    }
    folder.write(after);
    return folder.plan();
  } finally {
    folder.remove();
  }
}

function save(name: string, plan: JsonObject): void {
  mkdirSync(GOLDEN, { recursive: true });
  // One resource a line, so that a difference between two versions can be read.
  const text = JSON.stringify(trimmed(plan)).replaceAll('{"address"', '\n{"address"');
  writeFileSync(join(GOLDEN, `${name}.json`), `${text}\n`);
  process.stdout.write(`${name}\n`);
}

function main(names: readonly string[]): void {
  const restore = useMirror();
  process.env["CHECKPOINT_DISABLE"] = "1";
  let schemas: Schemas | undefined;
  try {
    const isWanted = (name: string): boolean => names.length === 0 || names.includes(name);
    if (isWanted("new-bridge")) save("new-bridge", planForReal(planOf("article")).json as unknown as JsonObject);
    for (const scenario of SCENARIOS.filter(({ name }) => isWanted(name)))
      save(
        scenario.name,
        planned(scenario, (folder) => (schemas ??= schemasIn(folder))),
      );
  } finally {
    restore();
  }
}

main(process.argv.slice(2));
