import { copyFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { graphOfAccount, readAnswers } from "../../../src/account";
import { type Service } from "../../../src/reachability";
import { partsOf, portsOf, protocolText } from "../../../src/review/compared-flows";
import { type ResourceGraph } from "../../../src/terraform";
import { readState } from "../../../src/terraform/state-reader";
import { captureOf } from "./captured-account";
import { type Judged, judged, verdictOn } from "./judged";
import type { Stage } from "./life";

const INTERNET = "internet";

/** What a state and a capture of the same moment answer to the same questions. */
export interface Agreement {
  /** Questions to which both have a certain answer. */
  readonly certain: number;
  /** Of these, where the answers differ. */
  readonly differences: readonly string[];
  /** Questions to which the state alone has a certain answer. */
  readonly onlyState: readonly string[];
  /** Questions to which the account alone has a certain answer. */
  readonly onlyAccount: readonly string[];
  /** Ends of the state that the capture does not know. */
  readonly missing: readonly string[];
}

/** Addresses in a capture by those in a state, of the same things: by type and id, or by the id that stands for what is looked up. */
function sameThings(state: ResourceGraph, account: ResourceGraph): (address: string) => string | undefined {
  const ids = (graph: ResourceGraph) =>
    graph.resources.flatMap(({ address, type, values: { id } }) =>
      typeof id === "string" ? [{ address, type, id }] : [],
    );
  const byId = new Map(
    ids(account).flatMap(({ address, type, id }) => [
      [`${type} ${id}`, address],
      [id, address],
    ]),
  );
  const own = new Map(ids(state).map(({ address, type, id }) => [address, byId.get(`${type} ${id}`)]));
  return (address) => (address === INTERNET ? INTERNET : (own.get(address) ?? byId.get(address)));
}

function servicesOf(state: Judged, account: Judged, end: readonly [string, string]): readonly Service[] {
  const [before, after] = [state.ends.get(end[0]), account.ends.get(end[1])];
  return partsOf({ ...(before && { before }), ...(after && { after }) });
}

/**
 * Every end of the state with every other, asked in both.
 * @param isAsked of the addresses of two ends in the state
 */
export function agreement(
  stateGraph: ResourceGraph,
  accountGraph: ResourceGraph,
  isAsked: (from: string, to: string) => boolean = () => true,
): Agreement {
  const [state, account] = [judged(stateGraph), judged(accountGraph)];
  const names = sameThings(stateGraph, accountGraph);
  const ends = [...state.ends.keys()].map((end) => [end, names(end)] as const);
  const known = ends.filter(
    (end): end is readonly [string, string] => end[1] !== undefined && account.ends.has(end[1]),
  );
  const found = { differences: [] as string[], onlyState: [] as string[], onlyAccount: [] as string[] };
  let certain = 0;
  for (const to of known)
    for (const service of servicesOf(state, account, to))
      for (const from of known) {
        if (from === to || !isAsked(from[0], to[0])) continue;
        const one = verdictOn(state, from[0], to[0], service);
        const other = verdictOn(account, from[1], to[1], service);
        if (!one || !other) continue;
        const question = `${from[0]} -> ${to[0]} ${protocolText(service)}/${portsOf(service)}: ${one} ${other}`;
        if (one !== "UNKNOWN" && other !== "UNKNOWN") certain++;
        if (one === other) continue;
        if (one === "UNKNOWN") found.onlyAccount.push(question);
        else if (other === "UNKNOWN") found.onlyState.push(question);
        else found.differences.push(question);
      }
  const compared = new Set(known.map(([address]) => address));
  // A state does not know whether a VPC that it only names leads to the internet; the account does.
  const missing = [...state.ends.keys()].filter((end) => !compared.has(end) && end !== INTERNET);
  return { ...found, certain, missing };
}

/** For whoever looks into a difference: both sides, in a folder of theirs. */
function keep(folder: string, { name }: Stage["project"], state: object, files: readonly string[]): void {
  writeFileSync(join(folder, `${name}-state.json`), JSON.stringify(state));
  for (const file of files) copyFileSync(file, join(folder, `${name}-${basename(file)}`));
}

/** Captures of the accounts that a project was applied to, with hashes of user data: the emulator's own, and those of roles. */
export async function capturesOf({ emulator, project }: Stage, ...roles: readonly string[]): Promise<string[]> {
  const own = await captureOf(emulator, project.folder, "account", { userDataHash: true });
  const others = await Promise.all(
    roles.map((role, i) => captureOf(emulator, project.folder, `account-${i}`, { role, userDataHash: true })),
  );
  return [own, ...others];
}

/** What a project's state and captures of its accounts say of each other. */
export async function agreementOf({ project }: Stage, captures: readonly string[]): Promise<Agreement> {
  const { answers } = readAnswers(captures.map((path) => ({ path, shown: path })));
  const state = await project.state();
  if (process.env["KEEP"]) keep(process.env["KEEP"], project, state, captures);
  return agreement(readState(state), graphOfAccount(answers));
}

/** Both are of one mind wherever both are certain, and the capture lacks nothing that the state has. */
export function expectAgreement({ certain, differences, onlyState, onlyAccount, missing }: Agreement): void {
  process.stderr.write(`state and account: ${certain} answers agree, ${onlyAccount.length} are of the account alone\n`);
  expect({ differences, onlyState, missing }).toEqual({ differences: [], onlyState: [], missing: [] });
  expect(certain).toBeGreaterThan(0);
}
