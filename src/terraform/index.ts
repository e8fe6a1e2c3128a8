export { type InvokedAction, invokedActions } from "./actions";
export * from "./resource-address";
export * from "./graph";
export * from "./input-fault";
export { asValueObject as asValue, type Json, type JsonObject } from "./json-shapes";
export { deferredChanges } from "./left-open";
export { withoutMirrored } from "./mirrors";
export { readPlan, readPriorState } from "./plan-reader";
export { type Origin } from "./origin";
export { parseText } from "./parse-text";
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
  roleOf,
  rowOf,
  rowsOf,
  type ReadRole,
  type Role,
  type TypeName,
  type TypeOf,
  typesOf,
  typesWith,
} from "./resource-types";
export { type Disagreement } from "./sources/disagreement";
export { SourcesFault } from "./sources/files";
export { type Sources } from "./sources/module-source";
export { isZip as isPlanFile } from "./sources/zip";
export { readState } from "./state-reader";
export { undoneWith } from "./undone";
export * from "./value";
export { asRegion } from "./provider-regions";
export { type Home, homeOf, isOneHome, isOneRegion, NOWHERE_KNOWN, regionName } from "./home";
export { regionOfZone } from "./zones";
