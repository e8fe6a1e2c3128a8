import { type AddressSet, type RangeSet } from "../../ip";
import { type Note } from "../doubts";

/** What a rule of a firewall selects: packets that are in all of these sets. */
export interface Selector {
  /** IANA numbers; undefined: all. */
  readonly protocols?: readonly number[];
  readonly src: AddressSet;
  readonly dst: AddressSet;
  /** Ports count for TCP and UDP only. */
  readonly srcPorts: RangeSet<number>;
  readonly dstPorts: RangeSet<number>;
}

/** What becomes of a packet: it goes on, it is gone, or the stateful engine decides. */
export type FirewallAction = "pass" | "drop" | "forward";

export interface FirewallRule {
  /** Terraform address of its rule group, or the ARN of one that is not in the input. */
  readonly group: string;
  /** Its place in a stateful group, from 1; its priority in a stateless one. */
  readonly place: number;
  /** What it does; several where that is not known. */
  readonly actions: readonly FirewallAction[];
  readonly selectors: readonly Selector[];
  /** Set where it may select less than that, or do less: why that is not known. */
  readonly note?: Note;
  /** It is about what goes to the server, so about no reply. */
  readonly isForRequests?: boolean;
}

/** What a firewall does with packets, each list in the order in which AWS goes through it. */
export interface FirewallPolicy {
  readonly address: string;
  readonly stateless: readonly FirewallRule[];
  readonly statelessDefault: FirewallDefault;
  readonly stateful: readonly FirewallRule[];
  readonly statefulDefault: FirewallDefault;
}

/** What becomes of packets that no rule selects. */
export interface FirewallDefault {
  readonly actions: readonly FirewallAction[];
  /** Why it is not known which of them. */
  readonly note?: Note;
}
