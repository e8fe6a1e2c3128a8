import { intersect, isEmptySet, setOfCidrs, subtract } from "../ipv4/address-set";
import { type NatGateway, type Nic, type Peering, type Subnet } from "../topology";
import { acl, cross } from "./crossing";
import { admitted, arrive, deliver } from "./delivery";
import {
  destinationOf,
  GATEWAY_PORTS,
  hasPorts,
  ICMP,
  type Packets,
  sourceOf,
  TCP,
  UDP,
  usableAddresses,
  withDestination,
} from "./packets";
import { type Mode, type Next, type Origin, type Steps } from "./steps";
import { anonymous, doubted, type Leaf, picking, step, stopped, type Trail, unsure } from "./trail";

/** Source becomes the gateway's own; the gateway's subnet routes the result (VPC user guide, NAT gateways). */
export function throughNat(
  walker: Steps,
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
      {
        packets,
        trail: doubted(
          trail,
          "UNKNOWN_RESOURCE",
          nat.address,
          note ? { kind: "note", note: note.reason } : { kind: "subnet-not-known" },
        ),
      },
    ];
  const own = nat.subnet;
  if (own.vpc !== subnet.vpc)
    return [
      {
        packets,
        trail: stopped(trail, "BAD_STATE_ROUTE", nat.address, {
          kind: "nat-gateway-in-another-vpc",
          vpc: own.vpc.address,
        }),
      },
    ];
  if (origin.nat === nat)
    return [
      {
        packets,
        trail: stopped(trail, "NO_PATH", own.table.address, {
          kind: "nat-gateway-routed-to-itself",
          subnet: own.address,
        }),
      },
    ];
  if (mode.isReply) {
    const { goal } = mode;
    // Its own reply, sent to it by a route for its subnet instead of the local one.
    if (goal.kind === "host" && goal.nat === nat)
      return cross(subnet, own, packets, trail, (p, t) => arrive(walker, own, p, t, mode));
    return walker.deadEnd(
      subnet,
      origin,
      packets,
      stopped(trail, "NO_POSSIBLE_DESTINATION", nat.address, { kind: "nat-gateway-saw-no-request" }),
      mode,
    );
  }
  let walked = trail;
  if (![TCP, UDP, ICMP].includes(packets.protocol))
    walked = stopped(walked, "PROTOCOL_RESTRICTION", nat.address, { kind: "nat-gateway-translates-no-such-protocol" });
  const toItself = nat.privateIps === undefined ? [] : intersect(packets.dst, nat.privateIps);
  if (!isEmptySet(toItself))
    walked = stopped(walked, "NO_POSSIBLE_DESTINATION", nat.address, { kind: "addressed-to-nat-gateway" });
  return cross(subnet, own, packets, walked, (p, t) => {
    const translated: Packets = {
      ...p,
      src: nat.privateIps ?? (own.cidr ? usableAddresses(own.cidr) : p.src),
      ...(hasPorts(p.protocol) && { srcPorts: GATEWAY_PORTS }),
    };
    const rewrites = [...t.rewrites, { kind: "nat" as const, gateway: nat, before: p }];
    // The sender's own address is told by the packets no longer.
    const isPicked = nat.privateIps === undefined || t.picks.includes("source");
    const rewritten: Trail = isPicked ? picking({ ...anonymous(t), rewrites }, "other") : { ...anonymous(t), rewrites };
    const rewrite = { end: "source", to: sourceOf(translated) } as const;
    return walker.emit(
      own,
      { kind: "nat", nat },
      translated,
      step(rewritten, { kind: "translated", address: nat.address, packets: translated, rewrite }),
      mode,
    );
  });
}

/** An interface as next hop: an appliance, of which only the source/destination check is known. */
export function throughInterface(
  walker: Steps,
  subnet: Subnet,
  nic: Nic,
  packets: Packets,
  trail: Trail,
  mode: Mode,
): Leaf[] {
  if (nic.subnet.vpc !== subnet.vpc)
    return [
      {
        packets,
        trail: stopped(trail, "BAD_STATE_ROUTE", nic.address, { kind: "interface-in-another-vpc" }),
      },
    ];
  return cross(subnet, nic.subnet, packets, trail, (p, t) => {
    const isOwn = nic.privateIps !== undefined && isEmptySet(subtract(p.dst, nic.privateIps));
    if (isOwn) return arrive(walker, nic.subnet, p, t, mode);
    const passed: Next = (q, u) => {
      if (nic.sourceDestCheck) {
        return walker.deadEnd(
          nic.subnet,
          { kind: "host" },
          q,
          stopped(u, "ENI_SOURCE_DEST_CHECK_RESTRICTION", nic.address, { kind: "source-destination-check" }),
          mode,
        );
      }
      return [
        {
          packets: q,
          trail: doubted(u, "UNKNOWN_RESOURCE", nic.address, { kind: "appliance" }),
        },
      ];
    };
    if (mode.isReply) return passed(p, t);
    return admitted(walker, nic, p, t, passed);
  });
}

/** Rules may name the sender's group only if the peering stays in its Region. */
function ofUnsureRegion(trail: Trail, { regionNote }: Peering): Trail {
  const { sender } = trail;
  return regionNote && sender ? { ...trail, sender: { ...sender, groups: [], groupNotes: [regionNote] } } : trail;
}

/** What a NAT gateway sends over a peering comes back to it whatever the far side's routes say (VPC user guide, NAT gateway basics). */
function crossedBy(trail: Trail, { kind }: Origin, peering: Peering): Trail {
  const last = trail.rewrites.at(-1);
  if (kind !== "nat" || last?.kind !== "nat") return trail;
  return { ...trail, rewrites: [...trail.rewrites.slice(0, -1), { ...last, over: peering }] };
}

export function throughPeering(
  walker: Steps,
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
        trail: doubted(
          trail,
          "UNKNOWN_RESOURCE",
          peering.address,
          note ? { kind: "note", note: note.reason } : { kind: "far-side-not-known" },
        ),
      },
    ];
  if (peering.requester !== subnet.vpc && peering.accepter !== subnet.vpc)
    return [
      {
        packets,
        trail: stopped(trail, "BAD_STATE_ROUTE", peering.address, { kind: "on-neither-side", vpc: subnet.vpc.address }),
      },
    ];
  if (peering.isPending)
    return [
      { packets, trail: stopped(trail, "BAD_STATE_ATTACHMENT", peering.address, { kind: "peering-not-accepted" }) },
    ];
  // No transit through a peering: both ends of the packet are in the two VPCs (VPC peering guide, limitations).
  const isOwnSource = isEmptySet(subtract(packets.src, setOfCidrs(subnet.vpc.cidrs))) && origin.kind !== "attachment";
  const inside = withDestination(packets, setOfCidrs(other.cidrs));
  let walked = peering.crossesRegions ? anonymous(trail) : ofUnsureRegion(trail, peering);
  if (!isOwnSource)
    walked = stopped(walked, "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", peering.address, {
      kind: "peering-takes-own-only",
      vpc: subnet.vpc.address,
    });
  const outside = subtract(packets.dst, setOfCidrs(other.cidrs));
  const leaves: Leaf[] = [];
  if (!isEmptySet(outside)) {
    const lost = { ...packets, dst: outside };
    const [lacking] = other.notes;
    const ended = lacking
      ? unsure(walked, lacking)
      : stopped(walked, "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", peering.address, {
          kind: "peering-leads-no-further",
          to: destinationOf(lost),
          vpc: other.address,
        });
    leaves.push({ packets: lost, trail: ended });
  }
  if (inside)
    leaves.push(
      ...acl(
        subnet,
        "egress",
        inside,
        step(crossedBy(walked, origin, peering), {
          kind: "crosses-peering",
          address: peering.address,
          packets: inside,
        }),
        (p, t) => deliver(walker, undefined, other, p, t, mode),
      ),
    );
  return leaves;
}
