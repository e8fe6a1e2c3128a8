export * from "./router-model";
export * from "./ruleset-model";
export * from "./script-line";
