import { cidrOverlaps, setSize } from "../ip";
import {
  allDoubts,
  type Attachment,
  doubtsBeside,
  type Note,
  type Topology,
  type TransitGateway,
  type VpcAttachment,
} from "../topology";
import { isInspection } from "./packet-marks";
import { MOST_ADDRESSES, type Port } from "./places";

function ofNetworks({ vpcs, subnets, internetGateways, natGateways, peerings, instances }: Topology): Note[] {
  const used = new Set(subnets.map(({ table }) => table));
  return [
    ...vpcs.flatMap(allDoubts),
    ...subnets.flatMap((subnet) => [
      ...((subnet.cidr ?? subnet.isIpv6Only)
        ? []
        : [{ address: subnet.address, reason: "its CIDR is not known, so it has no place" }]),
      ...doubtsBeside(subnet, "tenants"),
    ]),
    ...[...used].flatMap((table) => doubtsBeside(table, "serviceRoutes")),
    ...internetGateways.flatMap(({ edgeTable, ...gateway }) => [
      ...allDoubts(gateway),
      ...(edgeTable ? doubtsBeside(edgeTable, "serviceRoutes") : []),
    ]),
    ...natGateways.flatMap(allDoubts),
    ...peerings.flatMap((one) => doubtsBeside(one, "region")),
    ...instances.flatMap(allDoubts),
  ];
}

function ofAttachment(attachment: Attachment, gateways: Topology["transitGateways"]): Note[] {
  const { address, kind } = attachment;
  if (kind === "foreign") return [{ address, reason: "what lies behind it is not in the input, so it leads nowhere" }];
  if (kind === "vpc")
    return [...doubtsBeside(attachment, "policy"), ...ofApplianceMode(attachment), ...attachment.doubts.policy];
  return attachment.peer && gateways.includes(attachment.peer)
    ? []
    : [{ address, reason: "the transit gateway on the other side is not in the input, so it leads nowhere" }];
}

/**
 * A rule may name a group of another VPC on a gateway (VPC user guide, security group referencing). Whom it means where
 * the two have the same addresses is not documented; the lab goes by the address.
 */
function ofJoinedGroups({ address, attachments, securityGroupReferencing }: TransitGateway): Note[] {
  if (!securityGroupReferencing) return [];
  const vpcs = attachments.flatMap((one) =>
    one.kind === "vpc" && one.securityGroupReferencing ? (one.vpc ?? []) : [],
  );
  const overlaps = vpcs.some((one, i) =>
    vpcs.slice(i + 1).some((other) => one.cidrs.some((a) => other.cidrs.some((b) => cidrOverlaps(a, b)))),
  );
  return overlaps
    ? [
        {
          address,
          reason: "whom a rule means that names a group of another VPC with the same addresses is not documented",
        },
      ]
    : [];
}

/** In appliance mode a flow keeps to one zone that AWS picks (transit gateway guide, appliance mode). */
function ofApplianceMode({ address, applianceMode, subnets }: VpcAttachment): Note[] {
  return applianceMode && subnets.length > 1
    ? [{ address, reason: "in appliance mode AWS picks the zone of each flow, the lab sends all through the first" }]
    : [];
}

function ofTransit({ transitGateways, transitTables }: Topology): Note[] {
  const attachments = new Set([
    ...transitGateways.flatMap((gateway) => gateway.attachments),
    ...transitTables.flatMap(({ routes, associations, propagations }) => [
      ...routes.flatMap(({ attachment }) => attachment ?? []),
      ...associations,
      ...propagations.map(({ attachment }) => attachment),
    ]),
  ]);
  return [
    ...transitGateways.flatMap((gateway) => [...allDoubts(gateway), ...ofJoinedGroups(gateway)]),
    ...[...attachments].flatMap((attachment) => ofAttachment(attachment, transitGateways)),
    ...transitTables.flatMap(({ routes, ...table }) => [
      ...allDoubts(table),
      ...routes.flatMap(({ note }) => note ?? []),
    ]),
  ];
}

function ofFilters({ securityGroups, networkAcls }: Topology, ports: readonly Port[]): Note[] {
  const nics = new Set(ports.flatMap(({ nic }) => nic ?? []));
  return [
    ...securityGroups.flatMap(({ doubts, ingress, egress }) => [
      ...doubts.rules,
      // The services of AWS, which only their prefix lists tell, are nowhere in a lab.
      ...[...ingress, ...egress].flatMap(({ note, within }) => (note && !within ? [note] : [])),
    ]),
    ...networkAcls.flatMap(({ doubts, ingress, egress }) => [
      ...doubts.rules,
      ...[...ingress, ...egress].flatMap(({ note }) => note ?? []),
    ]),
    ...[...nics].flatMap(({ address, doubts, publicIp, privateIps = [], ipv6 }) => [
      ...doubts.groups,
      ...(publicIp === "unknown" ? [{ address, reason: "whether it has a public address is not known" }] : []),
      ...(setSize(privateIps) > MOST_ADDRESSES || (typeof ipv6 === "object" && setSize(ipv6) > MOST_ADDRESSES)
        ? [{ address, reason: `it has more than ${MOST_ADDRESSES} addresses, the lab gives it the first of them` }]
        : []),
    ]),
  ];
}

/** What an endpoint hands its packets to is not in the input, or not built. */
function ofInspection(ports: readonly Port[]): Note[] {
  return ports.filter(isInspection).map(({ address }) => ({
    address,
    reason: "the lab lets everything pass that a route leads there, and sends nothing to itself",
  }));
}

/** Of whom it isn't known which addresses of IPv6 they have: in the lab they have none. */
function ofIpv6({ nics, loadBalancers }: Topology): Note[] {
  return [...nics, ...loadBalancers.flatMap(({ nodes }) => nodes)].flatMap(({ doubts }) => doubts.ipv6);
}

function ofBalancers({ targetGroups, loadBalancers }: Topology): Note[] {
  const forwards = loadBalancers.flatMap(({ listeners }) => listeners.flatMap(({ actions }) => actions));
  const used = new Set(forwards.flatMap(({ groups }) => groups));
  return targetGroups.filter((group) => used.has(group)).flatMap(allDoubts);
}

/** What of a topology is not known, or not built, so that packets say nothing about it; each once. */
export function leftOut(topology: Topology, ports: readonly Port[], built: readonly Note[]): Note[] {
  const all = [
    ...topology.unreadable,
    ...ofNetworks(topology),
    ...ofTransit(topology),
    ...ofFilters(
      topology,
      ports.filter((port) => !isInspection(port)),
    ),
    ...ofInspection(ports),
    ...ofBalancers(topology),
    ...ofIpv6(topology),
    ...built,
  ];
  return [...new Map(all.map(({ address, reason }) => [`${address}|${reason}`, { address, reason }])).values()];
}
