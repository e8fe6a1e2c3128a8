import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { type ShownJudged } from "../words";
import { keepEarlierStacks } from "../stacks/earlier-stacks";
import { guardedHcl, guardedJson } from "../stacks/guard";
import { askedFormat, stackFile } from "../stacks/stack-file";
import { withPath } from "../stacks/output-fault";
import { type Move } from "../stacks/move-all";
import { type Draft, draftStacks } from "../stacks/synthesize";
import { whyNotDeployed } from "./why-not-deployed";
import { type Network } from "../requirements/judged-network";
import { networkOf } from "./network-of";
import { type StackOrigin, originNow, recordMove } from "./synthesized";

/** A bridge to synthesize, and its file. */
export interface SynthesisSource {
  readonly plan: BridgePlan;
  readonly path: string;
}

/** Where stacks are synthesized to, and what is done besides. */
export interface SynthesisTarget {
  /** The output folder, cdktf.out. */
  readonly outdir: string;
  /** Judges all that must hold for a bridge. */
  readonly prove: (network: Network, plan: BridgePlan) => ShownJudged[];
  /** How a file in it is named in messages. */
  readonly shown: (path: string) => string;
  /** Which of the stacks that are there already stay in the manifest, and why each is not to be deployed, if so. */
  readonly kept: (name: string) => false | { readonly guard?: string };
  /** Draws a network; the picture is moved along with the stacks. */
  readonly draw?: (network: Network) => Promise<string>;
}

/** A stack that was synthesized and proved. */
export interface ProvedStack {
  readonly plan: BridgePlan;
  /** Where its Terraform JSON is now. */
  readonly file: string;
  /** How many resources of each type it creates, sorted by type. */
  readonly counts: Readonly<Record<string, number>>;
  readonly judged: readonly ShownJudged[];
  readonly granted: Network["granted"];
  readonly picture?: string;
}

/** How many resources of each type a stack's Terraform JSON creates, sorted by type. */
function countResources(stack: string): ProvedStack["counts"] {
  const { resource = {} } = JSON.parse(stack) as { resource?: Record<string, Record<string, unknown>> };
  const counts = Object.entries(resource).map(([type, resources]): [string, number] => [
    type,
    Object.keys(resources).length,
  ]);
  return Object.fromEntries(counts.sort(([a], [b]) => a.localeCompare(b, "en")));
}

/** The draft as JSON, which is what can be judged. */
function withJson<T>(
  draft: Draft,
  plans: readonly BridgePlan[],
  outdir: string,
  work: (files: readonly string[]) => T,
) {
  if (askedFormat() === "json") return work(draft.files);
  const judged = draftStacks(plans, outdir, "json");
  try {
    return work(judged.files);
  } finally {
    judged.discard();
  }
}

interface Judgement extends Pick<ProvedStack, "plan" | "counts" | "judged"> {
  readonly network: Network;
}

function judgements(
  draft: Draft,
  plans: readonly BridgePlan[],
  { outdir, shown, prove }: SynthesisTarget,
): Judgement[] {
  return withJson(draft, plans, outdir, (files) =>
    plans.map((plan, i) => {
      const file = files[i] ?? "";
      const network = networkOf(file, shown(stackFile(outdir, plan.name)), "synth", plan);
      return { plan, counts: countResources(readFileSync(file, "utf8")), judged: prove(network, plan), network };
    }),
  );
}

/** Has Terraform refuse to deploy what is not proved. */
function guard(file: string, plan: BridgePlan, judged: readonly ShownJudged[]): void {
  const reason = whyNotDeployed(plan, judged);
  if (reason === undefined) return;
  const text = readFileSync(file, "utf8");
  writeFileSync(file, askedFormat() === "json" ? guardedJson(text, reason) : guardedHcl(text, reason));
}

/** Draws every network into the draft, when pictures are wanted. */
async function pictures(
  draft: Draft,
  networks: readonly Network[],
  { outdir, draw }: SynthesisTarget,
): Promise<Move[]> {
  const moves: Move[] = [];
  for (const network of draw ? networks : []) {
    const name = `${network.bridge?.name}.svg`;
    const from = join(draft.folder, name);
    writeFileSync(from, (await draw?.(network)) ?? "");
    moves.push({ from, to: join(outdir, name) });
  }
  return moves;
}

/** What each stack depends on; those of which it can't be told are left out. */
function originsOf(sources: readonly SynthesisSource[]): Map<string, StackOrigin> {
  const origins = new Map<string, StackOrigin>();
  for (const { plan, path } of sources) {
    const origin = originNow(path);
    if (origin !== undefined) origins.set(plan.name, origin);
  }
  return origins;
}

/**
 * Synthesizes a stack per bridge, proves each, and moves all of them to their places, or none. A stack whose proof is
 * broken is one that Terraform refuses to deploy.
 * @returns what was made, in the order of the sources
 * @throws UserError, OutputFault, or the system's own error; then nothing was changed
 */
export async function synthesizeProved(
  sources: readonly SynthesisSource[],
  target: SynthesisTarget,
): Promise<ProvedStack[]> {
  const { outdir } = target;
  const plans = sources.map(({ plan }) => plan);
  const origins = originsOf(sources);
  const draft = draftStacks(plans, outdir);
  try {
    const found = judgements(draft, plans, target);
    found.forEach(({ plan, judged }, i) => guard(draft.files[i]!, plan, judged));
    const drawn = await pictures(
      draft,
      found.map(({ network }) => network),
      target,
    );
    const earlier = keepEarlierStacks(draft.folder, outdir, target.kept);
    const files = draft.publish([...earlier, ...drawn, recordMove(draft.folder, outdir, origins)]);
    return found.map(({ plan, counts, judged, network: { granted } }, i) => {
      const picture = drawn[i]?.to;
      return { plan, counts, judged, granted, file: files[i]!, ...(picture !== undefined && { picture }) };
    });
  } catch (error) {
    throw withPath(error, outdir);
  } finally {
    draft.discard();
  }
}
