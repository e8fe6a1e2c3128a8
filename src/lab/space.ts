import { type Address, type AddressSet, after, formatAddress } from "../ip";

/** One network namespace of the lab and everything that is done in it. */
export interface Space {
  readonly name: string;
  /** It passes on what is not for itself. */
  readonly forwards: boolean;
  /** Lines for `ip -batch`. */
  readonly ip: readonly string[];
  /** Lines for `ip -6 -batch`, where it has to do with packets of IPv6; those before have brought the devices up. */
  readonly ip6?: readonly string[];
  /** A ruleset for `nft -f`; empty for none. */
  readonly nft: readonly string[];
  /** Rulesets of the input, after the lab's own. */
  readonly rulesets?: readonly Ruleset[];
  /** Further settings below /proc/sys/net. */
  readonly sysctls: Readonly<Record<string, string>>;
}

/** One run of `nft`: its lines, and the definitions of its command line. */
export interface Ruleset {
  readonly lines: readonly string[];
  readonly defined: ReadonlyMap<string, string>;
}

/** A cable between two network namespaces, with the name of the device at each end. */
export interface Cable {
  readonly from: { readonly space: string; readonly device: string };
  readonly to: { readonly space: string; readonly device: string };
}

/**
 * Every device of a lab has this hardware address and asks nobody's (ARP is off, and with it neighbour discovery): what a route sends into a cable
 * arrives at its other end, whoever the address belongs to, as in AWS's network.
 */
export const MAC = "02:00:00:00:00:01";

export function deviceUp(device: string): string {
  return `link set ${device} arp off up`;
}

/** Indents a block of a ruleset; nft wants each statement on a line of its own. */
export function block(head: string, lines: readonly string[]): string[] {
  return [`${head} {`, ...lines.map((line) => `  ${line}`), "}"];
}

/** An address as it stands before a port or in a URL: in brackets where it has colons of its own (RFC 3986, 3.2.2). */
export function hostText(address: Address | string): string {
  const text = typeof address === "string" ? address : formatAddress(address);
  return text.includes(":") ? `[${text}]` : text;
}

/** An nft set of addresses; the whole address space is no restriction. */
export function nftAddresses(set: AddressSet): string {
  const parts = set.map(({ start, end }) => {
    const last = after(end, -1);
    return last === start ? formatAddress(start) : `${formatAddress(start)}-${formatAddress(last)}`;
  });
  return `{ ${parts.join(", ")} }`;
}
