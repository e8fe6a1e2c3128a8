import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CDKTF_APP } from "../__tests__/support/programs";
import { BRIDGE, bridgeFile } from "./bridge-file";
import { type Goal, interleave, medianOf, type Progress, type Row, runOnce, type Subject, type Usage } from "./measure";
import { assertSameResources } from "./same-resources";

const PROJECT = resolve(__dirname, "..");

const ARTICLE_ROUNDS = 11;
const BUILD_ROUNDS = 3;
/** Costs per service are differences of two times, so the small ones, where starting is most of it, are run more often. */
const SMALL_ROUNDS = 9;
const LARGE_ROUNDS = 5;
const [FEW, SOME, MANY] = [10, 100, 1000] as const;

const GOAL = {
  start: { of: "ratio", limit: 3 },
  check: { of: "value", limit: 300 },
  growth: { of: "ratio", limit: 1.2 },
  overBare: { of: "ratio", limit: 1.5 },
  peak: { of: "value", limit: 250 },
} as const satisfies Record<string, Goal>;

/** The synthesis of all files in a folder's bridges/, as cdktf.json runs it. */
function ourSynthesis(name: string, cwd: string): Subject {
  return { name, cwd, args: [CDKTF_APP] };
}

function servicesFolder(root: string, services: number): string {
  const folder = join(root, `services-${services}`);
  mkdirSync(join(folder, "bridges"), { recursive: true });
  writeFileSync(join(folder, "bridges", `${BRIDGE}.yaml`), bridgeFile(services));
  return folder;
}

function ourServices(root: string, services: number): Subject {
  return ourSynthesis(`${services} services`, servicesFolder(root, services));
}

/** The baseline starts as ours does: from a bundle. */
function bareProgram(root: string): string {
  const program = join(root, "bare-cdktf.js");
  const args = [join(PROJECT, "build.js"), "--bundle", join(PROJECT, "bench/bare-cdktf.ts"), program];
  if (!existsSync(program)) runOnce({ name: "bundle of bare cdktf", args, cwd: PROJECT });
  return program;
}

function bareServices(root: string, services: number): Subject {
  const args = [bareProgram(root), String(services), `bare-${services}`];
  return { name: `${services} services with bare cdktf`, cwd: root, args };
}

function measureArticle(root: string, progress: Progress): Row[] {
  mkdirSync(join(root, "article", "bridges"), { recursive: true });
  copyFileSync(join(PROJECT, "bridges/article.yaml"), join(root, "article/bridges/article.yaml"));
  const article = ourSynthesis("article", join(root, "article"));
  const load = { name: "require cdktf", cwd: PROJECT, args: ["-e", "require('cdktf')"] };
  const build = { name: "build", cwd: PROJECT, args: [join(PROJECT, "build.js")] };
  runOnce(article); // builds, where a source has changed
  const bare = { name: "bare node", cwd: PROJECT, args: ["-e", "0"] };
  const check = { name: "check of dist/", cwd: PROJECT, args: ["-e", "require('./bin/sources').isCurrent()"] };
  const [again = [], checked = [], loaded = [], nothing = []] = interleave(
    [article, check, load, bare],
    ARTICLE_ROUNDS,
    progress,
  );
  // Apart: for two seconds after a build, starts read all files.
  const [built = []] = interleave([build], BUILD_ROUNDS, progress);
  const baseline = {
    baselineName: `node -e "require('cdktf')"`,
    baseline: medianOf("elapsedMs", loaded),
    unit: "ms",
  } as const;
  return [
    {
      name: "article: whole process",
      value: medianOf("elapsedMs", again),
      ...baseline,
      goal: GOAL.start,
    },
    {
      name: "of that: looking whether a source has changed",
      value: medianOf("elapsedMs", checked) - medianOf("elapsedMs", nothing),
      baselineName: "node -e 0",
      baseline: medianOf("elapsedMs", nothing),
      unit: "ms",
      goal: GOAL.check,
    },
    {
      name: "building the programs, as the first start after an edit does",
      value: medianOf("elapsedMs", built),
      ...baseline,
    },
  ];
}

/** Processor milliseconds per service that is added between two sizes. */
function marginal(from: number, less: readonly Usage[], to: number, more: readonly Usage[]): number {
  return (medianOf("cpuMs", more) - medianOf("cpuMs", less)) / (to - from);
}

/**
 * Synthesizes a bridge with this many services and its baseline once.
 * @throws Error when the two don't make the same resources, since a baseline that does less flatters nobody but itself
 */
export function assertFairBaseline(root: string, services: number): void {
  runOnce(ourServices(root, services));
  runOnce(bareServices(root, services));
  const json = join("stacks", BRIDGE, "cdk.tf.json");
  assertSameResources(join(root, `services-${services}`, "cdktf.out", json), join(root, `bare-${services}`, json));
}

function measureServices(root: string, progress: Progress): Row[] {
  const few = [ourServices(root, FEW), bareServices(root, FEW)];
  const some = ourServices(root, SOME);
  const many = [ourServices(root, MANY), bareServices(root, MANY)];
  progress("checking that bare cdktf makes the same resources");
  assertFairBaseline(root, FEW);
  const [ours10 = [], bare10 = [], ours100 = [], ours1000 = [], bare1000 = []] = interleave(
    [...few, some, ...many],
    LARGE_ROUNDS,
    progress,
  );
  const [more10 = [], moreBare10 = [], more100 = []] = interleave(
    [...few, some],
    SMALL_ROUNDS - LARGE_ROUNDS,
    progress,
  );
  ours10.push(...more10);
  bare10.push(...moreBare10);
  ours100.push(...more100);
  return [
    {
      name: `each service added from ${SOME} to ${MANY}`,
      value: marginal(SOME, ours100, MANY, ours1000),
      baselineName: `each added from ${FEW} to ${SOME}`,
      baseline: marginal(FEW, ours10, SOME, ours100),
      unit: "CPU ms",
      goal: GOAL.growth,
    },
    {
      name: `each service added from ${FEW} to ${MANY}`,
      value: marginal(FEW, ours10, MANY, ours1000),
      baselineName: "the same resources with bare cdktf",
      baseline: marginal(FEW, bare10, MANY, bare1000),
      unit: "CPU ms",
      goal: GOAL.overBare,
    },
    {
      name: `peak memory of ${MANY} services`,
      value: medianOf("peakMb", ours1000),
      baselineName: "the same resources with bare cdktf",
      baseline: medianOf("peakMb", bare1000),
      unit: "MB",
      goal: GOAL.peak,
    },
  ];
}

/** From bridge file to Terraform JSON: starting, each service more, and memory. */
export function measureSynthesis(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    return [...measureArticle(root, progress), ...measureServices(root, progress)];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
