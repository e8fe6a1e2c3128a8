import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { EMULATOR, python } from "./python";

export interface EmulatorOptions {
  readonly account?: string;
  readonly region?: string;
  /** ARNs of ACM certificates that the account has. */
  readonly certificates?: readonly string[];
  /** ARNs of WAF web ACLs that the account has. */
  readonly webAcls?: readonly string[];
}

/** Whose calls these are: AWS tells the account by them. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Everybody who assumed no role works in the emulator's own account. */
export const OWN_KEYS: Keys = { accessKeyId: "emulated", secretAccessKey: "emulated" };

/** What the emulator tells of API calls. */
export interface Calls {
  /** Calls that wait for a hold's release. */
  readonly held: number;
  /** Calls that are being worked on. */
  readonly busy: number;
  /** How often each action was called, by its name. */
  readonly calls: Readonly<Record<string, number>>;
}

/** An emulated AWS account in a process of its own, which ends with this one whatever ends this one. */
export class Emulator {
  private constructor(
    private readonly server: ChildProcess,
    readonly url: string,
    readonly region: string,
  ) {}

  static async start({
    account,
    region = "us-east-1",
    certificates = [],
    webAcls = [],
  }: EmulatorOptions = {}): Promise<Emulator> {
    const options = [
      ...(account === undefined ? [] : ["--account", account]),
      ...["--region", region],
      ...certificates.flatMap((arn) => ["--certificate", arn]),
      ...webAcls.flatMap((arn) => ["--web-acl", arn]),
    ];
    // -B: no compiled files beside the sources. Its standard input is a pipe that this process holds.
    const server = spawn(python(), ["-B", join(EMULATOR, "serve.py"), ...options], {
      stdio: ["pipe", "pipe", "inherit"],
      detached: true,
    });
    const port = await new Promise<number>((resolve, reject) => {
      let said = "";
      server.stdout.on("data", (data: Buffer) => {
        said += data.toString();
        if (said.includes("\n")) resolve((JSON.parse(said) as { port: number }).port);
      });
      server.on("error", reject);
      server.on("exit", (code) => reject(new Error(`the emulator ended with ${code} before it listened`)));
    });
    return new Emulator(server, `http://127.0.0.1:${port}`, region);
  }

  /** What points an AWS client, SDK or provider, at this account. */
  environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: OWN_KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: OWN_KEYS.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
      // A call that the emulator does not know fails at once.
      AWS_MAX_ATTEMPTS: "2",
    };
  }

  /** The ARN of the web ACL that filters what a resource gets, if one does. */
  async webAclOf(resource: string, keys: Keys): Promise<string | undefined> {
    const answer = await this.byHand("wafv2", keys, {
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSWAF_20190729.GetWebACLForResource",
      },
      body: JSON.stringify({ ResourceArn: resource }),
    });
    const { WebACL } = JSON.parse(answer) as { WebACL?: { ARN: string } };
    return WebACL?.ARN;
  }

  /** The keys of a role in another account. */
  async assumeRole(account: string): Promise<Keys> {
    const RoleArn = `arn:aws:iam::${account}:role/deploy-network`;
    const body = new URLSearchParams({ Action: "AssumeRole", Version: "2011-06-15", RoleArn, RoleSessionName: "test" });
    const answer = await this.byHand("sts", OWN_KEYS, { body });
    const told = (name: string) => new RegExp(`<${name}>([^<]+)<`).exec(answer)?.[1] ?? "";
    return {
      accessKeyId: told("AccessKeyId"),
      secretAccessKey: told("SecretAccessKey"),
      sessionToken: told("SessionToken"),
    };
  }

  /** A call that is too seldom for an SDK client more. */
  private async byHand(service: string, keys: Keys, request: RequestInit): Promise<string> {
    const scope = `20260101/${this.region}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=host, Signature=0`;
    const answer = await fetch(this.url, {
      ...request,
      method: "POST",
      headers: { ...(request.headers as Record<string, string>), authorization },
    });
    return answer.text();
  }

  /** Ends it; everything that was in the account is gone. */
  async stop(): Promise<void> {
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    const ended = new Promise((resolve) => this.server.once("exit", resolve));
    this.server.stdin?.end();
    await ended;
  }

  /**
   * Lets calls of an action wait from now on.
   * @param moment before: they are not done; after: they are done, and only their answer does not come
   */
  async hold(action: string, moment: "before" | "after"): Promise<void> {
    await this.control(`set?action=${action}&moment=${moment}`);
  }

  async release(): Promise<void> {
    await this.control("release");
  }

  async calls(): Promise<Calls> {
    return this.control("state");
  }

  private async control(what: string): Promise<Calls> {
    const answer = await fetch(`${this.url}/hold/${what}`);
    return (await answer.json()) as Calls;
  }
}
