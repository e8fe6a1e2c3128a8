import { parseAddress } from "../ip";

/** One request, or one TLS connection, as a load balancer wrote it down. */
export interface AccessEntry {
  readonly kind: "entry";
  readonly loadBalancer: string;
  /** Unix seconds with fractions: when the load balancer got the request, and when it answered. */
  readonly from: number;
  readonly to: number;
  /** Who the load balancer believes the client is: behind a NAT gateway, its address and port. */
  readonly client: string;
  readonly clientPort: number;
  /** Where the client connected to, as far as the entry says. */
  readonly server?: string;
  readonly serverPort?: number;
  /** `GET https://shop.example.com:443/cart HTTP/1.1`; of a TLS connection, nothing. */
  readonly request: string;
  readonly path: string;
  /** Bytes of request and response without what carries them, where a connection can't have fewer. */
  readonly received: number;
  readonly sent: number;
  /** All names by which one may ask for it. */
  readonly ids: readonly string[];
  /** How many fields the line has. */
  readonly count: number;
}

export interface NoEntry {
  readonly kind: "fault";
  readonly rule: "cut-off" | "bad-value";
  readonly field?: string;
  readonly value?: string;
  readonly count: number;
}

/**
 * Fields at the end that nobody expects are ignored, as AWS asks for.
 * Source: ELB user guide for ALBs, Access log entries, "Syntax".
 */
const ALB_TYPES = ["http", "https", "h2", "grpcs", "ws", "wss"];
const ALB = {
  time: 1,
  name: 2,
  client: 3,
  request: 12,
  received: 10,
  sent: 11,
  trace: 17,
  created: 21,
  connection: 29,
  needed: 17,
} as const;
/** Source: ELB user guide for NLBs, Access logs, "Access log entries". */
const NLB = { time: 2, name: 3, client: 5, destination: 6, milliseconds: 7, created: 21, needed: 11 } as const;

/** The fields of a line, without the quotes; undefined when a quote is not closed. A backslash takes the next letter as it is. */
function fieldsOf(line: string): string[] | undefined {
  const fields: string[] = [];
  for (let at = 0; at < line.length;) {
    if (line[at] === " ") at++;
    else if (line[at] === '"') {
      let end = at + 1;
      while (end < line.length && line[end] !== '"') end += line[end] === "\\" ? 2 : 1;
      if (end >= line.length) return undefined;
      fields.push(line.slice(at + 1, end));
      at = end + 1;
    } else {
      const space = line.indexOf(" ", at);
      const end = space < 0 ? line.length : space;
      fields.push(line.slice(at, end));
      at = end;
    }
  }
  return fields;
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z?$/;

/** ISO 8601 in UTC as Unix seconds; AWS writes those of NLBs without the Z. */
function secondsOf(text: string | undefined): number {
  const [, whole, fraction = ""] = TIME.exec(text ?? "") ?? [];
  return whole === undefined ? NaN : Date.parse(`${whole}Z`) / 1000 + Number(`0${fraction}`);
}

/** `10.0.0.1:443` or `[2001:db8::1]:443`. */
function endOf(text: string | undefined): readonly [string, number] | undefined {
  const colon = (text ?? "").lastIndexOf(":");
  const address = (text ?? "").slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  const port = (text ?? "").slice(colon + 1);
  return parseAddress(address) !== undefined && /^\d{1,5}$/.test(port) ? [address, Number(port)] : undefined;
}

function bad(field: string, value: string | undefined, count: number): NoEntry {
  return { kind: "fault", rule: "bad-value", field, value: value ?? "", count };
}

/** The path and the listener's port of `GET https://host:443/path?query HTTP/1.1`. */
function targetOf(request: string): { path: string; serverPort?: number } {
  const [, port, path] = /^\S* [a-z]+:\/\/[^/\s]*?(?::(\d{1,5}))?(\/\S*)? /i.exec(request) ?? [];
  return { path: path ?? "/", ...(port !== undefined && { serverPort: Number(port) }) };
}

/** `Root=1-58337262-36d2...;Self=...` may be asked for by each of its parts too. */
function idsOf(trace: string | undefined, connection: string | undefined): string[] {
  const parts = (trace ?? "").split(";").flatMap((part) => [part, part.replace(/^[A-Za-z]+=/, "")]);
  return [...new Set([trace ?? "", ...parts, connection ?? ""])].filter((id) => id !== "" && id !== "-");
}

/** HTTP/2 packs headers, so its connections may have fewer bytes than its requests. */
function bytesOf(fields: readonly string[]): { received: number; sent: number } {
  const isPlain = /^https?$/.test(fields[0] ?? "") && /HTTP\/1\.[01]$/.test(fields[ALB.request] ?? "");
  const numberOf = (text: string | undefined): number => (isPlain && /^\d{1,15}$/.test(text ?? "") ? Number(text) : 0);
  return { received: numberOf(fields[ALB.received]), sent: numberOf(fields[ALB.sent]) };
}

function albEntry(fields: readonly string[]): AccessEntry | NoEntry {
  const count = fields.length;
  const to = secondsOf(fields[ALB.time]);
  if (Number.isNaN(to)) return bad("time", fields[ALB.time], count);
  const client = endOf(fields[ALB.client]);
  if (!client) return bad("client:port", fields[ALB.client], count);
  // Logs of before 2018 end earlier.
  const created = secondsOf(fields[ALB.created]);
  const request = fields[ALB.request] ?? "";
  return {
    kind: "entry",
    loadBalancer: fields[ALB.name] ?? "",
    from: Number.isNaN(created) ? to : Math.min(created, to),
    to,
    client: client[0],
    clientPort: client[1],
    request,
    ...bytesOf(fields),
    ids: idsOf(fields[ALB.trace], fields[ALB.connection]),
    count,
    ...targetOf(request),
  };
}

function nlbEntry(fields: readonly string[]): AccessEntry | NoEntry {
  const count = fields.length;
  const to = secondsOf(fields[NLB.time]);
  if (Number.isNaN(to)) return bad("time", fields[NLB.time], count);
  const client = endOf(fields[NLB.client]);
  if (!client) return bad("client:port", fields[NLB.client], count);
  const server = endOf(fields[NLB.destination]);
  if (!server) return bad("destination:port", fields[NLB.destination], count);
  // A list of protocols before it may be one field or several.
  const created = secondsOf(fields.slice(NLB.created).findLast((field) => TIME.test(field)));
  const lasted = Number(fields[NLB.milliseconds]) / 1000;
  const from = Number.isNaN(created) ? to - (lasted > 0 ? lasted : 0) : Math.min(created, to);
  return {
    kind: "entry",
    loadBalancer: fields[NLB.name] ?? "",
    from,
    to,
    client: client[0],
    clientPort: client[1],
    server: server[0],
    serverPort: server[1],
    request: "",
    path: "",
    received: 0,
    sent: 0,
    ids: [],
    count,
  };
}

/** Whether a line begins as an access log's does: its kind of load balancer is told by its name. */
export function isAccessLine(line: string): boolean {
  const [type = "", second = "", third = "", fourth = ""] = line.split(" ", 4);
  if (type === "tls") return fourth.startsWith("net/") && TIME.test(third);
  return ALB_TYPES.includes(type) && third.startsWith("app/") && TIME.test(second);
}

/** What one line of an access log says. */
export function entryOf(line: string): AccessEntry | NoEntry {
  const fields = fieldsOf(line);
  const isNlb = line.startsWith("tls ");
  const needed = isNlb ? NLB.needed : ALB.needed;
  if (!fields || fields.length < needed) return { kind: "fault", rule: "cut-off", count: fields?.length ?? 0 };
  return isNlb ? nlbEntry(fields) : albEntry(fields);
}
