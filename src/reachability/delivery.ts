import { intersect, isEmptySet, subtract, setOfCidr } from "../ipv4/address-set";
import { firstDoubt, type NatGateway, type Nic, type Note, type Subnet, type Vpc } from "../topology";
import { throughGroupsAtOnce } from "./admission-table";
import { cross, filter } from "./crossing";
import { throughSecurityGroups } from "./filters";
import { ingressPeers } from "./group-peers";
import { type Packets } from "./packets";
import { type Mode, type Next, type Steps } from "./steps";
import { subnetsFor } from "./subnet-index";
import { describe, doubted, lastTable, type Leaf, step, stopped, type Trail } from "./trail";

const NO_INWARD_FLOW = "a NAT gateway starts no flow inwards: a packet to its own address that is no reply is dropped";

/** Inside a VPC: to the interface that holds the address. */
export function deliver(
  walker: Steps,
  from: Subnet | undefined,
  vpc: Vpc,
  packets: Packets,
  trail: Trail,
  mode: Mode,
): Leaf[] {
  const leaves: Leaf[] = [];
  let rest = packets.dst;
  for (const subnet of subnetsFor(vpc, packets.dst)) {
    if (!subnet.cidr) continue;
    const dst = intersect(rest, setOfCidr(subnet.cidr));
    if (isEmptySet(dst)) continue;
    rest = subtract(rest, dst);
    leaves.push(...cross(from, subnet, { ...packets, dst }, trail, (p, t) => arrive(walker, subnet, p, t, mode)));
  }
  if (isEmptySet(rest)) return leaves;
  const lost = { ...packets, dst: rest };
  const note = firstDoubt(vpc, "ranges") ?? notManaged(vpc);
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
    ...walker.deadEnd(
      from,
      { kind: "host" },
      lost,
      stopped(trail, "NO_POSSIBLE_DESTINATION", vpc.address, message),
      mode,
    ),
  );
  return leaves;
}

/** Absence in the input is no absence in AWS: others may have more subnets in a VPC that is not managed here. */
function notManaged({ address, isOutside }: Vpc): Note | undefined {
  return isOutside === true ? { address, reason: "the VPC is not managed here" } : undefined;
}

export function arrive(walker: Steps, subnet: Subnet, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
  const { goal } = mode;
  if (goal.kind === "host" && goal.subnet === subnet)
    return atGoal(walker, subnet, goal.nic, goal.nat, packets, trail, mode);
  if (goal.kind !== "address") {
    const table = lastTable(trail);
    const to = goal.kind === "host" ? (goal.nic ?? goal.nat ?? goal.subnet).address : "the internet";
    const message = `the packet to ${describe(packets)} is delivered in ${subnet.address}, which is not where ${to} is: no route leads there`;
    return walker.deadEnd(
      undefined,
      { kind: "host" },
      packets,
      stopped(trail, "NO_ROUTE_TO_DESTINATION", table ?? subnet.address, message),
      mode,
    );
  }
  return whoHolds(walker, subnet, packets, trail, mode);
}

export function whoHolds(walker: Steps, subnet: Subnet, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
  const leaves: Leaf[] = [];
  let rest = packets.dst;
  for (const nat of walker.natsIn(subnet)) {
    const dst = intersect(rest, nat.privateIps ?? []);
    if (isEmptySet(dst)) continue;
    rest = subtract(rest, dst);
    leaves.push({
      packets: { ...packets, dst },
      trail: stopped(trail, "NO_POSSIBLE_DESTINATION", nat.address, NO_INWARD_FLOW),
    });
  }
  for (const nic of walker.nicsIn(subnet)) {
    const dst = intersect(rest, nic.privateIps ?? []);
    if (isEmptySet(dst)) continue;
    rest = subtract(rest, dst);
    leaves.push(...atGoal(walker, subnet, nic, undefined, { ...packets, dst }, trail, mode));
  }
  if (isEmptySet(rest)) return leaves;
  const lost = { ...packets, dst: rest };
  const tenant = subnet.doubts.tenants.find(({ addresses }) => !addresses || !isEmptySet(intersect(rest, addresses)));
  const unsure = [...walker.nicsIn(subnet), ...walker.natsIn(subnet)].find((one) => one.privateIps === undefined);
  const other = tenant ?? outsider(subnet);
  const held = unsure
    ? doubted(
        trail,
        "UNKNOWN_DESTINATION",
        unsure.address,
        `AWS picks its address in ${subnet.address}; it may be ${describe(lost)}`,
      )
    : other
      ? doubted(
          trail,
          "UNKNOWN_DESTINATION",
          other.address,
          `it may hold ${describe(lost)} in ${subnet.address}: ${other.reason}`,
        )
      : stopped(
          trail,
          "NO_POSSIBLE_DESTINATION",
          subnet.address,
          `no interface in ${subnet.address} holds ${describe(lost)}`,
        );
  return [...leaves, { packets: lost, trail: held }];
}

/** Somebody else's host in a subnet that is not managed here. */
function outsider({ address, isOutside }: Subnet): Note | undefined {
  return isOutside === true ? { address, reason: "the subnet is not managed here" } : undefined;
}

/** How security groups treat the packets: rule by rule, unless nobody asks by which of them they pass. */
export function groupFilter({ isBrief }: Trail): typeof throughSecurityGroups {
  return isBrief ? throughGroupsAtOnce : throughSecurityGroups;
}

/** What an interface's security groups let in. */
export function admitted(walker: Steps, nic: Nic, packets: Packets, trail: Trail, next: Next): Leaf[] {
  return ingressPeers(walker, nic, packets, trail).flatMap(({ packets: part, peer }) =>
    filter(groupFilter(trail)(nic, "ingress", part, peer), "ENI_SG_RULES_MISMATCH", "ingress", trail, next),
  );
}

export function atGoal(
  walker: Steps,
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
  if (nat && !mode.isReply)
    return done(packets, stopped(trail, "NO_POSSIBLE_DESTINATION", nat.address, NO_INWARD_FLOW));
  if (mode.isReply || !nic) return done(packets, trail);
  return admitted(walker, nic, packets, trail, done);
}
