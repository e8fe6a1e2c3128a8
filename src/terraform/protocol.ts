/** IP protocol numbers by the names that the EC2 API takes (IANA protocol numbers). */
const PROTOCOL_NUMBERS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

/** "tcp", "6", 6, "-1", "all" -> number or "all"; undefined for anything else. */
export function parseProtocol(text: string | undefined): number | "all" | undefined {
  if (text === undefined) return undefined;
  const name = text.toLowerCase();
  if (name === "-1" || name === "all") return "all";
  const number =
    (Object.hasOwn(PROTOCOL_NUMBERS, name) ? PROTOCOL_NUMBERS[name] : undefined) ??
    (/^\d{1,3}$/.test(name) ? Number(name) : NaN);
  return number >= 0 && number <= 255 ? number : undefined;
}
