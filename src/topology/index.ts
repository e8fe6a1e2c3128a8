export { Arguments, sameZone } from "./arguments";
export * from "./build";
export * from "./doubts";
export { type Implied, impliedName, parseImplied } from "./implied-names";
export * from "./model";
export * from "./protocols";
export { hasIpv6, isStandIn, STAND_INS, whetherItHolds } from "./ipv6-ranges";
export { describeCidr, describeRoute, describeTarget } from "./describe-route";
export { isForeignHost } from "./tenants";
