/**
 * Traffic through NAT gateways to an ALB, as its logs show it, with the truth known: each record counts what passed one
 * interface in one direction within a minute, and is up to some seconds late.
 */
export interface TrafficOptions {
  readonly seed: number;
  readonly connections: number;
  readonly clients: number;
  /** Of how many sizes requests and responses are; few of them make many connections alike. */
  readonly sizes: number;
  /** Over which connections begin. */
  readonly seconds: number;
  /** How many seconds a record may be late. */
  readonly late: number;
  /** Share of the connections that stay open for minutes. */
  readonly long: number;
  /** Share of records that are lost without a word. */
  readonly lost: number;
  /** Share of connections of which the NAT gateway drops a packet. */
  readonly dropped: number;
  /** How many ports a NAT gateway takes in turns: few of them are soon used again. */
  readonly ports: number;
  /** Minutes of which AWS skips half of the records and says so. */
  readonly skipped: readonly number[];
}

export const USUAL: TrafficOptions = {
  seed: 1,
  connections: 1000,
  clients: 50,
  sizes: 500,
  seconds: 3600,
  late: 2,
  long: 0.1,
  lost: 0,
  dropped: 0,
  ports: 50_000,
  skipped: [],
};

/** Receives the lines, in no order. */
export interface TrafficSink {
  flow(line: string): void;
  access(line: string): void;
  /** Which client made a request. */
  truth(id: string, client: string): void;
}

export const FLOW_HEADER =
  "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags pkt-srcaddr pkt-dstaddr flow-direction vpc-id subnet-id log-status";
/** Stands in a request's URL before the client that made it, for who scores answers; nothing else looks there. */
export const CLIENT = "client=";
/** In November 2025. */
const BEGIN = 1_764_230_400;
const NATS = ["100.64.0.10", "100.64.0.26"];
const NODES = ["100.64.1.5", "100.64.1.21"];
const [FIN, SYN, SYN_ACK] = [1, 2, 18];

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Answered = readonly [from: number, to: number, size: number];

interface Event {
  readonly at: number;
  readonly direction: 0 | 1;
  readonly packets: number;
  readonly bytes: number;
  readonly flags: number;
}

type Random = () => number;
const below = (random: Random, end: number): number => Math.floor(random() * end);

/** How large the response to a request of a size is. */
const gotOf = (size: number, sizes: number): number => 500 + ((size * 7919) % (sizes * 40));

/** What is sent in one connection, and when its requests are answered. */
/** @param place of the connection in the order of time, from 0 to 1 */
function eventsOf(options: TrafficOptions, random: Random, place: number): { events: Event[]; requests: Answered[] } {
  const start = BEGIN + place * options.seconds;
  const isLong = random() < options.long;
  const count = isLong ? 2 + below(random, 6) : 1;
  const events: Event[] = [
    { at: start, direction: 0, packets: 1, bytes: 60, flags: SYN },
    { at: start, direction: 1, packets: 1, bytes: 60, flags: SYN_ACK },
  ];
  const requests: Answered[] = [];
  let at = start + 0.01;
  for (let i = 0; i < count; i++) {
    const size = below(random, options.sizes);
    const sent = 300 + size;
    const got = gotOf(size, options.sizes);
    const answered = at + 0.01 + random() / 5;
    events.push({ at, direction: 0, packets: 2, bytes: sent + 92, flags: 0 });
    events.push({ at: answered, direction: 1, packets: 1 + Math.ceil(got / 1448), bytes: got + 104, flags: 0 });
    requests.push([at, answered, size]);
    at = answered + (isLong ? 5 + random() * 80 : 0.01);
  }
  events.push({ at, direction: 0, packets: 1, bytes: 52, flags: FIN });
  events.push({ at, direction: 1, packets: 1, bytes: 52, flags: FIN });
  return { events, requests };
}

/** What one side of an interface saw of one direction in one minute. */
function windowsOf(events: readonly Event[], direction: 0 | 1, phase: number): Event[][] {
  const windows = new Map<number, Event[]>();
  for (const event of events) {
    if (event.direction !== direction) continue;
    const window = Math.floor((event.at - phase) / 60);
    windows.set(window, [...(windows.get(window) ?? []), event]);
  }
  return [...windows.values()];
}

interface Ends {
  readonly client: string;
  readonly clientPort: number;
  readonly nat: string;
  readonly natPort: number;
  readonly node: string;
}

/** The fields before and after the counted ones, for a side and a direction. */
function fieldsOf(
  { client, clientPort, nat, natPort, node }: Ends,
  isInner: boolean,
  direction: 0 | 1,
): [string, string] {
  const [src, dst, ports, packet, way] = isInner
    ? direction === 0
      ? [client, nat, `${clientPort} 443`, `${client} ${node}`, "ingress"]
      : [nat, client, `443 ${clientPort}`, `${node} ${client}`, "egress"]
    : direction === 0
      ? [nat, node, `${natPort} 443`, `${nat} ${node}`, "egress"]
      : [node, nat, `443 ${natPort}`, `${node} ${nat}`, "ingress"];
  return [
    `eni-0${NATS.indexOf(nat)} ${src} ${dst} ${ports} 6`,
    `${packet} ${way} vpc-1 subnet-${NATS.indexOf(nat)} OK`,
  ];
}

function writeSide(ends: Ends, isInner: boolean, events: readonly Event[], to: Writing): void {
  const { options, random, sink } = to;
  for (const direction of [0, 1] as const) {
    const [before, after] = fieldsOf(ends, isInner, direction);
    for (const window of windowsOf(events, direction, to.phase)) {
      const sum = (key: "packets" | "bytes"): number => window.reduce((all, one) => all + one[key], 0);
      const flags = window.reduce((all, one) => all | one.flags, 0);
      const late = random() * options.late;
      const [start, end] = [Math.floor(window[0]!.at + late), Math.floor(window.at(-1)!.at + late)];
      const isSkipped = options.skipped.includes(Math.floor((window[0]!.at - BEGIN) / 60)) && random() < 0.5;
      if (isSkipped || random() < options.lost) continue;
      sink.flow(`${before} ${sum("packets")} ${sum("bytes")} ${start} ${end} ACCEPT ${flags} ${after}`);
    }
  }
}

interface Writing {
  readonly options: TrafficOptions;
  readonly random: Random;
  readonly sink: TrafficSink;
  readonly phase: number;
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/Z$/, "000Z");

function accessLine(ends: Ends, [from, to, size]: Answered, id: string, sizes: number): string {
  return (
    `https ${iso(to)} app/web/50dc6c495c0c9188 ${ends.nat}:${ends.natPort} 10.64.0.10:8080 0.001 0.002 0.000 200 200 ${300 + size} ${gotOf(size, sizes)} ` +
    `"GET https://shop.example.com:443/items/${size}?${CLIENT}${ends.client} HTTP/1.1" "agent \\"x\\"" ECDHE TLSv1.2 arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/1 ` +
    `"Root=${id}" "shop.example.com" "-" 0 ${iso(from)} "forward" "-" "-" "10.64.0.10:8080" "200" "-" "-" TID_${id}`
  );
}

/** Makes traffic; connections begin in their order. */
export function makeTraffic(given: Partial<TrafficOptions>, sink: TrafficSink): void {
  const options = { ...USUAL, ...given };
  const random = randomOf(options.seed);
  for (let i = 0; i < options.connections; i++) {
    const which = below(random, NATS.length);
    const ends: Ends = {
      client: `10.64.${which}.${10 + below(random, options.clients)}`,
      // In turns, as systems take them: a port is free again after a while.
      clientPort: 32_768 + (i % 28_000),
      nat: NATS[which]!,
      natPort: 1024 + (i % options.ports),
      node: NODES[below(random, NODES.length)]!,
    };
    const { events, requests } = eventsOf(options, random, (i + random()) / options.connections);
    const drops = random() < options.dropped;
    const more: Event = { at: events.at(-1)!.at, direction: 0, packets: 1, bytes: 52, flags: 0 };
    writeSide(ends, true, drops ? [...events, more] : events, { options, random, sink, phase: random() * 60 });
    writeSide(ends, false, events, { options, random, sink, phase: random() * 60 });
    requests.forEach((request, n) => {
      const id = `1-${i.toString(16).padStart(8, "0")}-${n}`;
      sink.access(accessLine(ends, request, id, options.sizes));
      sink.truth(id, ends.client);
    });
  }
  const dashes = "- - - - - - -";
  for (const minute of options.skipped)
    NATS.forEach((_, n) =>
      sink.flow(
        `eni-0${n} ${dashes} ${BEGIN + minute * 60} ${BEGIN + minute * 60 + 59} - - - - - vpc-1 subnet-${n} SKIPDATA`,
      ),
    );
}
