export * from "./address";
export * from "./graph";
export * from "./input-fault";
export { asValueObject as asValue, type Json, type JsonObject } from "./json-shapes";
export { withoutMirrored } from "./mirrors";
export { readPlan, readPriorState } from "./plan-reader";
export { type Origin } from "./origin";
export * from "./protocol";
export * from "./read";
export { readWaiting, STDIN } from "./read-bytes";
export { isForgotten, remains } from "./remains";
export { HIDDEN, hides, masked, NO_SECRETS, type Secrets, secretsOfPlan } from "./secrets";
export {
  answersOf,
  hasRole,
  isKnown,
  placementOf,
  rowOf,
  rowsOf,
  type ReadRole,
  type Role,
  type TypeName,
  type TypeOf,
  typesOf,
  typesWith,
} from "./resource-types";
export { readState } from "./state-reader";
export * from "./value";
