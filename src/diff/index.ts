export { type Diff, diffOf } from "./diff";
export { type AskedPlace, type Source } from "./source";
