import { type Cidr, containsAddress, endOfCidr, familyOfCidr, formatCidr, type Range, setOfCidr } from "../ip";
import { type Subnet, type Topology, type Vpc } from "../topology";
import { type Endpoint } from "./endpoints";
import { movedByRouters, toldApartByMiddleBoxes } from "./told-apart";

/** For each endpoint a text that is equal for those which no route, filter or zone tells apart. */
export function classesOf(topology: Topology, endpoints: readonly Endpoint[]): ReadonlyMap<Endpoint, string> {
  const special = singledOutSubnets(topology);
  const keyOf = (one: Endpoint): string =>
    one.receiver?.kind === "host" && special.has(one.receiver.subnet)
      ? `${one.likeness}|${rangesText(one.receiver.subnet)}`
      : one.likeness;
  return new Map(endpoints.map((one) => [one, keyOf(one)]));
}

function rangesText({ cidr, ipv6Cidr }: Subnet): string {
  return [cidr, ipv6Cidr].map((range) => (range ? formatCidr(range) : "")).join("|");
}

/** Subnets of VPCs in which some route, or some ACL or group rule, is about a part: they form no class with their neighbours. */
function singledOutSubnets(topology: Topology): Set<Subnet> {
  const ranges = [
    ...topology.tables.flatMap((table) => table.routes.map((route) => route.cidr)),
    ...topology.transitTables.flatMap((table) => table.routes.map((route) => route.cidr)),
    ...topology.networkAcls.flatMap((acl) => [...acl.ingress, ...acl.egress].map((rule) => rule.cidr)),
  ];
  const narrow = ranges.filter(({ length }) => length > 8);
  const cidrs = [...new Map(narrow.map((one) => [formatCidr(one), one])).values()];
  const allGroupRanges = topology.securityGroups.flatMap((group) =>
    [...group.ingress, ...group.egress].flatMap((rule) => rule.cidrs),
  );
  // Most groups name the same few ranges; each counts once, or many VPCs with many groups take their product.
  const named = [...allGroupRanges, ...toldApartByMiddleBoxes(topology).flat()];
  const moved = movedByRouters(topology, [...named, ...narrow.flatMap((one) => setOfCidr(one))]);
  const groupRanges = [
    ...new Map([...named, ...moved].map((range) => [`${range.start}-${range.end}`, range])).values(),
  ];
  const isCut = (vpc: Vpc): boolean =>
    cidrs.some((cidr) => isPartOf(cidr, vpc)) || groupRanges.some((range) => cuts(range, vpc));
  return new Set(topology.vpcs.filter(isCut).flatMap(({ subnets }) => subnets));
}

/** Whether it is narrower than the VPC's widest range, and begins in one of them. */
function isPartOf(range: Cidr, { cidrs }: Vpc): boolean {
  const family = familyOfCidr(range);
  const lengths = cidrs.filter((own) => familyOfCidr(own) === family).map((own) => own.length);
  return range.length > Math.min(...lengths) && cidrs.some((own) => containsAddress(own, range.base));
}

/** Whether the range has some of the addresses of one of the VPC's ranges, and not all of them. */
function cuts({ start, end }: Range, { cidrs }: Vpc): boolean {
  return cidrs.some((own) => {
    const after = endOfCidr(own);
    return start < after && end > own.base && (start > own.base || end < after);
  });
}
