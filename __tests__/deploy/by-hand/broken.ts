import type { BridgePlan } from "../../../src/address-plan/bridge-plan";
import { scriptsOf } from "../../../src/questions/known-scripts";
import { promisesOf, verify } from "../../../src/questions/promises";
import { judge } from "../../../src/reachability";
import { type Network, networkIn } from "../../../src/requirements/judged-network";
import { withKnownUserData } from "../../../src/topology";
import { shownJudged } from "../../../src/words";
import { Captured } from "./captured";
import { type Deed } from "./deeds";
import { addServers, type Servers } from "./hands";

/** What somebody does, and all statements that it breaks of those that are named here. */
export type Row = readonly [Deed, ...RegExp[]];

/** What is to be seen of an example. */
export interface Example {
  readonly servers: Servers;
  readonly rows: readonly Row[];
  /** Statements that nobody can break by hand, and why. */
  readonly unbreakable: readonly (readonly [RegExp, string])[];
}

/** Everything that is not as the table says, in words. */
export interface Seen {
  /** Statements that do not hold before anybody does anything. */
  readonly brokenAtFirst: readonly string[];
  /** Deeds that break less than they should, or that nothing names. */
  readonly unseen: readonly string[];
  /** Statements that no deed breaks. */
  readonly untried: readonly string[];
}

/** What a capture is judged as: with the boot scripts of the bridge's stack, of which it has hashes. */
type Judging = (captured: Captured) => Network;

/** What a deed leaves unbroken, or unnamed, of the statements that it breaks. */
function unseenOf(captured: Captured, plan: BridgePlan, judging: Judging, [deed, ...breaks]: Row): string[] {
  let names: readonly string[] = [];
  const network = judging(captured.after((copy) => void (names = deed.in(copy))));
  const statements = promisesOf(network, plan);
  const judged = breaks.map((pattern) => ({
    pattern,
    found: statements.filter(({ text }) => pattern.test(text)).map((one) => shownJudged(judge(network.walker, one))),
  }));
  const all = judged.flatMap(({ found }) => found);
  const said = all.flatMap(({ explanations }) => explanations.map(({ address, message }) => `${address}: ${message}`));
  const isNamed = names.some((name) => name !== "" && said.some((one) => one.includes(name)));
  return [
    ...judged.flatMap(({ pattern, found }) => (found.length === 0 ? [`${deed.what}: no statement is ${pattern}`] : [])),
    ...all.flatMap(({ holds, text }) => (holds ? [`${deed.what}: yet it holds that ${text}`] : [])),
    ...(isNamed ? [] : [`${deed.what}: nothing names ${names.join(", ")}, but ${said.join("; ")}`]),
  ];
}

/**
 * Holds the table of an example against what AWS told of its account.
 * @param files captures of its accounts
 */
export function seenIn(files: readonly string[], plan: BridgePlan, { servers, rows, unbreakable }: Example): Seen {
  const captured = Captured.of(...files).after((copy) => addServers(copy, servers));
  const scripts = scriptsOf(plan);
  const judging: Judging = (one) => networkIn(withKnownUserData(one.graph(), scripts), "account", plan);
  const first = verify(judging(captured), plan);
  const tried = [...rows.flatMap(([, ...breaks]) => breaks), ...unbreakable.map(([pattern]) => pattern)];
  return {
    brokenAtFirst: first.filter(({ holds }) => !holds).map(({ text }) => text),
    unseen: rows.flatMap((row) => unseenOf(captured, plan, judging, row)),
    untried: first.map(({ text }) => text).filter((text) => !tried.some((pattern) => pattern.test(text))),
  };
}

/** Every deed breaks what it should, is named, and no statement is left untried. */
export function expectAllSeen(seen: Seen): void {
  expect(seen).toEqual({ brokenAtFirst: [], unseen: [], untried: [] });
}
