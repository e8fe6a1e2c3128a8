import { formatCidr, hostCidr, parseIpv4 } from "../ipv4";

/** One address as a range: 10.0.1.10/32. @throws Error when it is no IPv4 address */
export function hostRange(address: string): string {
  const parsed = parseIpv4(address);
  if (parsed === undefined) throw new Error(`"${address}" is not an IPv4 address; write four numbers from 0 to 255`);
  return formatCidr(hostCidr(parsed));
}
