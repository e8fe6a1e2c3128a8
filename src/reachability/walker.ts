import { Meter } from "../limits";
import { intersect, isEmptySet, setOfCidr } from "../ipv4/address-set";
import { formatCidr } from "../ipv4/cidr";
import { push } from "../terraform";
import {
  type Attachment,
  describeRoute,
  firstDoubt,
  isCertain,
  type NatGateway,
  type Nic,
  type Peering,
  type Route,
  type Subnet,
  type Topology,
  type TransitGateway,
  type TransitTable,
} from "../topology";
import { acl, cross, filter } from "./crossing";
import { atGoal, deliver, groupFilter } from "./delivery";
import { egressPeers } from "./group-peers";
import { throughInterface, throughNat, throughPeering } from "./gateways";
import { throughInternetGateway } from "./internet";
import { type Packets } from "./packets";
import { type Lookup, lookUp } from "./routes";
import { type Mode, type Next, type Origin, type Steps } from "./steps";
import { describe, doubted, type Goal, type Leaf, picking, step, stopped, type Trail } from "./trail";
import { enterGateway, intoAttachment, intoTransitGateway } from "./transit";

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
  readonly hasIpv6: boolean;
  private readonly meter = new Meter("pairs", "walking packets through this network");

  constructor(readonly topology: Topology) {
    const nodes = topology.loadBalancers.flatMap((balancer) => balancer.nodes);
    // What may be in a subnet may hold an address there.
    const maybe = topology.instances.flatMap((instance) => instance.maybe ?? []);
    for (const nic of [...topology.nics, ...nodes, ...maybe]) push(this.nics, nic.subnet, nic);
    this.hasIpv6 = topology.subnets.some(({ ipv6 }) => ipv6) || [...this.nics.values()].flat().some(({ ipv6 }) => ipv6);
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

  /** From an interface, or from hosts of a subnet, out: its security groups first, then the subnet's route table. */
  send(subnet: Subnet, nic: Nic | undefined, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    const start = step(
      trail,
      packets,
      nic
        ? `leaves ${nic.kind === "load-balancer" ? "the load balancer's node" : "the interface"}`
        : "leaves the subnet's host",
      nic?.address ?? subnet.address,
    );
    const origin: Origin = { kind: "host", ...(nic && { nic }) };
    const next: Next = (p, t) => this.emit(subnet, origin, p, t, mode);
    if (mode.isReply || !nic) return next(packets, start);
    return egressPeers(this, nic, packets, mode).flatMap(({ packets: part, peer }) =>
      filter(groupFilter(start)(nic, "egress", part, peer), "ENI_SG_RULES_MISMATCH", "egress", start, next),
    );
  }

  /** A NAT gateway sends on the reply that it has turned back. */
  sendFromNat(nat: NatGateway, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    if (!nat.subnet) return [{ packets, trail }];
    const undone = step(trail, packets, "is translated back", nat.address, {
      rewrite: `destination becomes ${describe(packets)}`,
    });
    return this.emit(nat.subnet, { kind: "nat", nat }, packets, undone, mode);
  }

  /** The route table of the subnet decides. */
  emit(subnet: Subnet, origin: Origin, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    this.meter.spend(COST_OF_HOP);
    const key = `${subnet.address}|${origin.nat?.address ?? ""}|${packets.dst.map(({ start, end }) => `${start}-${end}`).join()}|${packets.src[0]?.start ?? ""}`;
    if (trail.seen.includes(key) || trail.seen.length > MAX_LOOKUPS)
      return [
        {
          packets,
          trail: stopped(
            trail,
            "NO_PATH",
            subnet.table.address,
            `the packet comes round to ${subnet.address} again: a routing loop`,
          ),
        },
      ];
    const walked: Trail = { ...trail, seen: [...trail.seen, key] };
    const note = firstDoubt(subnet, "table");
    if (subnet.cidr === undefined && !isCertain(subnet.vpc, "ranges") && note)
      return [{ packets, trail: doubted(walked, "UNKNOWN_RESOURCE", note.address, note.reason) }];
    if (subnet.maybeTables && subnet.doubts.table.length === 1) {
      // What holds for each table that it may have holds for the one that it has.
      const known = { ...subnet, doubts: { ...subnet.doubts, table: [] } };
      const either = picking(walked, "other");
      return subnet.maybeTables.flatMap((table) =>
        this.byTable(subnet, lookUp(known, table, packets.dst, mode.toInternet), origin, packets, either, mode),
      );
    }
    const found = lookUp(subnet, subnet.table, packets.dst, mode.toInternet);
    return this.byTable(subnet, found, origin, packets, walked, mode);
  }

  private byTable(
    subnet: Subnet,
    lookups: readonly Lookup[],
    origin: Origin,
    packets: Packets,
    walked: Trail,
    mode: Mode,
  ): Leaf[] {
    return lookups.flatMap((found) => {
      const part = { ...packets, dst: found.dst };
      switch (found.kind) {
        case "unknown":
          return [
            {
              packets: part,
              trail: doubted(
                walked,
                "UNKNOWN_RESOURCE",
                found.note.address,
                `the routes of ${subnet.address} are not certain: ${found.note.reason}`,
              ),
            },
          ];
        case "refused": {
          const bad = stopped(
            walked,
            "BAD_STATE_ROUTE",
            found.route.address,
            `${describeRoute(found.route)}: ${found.reason}`,
          );
          return this.deadEnd(subnet, origin, part, bad, mode);
        }
        case "none": {
          const none = stopped(
            walked,
            "NO_ROUTE_TO_DESTINATION",
            subnet.table.address,
            `no route to ${describe(part)} in the route table of ${subnet.address}`,
          );
          return this.deadEnd(subnet, origin, part, none, mode);
        }
        case "local": {
          const route = { address: subnet.table.address, text: `${formatCidr(found.cidr)} -> local` };
          return deliver(
            this,
            subnet,
            subnet.vpc,
            part,
            step(walked, part, "is routed", subnet.address, { route }),
            mode,
          );
        }
        case "route": {
          const isWithin =
            origin.kind === "host" &&
            subnet.cidr !== undefined &&
            !isEmptySet(intersect(found.dst, setOfCidr(subnet.cidr)));
          const text = { address: found.route.address, text: describeRoute(found.route) };
          const routed = step(walked, part, "is routed", subnet.address, { route: text });
          if (
            isWithin &&
            found.route.cidr.length > 0 &&
            subnet.vpc.cidrs.some((own) => found.route.cidr.length >= own.length)
          )
            return [
              {
                packets: part,
                trail: doubted(
                  routed,
                  "UNKNOWN_RESOURCE",
                  found.route.address,
                  "whether a route applies between hosts of one subnet is not documented",
                ),
              },
            ];
          return this.follow(subnet, origin, found.route, part, routed, mode);
        }
      }
    });
  }

  private follow(subnet: Subnet, origin: Origin, route: Route, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    const { target } = route;
    switch (target.kind) {
      case "local":
        return deliver(this, subnet, subnet.vpc, packets, trail, mode);
      case "blackhole":
        return this.deadEnd(
          subnet,
          origin,
          packets,
          stopped(trail, "BAD_STATE_ROUTE", route.address, `${describeRoute(route)}: the route is a blackhole`),
          mode,
        );
      case "unreadable":
        if (target.anyOf)
          return target.anyOf.flatMap((one) =>
            this.follow(subnet, origin, { ...route, target: one }, packets, picking(trail, "other"), mode),
          );
        return [
          {
            packets,
            trail: doubted(
              trail,
              "UNKNOWN_RESOURCE",
              target.note.address,
              `${formatCidr(route.cidr)}: ${target.note.reason}`,
            ),
          },
        ];
      case "nat-gateway":
        return throughNat(this, subnet, origin, target.gateway, packets, trail, mode);
      case "interface":
        return throughInterface(this, subnet, target.nic, packets, trail, mode);
      case "attachment-interface": {
        const { attachment } = target;
        if (attachment.vpc !== subnet.vpc)
          return [
            {
              packets,
              trail: stopped(
                trail,
                "BAD_STATE_ROUTE",
                route.address,
                `${attachment.address} is not an attachment of ${subnet.vpc.address}`,
              ),
            },
          ];
        return intoAttachment(subnet, target.subnet, packets, trail, (p, t) =>
          enterGateway(this, attachment.gateway, attachment, target.subnet, p, t, mode),
        );
      }
      case "transit-gateway":
        return intoTransitGateway(this, subnet, origin, target.gateway, route, packets, trail, mode);
      case "peering":
        return throughPeering(this, subnet, origin, target.peering, packets, trail, mode);
      case "internet-gateway":
        return throughInternetGateway(this, subnet, origin, target.gateway, route, packets, trail, mode);
      case "gateway-endpoint":
        return [
          {
            packets,
            trail: doubted(
              trail,
              "UNKNOWN_DESTINATION",
              target.address,
              "what lies behind a gateway endpoint is not in the input",
            ),
          },
        ];
    }
  }

  /** A reply that a network load balancer takes off the target's interface: only network ACLs are on its way. */
  caughtReply(from: Subnet, to: Subnet, packets: Packets, trail: Trail): Leaf[] {
    const at = { kind: "host", subnet: to } as const;
    return cross(from, to, packets, trail, (p, t) => [
      { packets: p, trail: step(t, p, "is taken back by the load balancer", to.address), at },
    ]);
  }

  /** A reply to what a NAT gateway sent over a peering returns to it without a route; network ACLs are on its way. */
  returnToSender(from: Subnet, [nat, peering]: readonly [NatGateway, Peering], packets: Packets, trail: Trail): Leaf[] {
    const { subnet } = nat;
    if (!subnet) return [{ packets, trail }];
    const at = { kind: "host", subnet, nat } as const;
    const returned = step(trail, packets, "returns to its sender over the peering", peering.address);
    return cross(from, subnet, packets, returned, (p, t) => [
      { packets: p, trail: step(t, p, "arrives", nat.address), at },
    ]);
  }

  /** After a dead end: what else would stop the packet if this setting were right. */
  deadEnd(subnet: Subnet | undefined, origin: Origin, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    const { goal } = mode;
    if (!mode.explain || goal.kind !== "host") return [{ packets, trail }];
    const own = subnet?.vpc;
    const far = goal.subnet.vpc;
    if (subnet && own && own !== far && origin.kind !== "attachment") {
      const shared = this.topology.transitGateways.find((gateway) =>
        [own, far].every((vpc) => gateway.attachments.some((one) => one.kind === "vpc" && one.vpc === vpc)),
      );
      const last = trail.stops.at(-1)?.code;
      if (shared && last === "NO_ROUTE_TO_DESTINATION" && !trail.seen.includes("assumed")) {
        const assumed: Trail = { ...trail, seen: [...trail.seen, "assumed"] };
        const route: Route = {
          address: subnet.table.address,
          cidr: { base: 0, length: 0 },
          target: { kind: "transit-gateway", gateway: shared },
          propagated: false,
        };
        return intoTransitGateway(this, subnet, origin, shared, route, packets, assumed, mode);
      }
    }
    return this.finish(goal, packets, trail, mode);
  }

  /** The filters around the goal, for a packet that did not get there: only what it met on the way is kept as such. */
  finish(goal: Goal & { kind: "host" }, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    const leaves = acl(goal.subnet, "ingress", packets, trail, (p, t) =>
      atGoal(this, goal.subnet, goal.nic, goal.nat, p, t, mode),
    );
    return leaves.map((leaf) => ({ ...leaf, trail: { ...leaf.trail, hops: trail.hops ?? leaf.trail.hops } }));
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
