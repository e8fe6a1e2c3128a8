import { pictureLines } from "../review/markdown/drawn";
import { type Diff } from "./diff";

/** A diff as `--json` writes it (schema/diff.schema.json). */
export interface ShownDiff extends Omit<Diff, "picture"> {
  /** Whole lines of Markdown. */
  readonly picture: readonly string[];
}

export function shownDiff(diff: Diff): ShownDiff {
  return { ...diff, picture: pictureLines(diff.picture) };
}
