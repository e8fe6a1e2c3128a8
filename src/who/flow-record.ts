import { parseAddress } from "../ip";
import { type FlowField, type FlowFormat } from "./flow-format";

/** Bits of the field tcp-flags. Source: VPC user guide, Flow log records, "Available fields". */
export const TCP_FLAG = { fin: 1, syn: 2, reset: 4 } as const;

/** Packets of one direction that one interface saw within one aggregation interval. */
export interface FlowRecord {
  readonly kind: "flow";
  readonly interfaceId: string;
  readonly protocol: number;
  readonly source: string;
  readonly destination: string;
  /** Of the packet itself; an interface that packets only pass, as a NAT gateway's, stands in the fields before. */
  readonly packetSource: string;
  readonly packetDestination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly packets: number;
  readonly bytes: number;
  /** Unix seconds of the first and last packet. */
  readonly start: number;
  readonly end: number;
  /** Undefined where the format has none. */
  readonly flags: number | undefined;
  readonly direction: "ingress" | "egress" | undefined;
}

/** An interval of which there is no record: nothing was sent, or AWS could not keep up. */
export interface NoRecord {
  readonly kind: "no-data" | "skipped" | "no-data-or-skipped";
  readonly interfaceId: string;
  readonly start: number;
  readonly end: number;
}

/** A record of which nothing is needed: packets that were refused, or a format that lacks fields. */
interface Unused {
  readonly kind: "unused";
}

/** A line that is no record of the format. */
export interface NoFlowLine {
  readonly kind: "fault";
  readonly rule: "cut-off" | "other-format" | "bad-value";
  /** The field that can't be read, or how many fields there are. */
  readonly field?: string;
  readonly value?: string;
  readonly count: number;
}

const NONE = "-";
const UNUSED: Unused = { kind: "unused" };
/** Seen addresses; they repeat a million times. */
const known = new Set<string>();
const MOST_KNOWN = 200_000;

function isAddress(text: string): boolean {
  if (known.has(text)) return true;
  if (parseAddress(text) === undefined) return false;
  if (known.size >= MOST_KNOWN) known.clear();
  known.add(text);
  return true;
}

const MOST_UNIX_SECONDS = 99_999_999_999;

/** A whole number of at most 15 digits; NaN for anything else. */
function numberOf(text: string | undefined): number {
  if (text === undefined || text.length === 0 || text.length > 15) return NaN;
  let number = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

function badValue(field: string, value: string | undefined, count: number): NoFlowLine {
  return { kind: "fault", rule: "bad-value", field, value: value ?? "", count };
}

type Values = readonly string[];

/** What a record without packets says: of SKIPDATA, or of NODATA; a format without log-status says neither. */
function noRecordOf(values: Values, format: FlowFormat): NoRecord | NoFlowLine {
  const { at } = format;
  const status = at["log-status"] < 0 ? undefined : values[at["log-status"]];
  const start = numberOf(values[at.start]);
  const end = numberOf(values[at.end]);
  if (!(start <= MOST_UNIX_SECONDS)) return badValue("start", values[at.start], values.length);
  if (!(end <= MOST_UNIX_SECONDS)) return badValue("end", values[at.end], values.length);
  const kind = status === "SKIPDATA" ? "skipped" : status === "NODATA" ? "no-data" : "no-data-or-skipped";
  return { kind, interfaceId: values[at["interface-id"]] ?? "", start, end };
}

const NUMBERS = ["srcport", "dstport", "protocol", "packets", "bytes", "start", "end"] as const;
/** A word that is none of these is cut off, or the format is another one. */
const WORDS: readonly (readonly [FlowField, readonly string[]])[] = [
  ["action", ["ACCEPT", "REJECT", NONE]],
  ["flow-direction", ["ingress", "egress", NONE]],
  ["log-status", ["OK", NONE]],
];
const ADDRESSES = ["srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr"] as const;

function badField(values: Values, { at }: FlowFormat): NoFlowLine | undefined {
  for (const name of ADDRESSES)
    if (!isAddress(values[at[name]] ?? "")) return badValue(name, values[at[name]], values.length);
  for (const name of NUMBERS)
    if (Number.isNaN(numberOf(values[at[name]]))) return badValue(name, values[at[name]], values.length);
  if (numberOf(values[at.end]) < numberOf(values[at.start])) return badValue("end", values[at.end], values.length);
  for (const [name, words] of WORDS) {
    const value = at[name] < 0 ? NONE : (values[at[name]] ?? "");
    if (!words.includes(value)) return badValue(name, value, values.length);
  }
  return undefined;
}

function flagsOf(values: Values, { at }: FlowFormat): number | undefined {
  const flags = at["tcp-flags"] < 0 ? NaN : numberOf(values[at["tcp-flags"]]);
  return Number.isNaN(flags) ? undefined : flags;
}

function directionOf(values: Values, { at }: FlowFormat): "ingress" | "egress" | undefined {
  const word = at["flow-direction"] < 0 ? undefined : values[at["flow-direction"]];
  return word === "ingress" || word === "egress" ? word : undefined;
}

/** What a line says of a log of this format. Source: VPC user guide, Flow log records, "Available fields". */
export function flowOf(line: string, format: FlowFormat): FlowRecord | NoRecord | Unused | NoFlowLine {
  const values = line.split(" ");
  const { at } = format;
  if (values.length !== format.length) {
    const rule = values.length < format.length ? "cut-off" : "other-format";
    return { kind: "fault", rule, count: values.length };
  }
  if (format.lacking.length > 0) return UNUSED;
  const source = values[at.srcaddr] ?? "";
  if (source === NONE && values[at.packets] === NONE) return noRecordOf(values, format);
  // ICMP and fragments may lack a packet's own address or port: no connection of anybody's.
  if (values[at["pkt-srcaddr"]] === NONE || values[at["pkt-dstaddr"]] === NONE) return UNUSED;
  const bad = badField(values, format);
  if (bad) return bad;
  if (at.action >= 0 && values[at.action] === "REJECT") return UNUSED;
  return {
    kind: "flow",
    interfaceId: values[at["interface-id"]] ?? "",
    protocol: numberOf(values[at.protocol]),
    source,
    destination: values[at.dstaddr] ?? "",
    packetSource: values[at["pkt-srcaddr"]] ?? "",
    packetDestination: values[at["pkt-dstaddr"]] ?? "",
    sourcePort: numberOf(values[at.srcport]),
    destinationPort: numberOf(values[at.dstport]),
    packets: numberOf(values[at.packets]),
    bytes: numberOf(values[at.bytes]),
    start: numberOf(values[at.start]),
    end: numberOf(values[at.end]),
    flags: flagsOf(values, format),
    direction: directionOf(values, format),
  };
}
