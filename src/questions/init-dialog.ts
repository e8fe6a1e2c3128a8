import { type AccountView, idAt, nameAt, rangesOf } from "../drafting/account-view";
import { addressesHeld } from "../drafting/drafted-services";
import { overlappingPairs } from "../drafting/overlapping-pairs";
import { table } from "../escape/columns";
import { formatCidr } from "../ip";
import { type Surroundings } from "../project/surroundings";
import { UserError } from "../project/user-error";
import { type AccountInput } from "./account-input";
import {
  backendOf,
  type InitOptions,
  placeFor,
  refuseStrangers,
  rolesOf,
  targetOf,
  viewOf,
  vpcOf,
} from "./initialized";

/** Somebody who can be asked. */
export interface Dialog {
  /** @returns what was answered; undefined when there is nobody any more */
  ask(question: string): Promise<string | undefined>;
  say(lines: readonly string[]): void;
}

/** What of a bridge that is to be was said so far. */
export type SaidOfInit = Omit<InitOptions, "client" | "web"> & {
  readonly name?: string;
  readonly client?: string;
  readonly web?: string;
};

/** Of more, a list helps nobody; an answer may name any of them. */
const MOST_LISTED = 30;

/** Asks until an answer is one. @throws UserError when nobody answers any more */
async function answerTo<T>(dialog: Dialog, question: string, read: (answer: string) => T): Promise<T> {
  for (;;) {
    const answer = await dialog.ask(question);
    if (answer === undefined)
      throw new UserError(
        { rule: "no-answer", input: "init" },
        "init: a question was not answered; nothing is written",
      );
    try {
      return read(answer.trim());
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      dialog.say([error.message]);
    }
  }
}

function listed(dialog: Dialog, title: string, rows: readonly (readonly string[])[]): void {
  const left = rows.length - MOST_LISTED;
  dialog.say([title, ...table(rows.slice(0, MOST_LISTED), "  "), ...(left > 0 ? [`  and ${left} more`] : [])]);
}

/** What the listed number or the id in an answer stands for. */
function chosenOf(ids: readonly string[], answer: string): string {
  if (answer === "" && ids.length === 1) return ids[0]!;
  return /^\d+$/.test(answer) ? (ids[Number(answer) - 1] ?? answer) : answer;
}

async function askedVpc(dialog: Dialog, view: AccountView, option: "client" | "web", ids: readonly string[]) {
  const [title, question] =
    option === "client"
      ? ["VPCs whose ranges another one has, too:", "Whose hosts open the connections"]
      : ["VPCs that have the same addresses:", "Which one has the servers"];
  const rows = ids.map((id, i) => {
    const vpc = vpcOf(view, option, id);
    return [String(i + 1), id, nameAt(view, vpc.address) ?? "", rangesOf(vpc).map(formatCidr).join(", ")];
  });
  if (rows.length > 0) listed(dialog, title, rows);
  const hint = ids.length === 1 ? `[${ids[0]}]` : ids.length > 1 ? "(number or id)" : "(id of the VPC)";
  return answerTo(dialog, `${question}? ${hint} `, (answer) => {
    const id = chosenOf(ids, answer);
    vpcOf(view, option, id);
    return id;
  });
}

/** Ids of the VPCs that overlap: with this one, or with any. */
function overlapping(view: AccountView, id?: string): string[] {
  const pairs = overlappingPairs(view).map((pair) => pair.map((one) => one.id));
  const among = id === undefined ? pairs : pairs.filter((pair) => pair.includes(id));
  return [...new Set(among.flat())].filter((one) => one !== id).sort();
}

async function askedTargets(dialog: Dialog, view: AccountView, web: string): Promise<string[]> {
  const held = addressesHeld(view, vpcOf(view, "web", web));
  const rows = held.map(({ address, nic }) => [address, nameAt(view, nic) ?? "", idAt(view, nic) ?? ""]);
  if (rows.length > 0) listed(dialog, `Addresses in ${web}:`, rows);
  return answerTo(dialog, "Which servers are to be reached? (ADDRESS:PORT, spaces between several) ", (answer) => {
    const written = answer.split(/[\s,]+/).filter((one) => one !== "");
    if (written.length === 0) targetOf(answer);
    refuseStrangers(view, web, written);
    return written;
  });
}

async function askedBackend(dialog: Dialog, name: string): Promise<string> {
  const question = "Where is Terraform's state? (local, s3:BUCKET/KEY or cloud:ORGANIZATION/WORKSPACE) [local] ";
  return answerTo(dialog, question, (answer) => {
    const backend = answer === "" ? "local" : answer;
    backendOf(name, backend);
    return backend;
  });
}

async function askedName(io: Surroundings, dialog: Dialog): Promise<string> {
  return answerTo(dialog, "What is the bridge called? (bridges/NAME.yaml is written) ", (answer) => {
    placeFor(io, answer);
    return answer;
  });
}

/** What was said is refused before anything is asked, so that nobody answers in vain. */
function refuseSaid(io: Surroundings, view: AccountView, said: SaidOfInit): void {
  if (said.name !== undefined) placeFor(io, said.name);
  if (said.client !== undefined) vpcOf(view, "client", said.client);
  if (said.web !== undefined) vpcOf(view, "web", said.web);
  said.targets.forEach(targetOf);
  backendOf(said.name ?? "", said.backend);
  rolesOf(said.roles);
}

/**
 * Asks what wasn't said and what no account tells.
 * @returns what was said when it asks for the list of pairs, or when there is no pair to choose from
 */
export async function askedInit(
  io: Surroundings,
  dialog: Dialog,
  input: AccountInput,
  said: SaidOfInit,
): Promise<SaidOfInit> {
  const hasVpc = said.client !== undefined || said.web !== undefined;
  if (said.name === undefined && !hasVpc) return said;
  const view = viewOf(input);
  refuseSaid(io, view, said);
  if (!hasVpc && overlapping(view).length === 0) return said;
  const client = said.client ?? (await askedVpc(dialog, view, "client", overlapping(view, said.web)));
  const web = said.web ?? (await askedVpc(dialog, view, "web", overlapping(view, client)));
  const targets = said.targets.length > 0 ? said.targets : await askedTargets(dialog, view, web);
  const name = said.name ?? (await askedName(io, dialog));
  const backend = said.backend ?? (await askedBackend(dialog, name));
  return { ...said, name, client, web, targets, backend };
}
