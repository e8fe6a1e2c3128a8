export * from "./balancers";
export * from "./firewalls";
export * from "./network";
export * from "./private-links";
export * from "./rules";
export * from "./topology";
