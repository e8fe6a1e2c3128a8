import { type AddressSet, intersect, isEmptySet, type RangeSet, subtract } from "../ip";
import { type ConnectionState, type Ends, type Match } from "./ruleset-model";

/** All packets of one protocol from any of the sources to any of the destinations; ports count for TCP and UDP only. */
export interface Datagrams {
  readonly src: AddressSet;
  readonly dst: AddressSet;
  /** IANA protocol number. */
  readonly protocol: number;
  readonly srcPorts: RangeSet<number>;
  readonly dstPorts: RangeSet<number>;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  /** Sets of TCP's flags that they may have, each as its number; undefined: those of what they are sent for. */
  readonly flags?: RangeSet<number>;
}

export const TCP = 6;
const UDP = 17;
const ICMP = 1;

function hasPorts({ protocol }: Pick<Datagrams, "protocol">): boolean {
  return protocol === TCP || protocol === UDP;
}

/** What is known of packets besides what they carry. */
export interface Circumstances {
  readonly device: number;
  /** Where they leave; undefined before they are routed. */
  readonly out?: number;
  readonly state: ConnectionState;
  readonly direction: "original" | "reply";
  /** Which ends of their connection are rewritten so far. */
  readonly rewritten: readonly Ends[];
}

/** The part that a match is about, and the others; "undecided" where that can't be told. */
export type Selected = { readonly hit?: Datagrams; readonly rest: readonly Datagrams[] } | "undecided";

const whole = (packets: Datagrams, isHit: boolean): Selected =>
  isHit ? { hit: packets, rest: [] } : { rest: [packets] };

/** Splits packets by what a rule asks for. */
export function selected(packets: Datagrams, match: Match, around: Circumstances): Selected {
  const isNot = "isNot" in match && match.isNot === true;
  const decided = (isHit: boolean): Selected => whole(packets, isHit !== isNot);
  switch (match.kind) {
    case "never":
      return whole(packets, false);
    case "unread":
      return "undecided";
    case "addresses":
      return byAddresses(packets, match.end, match.set, isNot);
    case "ports":
      return byPorts(packets, match);
    case "flags":
      return byFlags(packets, match.set);
    case "protocol":
      return decided(match.numbers.includes(packets.protocol));
    case "icmp": {
      if (packets.protocol !== ICMP) return whole(packets, false);
      const value = match.field === "type" ? packets.icmpType : (packets.icmpCode ?? 0);
      return value === undefined ? "undecided" : decided(match.numbers.includes(value));
    }
    case "interface": {
      const device = match.way === "in" ? around.device : around.out;
      // What has not been routed yet leaves by nothing; whether that is another interface is the kernel's secret.
      if (device === undefined) return isNot ? "undecided" : whole(packets, false);
      return decided(match.devices.includes(device));
    }
    case "state":
      return decided(match.states.includes(around.state));
    case "direction":
      // What belongs to no connection ends a rule that asks for one's direction or status.
      return around.state === "invalid" ? whole(packets, false) : decided(match.direction === around.direction);
    case "status":
      return byStatus(packets, match.bits, around, isNot);
  }
}

/** Of the bits of a connection only those of NAT are known at each time. */
function byStatus(packets: Datagrams, bits: readonly string[], around: Circumstances, isNot: boolean): Selected {
  if (around.state === "invalid") return whole(packets, false);
  const set = around.rewritten.map((end) => (end === "src" ? "snat" : "dnat"));
  if (isNot || bits.some((one) => one !== "snat" && one !== "dnat")) return "undecided";
  return whole(
    packets,
    bits.some((one) => set.some((known) => known === one)),
  );
}

function byAddresses(packets: Datagrams, end: Ends, set: AddressSet, isNot: boolean): Selected {
  const [inside, outside] = [intersect(packets[end], set), subtract(packets[end], set)];
  return parted(packets, end, isNot ? [outside, inside] : [inside, outside]);
}

function byFlags(packets: Datagrams, set: RangeSet<number>): Selected {
  const { protocol, flags } = packets;
  if (protocol !== TCP) return { rest: [packets] };
  return flags ? parted(packets, "flags", [intersect(flags, set), subtract(flags, set)]) : "undecided";
}

function parted<K extends "src" | "dst" | "srcPorts" | "dstPorts" | "flags">(
  packets: Datagrams,
  key: K,
  [hit, rest]: readonly [NonNullable<Datagrams[K]>, NonNullable<Datagrams[K]>],
): Selected {
  if (isEmptySet(hit)) return { rest: [packets] };
  if (isEmptySet(rest)) return { hit: packets, rest: [] };
  return { hit: { ...packets, [key]: hit }, rest: [{ ...packets, [key]: rest }] };
}

function byPorts(packets: Datagrams, match: Extract<Match, { readonly kind: "ports" }>): Selected {
  const { protocols, end, set, isNot } = match;
  if (protocols !== "any" && !protocols.includes(packets.protocol)) return { rest: [packets] };
  if (!hasPorts(packets)) return "undecided";
  const key = end === "src" ? "srcPorts" : "dstPorts";
  const [inside, outside] = [intersect(packets[key], set), subtract(packets[key], set)];
  return parted(packets, key, isNot === true ? [outside, inside] : [inside, outside]);
}
