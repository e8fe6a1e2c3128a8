import { type Match } from "./model";

export { parseProtocol } from "../terraform";

/** Whether rules for a protocol name types in place of ports: ICMP and ICMPv6 (IANA protocol numbers). */
export function isOfTypes(protocol: number | "all" | undefined): boolean {
  return protocol === 1 || protocol === 58;
}

/**
 * What a rule of a security group or network ACL matches. Only TCP and UDP have ports; for ICMP and ICMPv6 the two numbers
 * are type and code, where -1 means all (EC2 API, IpPermission).
 * @returns undefined when the rule can't be read
 */
export function matchOf(
  protocol: number | "all" | undefined,
  from: number | undefined,
  to: number | undefined,
  icmp: { readonly type?: number; readonly code?: number } = {},
): Match | undefined {
  if (protocol === undefined) return undefined;
  if (isOfTypes(protocol)) {
    const [type, code] = [icmp.type ?? from, icmp.code ?? to];
    return {
      protocol,
      ...(type !== undefined && type !== -1 && { icmpType: type }),
      ...(type !== undefined && type !== -1 && code !== undefined && code !== -1 && { icmpCode: code }),
    };
  }
  if (protocol !== 6 && protocol !== 17) return { protocol };
  if (from === undefined || to === undefined) return undefined;
  return from === -1 || to === -1 ? { protocol } : { protocol, ports: { from, to } };
}
