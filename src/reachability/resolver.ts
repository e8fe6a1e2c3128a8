import { type Address, type AddressSet, intersect, isEmptySet, parseAddress, setOfAddresses, subtract } from "../ip";
import { type Vpc } from "../topology";
import { destinationOf, hasPorts, type Packets, portSet } from "./packets";
import { type Traffic } from "./traffic";
import { type Leaf } from "./trail";

/** Where the Route 53 Resolver of every VPC is (VPC user guide, Amazon DNS). */
const IN_EVERY_VPC: AddressSet = setOfAddresses<Address>(
  ["169.254.169.253", "fd00:ec2::253"].flatMap((text) => parseAddress(text) ?? []),
);
const DNS = portSet(53);

/** The same, and the primary range plus two. */
function resolverOf({ cidrs }: Vpc): AddressSet {
  const [primary] = cidrs.flatMap(({ base }) => (typeof base === "number" ? [base] : []));
  return primary === undefined ? IN_EVERY_VPC : [...setOfAddresses([primary + 2]), ...IN_EVERY_VPC];
}

/** What is asked of the resolver: queries of DNS to its addresses; and all other packets. */
interface Asked {
  readonly queries?: Packets;
  readonly others: readonly Packets[];
}

function queriesIn(packets: Packets, vpc: Vpc): Asked {
  if (!hasPorts(packets.protocol)) return { others: [packets] };
  const known = resolverOf(vpc);
  const [dst, dstPorts] = [intersect(packets.dst, known), intersect(packets.dstPorts, DNS)];
  if (isEmptySet(dst) || isEmptySet(dstPorts)) return { others: [packets] };
  const elsewhere = { ...packets, dst: subtract(packets.dst, known) };
  const otherwise = { ...packets, dst, dstPorts: subtract(packets.dstPorts, DNS) };
  return {
    queries: { ...packets, dst, dstPorts },
    others: [elsewhere, otherwise].filter((one) => !isEmptySet(one.dst) && !isEmptySet(one.dstPorts)),
  };
}

/**
 * A host's queries of DNS to its VPC's resolver: an AWS service, to which no route leads, and which no security group and
 * no network ACL keeps off (VPC user guide, Amazon DNS). Whether it answers is not in the input.
 * @param goOn where all other packets go
 */
export function pastResolver(traffic: Traffic, vpc: Vpc, goOn: (others: Traffic) => Leaf[]): Leaf[] {
  const { mode, packets } = traffic;
  if (mode.isReply || mode.goal.kind === "interface") return goOn(traffic);
  const { queries, others } = queriesIn(packets, vpc);
  if (!queries) return goOn(traffic);
  const asking = traffic.with(queries);
  const reason = { kind: "dns-resolver", vpc: vpc.address, to: destinationOf(queries) } as const;
  return [
    ...asking.doubt("UNKNOWN_DESTINATION", vpc.address, reason).lost(),
    ...others.flatMap((one) => goOn(traffic.with(one))),
  ];
}
