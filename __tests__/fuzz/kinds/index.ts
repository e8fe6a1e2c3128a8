import { BRIDGES } from "./bridges";
import { BROKEN } from "./broken";
import { EXPRESSIONS } from "./expressions";
import { type Kind } from "./kind";
import { NETWORKS } from "./networks";
import { REFERENCES } from "./references";

export { type Made, type Source } from "./kind";

/** Every kind of hostile input, by its name. */
export const KINDS: Readonly<Record<string, Kind>> = {
  ...EXPRESSIONS,
  ...REFERENCES,
  ...NETWORKS,
  ...BRIDGES,
  ...BROKEN,
};
