export * from "./address";
export * from "./address-set";
export * from "./cidr";
export * from "./ipv6";
export * from "./private-ranges";
export * from "./public-ranges";
