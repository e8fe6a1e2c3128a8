import { Meter } from "../limits";
import { push } from "../terraform";
import {
  type Attachment,
  type NatGateway,
  type Nic,
  type Route,
  type Subnet,
  type Topology,
  type TransitGateway,
  type TransitTable,
  type Vpc,
  firstDoubt,
  isCertain,
} from "../topology";
import { acl } from "./crossing";
import { atGoal } from "./delivery";
import { byLookup } from "./follow";
import { oneOf } from "./one-of";
import { type Lookup, lookUp } from "./routes";
import { type Departure, type Steps, type Traffic } from "./traffic";
import { hasSeen, type Leaf, parted, type Spot, spotIn } from "./trail";
import { intoTransitGateway } from "./transit";

const MAX_LOOKUPS = 40;

/** What one subnet on the way costs, in pairs of things compared. */
const COST_OF_HOP = 50;

/** Walks packets in one direction through a topology: the route tables, and from each route to what it leads to. */
export class Walker implements Steps {
  private readonly nics = new Map<Subnet, Nic[]>();
  private readonly nats = new Map<Subnet, NatGateway[]>();
  private readonly associated = new Map<TransitGateway | undefined, Map<Attachment, TransitTable>>();
  private readonly associatedTwice = new Set<Attachment>();
  private readonly transitTables = new Map<TransitGateway | undefined, TransitTable[]>();
  private readonly meter = new Meter("pairs", "walking packets through this network");

  constructor(readonly topology: Topology) {
    const nodes = topology.loadBalancers.flatMap((balancer) => balancer.nodes);
    // What may be in a subnet may hold an address there.
    const maybe = topology.instances.flatMap((instance) => instance.maybe ?? []);
    const placed = topology.services.flatMap((service) => service.nics);
    for (const nic of [...topology.nics, ...nodes, ...maybe, ...placed]) push(this.nics, nic.subnet, nic);
    for (const nat of topology.natGateways) if (nat.subnet) push(this.nats, nat.subnet, nat);
    for (const table of topology.transitTables) {
      push(this.transitTables, table.gateway, table);
      const map = this.associated.get(table.gateway) ?? new Map<Attachment, TransitTable>();
      this.associated.set(table.gateway, map);
      for (const attachment of table.associations) {
        if (map.has(attachment)) this.associatedTwice.add(attachment);
        map.set(attachment, table);
      }
    }
  }

  /** The route table of the subnet decides. */
  emit(traffic: Traffic, from: Departure): Leaf[] {
    this.meter.spend(COST_OF_HOP);
    const { packets, trail, mode } = traffic;
    const { subnet, emitter } = from;
    const nat = emitter.kind === "nat-gateway" ? emitter.nat.address : "";
    const visit = { at: subnet.address, from: nat, dst: packets.dst, first: packets.src[0]?.start };
    if (hasSeen(trail, visit) || trail.seen.length > MAX_LOOKUPS)
      return traffic.stop("NO_PATH", subnet.table.address, { kind: "routing-loop", subnet: subnet.address }).lost();
    const seen = traffic.seeing(visit);
    const note = firstDoubt(subnet, "table");
    if (subnet.cidr === undefined && !isCertain(subnet.vpc, "ranges") && note) return seen.unsure(note).lost();
    const goOn = (sent: Traffic, lookups: readonly Lookup[]): Leaf[] =>
      parted(lookups, (found) => byLookup(oneOf(sent, found).to(found.dst), from, found));
    if (!subnet.maybeTables || subnet.doubts.table.length !== 1)
      return goOn(seen, lookUp(subnet, subnet.table, packets.dst, mode.toInternet));
    // What holds for each table that it may have holds for the one that it has.
    const known = { ...subnet, doubts: { ...subnet.doubts, table: [] } };
    return subnet.maybeTables.flatMap((table) =>
      goOn(seen.picking("other"), lookUp(known, table, packets.dst, mode.toInternet)),
    );
  }

  /**
   * After a dead end: what else would stop the packets if this setting were right.
   * @param from what would send them on, by the route table of its subnet; undefined where nothing would
   */
  deadEnd(traffic: Traffic, from: Departure | undefined): Leaf[] {
    const spot = spotIn(traffic.mode.goal);
    if (!traffic.mode.explain || !spot) return traffic.lost();
    const assumed = from && this.assumedGateway(traffic, from, spot.subnet.vpc);
    if (!assumed) return this.finish(traffic, spot);
    const route: Route = {
      address: from.subnet.table.address,
      cidr: { base: 0, length: 0 },
      target: { kind: "transit-gateway", gateway: assumed },
      propagated: false,
    };
    return intoTransitGateway(traffic.having({ ...traffic.trail, isRouteAssumed: true }), from, assumed, route);
  }

  /** Where only a route is lacking: the transit gateway that both VPCs are attached to. */
  private assumedGateway({ trail }: Traffic, { subnet, emitter }: Departure, far: Vpc): TransitGateway | undefined {
    const isLacking = trail.stops.at(-1)?.code === "NO_ROUTE_TO_DESTINATION" && !trail.isRouteAssumed;
    if (!isLacking || subnet.vpc === far || emitter.kind === "attachment") return undefined;
    return this.topology.transitGateways.find((gateway) =>
      [subnet.vpc, far].every((vpc) => gateway.attachments.some((one) => one.kind === "vpc" && one.vpc === vpc)),
    );
  }

  /** The filters around the goal, for packets that did not get there: only what they met on the way is kept as such. */
  finish(traffic: Traffic, goal: Spot): Leaf[] {
    const { hops } = traffic.trail;
    const leaves = acl(traffic, goal.subnet, "ingress", (entered) => atGoal(entered, goal));
    return leaves.map((leaf) => ({ ...leaf, trail: { ...leaf.trail, hops: hops ?? leaf.trail.hops } }));
  }

  nicsIn(subnet: Subnet): readonly Nic[] {
    return this.nics.get(subnet) ?? [];
  }

  natsIn(subnet: Subnet): readonly NatGateway[] {
    return this.nats.get(subnet) ?? [];
  }

  tablesOf(gateway: TransitGateway): readonly TransitTable[] {
    return this.transitTables.get(gateway) ?? [];
  }

  isAssociatedTwice(attachment: Attachment): boolean {
    return this.associatedTwice.has(attachment);
  }

  tableOf(gateway: TransitGateway, attachment: Attachment): TransitTable | undefined {
    return this.associated.get(gateway)?.get(attachment);
  }
}
