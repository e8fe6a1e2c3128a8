export * from "./address";
export * from "./graph";
export * from "./input-fault";
export { asValueObject as asValue, type Json, type JsonObject } from "./json-shapes";
export { readPlan, readPriorState } from "./plan-reader";
export * from "./read";
export { readState } from "./state-reader";
export { readSynth } from "./synth-reader";
export * from "./value";
