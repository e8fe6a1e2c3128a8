import { PRIVATE, RFC_1918 } from "../ipv4";
import { setOfCidrs } from "./address-set";
import { cidr } from "./cidr";

export { PRIVATE, RFC_1918, SHARED } from "../ipv4";

/** Unique local addresses: a network's own, as RFC 1918's are. Source: RFC 4193. */
export const UNIQUE_LOCAL = cidr("fc00::/7");

/** The prefix that stands for all of IPv4 in NAT64. Source: RFC 6052, 2.1; VPC user guide, DNS64 and NAT64. */
export const NAT64_PREFIX = cidr("64:ff9b::/96");

export const RFC_1918_ADDRESSES = setOfCidrs(RFC_1918);
export const PRIVATE_ADDRESSES = setOfCidrs(PRIVATE);
