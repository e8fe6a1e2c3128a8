export * from "./address";
export * from "./address-set";
export * from "./cidr";
export * from "./private-ranges";
