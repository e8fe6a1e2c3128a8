import { type AddressSet, type Cidr, type RangeSet } from "../ip";
import { type Line } from "./script-line";

/** Where packets pass a base chain (nft(8), chains). */
export type Hook = "prerouting" | "input" | "forward" | "output" | "postrouting";

/** A chain as packets walk through it; a base chain has a hook. */
export interface Chain {
  readonly line: Line;
  readonly name: string;
  readonly base?: {
    readonly type: "filter" | "nat" | "route";
    readonly hook: Hook;
    readonly priority: number;
    readonly policy: "accept" | "drop";
    /** Where the policy is written. */
    readonly line: Line;
  };
  readonly rules: Rule[];
  /** The chains of its table by name, itself among them. */
  readonly siblings: ReadonlyMap<string, Chain>;
}

export type Ends = "src" | "dst";

/** What of a connection a packet belongs to (nft(8), conntrack expressions). */
export type ConnectionState = "new" | "established" | "related" | "invalid" | "untracked";

/** What a rule asks of a packet. `isNot`: the others are meant. */
export type Match =
  | { readonly kind: "addresses"; readonly end: Ends; readonly set: AddressSet; readonly isNot?: boolean }
  /** `protocols`: those that have the ports that are meant; "any": whatever is at that place of the packet. */
  | {
      readonly kind: "ports";
      readonly end: Ends;
      readonly protocols: readonly number[] | "any";
      readonly set: RangeSet<number>;
      readonly isNot?: boolean;
    }
  /** Sets of TCP's flags, each as its number. */
  | { readonly kind: "flags"; readonly set: RangeSet<number> }
  | { readonly kind: "protocol"; readonly numbers: readonly number[]; readonly isNot?: boolean }
  | {
      readonly kind: "icmp";
      readonly field: "type" | "code";
      readonly numbers: readonly number[];
      readonly isNot?: boolean;
    }
  | {
      readonly kind: "interface";
      readonly way: "in" | "out";
      readonly devices: readonly number[];
      readonly isNot?: boolean;
    }
  | { readonly kind: "state"; readonly states: readonly ConnectionState[]; readonly isNot?: boolean }
  | { readonly kind: "status"; readonly bits: readonly string[]; readonly isNot?: boolean }
  | { readonly kind: "direction"; readonly direction: "original" | "reply"; readonly isNot?: boolean }
  /** Nothing of IPv4 is selected. */
  | { readonly kind: "never" }
  | { readonly kind: "unread" };

export type Verdict =
  | { readonly kind: "accept" | "drop" | "return" | "continue" }
  | { readonly kind: "jump" | "goto"; readonly chain: string };

/** What an end of the packets becomes: one address or one of several, and one port or one of several. */
export interface NatTarget {
  /** Undefined: the address stays. */
  readonly addresses?: AddressSet;
  readonly ports?: RangeSet<number>;
}

/** A rewrite of one end of all packets of a connection (nft(8), NAT statements). */
export type Translation =
  | { readonly kind: "to"; readonly target: NatTarget }
  /** The address of the interface that they leave by. */
  | { readonly kind: "masquerade"; readonly ports?: RangeSet<number> }
  /** By what is in the packet; what no entry is about goes on to the next rule. */
  | { readonly kind: "map"; readonly entries: readonly { readonly match: Match; readonly target: NatTarget }[] }
  /** One range onto another, with the host part kept. */
  | { readonly kind: "prefixes"; readonly entries: readonly { readonly from: Cidr; readonly to: Cidr }[] };

export type Statement =
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | {
      readonly kind: "verdict-map";
      readonly entries: readonly { readonly match: Match; readonly verdict: Verdict }[];
    }
  | {
      readonly kind: "nat";
      readonly end: Ends;
      readonly translation: Translation;
      /** The source port may become another one though the rule names none. */
      readonly isPortPicked?: boolean;
    }
  /** Counts, logs, or changes what no verdict hangs on. */
  | { readonly kind: "none" }
  | { readonly kind: "unread" };

export interface Rule {
  readonly line: Line;
  readonly matches: readonly Match[];
  readonly statement: Statement;
}
