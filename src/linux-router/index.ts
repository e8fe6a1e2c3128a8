export * from "./known-connections";
export * from "./datagrams";
export * from "./named-values";
export * from "./read-router";
export * from "./router-model";
export * from "./router-walk";
export * from "./ruleset-model";
export * from "./script-line";
export { isHash, isHashOf } from "./user-data";
