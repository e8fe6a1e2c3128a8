export { type Diff, diffOf } from "./diff";
export { diffMarkdown } from "./diff-markdown";
export { idsInPlan } from "./plan-ids";
export { shownDiff } from "./shown-diff";
export { type AskedPlace, type Source } from "./source";
