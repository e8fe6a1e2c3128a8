import { type AddressSet, after, type Cidr, familyOfCidr, formatAddress, ofFamily } from "../ip";

/** One network namespace of the lab and everything that is done in it. */
export interface Space {
  readonly name: string;
  /** It passes on what is not for itself. */
  readonly forwards: boolean;
  /** Lines for `ip -batch`. */
  readonly ip: readonly string[];
  /** A ruleset for `nft -f`; empty for none. */
  readonly nft: readonly string[];
  /** Further settings below /proc/sys/net. */
  readonly sysctls: Readonly<Record<string, string>>;
}

/** A cable between two network namespaces, with the name of the device at each end. */
export interface Cable {
  readonly from: { readonly space: string; readonly device: string };
  readonly to: { readonly space: string; readonly device: string };
}

/**
 * Every device of a lab has this hardware address and asks nobody's (ARP is off): what a route sends into a cable
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

/** Nobody in a lab has addresses of IPv6, and its tables and rulesets are those of IPv4. */
export function isOfLab(cidr: Cidr): boolean {
  return familyOfCidr(cidr) === "ipv4";
}

/** What of a set a lab's packets can have. */
export function ofLab(set: AddressSet): AddressSet {
  return ofFamily(set, "ipv4");
}

/** An nft set of addresses; the whole address space is no restriction. */
export function nftAddresses(set: AddressSet): string {
  const parts = set.map(({ start, end }) => {
    const last = after(end, -1);
    return last === start ? formatAddress(start) : `${formatAddress(start)}-${formatAddress(last)}`;
  });
  return `{ ${parts.join(", ")} }`;
}
