import { type Match } from "./model";

/** IP protocol numbers by the names that the EC2 API takes (IANA protocol numbers). */
export const PROTOCOL_NUMBERS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

/** "tcp", "6", 6, "-1", "all" -> number or "all"; undefined for anything else. */
export function parseProtocol(text: string | undefined): number | "all" | undefined {
  if (text === undefined) return undefined;
  const name = text.toLowerCase();
  if (name === "-1" || name === "all") return "all";
  const number = PROTOCOL_NUMBERS[name] ?? (/^\d{1,3}$/.test(name) ? Number(name) : NaN);
  return number >= 0 && number <= 255 ? number : undefined;
}

/**
 * What a rule of a security group or network ACL matches. Only TCP and UDP have ports; for ICMP the two numbers are
 * type and code, where -1 means all (EC2 API, IpPermission).
 * @returns undefined when the rule can't be read
 */
export function matchOf(
  protocol: number | "all" | undefined,
  from: number | undefined,
  to: number | undefined,
  icmp: { readonly type?: number; readonly code?: number } = {},
): Match | undefined {
  if (protocol === undefined) return undefined;
  if (protocol === 1) {
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
