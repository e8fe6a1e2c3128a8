export * from "./balancers";
export * from "./network";
export * from "./on-premises";
export * from "./rules";
export * from "./topology";
