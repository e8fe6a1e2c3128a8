import { formatCidr, intersect, isEmptySet, setOfCidrs, subtract } from "../ipv4";
import {
  type Attachment,
  describeRoute,
  type InternetGateway,
  type NatGateway,
  type Nic,
  type Peering,
  type Route,
  sameZone,
  type Subnet,
  type Topology,
  type TransitGateway,
  type TransitTable,
  type Vpc,
  type VpcAttachment,
} from "../topology";
import { type Direction, type Filtered, throughAcl, throughSecurityGroups } from "./filters";
import {
  GATEWAY_PORTS,
  hasPorts,
  ICMP,
  NOT_PUBLIC,
  type Packets,
  PUBLIC,
  RFC1918,
  TCP,
  UDP,
  usableAddresses,
  withDestination,
} from "./packets";
import { lookUp, lookUpTransit } from "./routes";
import { doubted, type Goal, type Leaf, step, stopped, type Trail } from "./trail";

/** What sends: an interface (or a host that stands for all of a subnet), a NAT gateway, or an attachment that hands traffic in. */
interface Origin {
  readonly kind: "host" | "nat" | "attachment";
  readonly nic?: Nic;
  readonly nat?: NatGateway;
}

export interface Mode {
  readonly goal: Goal;
  readonly isReply: boolean;
  /** Go on after a dead end as if the setting were right, to find what else is wrong. */
  readonly explain: boolean;
  /** The destination is the internet as such. */
  readonly toInternet: boolean;
}

const MAX_LOOKUPS = 40;
type Next = (packets: Packets, trail: Trail) => Leaf[];

/** Walks packets in one direction through a topology. */
export class Walker {
  private readonly nicsOf = new Map<Subnet, Nic[]>();
  private readonly natsOf = new Map<Subnet, NatGateway[]>();
  private readonly associated = new Map<TransitGateway | undefined, Map<Attachment, TransitTable>>();
  private readonly tablesOf = new Map<TransitGateway | undefined, TransitTable[]>();

  constructor(readonly topology: Topology) {
    const nodes = topology.loadBalancers.flatMap((balancer) => balancer.nodes);
    for (const nic of [...topology.nics, ...nodes]) push(this.nicsOf, nic.subnet, nic);
    for (const nat of topology.natGateways) if (nat.subnet) push(this.natsOf, nat.subnet, nat);
    for (const table of topology.transitTables) {
      push(this.tablesOf, table.gateway, table);
      const map = this.associated.get(table.gateway) ?? new Map<Attachment, TransitTable>();
      this.associated.set(table.gateway, map);
      for (const attachment of table.associations) map.set(attachment, table);
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
    const peer = mode.goal.kind === "host" ? mode.goal.nic : undefined;
    const next: Next = (p, t) => this.emit(subnet, origin, p, t, mode);
    if (mode.isReply || !nic) return next(packets, start);
    return this.filter(
      throughSecurityGroups(nic, "egress", packets, peer),
      "ENI_SG_RULES_MISMATCH",
      "egress",
      start,
      next,
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

  /** Sends on what a filter passes; what it stops goes on too, with the stop noted, so that later ones are found. */
  private filter(
    parts: readonly Filtered[],
    code: "ENI_SG_RULES_MISMATCH" | "SUBNET_ACL_RESTRICTION",
    direction: Direction,
    trail: Trail,
    next: Next,
  ): Leaf[] {
    return parts.flatMap((part) => {
      if (part.result === "pass") return next(part.packets, withRule(trail, part.address));
      const what = code === "SUBNET_ACL_RESTRICTION" ? "network ACL" : "security group";
      if (part.result === "unknown")
        return next(
          part.packets,
          doubted(trail, "UNKNOWN_RESOURCE", part.address, `the ${what} can't be read: ${part.reason}`),
        );
      const stop = (t: Trail, address: string): Trail =>
        stopped(t, code, address, `the ${what} ${part.reason} to ${direction} ${describe(part.packets)}`);
      return next(part.packets, [part.address, ...(part.also ?? [])].reduce(stop, trail));
    });
  }

  private acl(subnet: Subnet, direction: Direction, packets: Packets, trail: Trail, next: Next): Leaf[] {
    const [note] = subnet.aclNotes;
    if (note)
      return next(
        packets,
        doubted(
          trail,
          "UNKNOWN_RESOURCE",
          note.address,
          `the network ACL of ${subnet.address} is not certain: ${note.reason}`,
        ),
      );
    return this.filter(throughAcl(subnet.acl, direction, packets), "SUBNET_ACL_RESTRICTION", direction, trail, next);
  }

  /** Out of one subnet and into another; nothing is checked within a subnet. */
  private cross(from: Subnet | undefined, to: Subnet | undefined, packets: Packets, trail: Trail, next: Next): Leaf[] {
    if (from === to) return next(packets, trail);
    const enter: Next = (p, t) => (to ? this.acl(to, "ingress", p, t, next) : next(p, t));
    return from ? this.acl(from, "egress", packets, trail, enter) : enter(packets, trail);
  }

  /** The route table of the subnet decides. */
  private emit(subnet: Subnet, origin: Origin, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
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
    if (subnet.cidr === undefined && subnet.vpc.notes.length > 0 && subnet.tableNotes.length > 0) {
      const note = subnet.tableNotes[0]!;
      return [{ packets, trail: doubted(walked, "UNKNOWN_RESOURCE", note.address, note.reason) }];
    }
    return lookUp(subnet, subnet.table, packets.dst, mode.toInternet).flatMap((found) => {
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
          return this.deliver(
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
            !isEmptySet(intersect(found.dst, setOfCidrs([subnet.cidr])));
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
        return this.deliver(subnet, subnet.vpc, packets, trail, mode);
      case "blackhole":
        return this.deadEnd(
          subnet,
          origin,
          packets,
          stopped(trail, "BAD_STATE_ROUTE", route.address, `${describeRoute(route)}: the route is a blackhole`),
          mode,
        );
      case "unreadable":
        return [
          {
            packets,
            trail: doubted(
              trail,
              "UNKNOWN_RESOURCE",
              target.note.address,
              `${describeRoute(route)}: ${target.note.reason}`,
            ),
          },
        ];
      case "nat-gateway":
        return this.throughNat(subnet, origin, target.gateway, packets, trail, mode);
      case "interface":
        return this.throughInterface(subnet, target.nic, packets, trail, mode);
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
        return this.intoAttachment(subnet, target.subnet, packets, trail, (p, t) =>
          this.enterGateway(attachment.gateway, attachment, target.subnet, p, t, mode),
        );
      }
      case "transit-gateway":
        return this.intoTransitGateway(subnet, origin, target.gateway, route, packets, trail, mode);
      case "peering":
        return this.throughPeering(subnet, origin, target.peering, packets, trail, mode);
      case "internet-gateway":
        return this.throughInternetGateway(subnet, origin, target.gateway, route, packets, trail, mode);
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

  /** Inside a VPC: to the interface that holds the address. */
  private deliver(from: Subnet | undefined, vpc: Vpc, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    const leaves: Leaf[] = [];
    let rest = packets.dst;
    for (const subnet of vpc.subnets) {
      if (!subnet.cidr) continue;
      const dst = intersect(rest, setOfCidrs([subnet.cidr]));
      if (isEmptySet(dst)) continue;
      rest = subtract(rest, dst);
      leaves.push(...this.cross(from, subnet, { ...packets, dst }, trail, (p, t) => this.arrive(subnet, p, t, mode)));
    }
    if (isEmptySet(rest)) return leaves;
    const lost = { ...packets, dst: rest };
    const [note] = vpc.notes;
    if (note)
      return [
        ...leaves,
        {
          packets: lost,
          trail: doubted(
            trail,
            "UNKNOWN_RESOURCE",
            note.address,
            `the subnets of ${vpc.address} are not all known: ${note.reason}`,
          ),
        },
      ];
    const message = `no subnet of ${vpc.address} holds ${describe(lost)}, and its local route takes the packet`;
    leaves.push(
      ...this.deadEnd(
        from,
        { kind: "host" },
        lost,
        stopped(trail, "NO_POSSIBLE_DESTINATION", vpc.address, message),
        mode,
      ),
    );
    return leaves;
  }

  private arrive(subnet: Subnet, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    const { goal } = mode;
    if (goal.kind === "host" && goal.subnet === subnet)
      return this.atGoal(subnet, goal.nic, goal.nat, packets, trail, mode);
    if (goal.kind !== "address") {
      const table = lastTable(trail);
      const to = goal.kind === "host" ? (goal.nic ?? goal.nat ?? goal.subnet).address : "the internet";
      const message = `the packet to ${describe(packets)} is delivered in ${subnet.address}, which is not where ${to} is: no route leads there`;
      return this.deadEnd(
        undefined,
        { kind: "host" },
        packets,
        stopped(trail, "NO_ROUTE_TO_DESTINATION", table ?? subnet.address, message),
        mode,
      );
    }
    return this.whoHolds(subnet, packets, trail, mode);
  }

  private whoHolds(subnet: Subnet, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    const leaves: Leaf[] = [];
    let rest = packets.dst;
    for (const nat of this.natsOf.get(subnet) ?? []) {
      const dst = intersect(rest, nat.privateIps ?? []);
      if (isEmptySet(dst)) continue;
      rest = subtract(rest, dst);
      leaves.push({
        packets: { ...packets, dst },
        trail: stopped(
          trail,
          "NO_POSSIBLE_DESTINATION",
          nat.address,
          "a NAT gateway starts no flow inwards: a packet to its own address that is no reply is dropped",
        ),
      });
    }
    for (const nic of this.nicsOf.get(subnet) ?? []) {
      const dst = intersect(rest, nic.privateIps ?? []);
      if (isEmptySet(dst)) continue;
      rest = subtract(rest, dst);
      leaves.push(...this.atGoal(subnet, nic, undefined, { ...packets, dst }, trail, mode));
    }
    if (isEmptySet(rest)) return leaves;
    const lost = { ...packets, dst: rest };
    const unsure = [...(this.nicsOf.get(subnet) ?? []), ...(this.natsOf.get(subnet) ?? [])].find(
      (one) => one.privateIps === undefined,
    );
    const held = unsure
      ? doubted(
          trail,
          "UNKNOWN_DESTINATION",
          unsure.address,
          `AWS picks its address in ${subnet.address}; it may be ${describe(lost)}`,
        )
      : stopped(
          trail,
          "NO_POSSIBLE_DESTINATION",
          subnet.address,
          `no interface in ${subnet.address} holds ${describe(lost)}`,
        );
    return [...leaves, { packets: lost, trail: held }];
  }

  private atGoal(
    subnet: Subnet,
    nic: Nic | undefined,
    nat: NatGateway | undefined,
    packets: Packets,
    trail: Trail,
    mode: Mode,
  ): Leaf[] {
    const place = { kind: "host", subnet, ...(nic && { nic }), ...(nat && { nat }) } as const;
    const name = nic?.address ?? nat?.address ?? subnet.address;
    const done: Next = (p, t) => [{ packets: p, trail: step(t, p, "arrives", name), at: place }];
    if (mode.isReply || !nic) return done(packets, trail);
    return this.filter(
      throughSecurityGroups(nic, "ingress", packets, trail.sender),
      "ENI_SG_RULES_MISMATCH",
      "ingress",
      trail,
      done,
    );
  }

  /** Source becomes the gateway's own; the gateway's subnet routes the result (VPC user guide, NAT gateways). */
  private throughNat(
    subnet: Subnet,
    origin: Origin,
    nat: NatGateway,
    packets: Packets,
    trail: Trail,
    mode: Mode,
  ): Leaf[] {
    const [note] = nat.notes;
    if (note || !nat.subnet)
      return [
        { packets, trail: doubted(trail, "UNKNOWN_RESOURCE", nat.address, note?.reason ?? "its subnet is not known") },
      ];
    const own = nat.subnet;
    if (own.vpc !== subnet.vpc)
      return [
        {
          packets,
          trail: stopped(
            trail,
            "BAD_STATE_ROUTE",
            nat.address,
            `it is in ${own.vpc.address}, another VPC than the route`,
          ),
        },
      ];
    if (origin.nat === nat)
      return [
        {
          packets,
          trail: stopped(
            trail,
            "NO_PATH",
            own.table.address,
            `the route table of ${own.address} sends the NAT gateway's packets back to it`,
          ),
        },
      ];
    if (mode.isReply) {
      const message = "the reply is routed to a NAT gateway that has seen no request, and is dropped";
      return this.deadEnd(
        subnet,
        origin,
        packets,
        stopped(trail, "NO_POSSIBLE_DESTINATION", nat.address, message),
        mode,
      );
    }
    let walked = trail;
    if (![TCP, UDP, ICMP].includes(packets.protocol))
      walked = stopped(walked, "PROTOCOL_RESTRICTION", nat.address, "a NAT gateway translates only TCP, UDP and ICMP");
    const toItself = nat.privateIps === undefined ? [] : intersect(packets.dst, nat.privateIps);
    if (!isEmptySet(toItself))
      walked = stopped(
        walked,
        "NO_POSSIBLE_DESTINATION",
        nat.address,
        "a packet addressed to the NAT gateway itself is dropped",
      );
    return this.cross(subnet, own, packets, walked, (p, t) => {
      const translated: Packets = {
        ...p,
        src: nat.privateIps ?? (own.cidr ? usableAddresses(own.cidr) : p.src),
        ...(hasPorts(p.protocol) && { srcPorts: GATEWAY_PORTS }),
      };
      const rewrites = [...t.rewrites, { kind: "nat" as const, gateway: nat, before: p }];
      const { sender: _, ...anonymous } = t;
      const rewritten: Trail = { ...anonymous, rewrites, isOneOf: t.isOneOf || nat.privateIps === undefined };
      const rewrite = `source becomes ${describeSource(translated)}`;
      return this.emit(
        own,
        { kind: "nat", nat },
        translated,
        step(rewritten, translated, "is translated", nat.address, { rewrite }),
        mode,
      );
    });
  }

  /** An interface as next hop: an appliance, of which only the source/destination check is known. */
  private throughInterface(subnet: Subnet, nic: Nic, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    if (nic.subnet.vpc !== subnet.vpc)
      return [
        {
          packets,
          trail: stopped(trail, "BAD_STATE_ROUTE", nic.address, "the interface is in another VPC than the route"),
        },
      ];
    return this.cross(subnet, nic.subnet, packets, trail, (p, t) => {
      const isOwn = nic.privateIps !== undefined && isEmptySet(subtract(p.dst, nic.privateIps));
      if (isOwn) return this.arrive(nic.subnet, p, t, mode);
      const passed: Next = (q, u) => {
        if (nic.sourceDestCheck) {
          const message = "its source/destination check drops packets that are not addressed to it";
          return this.deadEnd(
            nic.subnet,
            { kind: "host" },
            q,
            stopped(u, "ENI_SOURCE_DEST_CHECK_RESTRICTION", nic.address, message),
            mode,
          );
        }
        return [
          {
            packets: q,
            trail: doubted(
              u,
              "UNKNOWN_RESOURCE",
              nic.address,
              "what the appliance does with the packet is not in the input",
            ),
          },
        ];
      };
      if (mode.isReply) return passed(p, t);
      return this.filter(
        throughSecurityGroups(nic, "ingress", p, t.sender),
        "ENI_SG_RULES_MISMATCH",
        "ingress",
        t,
        passed,
      );
    });
  }

  /**
   * Network ACLs towards an attachment's interface. In one subnet both directions are checked, between subnets the
   * sender's outbound and the attachment's inbound rules (transit gateway guide, network ACLs).
   */
  private intoAttachment(from: Subnet, to: Subnet, packets: Packets, trail: Trail, next: Next): Leaf[] {
    return this.acl(from, "egress", packets, trail, (p, t) => this.acl(to, "ingress", p, t, next));
  }

  private intoTransitGateway(
    subnet: Subnet,
    origin: Origin,
    gateway: TransitGateway,
    route: Route,
    packets: Packets,
    trail: Trail,
    mode: Mode,
  ): Leaf[] {
    const own = gateway.attachments.filter((one): one is VpcAttachment => one.kind === "vpc" && one.vpc === subnet.vpc);
    const [attachment] = own;
    if (!attachment) {
      const [note] = [
        ...gateway.notes,
        ...gateway.attachments.flatMap((one) => (one.kind === "vpc" && !one.vpc ? one.notes : [])),
      ];
      if (note) return [{ packets, trail: doubted(trail, "UNKNOWN_RESOURCE", note.address, note.reason) }];
      const message = `${subnet.vpc.address} has no attachment to ${gateway.address}`;
      return this.deadEnd(
        subnet,
        origin,
        packets,
        stopped(trail, "BAD_STATE_ATTACHMENT", route.address, message),
        mode,
      );
    }
    const zones = attachment.subnets.map((one) => (one === subnet ? true : sameZone(one.zone, subnet.zone)));
    const at = attachment.subnets[zones.indexOf(true)];
    if (attachment.notes[0] || (!at && zones.includes(undefined))) {
      const reason =
        attachment.notes[0]?.reason ?? `whether it has a subnet in the zone of ${subnet.address} is not known`;
      return [{ packets, trail: doubted(trail, "UNKNOWN_RESOURCE", attachment.address, reason) }];
    }
    if (!at) {
      const message = `the attachment has no subnet in the zone of ${subnet.address} (${subnet.zone ?? "?"}), so packets from there can't enter the transit gateway`;
      const late = stopped(trail, "TGW_ROUTE_AZ_RESTRICTION", attachment.address, message);
      return mode.explain
        ? this.acl(subnet, "egress", packets, late, (p, t) =>
            this.enterGateway(gateway, attachment, subnet, p, t, mode),
          )
        : [{ packets, trail: late }];
    }
    return this.intoAttachment(subnet, at, packets, trail, (p, t) =>
      this.enterGateway(gateway, attachment, at, p, t, mode),
    );
  }

  /** In the gateway: the table that the attachment is associated with decides. Keyed by gateway, since a peering has two. */
  private enterGateway(
    gateway: TransitGateway,
    attachment: Attachment,
    from: Subnet,
    packets: Packets,
    trail: Trail,
    mode: Mode,
  ): Leaf[] {
    const table = this.associated.get(gateway)?.get(attachment);
    const unsure = [
      ...gateway.notes,
      ...(table ? [] : (this.tablesOf.get(gateway) ?? []).flatMap((one) => one.associationNotes)),
    ][0];
    if (unsure)
      return [{ packets, trail: doubted(trail, "TGW_RTB_ROUTES_ARE_UNKNOWN", unsure.address, unsure.reason) }];
    if (!table) {
      const message = `no route table of ${gateway.address} is associated with it`;
      return this.deadEndInGateway(
        gateway,
        from,
        packets,
        stopped(trail, "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", attachment.address, message),
        mode,
      );
    }
    const entered = step(trail, packets, "enters the transit gateway", attachment.address);
    return lookUpTransit(table, packets.dst).flatMap((found) => {
      const part = { ...packets, dst: found.dst };
      if (found.kind === "unknown")
        return [
          {
            packets: part,
            trail: doubted(entered, "TGW_RTB_ROUTES_ARE_UNKNOWN", found.note.address, found.note.reason),
          },
        ];
      if (found.kind === "none") {
        const message = `no route to ${describe(part)} in the table of ${attachment.address}`;
        return this.deadEndInGateway(
          gateway,
          from,
          part,
          stopped(entered, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", table.address, message),
          mode,
        );
      }
      const { route } = found;
      const to = route.attachment;
      const text = `${formatCidr(route.cidr)} -> ${to?.address ?? "blackhole"}${route.propagated ? " (propagated)" : ""}`;
      const routed = step(entered, part, "is routed", table.address, { route: { address: route.address, text } });
      if (!to)
        return this.deadEndInGateway(
          gateway,
          from,
          part,
          stopped(routed, "TGW_RTB_BAD_STATE_ROUTE", route.address, `${text}: the route is a blackhole`),
          mode,
        );
      return this.leaveGateway(gateway, to, from, part, routed, mode);
    });
  }

  private leaveGateway(
    gateway: TransitGateway,
    to: Attachment,
    from: Subnet,
    packets: Packets,
    trail: Trail,
    mode: Mode,
  ): Leaf[] {
    if (to.kind === "foreign")
      return [
        {
          packets,
          trail: doubted(
            trail,
            "UNKNOWN_DESTINATION",
            to.address,
            "what lies behind a VPN, Direct Connect or Connect attachment is not in the input",
          ),
        },
      ];
    if (to.kind === "peering") {
      const other = to.gateway === gateway ? to.peer : to.gateway;
      const { sender: _, ...anonymous } = trail;
      const key = `${to.address}|${gateway.address}|${packets.dst[0]?.start ?? ""}`;
      if (trail.seen.includes(key))
        return [
          {
            packets,
            trail: stopped(
              trail,
              "NO_PATH",
              to.address,
              "the packet goes to and fro between two transit gateways: a routing loop",
            ),
          },
        ];
      if (!other)
        return [
          {
            packets,
            trail: doubted(
              trail,
              "UNKNOWN_RESOURCE",
              to.address,
              "the transit gateway on the other side is not in the input",
            ),
          },
        ];
      return this.enterGateway(other, to, from, packets, { ...anonymous, seen: [...trail.seen, key] }, mode);
    }
    const [note] = to.notes;
    if (note || !to.vpc)
      return [
        { packets, trail: doubted(trail, "UNKNOWN_RESOURCE", to.address, note?.reason ?? "its VPC is not known") },
      ];
    const sameZoned = to.subnets.filter((one) => one === from || sameZone(one.zone, from.zone) === true);
    // In the sender's zone where the attachment has a subnet there; otherwise, and in appliance mode, in any of its zones.
    const isSure = sameZoned.length > 0 && !to.applianceMode;
    const arrivals = isSure ? sameZoned.slice(0, 1) : to.subnets;
    if (arrivals.length === 0)
      return [{ packets, trail: stopped(trail, "BAD_STATE_ATTACHMENT", to.address, "the attachment has no subnet") }];
    const keepsSender = gateway.securityGroupReferencing && to.securityGroupReferencing;
    const { sender, ...anonymous } = trail;
    const kept: Trail = keepsSender && sender ? { ...anonymous, sender } : anonymous;
    return arrivals.flatMap((subnet) => {
      const arrived = step(kept, packets, "leaves the transit gateway", to.address);
      return this.emit(subnet, { kind: "attachment" }, packets, arrived, mode);
    });
  }

  private throughPeering(
    subnet: Subnet,
    origin: Origin,
    peering: Peering,
    packets: Packets,
    trail: Trail,
    mode: Mode,
  ): Leaf[] {
    const [note] = peering.notes;
    const other = peering.requester === subnet.vpc ? peering.accepter : peering.requester;
    if (note || !other)
      return [
        {
          packets,
          trail: doubted(trail, "UNKNOWN_RESOURCE", peering.address, note?.reason ?? "its far side is not known"),
        },
      ];
    if (peering.requester !== subnet.vpc && peering.accepter !== subnet.vpc)
      return [
        {
          packets,
          trail: stopped(
            trail,
            "BAD_STATE_ROUTE",
            peering.address,
            `${subnet.vpc.address} is on neither side of the peering`,
          ),
        },
      ];
    // No transit through a peering: both ends of the packet are in the two VPCs (VPC peering guide, limitations).
    const isOwnSource = isEmptySet(subtract(packets.src, setOfCidrs(subnet.vpc.cidrs))) && origin.kind !== "attachment";
    const inside = withDestination(packets, setOfCidrs(other.cidrs));
    let walked = trail;
    if (!isOwnSource)
      walked = stopped(
        walked,
        "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
        peering.address,
        `a peering takes only packets from ${subnet.vpc.address} itself`,
      );
    const outside = subtract(packets.dst, setOfCidrs(other.cidrs));
    const leaves: Leaf[] = [];
    if (!isEmptySet(outside)) {
      const lost = { ...packets, dst: outside };
      const [unsure] = other.notes;
      const ended = unsure
        ? doubted(walked, "UNKNOWN_RESOURCE", unsure.address, unsure.reason)
        : stopped(
            walked,
            "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
            peering.address,
            `${describe(lost)} is not in ${other.address}: a peering leads no further`,
          );
      leaves.push({ packets: lost, trail: ended });
    }
    if (inside)
      leaves.push(
        ...this.acl(subnet, "egress", inside, step(walked, inside, "crosses the peering", peering.address), (p, t) =>
          this.deliver(undefined, other, p, t, mode),
        ),
      );
    return leaves;
  }

  private throughInternetGateway(
    subnet: Subnet,
    origin: Origin,
    gateway: InternetGateway,
    route: Route,
    packets: Packets,
    trail: Trail,
    mode: Mode,
  ): Leaf[] {
    if (gateway.vpc !== subnet.vpc)
      return [
        {
          packets,
          trail: stopped(
            trail,
            "BAD_STATE_ATTACHMENT",
            gateway.address,
            `the internet gateway is not attached to ${subnet.vpc.address}`,
          ),
        },
      ];
    let walked = trail;
    const sure = (): Trail => {
      const hidden = intersect(packets.dst, NOT_PUBLIC);
      if (isEmptySet(hidden)) return walked;
      const code = isEmptySet(intersect(hidden, RFC1918))
        ? "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
        : "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS";
      return stopped(
        walked,
        code,
        route.address,
        `${describeRoute(route)}: an internet gateway drops packets to private addresses`,
      );
    };
    const isDeadEnd = !isEmptySet(intersect(packets.dst, NOT_PUBLIC));
    walked = sure();
    if (isDeadEnd) return this.deadEnd(subnet, origin, packets, walked, mode);
    const publicIp =
      origin.kind === "nat"
        ? origin.nat!.isPrivate
          ? "none"
          : (origin.nat!.publicIps ?? "some")
        : origin.kind === "host"
          ? (origin.nic?.publicIp ?? (subnet.mapPublicIp ? "some" : "none"))
          : "none";
    const who = origin.nat?.address ?? origin.nic?.address ?? subnet.address;
    if (publicIp === "none")
      walked = stopped(
        walked,
        "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
        who,
        "it has no public address, so an internet gateway does not carry its packets",
      );
    if (publicIp === "unknown")
      walked = doubted(walked, "UNKNOWN_RESOURCE", who, "whether it has a public address is not known");
    return this.acl(subnet, "egress", packets, walked, (p, t) => {
      const translated: Packets = { ...p, src: typeof publicIp === "string" ? PUBLIC : publicIp };
      const { sender: _, ...anonymous } = t;
      const rewrites = [...t.rewrites, { kind: "igw" as const, gateway, vpc: subnet.vpc, subnet, before: p }];
      const rewrite =
        typeof publicIp === "string"
          ? "source becomes a public address"
          : `source becomes ${describeSource(translated)}`;
      const out = step({ ...anonymous, rewrites }, translated, "leaves through the internet gateway", gateway.address, {
        rewrite,
      });
      return this.onInternet(translated, out, subnet.vpc, mode);
    });
  }

  /** Beyond the gateway: the internet itself, or the public address of an interface in this input. */
  private onInternet(packets: Packets, trail: Trail, from: Vpc, mode: Mode): Leaf[] {
    const leaves: Leaf[] = [];
    let rest = packets.dst;
    if (mode.goal.kind !== "internet")
      for (const nic of this.topology.nics) {
        if (typeof nic.publicIp === "string") continue;
        const dst = intersect(rest, nic.publicIp);
        if (isEmptySet(dst)) continue;
        rest = subtract(rest, dst);
        leaves.push(...this.fromInternet(nic, { ...packets, dst }, trail, mode));
      }
    if (isEmptySet(rest)) return leaves;
    const left = { ...packets, dst: rest };
    if (mode.goal.kind === "host") {
      const message = `${describe(left)} is out on the internet, not ${(mode.goal.nic ?? mode.goal.subnet).address}`;
      return [
        ...leaves,
        { packets: left, trail: stopped(trail, "NO_ROUTE_TO_DESTINATION", lastTable(trail) ?? from.address, message) },
      ];
    }
    return [
      ...leaves,
      {
        packets: left,
        trail: step(trail, left, "is on the internet", from.internetGateway?.address ?? from.address),
        at: { kind: "internet", vpc: from },
      },
    ];
  }

  /** From the internet to an interface's public address, which the gateway turns into the private one. */
  fromInternet(nic: Nic, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    const { subnet } = nic;
    const gateway = subnet.vpc.internetGateway;
    let walked = trail;
    if (!gateway) walked = stopped(walked, "NO_PATH", subnet.vpc.address, "the VPC has no internet gateway");
    if (nic.publicIp === "none")
      walked = stopped(
        walked,
        "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
        nic.address,
        "it has no public address, so nothing comes in from the internet",
      );
    if (nic.publicIp === "unknown")
      walked = doubted(walked, "UNKNOWN_RESOURCE", nic.address, "whether it has a public address is not known");
    const dst = nic.privateIps ?? (subnet.cidr ? usableAddresses(subnet.cidr) : packets.dst);
    const translated: Packets = { ...packets, dst };
    const edge = gateway?.edgeTable;
    if (edge && (edge.notes.length > 0 || edge.routes.some((route) => route.target.kind !== "local")))
      return [
        {
          packets: translated,
          trail: doubted(
            walked,
            "UNKNOWN_RESOURCE",
            edge.address,
            "a route table of the internet gateway leads arriving traffic to an appliance",
          ),
        },
      ];
    const rewrite = `destination becomes ${describe(translated)}`;
    const entered = step(
      { ...walked, isOneOf: walked.isOneOf || nic.privateIps === undefined },
      translated,
      "enters through the internet gateway",
      gateway?.address ?? subnet.vpc.address,
      { rewrite },
    );
    return this.acl(subnet, "ingress", translated, entered, (p, t) => this.atGoal(subnet, nic, undefined, p, t, mode));
  }

  /** From the internet to an address: only what has that public address can be meant. */
  fromOutside(subnet: Subnet | undefined, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    if (subnet) {
      const message = "a host without a public address of its own can't be reached from the internet";
      return [{ packets, trail: stopped(trail, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", subnet.address, message) }];
    }
    const leaves: Leaf[] = [];
    let rest = packets.dst;
    for (const nic of this.topology.nics) {
      if (typeof nic.publicIp === "string") continue;
      const dst = intersect(rest, nic.publicIp);
      if (isEmptySet(dst)) continue;
      rest = subtract(rest, dst);
      leaves.push(...this.fromInternet(nic, { ...packets, dst }, trail, mode));
    }
    if (isEmptySet(rest)) return leaves;
    const left = { ...packets, dst: rest };
    return [
      ...leaves,
      {
        packets: left,
        trail: stopped(
          trail,
          "NO_POSSIBLE_DESTINATION",
          "internet",
          `nothing in the input has the public address ${describe(left)}`,
        ),
      },
    ];
  }

  /** A reply that a network load balancer takes off the target's interface: only network ACLs are on its way. */
  caughtReply(from: Subnet, to: Subnet, packets: Packets, trail: Trail): Leaf[] {
    const at = { kind: "host", subnet: to } as const;
    return this.cross(from, to, packets, trail, (p, t) => [
      { packets: p, trail: step(t, p, "is taken back by the load balancer", to.address), at },
    ]);
  }

  /** A reply that comes back through an internet gateway to what went out through it. */
  backFromInternet(subnet: Subnet, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    return this.deliver(undefined, subnet.vpc, packets, trail, mode);
  }

  /** After a dead end: what else would stop the packet if this setting were right. */
  private deadEnd(subnet: Subnet | undefined, origin: Origin, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
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
        return this.intoTransitGateway(subnet, origin, shared, route, packets, assumed, mode);
      }
    }
    return this.acl(goal.subnet, "ingress", packets, trail, (p, t) => this.finish(goal, p, t, mode));
  }

  /** A dead end inside a transit gateway: go on as if it led to the goal's VPC. */
  private deadEndInGateway(gateway: TransitGateway, from: Subnet, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    const { goal } = mode;
    if (!mode.explain || goal.kind !== "host") return [{ packets, trail }];
    const to = gateway.attachments.find(
      (one): one is VpcAttachment => one.kind === "vpc" && one.vpc === goal.subnet.vpc,
    );
    if (to && !trail.seen.includes("assumed in gateway"))
      return this.leaveGateway(
        gateway,
        to,
        from,
        packets,
        { ...trail, seen: [...trail.seen, "assumed in gateway"] },
        mode,
      );
    return this.acl(goal.subnet, "ingress", packets, trail, (p, t) => this.finish(goal, p, t, mode));
  }

  private finish(goal: Goal & { kind: "host" }, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
    const leaves = this.atGoal(goal.subnet, goal.nic, goal.nat, packets, trail, mode);
    // It did not get there: only what it met on the way is kept.
    return leaves.map((leaf) => ({ ...leaf, trail: { ...leaf.trail, hops: trail.hops } }));
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function withRule(trail: Trail, rule: string): Trail {
  const last = trail.hops.at(-1);
  if (!last) return trail;
  return { ...trail, hops: [...trail.hops.slice(0, -1), { ...last, rules: [...(last.rules ?? []), rule] }] };
}

function lastTable(trail: Trail): string | undefined {
  return [...trail.hops].reverse().find((hop) => hop.route)?.route?.address;
}

function describe(packets: Packets): string {
  return describeSide(packets, "dst");
}

function describeSource(packets: Packets): string {
  return describeSide(packets, "src");
}

function describeSide(packets: Packets, side: "src" | "dst"): string {
  const hop = step({ hops: [], stops: [], doubts: [], rewrites: [], seen: [], isOneOf: false }, packets, "", "")
    .hops[0];
  return (side === "src" ? hop?.source : hop?.destination) ?? "";
}
