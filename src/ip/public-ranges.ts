import { type Address } from "./address";
import { ALL_IPV4, type AddressSet, setOfCidr, setOfCidrs, subtract, union } from "./address-set";
import { cidr } from "./cidr";
import { PRIVATE } from "./private-ranges";

/** Addresses of IPv4 that no host on the internet has (RFC 1918, 6598, 5735 and multicast). */
export const NOT_PUBLIC_IPV4: AddressSet = setOfCidrs([
  ...PRIVATE,
  ...["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "198.18.0.0/15", "224.0.0.0/3"].map(cidr),
]);

export const PUBLIC_IPV4: AddressSet = subtract<Address>(ALL_IPV4, NOT_PUBLIC_IPV4);

/** Addresses that are routed on the internet. Source: RFC 4291, 2.4; IANA, IPv6 global unicast address assignments. */
export const PUBLIC_IPV6: AddressSet = setOfCidr(cidr("2000::/3"));

export const PUBLIC_ADDRESSES: AddressSet = union(PUBLIC_IPV4, PUBLIC_IPV6);
