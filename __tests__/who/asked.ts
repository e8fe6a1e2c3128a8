import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FLOW_HEADER, makeTraffic, type TrafficOptions } from "../../bench/who-traffic";
import { type Answer, logFilesOf, SKEW, type Summary, who } from "../../src/who";
import { type Selection } from "../../src/who/selection";

/** Logs as lines, and who made the requests. */
export interface Logs {
  readonly flows: readonly string[];
  readonly accesses: readonly string[];
  readonly truth: ReadonlyMap<string, string>;
}

export function trafficOf(options: Partial<TrafficOptions>): Logs {
  const flows: string[] = [];
  const accesses: string[] = [];
  const truth = new Map<string, string>();
  makeTraffic(options, {
    flow: (line) => flows.push(line),
    access: (line) => accesses.push(line),
    truth: (id, client) => truth.set(`Root=${id}`, client),
  });
  return { flows, accesses, truth };
}

export interface Asked {
  readonly answers: readonly Answer[];
  readonly summary: Summary;
}

/** Asks of logs in a folder of its own. @param flows of one flow log each, by file name */
export async function askedOf(
  flows: Readonly<Record<string, readonly string[]>>,
  accesses: readonly string[],
  { skew = SKEW, ...selection }: Selection & { readonly skew?: number } = {},
): Promise<Asked> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-who-test-"));
  try {
    for (const [name, lines] of Object.entries(flows)) writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
    if (accesses.length > 0) writeFileSync(join(folder, "access.log"), `${accesses.join("\n")}\n`);
    const answers: Answer[] = [];
    const question = {
      flowLogs: logFilesOf(Object.keys(flows), folder, "flow logs"),
      accessLogs: accesses.length > 0 ? logFilesOf(["access.log"], folder, "access logs") : [],
      selection,
      skew,
    };
    const onAnswers = (some: readonly Answer[]): void => void answers.push(...some);
    const summary = await who(question, { onAnswers, onProgress: () => {} });
    return { answers, summary };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const withHeader = (lines: readonly string[]): string[] => [FLOW_HEADER, ...lines];

/** How answers compare with the truth. */
export function scoreOf(answers: readonly Answer[], truth: ReadonlyMap<string, string>) {
  const found = answers.filter(({ verdict }) => verdict === "found");
  const wrong = found.filter(({ id = "", client }) => truth.get(id) !== client);
  const unlisted = answers.filter(
    ({ id = "", verdict, candidates }) =>
      verdict === "ambiguous" && !candidates.some(({ address }) => address === truth.get(id)),
  );
  return { asked: answers.length, found: found.length, wrong, unlisted, recall: found.length / answers.length };
}
