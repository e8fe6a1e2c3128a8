import { appendFileSync, closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { type Progress, type Row, runOnce } from "./measure";
import { CLIENT, FLOW_HEADER, makeTraffic, type TrafficOptions } from "./who-traffic";

/** Some ten million lines of both logs: a busy day. */
const CONNECTIONS = 1_500_000;
const DAY = 86_400;
const LINES_AT_ONCE = 50_000;
const MOST_MEGABYTES = 600;
const MOST_MICROSECONDS = 30;

const TRAFFIC: Omit<TrafficOptions, "connections"> = {
  seed: 19,
  clients: 200,
  sizes: 50_000,
  seconds: DAY,
  late: 3,
  long: 0.1,
  lost: 0.000001,
  dropped: 0.002,
  ports: 50_000,
  skipped: [100, 700, 701],
};

/** Lines that are written a few thousand at once. */
class Lines {
  private kept: string[] = [];
  count = 0;

  constructor(private readonly path: string) {}

  readonly add = (line: string): void => {
    this.kept.push(line);
    this.count++;
    if (this.kept.length >= LINES_AT_ONCE) this.write();
  };

  write(): void {
    if (this.kept.length > 0) appendFileSync(this.path, `${this.kept.join("\n")}\n`);
    this.kept = [];
  }
}

/** @returns how many lines there are in both logs */
function writeLogs(cwd: string, connections: number): number {
  const [flow, access] = ["flow.log", "access.log"].map((name) => new Lines(join(cwd, name))) as [Lines, Lines];
  flow.add(FLOW_HEADER);
  makeTraffic({ ...TRAFFIC, connections }, { flow: flow.add, access: access.add, truth: () => {} });
  flow.write();
  access.write();
  return flow.count + access.count;
}

/** Lines of a file that is too large for one text. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, "r");
  const chunk = Buffer.alloc(4 * 1024 * 1024);
  let rest = "";
  for (let length = 1; length > 0;) {
    length = readSync(file, chunk);
    const lines = (rest + chunk.toString("latin1", 0, length)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  closeSync(file);
}

/** How the answers compare with the truth, which each request has in its URL. */
function scoreOf(path: string): { asked: number; named: number; wrong: number } {
  const score = { asked: 0, named: 0, wrong: 0 };
  for (const line of linesOf(path)) {
    const [, verdict, client] = line.split(",", 3);
    if (verdict === "verdict") continue;
    score.asked++;
    if (verdict !== "FOUND") continue;
    score.named++;
    if (!line.includes(`${CLIENT}${client} `)) score.wrong++;
  }
  return score;
}

/** Ten million lines of logs, of which nearly every request's client must be named, and none wrongly. */
export function measureWho(progress: Progress, connections = CONNECTIONS): Row[] {
  const cwd = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    progress("writing logs");
    const lines = writeLogs(cwd, connections);
    progress(`reading ${lines} lines`);
    const read = `let n = 0; require("readline").createInterface(require("fs").createReadStream(process.argv[1])).on("line", (l) => (n += l.split(" ").length))`;
    const bare = runOnce({ name: "split lines", cwd, args: ["-e", read, "flow.log"] });
    const file = openSync(join(cwd, "answers.csv"), "w");
    const args = [OVERLAP, "who", "--flow-logs", "flow.log", "--access-logs", "access.log", "--all", "--csv"];
    progress(`asking ${lines} lines`);
    const used = runOnce({ name: "overlap who", cwd, args, output: { file, exits: [0, 1] } });
    closeSync(file);
    const { asked, named, wrong } = scoreOf(join(cwd, "answers.csv"));
    const what = `of ${lines} lines of logs, ${asked} requests`;
    const each = (ms: number): number => (ms * 1000) / lines;
    const perLine = { unit: "CPU us", baselineName: "reading flow log and splitting it" } as const;
    const all = { baselineName: "all", baseline: 100, unit: "%" } as const;
    return [
      {
        name: `each line ${what}, joined (${Math.round((lines * 1000) / used.cpuMs)} in a second of one core)`,
        value: each(used.cpuMs),
        baseline: each(bare.cpuMs),
        ...perLine,
        goal: { of: "value", limit: MOST_MICROSECONDS },
      },
      {
        name: "peak memory of that",
        value: used.peakMb,
        baselineName: perLine.baselineName,
        baseline: bare.peakMb,
        unit: "MB",
        goal: { of: "value", limit: MOST_MEGABYTES },
      },
      {
        name: "requests named wrongly (precision)",
        value: (100 * wrong) / named,
        ...all,
        goal: { of: "value", limit: 0 },
      },
      {
        name: "requests not named (recall)",
        value: 100 - (100 * named) / asked,
        ...all,
        goal: { of: "value", limit: 5 },
      },
    ];
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
