import { RFC_1918 } from "../ipv4";
import { setOfCidrs } from "./address-set";
import { cidr } from "./cidr";

export { PRIVATE } from "../ipv4";

/** The prefix that stands for all of IPv4 in NAT64. Source: RFC 6052, 2.1; VPC user guide, DNS64 and NAT64. */
export const NAT64_PREFIX = cidr("64:ff9b::/96");

export const RFC_1918_ADDRESSES = setOfCidrs(RFC_1918);
