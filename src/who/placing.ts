import { type AccessEntry } from "./access-entry";
import { type Outer } from "./pairing";
import { partOf, type Spill } from "./spill";

/** What is asked about a connection: a request in it, or the connection itself. */
export interface Request {
  readonly address: string;
  readonly port: number;
  readonly from: number;
  readonly to: number;
  /** Where it went to, as far as the access log says. */
  readonly server?: string;
  readonly serverPort?: number;
  /** Bytes that its connection has at least, to the server and back. */
  readonly received?: number;
  readonly sent?: number;
  /** Undefined for a request that is not asked for, and only shows whether records are missing. */
  readonly asked?: AskedFor;
}

/** A request and the connections that it may have come by. */
export interface Placed {
  readonly request: Request;
  readonly outers: readonly Outer[];
  /** Those of them that may be another request's. */
  readonly doubtful: ReadonlySet<Outer>;
}

/** How a request is named in an answer. */
export interface AskedFor {
  readonly request?: string;
  readonly id?: string;
  readonly loadBalancer?: string;
}

/** @param node the load balancer's node that wrote the log */
export function addRequest(spill: Spill, entry: AccessEntry, node: string | undefined, isAsked: boolean): void {
  const { client: address, clientPort: port, from, to, serverPort, request, ids, loadBalancer, received, sent } = entry;
  const server = entry.server ?? node;
  const one: Request = {
    address,
    port,
    from,
    to,
    received,
    sent,
    ...(server !== undefined && { server }),
    ...(serverPort !== undefined && { serverPort }),
    ...(isAsked && {
      asked: { loadBalancer, ...(request !== "" && { request }), ...(ids[0] !== undefined && { id: ids[0] }) },
    }),
  };
  spill.add(partOf(`${address} ${port}`, spill.parts), JSON.stringify(one));
}

export function addOuter(spill: Spill, outer: Outer): void {
  spill.add(partOf(`${outer.address} ${outer.port}`, spill.parts), JSON.stringify(outer));
}

/** Connections by the NAT gateway's address and port. */
export function byEnd(lines: readonly string[]): Map<string, Outer[]> {
  const found = new Map<string, Outer[]>();
  for (const line of lines) {
    const outer = JSON.parse(line) as Outer;
    const key = `${outer.address} ${outer.port}`;
    const there = found.get(key);
    if (there) there.push(outer);
    else found.set(key, [outer]);
  }
  return found;
}

/** The connections that a request may have come by: of its client's end, and at its time. */
function connectionsFor(request: Request, outers: ReadonlyMap<string, Outer[]>, skew: number): Outer[] {
  const { address, port, from, to, server, serverPort } = request;
  const there = (outers.get(`${address} ${port}`) ?? []).filter(
    (outer) =>
      from >= outer.start - skew && to <= outer.end + skew && (server === undefined || server === outer.server),
  );
  // The port in a request's URL may be what the client wrote, so it only chooses among several.
  const sameport = there.filter((outer) => outer.serverPort === serverPort);
  return sameport.length > 0 ? sameport : there;
}

/** Seconds by which a request may lie outside of what its connection's records say: clocks differ, and seconds are whole. */
const NEAR = 5;

/**
 * Whether a request can't be said to be of a connection, though its end and time allow it. Records may be late by more than
 * that, but then the records of its own connection may as well be missing, and these be of the next one on the same port.
 */
function isBeside({ from, to }: Request, { start, end }: Outer): boolean {
  return from < start - NEAR || to > end + NEAR;
}

/** Connections with fewer bytes than the requests that seem to be theirs: some of these are of others, whose records are missing. */
function overfullOf(placed: Iterable<readonly [Request, readonly Outer[]]>): Set<Outer> {
  const sums = new Map<Outer, [received: number, sent: number]>();
  const overfull = new Set<Outer>();
  for (const [{ received = 0, sent = 0 }, outers] of placed)
    for (const outer of outers) {
      if (outers.some((other) => other !== outer && other.number === outer.number)) continue;
      const sum = sums.get(outer) ?? [0, 0];
      sums.set(outer, sum);
      sum[0] += received;
      sum[1] += sent;
      if (sum[0] > outer.numbers[1] || sum[1] > outer.numbers[3]) overfull.add(outer);
    }
  return overfull;
}

/** Puts requests to the connections of their ends. */
export function place(requests: readonly Request[], outers: ReadonlyMap<string, Outer[]>, skew: number): Placed[] {
  const placed = requests.map((request) => [request, connectionsFor(request, outers, skew)] as const);
  const overfull = overfullOf(placed);
  return placed.map(([request, there]) => ({
    request,
    outers: there,
    doubtful: new Set(there.filter((outer) => overfull.has(outer) || isBeside(request, outer))),
  }));
}

/** Connections as questions: each once, though two flow logs may have it. */
export function* requestsOf(outers: Iterable<readonly Outer[]>, skew: number): Generator<Placed> {
  for (const ends of outers) {
    const told = new Set<Outer>();
    for (const outer of ends) {
      if (told.has(outer)) continue;
      const same = ends.filter((other) => other === outer || isSame(outer, other, skew));
      for (const one of same) told.add(one);
      const { address, port, start, end, server, serverPort } = outer;
      const request = { address, port, from: start, to: end, server, serverPort, asked: {} };
      yield { request, outers: same, doubtful: new Set() };
    }
  }
}

/** Whether two flow logs have the same connection. */
function isSame(one: Outer, other: Outer, skew: number): boolean {
  return (
    one.number !== other.number &&
    one.server === other.server &&
    one.serverPort === other.serverPort &&
    one.protocol === other.protocol &&
    Math.abs(one.start - other.start) <= skew
  );
}
