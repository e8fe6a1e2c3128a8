export * from "./ask";
export * from "./ends";
export * from "./matrix";
export * from "./packets";
export * from "./round-trip";
export * from "./verdict";
export { Walker } from "./walker";
export { matchesPattern, throughBalancer, toGroup, toNode, zoneProblem } from "./balancer";
