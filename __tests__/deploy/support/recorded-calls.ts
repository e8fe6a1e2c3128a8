import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../support/bridges";

/**
 * API operations that one resource type asked for, sorted, each as "EC2 DescribeVpcs"; where the request tags what it
 * makes, "EC2 CreateVpc tagging vpc", with the type that EC2 gives what is tagged, or "this" where there is only one.
 */
interface CallsOfType {
  /** While Terraform read and planned: what a role that may only plan needs. */
  readonly plan: readonly string[];
  /** While Terraform created, changed or destroyed. */
  readonly apply: readonly string[];
}

/** By resource type; `provider` for what the provider asks when it starts, `data.<type>` for data sources. */
export type Calls = Readonly<Record<string, CallsOfType>>;

/** The lists that are checked in, one per life of a bridge; __tests__/iam makes the policies from them. */
const CALLS = join(PROJECT, "__tests__/iam/calls");

/** What makes Terraform's provider write down each request, with the resource type and the step that it is for. */
export function recordingEnvironment(log: string): Record<string, string> {
  return { TF_LOG_PROVIDER: "DEBUG", TF_LOG_PATH: log };
}

/** An entry of the log begins with its time; the rest of it, several lines, are fields in no order. */
const ENTRY = /^(?=\d{4}-\d\d-\d\dT[\d:.]+Z \[)/m;
const FIELD = /(?:^|\s)([\w.]+)=(?:"([^"]*)"|(\S*))/g;

function fieldsOf(entry: string): ReadonlyMap<string, string> {
  return new Map([...entry.matchAll(FIELD)].map(([, name = "", quoted, bare = ""]) => [name, quoted ?? bare]));
}

/** Who asked: a resource type, a data source, or the provider itself. */
function askerOf(fields: ReadonlyMap<string, string>): string {
  const source = fields.get("tf_data_source_type");
  return fields.get("tf_resource_type") ?? (source === undefined ? "provider" : `data.${source}`);
}

/** What a request tags: a policy may ask for a tag on nothing else. */
function tagged(entry: string): string[] {
  // The name of the action itself may be masked: forty letters in a row look like a secret key to the provider.
  const body = new URLSearchParams(/^ {2}\| (\S*&\S*)$/m.exec(entry)?.[1]);
  const types = [...body]
    .filter(([name]) => /^TagSpecifications?\.\d+\.ResourceType$/.test(name))
    .map(([, type]) => type);
  return body.has("Tags.member.1.Key") ? ["this"] : types.sort();
}

/** The requests in a log of the provider. @throws Error for a request that does not say what it asks */
export function callsIn(log: string): Calls {
  const found = new Map<string, { plan: Set<string>; apply: Set<string> }>();
  for (const entry of log.split(ENTRY)) {
    if (!entry.includes("HTTP Request Sent")) continue;
    const fields = fieldsOf(entry);
    const [service, method, step] = ["rpc.service", "rpc.method", "tf_rpc"].map((name) => fields.get(name));
    if (!service || !method || !step) throw new Error(`a request without service, operation or step: ${entry}`);
    const operation = [service, method, ...tagged(entry).flatMap((type) => ["tagging", type])].join(" ");
    const asker = askerOf(fields);
    const calls = found.get(asker) ?? { plan: new Set(), apply: new Set() };
    calls[step === "ApplyResourceChange" ? "apply" : "plan"].add(operation);
    found.set(asker, calls);
  }
  const sorted = [...found].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([asker, { plan, apply }]) => [asker, { plan: [...plan].sort(), apply: [...apply].sort() }]),
  );
}

/**
 * Compares the calls of a bridge's life with the checked-in list. With RECORD_CALLS in the environment
 * (`npm run generate:calls`) it writes the list instead.
 */
export function expectCalls(life: string, calls: Calls): void {
  const file = join(CALLS, `${life}.json`);
  if (process.env["RECORD_CALLS"]) {
    mkdirSync(CALLS, { recursive: true });
    writeFileSync(file, `${JSON.stringify(calls, null, 2)}\n`);
    return;
  }
  // A difference: run `npm run generate:calls` and read what it changes in docs/iam.
  expect(calls).toEqual(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
}
