import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { graphOfAccount, readAnswers } from "../../../src/account";
import { type Service } from "../../../src/reachability";
import { partsOf, portsOf, protocolText } from "../../../src/review/compared-flows";
import { type ResourceGraph } from "../../../src/terraform";
import { readState } from "../../../src/terraform/state-reader";
import { captureOf } from "./captured-account";
import { type Judged, judged, verdictOn } from "./judged";
import type { Stage } from "./life";

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

/** What a thing is called by AWS, by its Terraform address: its type and its id. */
function idsOf(graph: ResourceGraph): Map<string, string> {
  return new Map(
    graph.resources.flatMap(({ address, type, values: { id } }) =>
      typeof id === "string" ? [[address, `${type} ${id}`] as const] : [],
    ),
  );
}

/** Addresses in a capture by those in a state, of the same things. */
function sameThings(state: ResourceGraph, account: ResourceGraph): Map<string, string> {
  const byId = new Map([...idsOf(account)].map(([address, id]) => [id, address]));
  const same = [...idsOf(state)].flatMap(([address, id]) => {
    const other = byId.get(id);
    return other === undefined ? [] : [[address, other] as const];
  });
  return new Map([...same, ["internet", "internet"]]);
}

function servicesOf(state: Judged, account: Judged, end: readonly [string, string]): readonly Service[] {
  const [before, after] = [state.ends.get(end[0]), account.ends.get(end[1])];
  return partsOf({ ...(before && { before }), ...(after && { after }) });
}

/** Every end of the state with every other, asked in both. */
export function agreement(stateGraph: ResourceGraph, accountGraph: ResourceGraph): Agreement {
  const [state, account] = [judged(stateGraph), judged(accountGraph)];
  const names = sameThings(stateGraph, accountGraph);
  const ends = [...state.ends.keys()].map((end) => [end, names.get(end)] as const);
  const known = ends.filter(
    (end): end is readonly [string, string] => end[1] !== undefined && account.ends.has(end[1]),
  );
  const found = { differences: [] as string[], onlyState: [] as string[], onlyAccount: [] as string[] };
  let certain = 0;
  for (const to of known)
    for (const service of servicesOf(state, account, to))
      for (const from of known) {
        if (from === to) continue;
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
  const missing = ends.filter((end) => !known.some(([address]) => address === end[0])).map(([address]) => address);
  return { ...found, certain, missing };
}

/**
 * What a project's state and the accounts that it was applied to say of each other.
 * @param roles of the accounts beside the emulator's own
 */
export async function agreementOf({ emulator, project }: Stage, ...roles: readonly string[]): Promise<Agreement> {
  const own = await captureOf(emulator, project.folder, "account");
  const others = await Promise.all(roles.map((role, i) => captureOf(emulator, project.folder, `account-${i}`, role)));
  const { answers } = readAnswers([own, ...others].map((path) => ({ path, shown: path })));
  const state = await project.state();
  if (process.env["KEEP"])
    writeFileSync(join(process.env["KEEP"], `${project.name}-state.json`), JSON.stringify(state));
  return agreement(readState(state), graphOfAccount(answers));
}

/** Both are of one mind wherever both are certain, and the capture lacks nothing that the state has. */
export function expectAgreement({ certain, differences, onlyState, onlyAccount, missing }: Agreement): void {
  process.stderr.write(`state and account: ${certain} answers agree, ${onlyAccount.length} are of the account alone\n`);
  expect({ differences, onlyState, missing }).toEqual({ differences: [], onlyState: [], missing: [] });
  expect(certain).toBeGreaterThan(0);
}
