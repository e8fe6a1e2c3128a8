import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { isBridgeName } from "../config/bridge-name";
import { QUOTA_NAMES, QUOTAS } from "../config/quotas";
import { type AccountView, vpcWithId } from "../drafting/account-view";
import { type Draft, draftBridge } from "../drafting/draft";
import { holderOf, protocolAt, type WantedTarget } from "../drafting/drafted-services";
import { type DraftedSide, draftSide, regionOf } from "../drafting/drafted-side";
import { parseIpv4 } from "../ipv4";
import { BRIDGES_FOLDER, projectOf } from "../project/project";
import { type Surroundings } from "../project/surroundings";
import { UserError } from "../project/user-error";
import { writeWhole } from "../project/write-whole";
import { QUOTA_CODES } from "../requirements/in-account/rules/quota-rules";
import { buildTopology, type Vpc } from "../topology";
import { type AccountInput } from "./account-input";
import { type CheckedInAccount, checkedInAccount } from "./checked-in-account";

/** What a person says of the bridge that is to be. */
export interface InitOptions {
  readonly client: string;
  readonly web: string;
  readonly targets: readonly string[];
  readonly backend?: string;
  readonly certificate?: string;
  readonly roles: readonly string[];
}

/** A bridge file that was written, and what the account says of it. */
export interface Initialized {
  readonly file: string;
  readonly place: Draft["place"];
  readonly checked: CheckedInAccount;
}

/** What accounts have, as drafts look at it. */
export function viewOf({ graph, quotas, encryption }: AccountInput): AccountView {
  return { graph, topology: buildTopology(graph), quotas, encryption };
}

const TARGET = /^(\d+\.\d+\.\d+\.\d+):(\d{1,5})(?:\/(http|https|tcp|tls))?$/i;

/** @throws UserError when it is no target */
export function targetOf(written: string): WantedTarget {
  const [, host = "", digits = "", protocol] = TARGET.exec(written) ?? [];
  const [address, port] = [parseIpv4(host), Number(digits)];
  if (address === undefined || !(port >= 1 && port <= 65535))
    throw new UserError(
      { rule: "target", input: written },
      `--target ${written}: is no ADDRESS:PORT or ADDRESS:PORT/PROTOCOL with http, https, tcp or tls; write 10.0.1.10:5432`,
    );
  return {
    address,
    port,
    protocol: (protocol?.toUpperCase() as WantedTarget["protocol"] | undefined) ?? protocolAt(port),
  };
}

/** local, s3:BUCKET/KEY or cloud:ORGANIZATION/WORKSPACE. @throws UserError when it is none of them */
export function backendOf(name: string, written = "local"): Readonly<Record<string, unknown>> {
  if (written === "local") return { type: "local", path: `state/${name}.tfstate` };
  const [, bucket, key] = /^s3:([^/]+)\/(.+)$/.exec(written) ?? [];
  if (bucket !== undefined) return { type: "s3", bucket, key };
  const [, organization, workspace] = /^cloud:([^/]+)\/([^/]+)$/.exec(written) ?? [];
  if (organization !== undefined) return { type: "cloud", organization, workspace };
  throw new UserError(
    { rule: "backend", input: written },
    `--backend ${written}: write local, s3:BUCKET/KEY or cloud:ORGANIZATION/WORKSPACE`,
  );
}

/** ARNs of roles by account. @throws UserError when one is none */
export function rolesOf(written: readonly string[]): Map<string, string> {
  return new Map(
    written.map((arn) => {
      const [, account] = /^arn:[a-z-]+:iam::(\d{12}):role\/.+$/.exec(arn) ?? [];
      if (account === undefined)
        throw new UserError(
          { rule: "role", input: arn },
          `--role ${arn}: is no ARN of an IAM role; write arn:aws:iam::111122223333:role/deploy`,
        );
      return [account, arn];
    }),
  );
}

/** Quotas of the account that differ from AWS's defaults. */
function quotasOf({ quotas }: AccountView): Record<string, number> {
  return Object.fromEntries(
    QUOTA_NAMES.flatMap((name) => {
      const told = quotas.get(QUOTA_CODES[name] ?? "");
      return told === undefined || told === QUOTAS[name].default ? [] : [[name, told]];
    }),
  );
}

/** @throws UserError when no account has it */
export function vpcOf(view: AccountView, option: string, id: string): Vpc {
  const vpc = vpcWithId(view, id);
  if (vpc) return vpc;
  throw new UserError(
    { rule: "no-such-vpc", input: id },
    `--${option} ${id}: is in none of the accounts and Regions that were read; leave --client and --web out to list pairs`,
  );
}

interface Sides {
  readonly client: DraftedSide;
  readonly web: DraftedSide;
  readonly region: string;
}

function sidesIn(view: AccountView, { client, web }: InitOptions): Sides {
  const [clientVpc, webVpc] = [vpcOf(view, "client", client), vpcOf(view, "web", web)];
  const [region, other] = [regionOf(view, clientVpc), regionOf(view, webVpc)];
  if (clientVpc === webVpc)
    throw new UserError({ rule: "one-vpc", input: web }, `--web ${web}: is the client VPC too; name another one`);
  if (region === undefined || other !== region)
    throw new UserError(
      { rule: "one-region", input: web },
      `--web ${web}: is in ${other ?? "a Region that is not known"}, the client VPC in ${region ?? "a Region that is not known"}; a bridge is of one Region`,
    );
  const owners = [client, web].map((id) => view.graph.withIdentity(id)[0]?.values.owner_id);
  const names = owners[0] === owners[1] ? "letters" : "ids";
  return { client: draftSide(view, client, clientVpc, names), web: draftSide(view, web, webVpc, names), region };
}

/** @throws UserError when one of the targets is none, or nobody in the VPC has its address */
export function refuseStrangers(view: AccountView, web: string, targets: readonly string[]): void {
  const vpc = vpcOf(view, "web", web);
  for (const written of targets)
    if (!holderOf(view, vpc, targetOf(written).address))
      throw new UserError(
        { rule: "no-such-target", input: written },
        `--target ${written}: no interface in ${web} has this address; start the server, or write its address`,
      );
}

/** @throws UserError when a bridge can't have this name, or has it already */
export function placeFor(io: Surroundings, name: string): { path: string; shown: string } {
  if (!isBridgeName(name))
    throw new UserError(
      { rule: "bridge-name", input: name },
      `${name}: is no bridge's name; write letters, digits and hyphens, e.g. shop`,
    );
  const folder = join(projectOf(io), BRIDGES_FOLDER);
  const path = join(folder, `${name}.yaml`);
  const shown = relative(io.cwd(), path);
  if (existsSync(path))
    throw new UserError(
      { rule: "exists", input: shown },
      `${shown}: is there already and is never overwritten; choose another name`,
    );
  return { path, shown };
}

/**
 * Writes the bridge file that does a job in an account: the first draft that the account has nothing against, else the
 * first that breaks no rule.
 * @throws UserError when no draft can be built, with the first fault
 */
export function initialize(io: Surroundings, input: AccountInput, name: string, options: InitOptions): Initialized {
  const { path, shown } = placeFor(io, name);
  const view = viewOf(input);
  const sides = sidesIn(view, options);
  const targets = options.targets.map(targetOf);
  if (targets.length === 0)
    throw new UserError(
      { rule: "no-target", input: "--target" },
      "name the servers to be reached: --target ADDRESS:PORT",
    );
  refuseStrangers(view, options.web, options.targets);
  const drafts = draftBridge(view, {
    name,
    ...sides,
    backend: backendOf(name, options.backend),
    targets,
    ...(options.certificate !== undefined && { certificate: options.certificate }),
    roles: rolesOf(options.roles),
    quotas: quotasOf(view),
  });
  const judged = drafts.flatMap((draft) =>
    draft.plan ? [{ draft, checked: checkedInAccount(input, draft.plan, draft.locate) }] : [],
  );
  const best = judged.find(({ checked }) => checked.holds) ?? judged[0];
  if (!best) {
    const [fault] = drafts.flatMap(({ faults }) => faults);
    throw new UserError(
      { rule: fault?.rule ?? "no-draft", input: name },
      fault ? `no bridge can be written: ${fault.message}; ${fault.fix}` : "no bridge can be written: no range is free",
    );
  }
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, shown, best.draft.text);
  return { file: shown, place: best.draft.place, checked: best.checked };
}
