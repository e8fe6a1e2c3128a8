import { type Asked } from "./terraform-cloud";
import { SHA } from "./workflow-run";

interface Comment {
  id: number;
  readonly user: { readonly login: string };
  body: string;
}

/** What GitHub is to answer. */
export interface GitHubScript {
  /** Newest commit of main. */
  readonly main?: string;
  readonly comments?: readonly Comment[];
  /** Ids of comments that GitHub does not find any more when they are to be changed. */
  readonly deleted?: readonly number[];
  /** The pull requests of the commit. Default: one, merged with it, from this repository. */
  readonly pulls?: readonly unknown[];
  /** The runs of the workflow for the pull request's head. Default: one, that succeeded. */
  readonly workflowRuns?: readonly unknown[];
  /** Artifacts that the run no longer has, by their names. Those that are not named are there. */
  readonly artifacts?: Readonly<Record<string, "expired" | "missing">>;
}

const REPOSITORY = "acme/overlap-bridge";
/** The pull request's head. */
export const HEAD = "4ead000000000000000000000000000000000001";

const repo = { full_name: REPOSITORY };
/** A pull request as GitHub lists it for a commit ("List pull requests associated with a commit"). */
export const PULL = {
  number: 7,
  merged_at: "2026-01-01T00:00:00Z",
  merge_commit_sha: SHA,
  base: { ref: "main", repo },
  head: { sha: HEAD, repo },
};
/** A run as GitHub lists it for a workflow ("List workflow runs for a workflow"). */
export const WORKFLOW_RUN = {
  id: 4700,
  run_number: 12,
  event: "pull_request",
  path: ".github/workflows/pull-request.yml",
  head_sha: HEAD,
  status: "completed",
  conclusion: "success",
  repository: repo,
  head_repository: repo,
};

/** GitHub's REST API, as far as the workflows ask it. */
export class GitHub {
  readonly comments: Comment[];
  newest: string | undefined;

  constructor(private readonly script: GitHubScript) {
    this.newest = script.main;
    this.comments = (script.comments ?? []).map((one) => ({ ...one }));
  }

  /** @returns undefined for a call that it does not know */
  answer({ method, path, authorization, body }: Asked): [number, unknown?] | undefined {
    if (authorization !== "Bearer github-token") return [401, { message: "Bad credentials" }];
    const [call = "", query = ""] = `${method} ${path.replace(`/repos/${REPOSITORY}`, "")}`.split("?");
    const asked = new URLSearchParams(query);
    switch (call) {
      case "GET /git/ref/heads/main":
        return [200, { ref: "refs/heads/main", object: { sha: this.newest } }];
      case `GET /commits/${SHA}/pulls`:
        return [200, this.script.pulls ?? [PULL]];
      case "GET /actions/workflows/pull-request.yml/runs": {
        const runs = this.script.workflowRuns ?? [WORKFLOW_RUN];
        return [200, { total_count: runs.length, workflow_runs: runs }];
      }
      case `GET /actions/runs/${WORKFLOW_RUN.id}/artifacts`: {
        const name = asked.get("name") ?? "";
        const how = this.script.artifacts?.[name];
        return [200, { artifacts: how === "missing" ? [] : [{ name, expired: how === "expired" }] }];
      }
      case "GET /issues/7/comments":
        return [200, this.comments.slice((Number(asked.get("page")) - 1) * 100, Number(asked.get("page")) * 100)];
      case "POST /issues/7/comments":
        return this.write(textIn(body));
      default:
        return this.change(call, body);
    }
  }

  private write(body: string): [number, unknown] {
    if (body.length > 65536) return [422, { message: "Body is too long" }];
    this.comments.push({ id: 900 + this.comments.length, user: { login: "github-actions[bot]" }, body });
    return [201, this.comments.at(-1)];
  }

  private change(call: string, body: Buffer): [number, unknown] | undefined {
    const id = Number(/^PATCH \/issues\/comments\/(\d+)$/.exec(call)?.[1]);
    const comment = this.comments.find((one) => one.id === id);
    if (!comment) return undefined;
    if ((this.script.deleted ?? []).includes(id)) return [404, { message: "Not Found" }];
    comment.body = textIn(body);
    return [200, comment];
  }
}

const textIn = (body: Buffer): string => (JSON.parse(body.toString("utf8")) as { body: string }).body;
