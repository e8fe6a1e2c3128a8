import { setSize } from "../ip";
import { describeAddresses, type HopKind, type RewrittenEnd, type TakenRoute, type WalkedHop } from "../reachability";
import {
  describeCidr,
  type Attachment,
  describeRoute,
  type Route,
  sameZone,
  type Subnet,
  type Topology,
  type VpcAttachment,
} from "../topology";
import { type Proved } from "./proved-flows";
import { type Line } from "./picture";
import { INTERNET, type Site } from "./site";

/** Where a walk comes by, with what is said of the way that it leaves by. */
interface Stop {
  readonly place: string;
  readonly labels: string[];
  /** The transit gateway's tables that were looked into here. */
  readonly tables: string[];
  /** It came in from a gateway and went on by the local route. */
  readonly isLanding: boolean;
}

/** An accelerator carries from the internet what comes by no gateway. */
const FROM_INTERNET: ReadonlySet<HopKind> = new Set(["is-on-internet", "carried-by-accelerator"]);

const bare = (place: string): Stop => ({ place, labels: [], tables: [], isLanding: false });

/** Walks as lines between places; what lies on one way is one line. */
export class LineDrawer {
  private readonly lines = new Map<
    string,
    { from: string; to: string; flows: Set<number>; labels: Set<string>; reply: boolean }
  >();
  private readonly subnets = new Map<string, Subnet>();
  private readonly attachments = new Map<string, Attachment>();
  private readonly tables: ReadonlySet<string>;
  /** Instances that forward. */
  private readonly routers: ReadonlySet<string>;
  /** Routes of subnets that some flow takes, and of those the ones that a label tells of. */
  readonly taken = new Set<string>();
  readonly told = new Set<string>();

  constructor(
    topology: Topology,
    private readonly site: Site,
  ) {
    this.tables = new Set(topology.transitTables.map((table) => table.address));
    this.routers = new Set(topology.nics.flatMap(({ router }) => router?.address ?? []));
    for (const subnet of topology.subnets) this.subnets.set(subnet.address, subnet);
    for (const { attachments } of topology.transitGateways)
      for (const one of attachments) this.attachments.set(one.address, one);
  }

  /** Draws one proved walk as flow `number`; @returns the places that it comes by */
  draw({ walk, from, to, isAnyOf }: Proved, number: number): ReadonlySet<string> {
    // The walk begins or ends in one of several subnets: which one it will be is not known.
    if (isAnyOf) return this.drawStraight(from, to, number);
    const there = this.stopsOf(walk.forward);
    // A network outside lies beyond its gateway.
    const end = this.site.of(to);
    if (end !== undefined && this.site.isOutside(end) && there.at(-1)?.place !== end) there.push(bare(end));
    const back = this.stopsOf(walk.back, true);
    this.add(there, number, false);
    this.addReply(there, back, number);
    return new Set(there.map((stop) => stop.place));
  }

  private drawStraight(from: string, to: string, number: number): ReadonlySet<string> {
    const places = [from, to].flatMap((one) => this.site.of(one) ?? []);
    const stops = places.map(bare);
    if (stops.length === 2) this.add(stops, number, false);
    return new Set(places);
  }

  /** The lines, in the order in which they were met; opposite flows on one way are one line with two heads. */
  result(): Line[] {
    const lines: Line[] = [];
    const done = new Set<string>();
    for (const [key, one] of this.lines) {
      if (done.has(key)) continue;
      // Where proved flows go the same way there is nothing to add.
      if (one.reply && this.lines.has(keyOf(one.from, one.to, false))) continue;
      const kind = one.reply ? "reply" : "flow";
      const opposite = one.reply ? undefined : this.lines.get(keyOf(one.to, one.from, false));
      if (opposite) done.add(keyOf(one.to, one.from, false));
      const flows = [...new Set([...one.flows, ...(opposite?.flows ?? [])])].sort((a, b) => a - b);
      const labels = [...new Set([...one.labels, ...(opposite?.labels ?? [])])];
      lines.push({ from: one.from, to: one.to, kind, flows, labels, isMutual: opposite !== undefined });
    }
    return lines;
  }

  private add(stops: readonly Stop[], number: number, reply: boolean): void {
    for (const [i, { place, labels }] of stops.entries()) {
      const next = stops[i + 1];
      if (!next || next.place === place) continue;
      const key = keyOf(place, next.place, reply);
      const line = this.lines.get(key) ?? { from: place, to: next.place, flows: new Set(), labels: new Set(), reply };
      line.flows.add(number);
      for (const label of labels) line.labels.add(label);
      this.lines.set(key, line);
    }
  }

  /** The way back, where it goes through a gateway's table that the way there does not know. */
  private addReply(there: readonly Stop[], back: readonly Stop[], number: number): void {
    const known = new Set(there.flatMap((stop) => stop.tables));
    const strange = (stop: Stop): boolean => stop.tables.some((table) => !known.has(table));
    for (const [i, stop] of back.entries()) {
      const next = back[i + 1];
      if (next && (strange(stop) || strange(next))) this.add([stop, { ...next, labels: [] }], number, true);
    }
  }

  private stopsOf(hops: readonly WalkedHop[], isReply = false): Stop[] {
    const stops: Stop[] = [];
    let landed = false;
    hops.forEach((hop, i) => {
      const attachment = this.attachments.get(hop.address);
      if (attachment) {
        const isEntry = hop.kind === "enters-transit-gateway";
        const place =
          isEntry && attachment.kind === "vpc" ? this.entryOf(attachment, hops[i - 1]) : this.site.of(hop.address);
        landed = !isEntry;
        if (place !== undefined) stopAt(stops, place);
        return;
      }
      const forwarding = this.isForwarding(hop) ? this.interfaceOf(hops[i - 1], stops) : undefined;
      const place = FROM_INTERNET.has(hop.kind) ? INTERNET : (forwarding ?? this.site.of(hop.address));
      if (place === undefined) return;
      const isLocal = isLocalRoute(hop.route);
      const previous = stops.at(-1);
      // A packet that a gateway handed in and that the local route takes on: the line leads straight to where it goes.
      if (previous?.isLanding && previous.place !== place) stops.pop();
      const stop = stopAt(stops, place, landed && isLocal && !isReply);
      landed = false;
      stop.labels.push(...this.labelsOf(hop, isLocal));
      if (this.tables.has(hop.address)) stop.tables.push(hop.address);
    });
    return stops;
  }

  /** Of the attachment's interfaces the one that packets of the hop before go in by. */
  private entryOf(attachment: VpcAttachment, before: WalkedHop | undefined): string | undefined {
    const target = this.routeOf(before)?.target;
    const from = before && this.subnets.get(before.address);
    const { subnets } = attachment;
    const entry =
      target?.kind === "attachment-interface"
        ? target.subnet
        : (subnets.find((one) => one === from) ??
          subnets.find((one) => from && sameZone(one.zone, from.zone) === true) ??
          subnets[0]);
    return entry && this.site.ofSubnet(entry);
  }

  private isForwarding({ kind, address }: WalkedHop): boolean {
    return FORWARDING.has(kind) && this.routers.has(address);
  }

  /** Where an instance that forwards takes packets in: an instance stands at each of its interfaces. */
  private interfaceOf(before: WalkedHop | undefined, stops: readonly Stop[]): string | undefined {
    const target = this.routeOf(before)?.target;
    return target?.kind === "interface" ? this.site.ofSubnet(target.nic.subnet) : stops.at(-1)?.place;
  }

  private routeOf(hop: WalkedHop | undefined): Route | undefined {
    return hop?.route?.kind === "subnet" ? hop.route.route : undefined;
  }

  private labelsOf(hop: WalkedHop, isLocal: boolean): string[] {
    const labels: string[] = [];
    if (hop.rewrite && !UNDOING.has(hop.kind)) labels.push(rewriteLabel(hop.rewrite, this.isForwarding(hop)));
    const route = this.routeOf(hop);
    const leaves = route && !isLocal && this.subnets.has(hop.address) ? route : undefined;
    if (leaves) this.taken.add(`${hop.address} ${describeRoute(leaves)}`);
    // Boxes of whole VPCs tell of their routes themselves.
    if (this.site.isCompact || hop.kind === "leaves-node") return [];
    if (leaves) {
      this.told.add(`${hop.address} ${describeRoute(leaves)}`);
      labels.push(`to ${describeCidr(leaves.cidr)}`);
    }
    return labels;
  }
}

const keyOf = (from: string, to: string, reply: boolean): string => JSON.stringify([from, to, reply]);

function stopAt(stops: Stop[], place: string, isLanding = false): Stop {
  const last = stops.at(-1);
  if (last?.place === place) {
    if (last.isLanding && !isLanding) stops[stops.length - 1] = { ...last, isLanding: false };
    return stops[stops.length - 1]!;
  }
  const stop: Stop = { place, labels: [], tables: [], isLanding };
  stops.push(stop);
  return stop;
}

/** Steps that give a reply the addresses back which the request had. */
const UNDOING: ReadonlySet<HopKind> = new Set(["comes-back-through-internet-gateway", "translated-back"]);

function isLocalRoute(taken: TakenRoute | undefined): boolean {
  return taken?.kind === "local" || (taken?.kind === "subnet" && taken.route.target.kind === "local");
}

/** What an instance that forwards does to packets; NAT gateways translate them, too. */
const FORWARDING: ReadonlySet<HopKind> = new Set(["forwarded", "translated", "translated-back"]);

/** "source becomes 10.0.1.10": without ports, and without addresses of which AWS picks one. */
function rewriteLabel({ end, to }: RewrittenEnd, isByInstance: boolean): string {
  if (to === "public" || to === "private") return `${end} becomes a ${to} address`;
  if (setSize(to.addresses) === 1 || (isByInstance && to.addresses.length === 1))
    return `${end} becomes ${describeAddresses(to.addresses)}`;
  if (isByInstance) return `${end} becomes its counterpart`;
  return end === "source" ? "source becomes the gateway's" : "destination becomes private";
}
