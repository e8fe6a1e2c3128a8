import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { interleave, medianOf, type Goal, type Progress, type Row, type Subject, type Usage } from "./measure";
import { type HubSize, overlappingHub, questionsOf } from "./overlapping-hub";

const ROUNDS = 5;

const HUB: HubSize = { clients: 20, webs: 10, services: 10 };
/** Half the clients, half the web VPCs: a quarter of the pairs. */
const HALF: HubSize = { clients: 10, webs: 5, services: 10 };

const GOAL = {
  time: { of: "value", limit: 3000 },
  peak: { of: "value", limit: 500 },
  pair: { of: "ratio", limit: 1.2 },
} as const satisfies Record<string, Goal>;

/** A hub with its questions, as files. */
function written(root: string, name: string, size: HubSize) {
  const [network, questions] = [join(root, `${name}.tf.json`), join(root, `${name}.jsonl`)];
  const asked = questionsOf(size);
  writeFileSync(network, JSON.stringify(overlappingHub(size).asSynth()));
  writeFileSync(questions, asked.map((one) => `${JSON.stringify(one)}\n`).join(""));
  return { network, questions, count: asked.length };
}

/** What each question costs beyond the start, the reading and the first one. */
function eachOf(asked: readonly Usage[], bare: readonly Usage[], count: number): number {
  return (medianOf("cpuMs", asked) - medianOf("cpuMs", bare)) / count;
}

/** Many clients and many web VPCs of one and the same range around a hub: whole processes. */
export function measureOverlapping(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    const [whole, half] = [written(root, "hub", HUB), written(root, "half", HALF)];
    const trace = ({ network, questions, count }: typeof whole): Subject => ({
      name: `${count} questions to a hub`,
      cwd: root,
      args: [OVERLAP, "trace", "--synth", network, "--questions", questions],
    });
    const first = ({ network }: typeof whole): Subject => ({
      name: "one question to a hub",
      cwd: root,
      args: [OVERLAP, "trace", "--synth", network, "--from", "aws_subnet.client0-a", "--to", "aws_lb.leg0-http:80"],
    });
    const matrix: Subject = { name: "matrix of a hub", cwd: root, args: [OVERLAP, "matrix", "--synth", whole.network] };
    const subjects = [trace(whole), first(whole), trace(half), first(half), matrix];
    const [all = [], one = [], fewer = [], fewerOne = [], everyPair = []] = interleave(subjects, ROUNDS, progress);
    const baseline = { baselineName: "one question to it", baseline: medianOf("elapsedMs", one), unit: "ms" } as const;
    const { clients, webs, services } = HUB;
    return [
      {
        name: `hub of ${clients} clients, ${webs} web VPCs, ${services} services each: ${whole.count} questions`,
        value: medianOf("elapsedMs", all),
        ...baseline,
        goal: GOAL.time,
      },
      {
        name: "peak memory of that",
        value: medianOf("peakMb", all),
        ...{ baselineName: baseline.baselineName, baseline: medianOf("peakMb", one), unit: "MB" },
        goal: GOAL.peak,
      },
      {
        name: "each of its questions",
        value: eachOf(all, one, whole.count),
        baselineName: `each of a hub of ${HALF.clients} and ${HALF.webs}`,
        baseline: eachOf(fewer, fewerOne, half.count),
        unit: "CPU ms",
        goal: GOAL.pair,
      },
      { name: "matrix of that hub", value: medianOf("elapsedMs", everyPair), ...baseline, goal: GOAL.time },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
