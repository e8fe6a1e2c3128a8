import { isIPv6 } from "node:net";
import { NotUnderstood, Refused } from "../syntax";

/** An IPv4 or IPv6 range: its first address as a number, the length of its prefix and that of its addresses in bits. */
export interface Range {
  readonly base: bigint;
  readonly length: number;
  readonly bits: 32 | 128;
}

function parseIpv4(address: string): bigint | undefined {
  const parts = address.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d+$/.test(part) && Number(part) < 256)) return undefined;
  // Terraform still reads these as decimal, other programs as octal.
  if (parts.some((part) => /^0\d/.test(part))) throw new NotUnderstood("an address with leading zeros");
  return parts.reduce((total, part) => (total << 8n) | BigInt(part), 0n);
}

function parseIpv6(address: string): bigint | undefined {
  if (!isIPv6(address) || address.includes("%")) return undefined;
  if (address.includes(".")) throw new NotUnderstood("an IPv4 address within IPv6");
  const [head = "", tail] = address.split("::");
  const groups = (part: string | undefined): string[] => (part ? part.split(":") : []);
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].reduce((total, group) => (total << 16n) | BigInt(`0x${group}`), 0n);
}

/** Bits behind the prefix are ignored. */
export function parseRange(value: string): Range {
  const [, address = "", prefix = ""] = /^([^/]*)\/(\d{1,3})$/.exec(value) ?? [];
  const isV6 = address.includes(":");
  const found = isV6 ? parseIpv6(address) : parseIpv4(address);
  const bits = isV6 ? 128 : 32;
  if (found === undefined || prefix === "" || Number(prefix) > bits) throw new Refused("not a range");
  if (/^0\d/.test(prefix)) throw new NotUnderstood("a prefix with leading zeros");
  // Go takes those for IPv4.
  if (isV6 && found >> 32n === 0xffffn) throw new NotUnderstood("an IPv4 address within IPv6");
  const length = Number(prefix);
  const host = BigInt(bits - length);
  return { base: (found >> host) << host, length, bits };
}

function formatIpv6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  let [from, longest] = [0, 1];
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (groups[end] === "0") end++;
    if (end - i > longest) [from, longest] = [i, end - i];
  }
  if (longest < 2) return groups.join(":");
  return `${groups.slice(0, from).join(":")}::${groups.slice(from + longest).join(":")}`;
}

export function formatAddress(address: bigint, bits: 32 | 128): string {
  if (bits === 128) return formatIpv6(address);
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join(".");
}

export function formatRange({ base, length, bits }: Range): string {
  return `${formatAddress(base, bits)}/${length}`;
}
