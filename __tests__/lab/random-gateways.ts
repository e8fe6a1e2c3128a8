import { cidr, formatIpv4 } from "../../src/ipv4";
import { type Draft, type DraftVpc, overlap, ref } from "./draft";
import { addForeignReference } from "./random-filters";
import { addEdgeTable } from "./random-inspection";

export function addPeering(draft: Draft): void {
  const [one, other] = draft.dice.shuffled(draft.vpcs);
  if (one && other) peer(draft, one, other);
}

/** Peerings of one VPC with others that may all have one range: the table of a subnet says which of them it means. */
export function addPeerings(draft: Draft): void {
  const [center, ...others] = draft.dice.shuffled(draft.vpcs);
  for (const other of others) if (center) peer(draft, center, other);
}

function peer(draft: Draft, one: DraftVpc, other: DraftVpc): void {
  const { dice } = draft;
  // AWS refuses a peering of VPCs that overlap.
  if (overlap(one, other)) return;
  const name = draft.add("aws_vpc_peering_connection", {
    vpc_id: ref("aws_vpc", one.name),
    peer_vpc_id: ref("aws_vpc", other.name),
    auto_accept: true,
  });
  const target = { vpc_peering_connection_id: ref("aws_vpc_peering_connection", name) };
  for (const [vpc, far] of [
    [one, other],
    [other, one],
  ] as const) {
    if (dice.chance(0.4)) addForeignReference(draft, vpc, far);
    for (const table of vpc.tables) {
      const there = [...far.cidrs, ...far.subnets.map((subnet) => subnet.cidr)];
      if (dice.chance(0.2)) draft.routeList(vpc, table, dice.some(there, 0.5), target);
      if (dice.chance(0.7)) draft.route(vpc, table, dice.pick([...there, "10.0.0.0/8"]), target);
    }
  }
}

export function addInternetGateway(draft: Draft, vpc: DraftVpc): void {
  const { dice } = draft;
  const name = draft.add("aws_internet_gateway", { vpc_id: ref("aws_vpc", vpc.name) });
  if (draft.inspects && dice.chance(0.2)) addEdgeTable(draft, vpc, name);
  for (const table of vpc.tables)
    if (dice.chance(0.6)) draft.route(vpc, table, "0.0.0.0/0", { gateway_id: ref("aws_internet_gateway", name) });
  const host = dice.pick(vpc.subnets.flatMap((subnet) => subnet.hosts));
  if (dice.chance(0.3) && host.type === "aws_instance")
    draft.add("aws_eip", { domain: "vpc", instance: ref("aws_instance", host.name) });
}

export function addNat(draft: Draft, vpc: DraftVpc): void {
  const { dice } = draft;
  const subnet = dice.pick(vpc.subnets);
  const { base } = cidr(subnet.cidr);
  const isPrivate = dice.chance(0.6);
  const address = { subnet_id: ref("aws_subnet", subnet.name), private_ip: formatIpv4(base + 100) };
  // A private gateway may have up to eight addresses (VPC user guide, NAT gateway basics).
  const more = isPrivate && dice.chance(0.4) ? Array.from({ length: 1 + dice.below(3) }, (_, i) => base + 101 + i) : [];
  const name = draft.add("aws_nat_gateway", {
    ...(isPrivate
      ? { connectivity_type: "private" }
      : { allocation_id: ref("aws_eip", draft.add("aws_eip", { domain: "vpc" })) }),
    ...address,
    ...(more.length > 0 && { secondary_private_ip_addresses: more.map(formatIpv4) }),
  });
  const target = { nat_gateway_id: ref("aws_nat_gateway", name) };
  for (const table of vpc.tables) {
    for (const destination of dice.some(draft.destinations(vpc), 0.35)) draft.route(vpc, table, destination, target);
    if (dice.chance(0.3)) draft.steer(vpc, table, dice.pick(vpc.subnets), target);
  }
}
