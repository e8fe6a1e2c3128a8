import { type AddressSet, cidrAround, parseAddress, type RangeSet, setOfCidr } from "../ip";
import { type Cursor } from "./nft-tokens";

/** Names of /etc/services that rulesets use; another name is given up on. */
const SERVICES: Readonly<Record<string, number>> = {
  ...{ ftp: 21, ssh: 22, telnet: 23, smtp: 25, domain: 53, tftp: 69, http: 80, kerberos: 88, pop3: 110, sunrpc: 111 },
  ...{ ntp: 123, imap2: 143, snmp: 161, "snmp-trap": 162, ldap: 389, https: 443, syslog: 514, submission: 587 },
  ...{ ldaps: 636, imaps: 993, pop3s: 995, mysql: 3306, "ms-wbt-server": 3389, postgresql: 5432 },
};

/** IANA protocol numbers, by nft's names. */
const PROTOCOLS: Readonly<Record<string, number>> = {
  ...{ icmp: 1, igmp: 2, tcp: 6, udp: 17, dccp: 33, gre: 47, esp: 50, ah: 51, icmpv6: 58, "ipv6-icmp": 58 },
  ...{ ospf: 89, sctp: 132, udplite: 136 },
};

const ICMP_TYPES: Readonly<Record<string, number>> = {
  ...{ "echo-reply": 0, "destination-unreachable": 3, "source-quench": 4, redirect: 5, "echo-request": 8 },
  ...{ "router-advertisement": 9, "router-solicitation": 10, "time-exceeded": 11, "parameter-problem": 12 },
  ...{ "timestamp-request": 13, "timestamp-reply": 14, "info-request": 15, "info-reply": 16 },
  ...{ "address-mask-request": 17, "address-mask-reply": 18 },
};

function numberOf(text: string, most: number): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,9}|0x[0-9a-fA-F]{1,8})$/.test(text)) return undefined;
  const value = Number(text);
  return value <= most ? value : undefined;
}

/** One address, a range of a prefix, or one from an address to another. Host bits behind a prefix are cleared, as nft does. */
export function readAddresses(at: Cursor): AddressSet {
  const text = at.word();
  const [first = "", last, more] = text.split("-");
  const start = ipv4Of(first) ?? at.fail();
  if (last === undefined) return start;
  const end = ipv4Of(last) ?? at.fail();
  if (more !== undefined || first.includes("/") || last.includes("/")) at.fail();
  const [from, to] = [start[0]!.start, end[0]!.end];
  return from < to ? [{ start: from, end: to }] : at.fail();
}

/** One address or one block. */
function ipv4Of(text: string): AddressSet | undefined {
  const [address = "", length, more] = text.split("/");
  const parsed = address.includes(":") ? undefined : parseAddress(address);
  if (typeof parsed !== "number" || more !== undefined) return undefined;
  const bits = length === undefined ? 32 : numberOf(length, 32);
  return bits === undefined ? undefined : setOfCidr(cidrAround(parsed, bits));
}

export function readPorts(at: Cursor): RangeSet<number> {
  const text = at.word();
  const one = portOf(text);
  if (one !== undefined) return [{ start: one, end: one + 1 }];
  const dash = text.indexOf("-");
  const from = portOf(text.slice(0, dash)) ?? at.fail();
  const to = portOf(text.slice(dash + 1)) ?? at.fail();
  return dash > 0 && from < to ? [{ start: from, end: to + 1 }] : at.fail();
}

function portOf(text: string): number | undefined {
  return SERVICES[text] ?? numberOf(text, 65535);
}

export function readProtocol(at: Cursor): number {
  const text = at.word();
  return PROTOCOLS[text] ?? numberOf(text, 255) ?? at.fail();
}

export function readIcmpType(at: Cursor): number {
  const text = at.word();
  return ICMP_TYPES[text] ?? numberOf(text, 255) ?? at.fail();
}

export function readSmallNumber(at: Cursor): number {
  return numberOf(at.word(), 255) ?? at.fail();
}

/** One of some words. */
export function readOneOf<W extends string>(at: Cursor, words: readonly W[]): W {
  const text = at.word();
  return words.find((one) => one === text) ?? at.fail();
}
