import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request as ask } from "node:https";
import { join } from "node:path";

/** What an action says of itself: the inputs that it has to be given and may be given, and its command. */
interface Action {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly run: (tfci: Tfci, inputs: Readonly<Record<string, string>>, folder: string) => Promise<number>;
}
export interface ActionResult {
  readonly code: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
}
interface Data {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships: Readonly<Record<string, { readonly data: { readonly id: string } }>>;
}
interface Document {
  readonly data: Data;
  readonly included?: readonly { readonly type: string; readonly attributes: { readonly status: string } }[];
}

const SHARED = ["hostname", "token", "organization"];
const ACTIONS: Readonly<Record<string, Action>> = {
  "upload-configuration": {
    required: ["workspace", "directory"],
    optional: ["speculative"],
    run: (tfci, inputs, folder) => upload(tfci, inputs, folder),
  },
  "create-run": {
    required: ["workspace"],
    optional: ["configuration_version", "message", "plan_only"],
    run: (tfci, inputs) => createRun(tfci, inputs),
  },
};
const ENDED_WELL = ["policy_soft_failed", "planned_and_finished", "applied", "post_plan_completed"];
const ENDED_BADLY = [
  ...["errored", "canceled", "discarded", "force_canceled"],
  ...["pre_plan_awaiting_decision", "post_plan_awaiting_decision", "pre_apply_awaiting_decision"],
];
const MOST_RETRIES = 30;

/**
 * Stands for hashicorp/tfc-workflows-github's actions upload-configuration and create-run: the calls that `tfci` makes, in
 * their order, and its outputs and exit code. The image itself is not run, and no time passes between two looks.
 *
 * Read from, by commit: tfc-workflows-github actions/README.md at 8e08d1b (v1.3.2), actions/create-run/action.yml at
 * 4e91ea5 and actions/upload-configuration/action.yml at 02ae73d (inputs and outputs; later releases only add inputs);
 * tfc-workflows-tooling internal/cloud/run.go at 0a63222 (which ends at post_plan_completed, as v1.3.2 does),
 * internal/cloud/configuration_version.go at 0c61894, internal/cloud/retry.go and tfe_client.go at 14bb1eb,
 * internal/command/run_create.go at 0b80f01 and upload.go at 05708e7; go-tfe plan.go, logreader.go and tfe.go.
 * @param env of the step; an input that is empty is read from there
 * @param certificate file of what to trust
 * @throws Error for an input that the action does not have, and for one that is missing
 */
export async function runAction(
  name: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
  folder: string,
  certificate: string,
): Promise<ActionResult> {
  const action = ACTIONS[name];
  if (!action) throw new Error(`tfc-workflows-github has no action ${name} that is known here`);
  const known = [...SHARED, ...action.required, ...action.optional];
  const unknown = Object.keys(inputs).filter((input) => !known.includes(input));
  const missing = action.required.filter((input) => !inputs[input]);
  if (unknown.length + missing.length > 0)
    throw new Error(`${name}: unknown inputs [${unknown.join()}], missing inputs [${missing.join()}]`);
  const tfci = new Tfci(inputs, env, certificate);
  return { code: await tfci.run(() => action.run(tfci, inputs, folder)), log: tfci.log, outputs: tfci.outputs };
}

class Refused extends Error {}
class TimedOut extends Error {}

class Tfci {
  readonly outputs: Record<string, string> = {};
  readonly host: string;
  readonly organization: string;
  log = "";
  private readonly token: string;
  private readonly agent: Agent;

  constructor(
    inputs: Readonly<Record<string, string>>,
    private readonly env: Readonly<Record<string, string>>,
    certificate: string,
  ) {
    this.host = inputs["hostname"] || env["TF_HOSTNAME"] || "app.terraform.io";
    this.token = inputs["token"] || env["TF_API_TOKEN"] || "";
    this.organization = inputs["organization"] || env["TF_CLOUD_ORGANIZATION"] || "";
    this.agent = new Agent({ keepAlive: true, ca: readFileSync(certificate) });
  }

  /** The client is made before the command: it asks for the rate limit, whatever the answer. */
  async run(command: () => Promise<number>): Promise<number> {
    try {
      if (this.token === "") return this.say("terraform cloud API token is not set", 1);
      await this.send("GET", `https://${this.host}/api/v2/ping`, { token: this.token });
      return await command();
    } finally {
      this.agent.destroy();
    }
  }

  say(line: string, code = 0): number {
    this.log += `${line}\n`;
    return code;
  }

  /** @throws Refused for whatever is no success */
  async call(method: string, path: string, body?: unknown): Promise<Document> {
    const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    for (let retries = 0; ; retries++) {
      const url = `https://${this.host}/api/v2/${path}`;
      const [status, text] = await this.send(method, url, { token: this.token, body: sent });
      if (status >= 200 && status <= 299) return JSON.parse(text) as Document;
      if ((status === 429 || status >= 500) && retries < MOST_RETRIES) continue;
      const named = { 401: "unauthorized", 404: "resource not found" }[status];
      throw new Refused(named ?? `${status} ${text}`);
    }
  }

  send(method: string, url: string, more: { token?: string; body?: Buffer } = {}): Promise<[number, string]> {
    const headers = more.token === undefined ? {} : { Authorization: `Bearer ${more.token}` };
    return new Promise((resolve, reject) => {
      const sent = ask(url, { method, headers, agent: this.agent }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        answer.on("end", () => resolve([answer.statusCode ?? 0, text]));
      });
      sent.on("error", reject).end(more.body);
    });
  }

  /**
   * Looks until there is an answer, or TF_MAX_TIMEOUT has run out: 1h by default, and where it is no duration.
   * @throws TimedOut
   */
  async poll(look: () => Promise<boolean>, operation: string): Promise<void> {
    const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
    const parts = [...(this.env["TF_MAX_TIMEOUT"] ?? "").matchAll(/(\d+)([hms])/g)];
    let left = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ""] ?? 0), 0) || 3600;
    for (let wait = 2; !(await look()); wait = Math.min(wait + 2, 7))
      if ((left -= wait) <= 0) throw new TimedOut(`${operation} has exceeded maximum timeout`);
  }

  workspace(name: string): Promise<Document> {
    return this.call("GET", `organizations/${this.organization}/workspaces/${name}`);
  }
}

async function upload(tfci: Tfci, inputs: Readonly<Record<string, string>>, folder: string): Promise<number> {
  let version: Data | undefined;
  let failure: unknown;
  try {
    const workspace = await tfci.workspace(inputs["workspace"] ?? "");
    const attributes = { "auto-queue-runs": false, speculative: inputs["speculative"] === "true" };
    const body = { data: { type: "configuration-versions", attributes } };
    version = (await tfci.call("POST", `workspaces/${workspace.data.id}/configuration-versions`, body)).data;
    // Links are followed, and what Terraform keeps beside its files stays out.
    const from = join(folder, inputs["directory"] ?? "");
    const packing = ["-czhf", "-", "--exclude=./.git", "--exclude=./.terraform", "-C", from, "."];
    const packed = spawnSync("tar", packing, { maxBuffer: 1 << 28 });
    if (packed.status !== 0) throw new Refused(packed.stderr.toString());
    const [status] = await tfci.send("PUT", String(version.attributes["upload-url"]), { body: packed.stdout });
    if (status !== 200) throw new Refused(String(status));
    await tfci.poll(async () => {
      const seen = (await tfci.call("GET", `configuration-versions/${version?.id}`)).data;
      const ended = ["uploaded", "errored"].includes(String(seen.attributes["status"]));
      if (ended) version = seen;
      return ended;
    }, "upload configuration");
  } catch (error) {
    failure = error;
  }
  if (version) {
    tfci.outputs["configuration_version_id"] = version.id;
    tfci.outputs["configuration_version_status"] = String(version.attributes["status"]);
  }
  return ended(tfci, failure, "error uploading configuration version to Terraform Cloud", version);
}

async function createRun(tfci: Tfci, inputs: Readonly<Record<string, string>>): Promise<number> {
  let run: Document | undefined;
  let failure: unknown;
  try {
    const workspace = await tfci.workspace(inputs["workspace"] ?? "");
    const version = inputs["configuration_version"] ?? "";
    if (version !== "") await tfci.call("GET", `configuration-versions/${version}`);
    const attributes = { message: inputs["message"] ?? "", "plan-only": inputs["plan_only"] === "true" };
    // Without a version Terraform Cloud takes the workspace's newest.
    const ofVersion = { "configuration-version": { data: { type: "configuration-versions", id: version } } };
    const relationships = {
      workspace: { data: { type: "workspaces", id: workspace.data.id } },
      ...(version === "" ? {} : ofVersion),
    };
    run = await tfci.call("POST", "runs", { data: { type: "runs", attributes, relationships } });
    const { id } = run.data;
    await tfci.poll(async () => {
      // Whoever can't read the run any more has none to tell of.
      run = undefined;
      run = await tfci.call("GET", `runs/${id}?include=cost_estimate%2Cplan`);
      const status = String(run.data.attributes["status"]);
      if (ENDED_BADLY.includes(status)) throw new Refused(`run has ended with: '${status}' status`);
      return ENDED_WELL.includes(status);
    }, "create run ");
  } catch (error) {
    failure = error;
  }
  if (run) {
    await readLogs(tfci, run.data);
    const { data, included = [] } = run;
    const link = await tfci.call("GET", `workspaces/${data.relationships["workspace"]?.data.id}`);
    const page = `app/${tfci.organization}/workspaces/${String(link.data.attributes["name"])}/runs/${data.id}`;
    Object.assign(tfci.outputs, {
      run_link: `https://${tfci.host}/${page}`,
      run_id: data.id,
      run_status: String(data.attributes["status"]),
      run_message: String(data.attributes["message"]),
      plan_id: data.relationships["plan"]?.data.id ?? "",
      plan_status: included.find(({ type }) => type === "plans")?.attributes.status ?? "",
      configuration_version_id: data.relationships["configuration-version"]?.data.id ?? "",
    });
  }
  return ended(tfci, failure, "error while creating run in Terraform Cloud", run?.data);
}

/** The plan's log, which the action prints, and what run tasks say. Neither changes how it ends. */
async function readLogs(tfci: Tfci, run: Data): Promise<void> {
  const plan = `plans/${run.relationships["plan"]?.data.id}`;
  await tfci.call("GET", `runs/${run.id}/task-stages`);
  const url = String((await tfci.call("GET", plan)).data.attributes["log-read-url"]);
  const [, text] = await tfci.send("GET", `${url}?limit=65536&offset=0`);
  await tfci.send("GET", `${url}?limit=65536&offset=${text.length}`);
  await tfci.call("GET", plan);
  tfci.say(text.replace(/[\x02\x03]/g, ""));
  await tfci.call("GET", `runs/${run.id}/task-stages`);
}

function ended(tfci: Tfci, failure: unknown, words: string, payload: unknown): number {
  if (failure !== undefined && !(failure instanceof Refused || failure instanceof TimedOut))
    throw new Error("the action's stand-in failed", { cause: failure });
  tfci.outputs["status"] = failure === undefined ? "Success" : failure instanceof TimedOut ? "Timeout" : "Error";
  if (payload !== undefined) tfci.outputs["payload"] = JSON.stringify(payload);
  return failure === undefined ? 0 : tfci.say(`${words}: ${failure.message}`, 1);
}
