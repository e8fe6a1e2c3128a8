import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type IncomingMessage, type Server } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo } from "node:net";
import { join } from "node:path";
import { GitHub, type GitHubScript } from "./workflow-github";

/** What the servers are to do. Each list is used up from the left, and its last entry stays. */
export interface Script extends GitHubScript {
  /** Status of the run at each look. After an apply: `afterApply`. */
  readonly run?: readonly string[];
  readonly afterApply?: readonly string[];
  /** The state in which the run may be confirmed. Default: planned. */
  readonly confirmableIn?: string;
  readonly planStatus?: string;
  /** Answers to json-output: 204, 307 or a refusal. */
  readonly json?: readonly number[];
  /** Answers of the address that json-output redirects to. */
  readonly download?: readonly number[];
  readonly plan?: unknown;
  readonly upload?: readonly string[];
  readonly applyAnswer?: number;
  /** What the run is, when it is not what was asked for. */
  readonly runIs?: {
    readonly workspace?: string;
    readonly planOnly?: boolean;
    readonly autoApply?: boolean;
    readonly configuration?: string;
    readonly plan?: string;
  };
  /** The run that has the workspace at each look, and the state that it has. Default: the run that was made, sv-1. */
  readonly current?: readonly string[];
  readonly states?: readonly (string | null)[];
  /** Other runs of the workspace: id, status, message. */
  readonly others?: readonly { readonly id: string; readonly status: string; readonly message: string }[];
  /** Answers to the first calls, whatever they ask for. */
  readonly first?: readonly number[];
}

export interface Asked {
  readonly server: "api" | "archive";
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

/** A token for each secret, of teams with the access that docs/terraform-cloud.md gives them. */
export const TOKENS = {
  TFC_SPECULATIVE_TOKEN: "token-that-may-plan",
  TFC_PLAN_TOKEN: "token-of-an-admin",
  TFC_APPLY_TOKEN: "token-that-may-write",
} as const;
/** What only some may do. Terraform Cloud answers the others that there is nothing. */
const RESERVED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\/json-output$/, [TOKENS.TFC_PLAN_TOKEN]],
  [/\/actions\//, [TOKENS.TFC_PLAN_TOKEN, TOKENS.TFC_APPLY_TOKEN]],
];
const NOT_FOUND: [number, unknown] = [404, { errors: [{ status: "404", title: "not found" }] }];
const LOG = "\x02Terraform v1\nPlan: 1 to add, 0 to change, 0 to destroy.\n\x03";

/** The next entry of a list; its last one stays. */
function nextOf<T>(list: T[], otherwise: T): T {
  return (list.length > 1 ? list.shift() : list[0]) ?? otherwise;
}

/** What was sent to make something of. */
function attributesOf({ body }: Asked): Readonly<Record<string, unknown>> {
  return (JSON.parse(body.toString("utf8")) as { data: { attributes: Record<string, unknown> } }).data.attributes;
}

/**
 * Terraform Cloud, its file store at another address, and GitHub, as far as the workflows ask them, on loopback.
 * Answers have the shape of Terraform Cloud's "API Docs" (runs, plans, configuration versions) and of GitHub's REST API.
 */
export class Servers {
  readonly asked: Asked[] = [];
  readonly unexpected: string[] = [];
  /** What the run is from now on, when it is not what was asked for. */
  readonly runIs: { -readonly [Key in keyof NonNullable<Script["runIs"]>]: NonNullable<Script["runIs"]>[Key] } = {};
  private script: Script = {};
  private lists = this.listsOf({});
  private state = "pending";
  private applied = false;
  private speculative: unknown;
  private planOnly: unknown = true;
  private workspace = "";
  /** Runs that were discarded or cancelled. */
  private readonly ended = new Set<string>();
  private gitHub = new GitHub({});

  private constructor(
    private readonly api: Server,
    private readonly archive: Server,
    /** File of the certificate that curl is to trust. */
    readonly certificate: string,
  ) {}

  /** @param folder temporary, for the certificate */
  static async start(folder: string): Promise<Servers> {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const made = spawnSync(
      "openssl",
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout ${key} -out ${cert}`.split(
        " ",
      ),
      { encoding: "utf8" },
    );
    if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.error?.message ?? made.stderr}`);
    const options = { key: readFileSync(key), cert: readFileSync(cert) };
    const servers: Servers = new Servers(createServer(options), createServer(options), cert);
    await Promise.all([servers.listen(servers.api, "api"), servers.listen(servers.archive, "archive")]);
    return servers;
  }

  async stop(): Promise<void> {
    for (const one of [this.api, this.archive]) {
      one.closeAllConnections();
      await new Promise((resolve) => one.close(resolve));
    }
  }

  /** Forgets everything and does this from now on. */
  play(script: Script): void {
    this.asked.length = 0;
    this.unexpected.length = 0;
    this.script = script;
    for (const key of Object.keys(this.runIs)) delete this.runIs[key as keyof typeof this.runIs];
    Object.assign(this.runIs, script.runIs);
    this.lists = this.listsOf(script);
    this.applied = false;
    this.speculative = true;
    this.planOnly = true;
    this.state = "pending";
    this.ended.clear();
    this.gitHub = new GitHub(script);
  }

  /** The newest commit of main, from now on. */
  set newest(commit: string) {
    this.gitHub.newest = commit;
  }

  get host(): string {
    return `localhost:${(this.api.address() as AddressInfo).port}`;
  }

  /** Method and path of each call, in order. */
  calls(server: Asked["server"] = "api"): string[] {
    return this.asked.filter((one) => one.server === server).map(({ method, path }) => `${method} ${path}`);
  }

  /** The JSON that was sent with a call. */
  sent(call: string): unknown {
    const found = this.asked.find(({ method, path }) => `${method} ${path}` === call);
    return found && (JSON.parse(found.body.toString("utf8")) as unknown);
  }

  written(): readonly { id: number; body: string }[] {
    return this.gitHub.comments;
  }

  private listsOf(script: Script) {
    return {
      run: [...(script.run ?? ["pending", "planning", "planned_and_finished"])],
      afterApply: [...(script.afterApply ?? ["apply_queued", "applying", "applied"])],
      json: [...(script.json ?? [307])],
      download: [...(script.download ?? [200])],
      upload: [...(script.upload ?? ["pending", "uploaded"])],
      first: [...(script.first ?? [])],
      current: [...(script.current ?? ["run-1"])],
      states: [...(script.states ?? ["sv-1"])],
    };
  }

  private listen(server: Server, name: Asked["server"]): Promise<void> {
    server.on("request", (request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const asked: Asked = {
          server: name,
          method: request.method ?? "",
          path: request.url ?? "",
          authorization: request.headers.authorization,
          body: Buffer.concat(chunks),
        };
        this.asked.push(asked);
        const [status, body, headers = {}] = name === "api" ? this.answer(asked) : this.hand(asked);
        response.writeHead(status, headers);
        response.end(body === undefined || typeof body === "string" ? body : JSON.stringify(body));
      });
    });
    return new Promise((resolve) => server.listen(0, "localhost", () => resolve()));
  }

  private get store(): string {
    return `https://localhost:${(this.archive.address() as AddressInfo).port}`;
  }

  /** The file store: its addresses are good by themselves, and no token may come here. */
  private hand({ method, path, authorization }: Asked): [number, unknown?, Record<string, string>?] {
    if (authorization !== undefined) this.unexpected.push(`a token was sent to the file store: ${method} ${path}`);
    if (method === "PUT" && path === "/v1/object/upload?secret=a%26b") return [200];
    if (method === "GET" && path === "/v1/object/plan?secret=c%26d") {
      const status = nextOf(this.lists.download, 200);
      return status === 200 ? [200, this.script.plan ?? { format_version: "1.2", resource_changes: [] }] : [status];
    }
    const log = /^GET \/v1\/object\/log\?limit=65536&offset=(\d+)$/.exec(`${method} ${path}`);
    if (log) return [200, LOG.slice(Number(log[1]))];
    this.unexpected.push(`${method} ${path}`);
    return [404];
  }

  private answer(asked: Asked): [number, unknown?, Record<string, string>?] {
    const first = this.lists.first.shift();
    if (first !== undefined && first !== 200) return [first, { errors: [{ status: String(first), title: "not now" }] }];
    if (!asked.path.startsWith("/repos/")) return this.terraformCloud(asked);
    const answer = this.gitHub.answer(asked);
    if (answer === undefined) this.unexpected.push(`${asked.method} ${asked.path}`);
    return answer ?? [404, { message: "Not Found" }];
  }

  private terraformCloud(asked: Asked): [number, unknown?, Record<string, string>?] {
    const { method, path } = asked;
    const token = Object.values(TOKENS).find((one) => asked.authorization === `Bearer ${one}`);
    if (token === undefined) return [401, { errors: [{ status: "401", title: "unauthorized" }] }];
    if (RESERVED.some(([calls, tokens]) => calls.test(path) && !tokens.includes(token))) return NOT_FOUND;
    const workspace = /^GET \/api\/v2\/organizations\/acme\/workspaces\/(overlap-bridge-\w+)$/.exec(
      `${method} ${path}`,
    );
    if (workspace) this.workspace = workspace[1] ?? "";
    if (workspace || `${method} ${path}` === "GET /api/v2/workspaces/ws-1") return [200, { data: this.workspaceNow() }];
    if (path.startsWith("/api/v2/runs/run-0")) return this.otherRun(method, path);
    switch (`${method} ${path}`) {
      case "GET /api/v2/ping":
        return [204];
      case "POST /api/v2/workspaces/ws-1/configuration-versions":
        this.speculative = attributesOf(asked)["speculative"];
        return [201, this.configurationVersion("pending", `${this.store}/v1/object/upload?secret=a%26b`)];
      case "GET /api/v2/workspaces/ws-1/runs?filter%5Bstatus_group%5D=non_final&page%5Bsize%5D=100":
        return [200, { data: (this.script.others ?? []).map((one) => this.other(one)) }];
      case "GET /api/v2/configuration-versions/cv-1":
        return [200, this.configurationVersion(nextOf(this.lists.upload, "uploaded"), null)];
      case "POST /api/v2/runs":
        this.planOnly = attributesOf(asked)["plan-only"];
        return [201, this.run()];
      case "GET /api/v2/runs/run-1?include=plan":
      case "GET /api/v2/runs/run-1?include=cost_estimate%2Cplan":
        this.state = this.ended.has("run-1")
          ? "discarded"
          : nextOf(this.applied ? this.lists.afterApply : this.lists.run, "errored");
        return [200, this.run()];
      case "GET /api/v2/runs/run-1/task-stages":
        return [200, { data: [] }];
      case "GET /api/v2/plans/plan-1":
        return [200, { data: { ...this.plan(), relationships: {} } }];
      case "GET /api/v2/plans/plan-1/json-output": {
        const status = nextOf(this.lists.json, 307);
        if (status === 307) return [307, undefined, { Location: `${this.store}/v1/object/plan?secret=c%26d` }];
        return status === 204 ? [204] : [status, { errors: [{ status: String(status), title: "not found" }] }];
      }
      case "POST /api/v2/runs/run-1/actions/apply":
        if ((this.script.applyAnswer ?? 202) !== 202)
          return [409, { errors: [{ status: "409", title: "transition not allowed" }] }];
        this.applied = true;
        return [202];
      case "POST /api/v2/runs/run-1/actions/discard":
      case "POST /api/v2/runs/run-1/actions/cancel":
        this.ended.add("run-1");
        return [202];
      default:
        this.unexpected.push(`${method} ${path}`);
        return NOT_FOUND;
    }
  }

  private workspaceNow() {
    const [run, state] = [nextOf(this.lists.current, "run-1"), nextOf<string | null>(this.lists.states, null)];
    const relationships = {
      "current-run": { data: { id: run, type: "runs" } },
      "current-state-version": { data: state === null ? null : { id: state, type: "state-versions" } },
    };
    return { id: "ws-1", type: "workspaces", attributes: { name: this.workspace, locked: false }, relationships };
  }

  private other({ id, status, message }: { id: string; status: string; message: string }) {
    const actions = { "is-cancelable": status === "pending", "is-discardable": status === "planned" };
    const attributes = { status, message, actions, "plan-only": false, "auto-apply": false };
    return { id, type: "runs", attributes, relationships: { workspace: { data: { id: "ws-1" } } } };
  }

  /** A run that was there before: it can be looked at, and ended. */
  private otherRun(method: string, path: string): [number, unknown?] {
    const [, id, , action] = /^\/api\/v2\/runs\/([\w-]+)(\?include=plan|\/actions\/(\w+))$/.exec(path) ?? [];
    const found = (this.script.others ?? []).find((one) => one.id === id);
    if (!found) return NOT_FOUND;
    if (method === "POST" && (action === "discard" || action === "cancel")) return [202];
    return [200, { data: this.other(found), included: [] }];
  }

  private configurationVersion(status: string, uploadUrl: string | null) {
    const attributes = {
      "auto-queue-runs": false,
      error: null,
      "error-message": null,
      status,
      speculative: this.speculative,
      "upload-url": uploadUrl,
    };
    return { data: { id: "cv-1", type: "configuration-versions", attributes } };
  }

  private plan() {
    const status = ["pending", "planning"].includes(this.state) ? "running" : (this.script.planStatus ?? "finished");
    return {
      id: this.runIs.plan ?? "plan-1",
      type: "plans",
      attributes: { status, "log-read-url": `${this.store}/v1/object/log` },
    };
  }

  private run() {
    const { state } = this;
    const { workspace = "ws-1", planOnly = this.planOnly, autoApply = false } = this.runIs;
    const { configuration = "cv-1", plan = "plan-1" } = this.runIs;
    const actions = {
      "is-cancelable": ["pending", "planning", "applying"].includes(state),
      "is-confirmable": state === (this.script.confirmableIn ?? "planned"),
      "is-discardable": ["planned", "policy_override", "cost_estimated"].includes(state),
      "is-force-cancelable": false,
    };
    return {
      data: {
        id: "run-1",
        type: "runs",
        attributes: { status: state, actions, "auto-apply": autoApply, "has-changes": true, "plan-only": planOnly },
        relationships: {
          workspace: { data: { id: workspace, type: "workspaces" } },
          "configuration-version": { data: { id: configuration, type: "configuration-versions" } },
          plan: { data: { id: plan, type: "plans" } },
        },
      },
      included: [this.plan()],
    };
  }
}
