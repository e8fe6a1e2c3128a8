import { type Address, type Family, familyOf } from "../ip";
import { ICMP, TCP, UDP } from "../reachability";
import { dialectOf } from "./dialects";
import { MAC } from "./space";

/** One packet as bytes: what is needed to write it. */
export interface Packet {
  readonly source: Address;
  readonly destination: Address;
  readonly protocol: number;
  readonly port?: number | undefined;
  /** Its source port, or the identifier of its echo. */
  readonly mark: number;
  /** What tells it wherever it arrives; no gateway changes it. */
  readonly number: number;
  /** It is let in where it arrives, for the answer; only of TCP, and of an echo. */
  readonly isAsking?: boolean;
}

const ETHERNET = 14;
const HEADER: Readonly<Record<Family, number>> = { ipv4: 20, ipv6: 40 };
const ETHERTYPE: Readonly<Record<Family, number>> = { ipv4: 0x0800, ipv6: 0x86dd };
/** What stands behind the IP header: room for TCP's, which is the longest. */
const BODY = 20;
/**
 * Where the number stands in the body: in TCP's acknowledgement number, which means nothing in a first packet, and in the
 * first bytes of an echo, which come back with the answer.
 */
const NUMBER_AT = 8;
/** Where it stands in TCP once more: in the sequence number, which an answer acknowledges. */
const SEQUENCE_AT = 4;
/** How often a frame may still be passed on when its sender puts it on its cable. */
export const HOPS = 64;
/**
 * "Congestion experienced" for what is let in nowhere, "ECT(1)" for what asks (RFC 3168): nobody else in a lab sends them
 * with a first packet, and no gateway takes them away.
 */
const CONGESTION_EXPERIENCED = 3;
const CAPABLE_1 = 1;
const SYN = 0x02;
const ECHO_REQUEST = 8;
const ECHO_REQUEST_IPV6 = 128;
const HARDWARE = Buffer.from(MAC.replaceAll(":", ""), "hex");

/** How long every frame of a family is. */
export function frameLength(family: Family): number {
  return ETHERNET + HEADER[family] + BODY;
}

/** The sum of 16-bit words that Internet checksums are made of (RFC 1071). */
function sumOf(bytes: Buffer, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 2) sum += bytes.readUInt16BE(at);
  return sum;
}

function checksum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}

function writeIpv6(bytes: Buffer, at: number, address: bigint): void {
  for (let word = 0; word < 4; word++)
    bytes.writeUInt32BE(Number((address >> BigInt(96 - 32 * word)) & 0xffffffffn), at + 4 * word);
}

/** @returns the sum of the two addresses, for the checksum of what stands behind them */
function writeHeader(bytes: Buffer, at: number, { source, destination, protocol, isAsking }: Packet): number {
  const congestion = isAsking ? CAPABLE_1 : CONGESTION_EXPERIENCED;
  if (typeof source === "bigint" || typeof destination === "bigint") {
    bytes.writeUInt32BE(0x60000000 + congestion * 0x100000, at);
    bytes.writeUInt16BE(BODY, at + 4);
    bytes.writeUInt8(protocol, at + 6);
    bytes.writeUInt8(HOPS, at + 7);
    writeIpv6(bytes, at + 8, BigInt(source));
    writeIpv6(bytes, at + 24, BigInt(destination));
    return sumOf(bytes, at + 8, at + 40);
  }
  bytes.writeUInt8(0x45, at);
  bytes.writeUInt8(congestion, at + 1);
  bytes.writeUInt16BE(HEADER.ipv4 + BODY, at + 2);
  bytes.writeUInt16BE(0x4000, at + 6);
  bytes.writeUInt8(HOPS, at + 8);
  bytes.writeUInt8(protocol, at + 9);
  bytes.writeUInt32BE(source, at + 12);
  bytes.writeUInt32BE(destination, at + 16);
  bytes.writeUInt16BE(checksum(sumOf(bytes, at, at + 20)), at + 10);
  return sumOf(bytes, at + 12, at + 20);
}

/** What stands behind the IP header. @param addresses their sum */
function writeBody(bytes: Buffer, at: number, packet: Packet, addresses: number): void {
  const { protocol, port = 0, mark, number } = packet;
  bytes.writeUInt32BE(number, at + NUMBER_AT);
  const pseudo = addresses + protocol + BODY;
  const close = (place: number, from = pseudo): void => {
    const value = checksum(from + sumOf(bytes, at, at + BODY));
    // In UDP a sum of zero says that there is none (RFC 768).
    bytes.writeUInt16BE(value === 0 && protocol === UDP ? 0xffff : value, at + place);
  };
  if (protocol === TCP || protocol === UDP) {
    bytes.writeUInt16BE(mark, at);
    bytes.writeUInt16BE(port, at + 2);
  }
  switch (protocol) {
    case TCP:
      bytes.writeUInt32BE(number, at + SEQUENCE_AT);
      bytes.writeUInt8(0x50, at + 12);
      bytes.writeUInt8(SYN, at + 13);
      bytes.writeUInt16BE(0xffff, at + 14);
      return close(16);
    case UDP:
      bytes.writeUInt16BE(BODY, at + 4);
      return close(6);
    case dialectOf(packet.source).icmpNumber:
      bytes.writeUInt8(protocol === ICMP ? ECHO_REQUEST : ECHO_REQUEST_IPV6, at);
      bytes.writeUInt16BE(mark, at + 4);
      bytes.writeUInt16BE(1, at + 6);
      return close(2, protocol === ICMP ? 0 : pseudo);
  }
}

/** Ethernet frames with the first packet of each flow, one behind the other. All packets are of one family. */
export function framesOf(packets: readonly Packet[]): Buffer {
  const [first] = packets;
  if (first === undefined) return Buffer.alloc(0);
  const family = familyOf(first.source);
  const length = frameLength(family);
  const bytes = Buffer.alloc(length * packets.length);
  packets.forEach((packet, i) => {
    const at = i * length;
    HARDWARE.copy(bytes, at);
    HARDWARE.copy(bytes, at + 6);
    bytes.writeUInt16BE(ETHERTYPE[family], at + 12);
    const addresses = writeHeader(bytes, at + ETHERNET, packet);
    writeBody(bytes, at + ETHERNET + HEADER[family], packet, addresses);
  });
  return bytes;
}
