import { type AddressSet, type Cidr } from "../ip";
import { type Chain } from "./ruleset-model";
import { type Line, type Unread } from "./script-line";

/** What a machine is known by before its script runs: one network interface, in the order of device indexes. */
export interface RouterInterface {
  /** 0 is the first one. */
  readonly device: number;
  /** The largest packet that it sends, in bytes, where the script says so. */
  readonly mtu?: number;
  /** Its own addresses; where AWS picks one, all that it may have. */
  readonly addresses: AddressSet;
  readonly isPicked: boolean;
  /** The range of its subnet, which is on the link. */
  readonly subnet: Cidr;
}

/** A rule of the routing policy database (ip-rule(8)), lowest priority first. */
export interface PolicyRule {
  readonly line?: Line;
  readonly priority: number;
  /** Undefined: packets that come in by any interface. */
  readonly device?: number;
  readonly src?: AddressSet;
  readonly dst?: AddressSet;
  readonly table: string;
}

/** A route (ip-route(8)): out by an interface to the router of its subnet, or to what is on the link. */
export interface KernelRoute {
  readonly line?: Line;
  readonly table: string;
  readonly cidr: Cidr;
  /** Undefined: packets are thrown away (blackhole, unreachable, prohibit). */
  readonly device?: number;
  /** Who gets them there: the router of the subnet (its second address), whoever has the address, or another machine. */
  readonly next?: "router" | "link" | "host";
}

/** A sysctl as the script sets it. */
export interface Setting {
  readonly line: Line;
  readonly value: number;
}

/** One run of `nft`: the text that it reads, and what its command line defines (-D), interfaces by their names. */
export interface RulesetRun {
  readonly text: string;
  readonly defined: ReadonlyMap<string, string>;
}

/** A Linux machine that forwards IPv4, as its boot script sets it up. */
export interface LinuxRouter {
  readonly interfaces: readonly RouterInterface[];
  readonly forwarding: Setting;
  /** rp_filter by device; undefined where the script leaves it as the image has it. */
  readonly reversePath: ReadonlyMap<number, Setting>;
  readonly reversePathOfAll?: Setting;
  readonly rules: readonly PolicyRule[];
  readonly routes: readonly KernelRoute[];
  /** Base chains that packets of IPv4 pass, in the order in which they were made. */
  readonly chains: readonly Chain[];
  /** What these chains were read from, in the order of the script. */
  readonly runs: readonly RulesetRun[];
}

/** What a script makes of a machine. */
export type RouterReading =
  { readonly kind: "read"; readonly router: LinuxRouter } | { readonly kind: "unread"; readonly unread: Unread };
