import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { askedFormat, type StackFormat, FORMATS, HCL_VARIABLE, MANIFEST, stackFile, STACKS_FOLDER } from "./stack-file";
import { type Move, moveAll } from "./move-all";
import { withPath } from "./output-fault";
import { MODULES_FOLDER, refuseForeign, refuseLink } from "./stack-folder";
import { OverlapBridgeStack } from "./overlap-bridge-stack";
import { withoutTokenStacks } from "./token-stacks";

/** The HCL modules that stacks may use; cdktf copies them beside the stack. The CLI says the same in its context. */
const RELATIVE_MODULES = ["./modules/reachability-analyzer"];
/** Stacks that are written, but not yet where Terraform looks for them. */
export interface Draft {
  /** An output folder of its own inside of the one that the stacks are for. */
  readonly folder: string;
  /** Each stack's file, in the order of the plans. */
  readonly files: readonly string[];
  /**
   * Moves the stacks to where Terraform looks for them, all or none, keeping a stack's .terraform folder, lock file and plans.
   * @param more what else belongs to them
   * @returns each stack's file there, in the order of the plans
   */
  publish(more?: readonly Move[]): string[];
  /** Removes what was written and not published. */
  discard(): void;
}

function withFormat<T>(format: StackFormat, work: () => T): T {
  const before = process.env[HCL_VARIABLE];
  process.env[HCL_VARIABLE] = String(format === "hcl");
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env[HCL_VARIABLE];
    else process.env[HCL_VARIABLE] = before;
  }
}

function write(plans: readonly BridgePlan[], outdir: string, format: StackFormat): void {
  withFormat(format, () => {
    // Without cdktf's own validations: one of them runs `terraform version`, which synthesis does not need.
    const app = new App({ outdir, skipValidation: true, context: { cdktfRelativeModules: RELATIVE_MODULES } });
    withoutTokenStacks(() => {
      for (const plan of plans) new OverlapBridgeStack(app, plan);
      app.synth();
    });
  });
}

/** Everything that is to be moved for one stack, its own file last: Terraform should not meet it without its modules. */
function movesOf(name: string, draft: string, outdir: string, format: StackFormat): Move[] {
  const own = FORMATS[format];
  const [from, to] = [draft, outdir].map((folder) => join(folder, STACKS_FOLDER, name)) as [string, string];
  refuseLink(join(outdir, STACKS_FOLDER));
  refuseForeign(to, Object.values(FORMATS));
  const others = readdirSync(from).filter((entry) => entry !== own);
  // Terraform would read both formats and stop at the duplicates.
  const stale = [stackFile(outdir, name, format === "hcl" ? "json" : "hcl")];
  // Of modules that the stack no longer calls.
  if (!others.includes(MODULES_FOLDER)) stale.push(join(to, MODULES_FOLDER));
  return [
    ...others.map((entry) => ({ from: join(from, entry), to: join(to, entry) })),
    ...stale.map((place) => ({ to: place })),
    { from: join(from, own), to: join(to, own) },
  ];
}

const DRAFT = ".draft-";
/** Milliseconds after which a draft is one that a killed process left. */
const OLD_DRAFT = 60 * 60 * 1000;

function removeOldDrafts(outdir: string): void {
  for (const name of readdirSync(outdir)) {
    const path = join(outdir, name);
    if (name.startsWith(DRAFT) && Date.now() - lstatSync(path).mtimeMs > OLD_DRAFT)
      rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Writes a stack per plan into a folder of its own in `outdir` (cdktf.out), so that an error leaves what was there untouched.
 * Whoever calls this discards the draft in the end.
 */
export function draftStacks(plans: readonly BridgePlan[], outdir: string, format = askedFormat()): Draft {
  mkdirSync(outdir, { recursive: true });
  removeOldDrafts(outdir);
  const folder = mkdtempSync(join(outdir, DRAFT));
  const discard = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    write(plans, folder, format);
  } catch (error) {
    discard();
    throw withPath(error, outdir);
  }
  return {
    folder,
    files: plans.map(({ name }) => stackFile(folder, name, format)),
    discard,
    publish(more = []) {
      const attic = mkdtempSync(join(folder, "old-"));
      const stacks = plans.flatMap(({ name }) => movesOf(name, folder, outdir, format));
      const manifest = { from: join(folder, MANIFEST), to: join(outdir, MANIFEST) };
      moveAll([...stacks, ...more, manifest], attic);
      return plans.map(({ name }) => stackFile(outdir, name, format));
    },
  };
}

/**
 * Synthesizes a stack per plan into `outdir`, all or none. Stacks that are not among the plans stay.
 * @returns the path of each stack's Terraform JSON, in the order of the plans
 */
export function synthesize(plans: readonly BridgePlan[], outdir: string): string[] {
  const draft = draftStacks(plans, outdir);
  try {
    return draft.publish();
  } finally {
    draft.discard();
  }
}
