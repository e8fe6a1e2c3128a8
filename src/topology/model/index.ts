export * from "./balancers";
export * from "./network";
export * from "./rules";
export * from "./topology";
