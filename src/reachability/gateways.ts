import { intersect, isEmptySet, setOfCidrs, subtract } from "../ipv4/address-set";
import { doubtOf, firstDoubt, type NatGateway, type Nic, type Peering, type Subnet } from "../topology";
import { acl, cross } from "./crossing";
import { admitted, arrive, deliver } from "./delivery";
import { GATEWAY_PORTS, hasPorts, ICMP, type Packets, TCP, UDP, usableAddresses, withDestination } from "./packets";
import { type Mode, type Next, type Origin, type Steps } from "./steps";
import { anonymous, describe, describeSource, doubted, type Leaf, picking, step, stopped, type Trail } from "./trail";

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
  const note = firstDoubt(nat, "subnet", "connectivity");
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
    const { goal } = mode;
    // Its own reply, sent to it by a route for its subnet instead of the local one.
    if (goal.kind === "host" && goal.nat === nat)
      return cross(subnet, own, packets, trail, (p, t) => arrive(walker, own, p, t, mode));
    const message = "the reply is routed to a NAT gateway that has seen no request, and is dropped";
    return walker.deadEnd(
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
    const rewrite = `source becomes ${describeSource(translated)}`;
    return walker.emit(
      own,
      { kind: "nat", nat },
      translated,
      step(rewritten, translated, "is translated", nat.address, { rewrite }),
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
        trail: stopped(trail, "BAD_STATE_ROUTE", nic.address, "the interface is in another VPC than the route"),
      },
    ];
  return cross(subnet, nic.subnet, packets, trail, (p, t) => {
    const isOwn = nic.privateIps !== undefined && isEmptySet(subtract(p.dst, nic.privateIps));
    if (isOwn) return arrive(walker, nic.subnet, p, t, mode);
    const passed: Next = (q, u) => {
      if (nic.sourceDestCheck) {
        const message = "its source/destination check drops packets that are not addressed to it";
        return walker.deadEnd(
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
    return admitted(walker, nic, p, t, passed);
  });
}

/** Rules may name the sender's group only if the peering stays in its Region. */
function ofUnsureRegion(trail: Trail, peering: Peering): Trail {
  const { sender } = trail;
  const unsure = firstDoubt(peering, "region");
  return unsure && sender
    ? { ...trail, sender: { ...sender, groups: [], doubts: { groups: [doubtOf(unsure, "groups", unsure.reason)] } } }
    : trail;
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
  const note = firstDoubt(peering, "acceptance", "vpcs");
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
  if (peering.isPending)
    return [
      { packets, trail: stopped(trail, "BAD_STATE_ATTACHMENT", peering.address, "the peering has not been accepted") },
    ];
  // No transit through a peering: both ends of the packet are in the two VPCs (VPC peering guide, limitations).
  const isOwnSource = isEmptySet(subtract(packets.src, setOfCidrs(subnet.vpc.cidrs))) && origin.kind !== "attachment";
  const inside = withDestination(packets, setOfCidrs(other.cidrs));
  let walked = peering.crossesRegions ? anonymous(trail) : ofUnsureRegion(trail, peering);
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
    const unsure = firstDoubt(other, "ranges");
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
      ...acl(
        subnet,
        "egress",
        inside,
        step(crossedBy(walked, origin, peering), inside, "crosses the peering", peering.address),
        (p, t) => deliver(walker, undefined, other, p, t, mode),
      ),
    );
  return leaves;
}
