import { homeOf, typesOf } from "../terraform";
import { type Cidr, cidrEquals } from "../ip";
import { noteOf } from "./arguments";
import { makeSubnet, makeVpc } from "./defaults";
import { doubtOf } from "./doubts";
import { vpcByRange } from "./lost-vpcs";
import { type Vpc } from "./model";
import { type Registry, SUBNET_TYPES, VPC_TYPES } from "./registry";

function addCidr(vpc: Vpc, cidr: Cidr | undefined): void {
  if (cidr && !vpc.cidrs.some((one) => cidrEquals(one, cidr))) vpc.cidrs.push(cidr);
}

/** VPCs with their primary and secondary ranges. */
export function readVpcs(registry: Registry): void {
  const { args } = registry;
  for (const resource of registry.resources(VPC_TYPES)) {
    const vpc = makeVpc(resource.address, homeOf(registry.graph, resource), resource.mode === "data");
    if (resource.origin) vpc.origin = resource.origin;
    registry.vpcs.set(vpc.address, vpc);
    registry.rememberDefaults(vpc, resource);
    const cidr = args.cidr(resource.values.cidr_block);
    if (cidr) vpc.cidrs.push(cidr);
    else vpc.doubts.ranges.push(doubtOf(resource, "ranges", "its cidr_block is not known"));
    for (const block of args.blocks(resource.values.cidr_block_associations)) addCidr(vpc, args.cidr(block.cidr_block));
    registry.ipv6.readVpc(vpc, resource);
  }
  registry.ipv6.readAssociations();
  for (const resource of registry.graph.ofType(typesOf("vpc-range"))) {
    const vpc = registry.vpc(resource.values.vpc_id);
    const cidr = args.cidr(resource.values.cidr_block);
    if (!vpc) registry.unreadable.push(noteOf(resource, "the VPC that it extends is not known"));
    else if (cidr) addCidr(vpc, cidr);
    else vpc.doubts.ranges.push(doubtOf(resource, "ranges", "its cidr_block is not known"));
  }
}

/** Subnets, each in the VPC that it names; the VPCs have to be read before. */
export function readSubnets(registry: Registry): void {
  const { args } = registry;
  for (const resource of registry.resources(SUBNET_TYPES)) {
    const cidr = args.cidr(resource.values.cidr_block);
    const vpc = registry.vpc(resource.values.vpc_id) ?? vpcByRange(registry, resource, cidr) ?? registry.anyVpc();
    const zone = args.zone(resource.values.availability_zone) ?? args.zone(resource.values.availability_zone_id);
    const zoneId = args.text(resource, "availability_zone_id");
    const subnet = makeSubnet(resource.address, vpc, {
      ...(cidr && { cidr }),
      ...(zone !== undefined && { zone }),
      ...(zoneId !== undefined && { zoneId }),
      mapPublicIp: args.flag(resource, "map_public_ip_on_launch") ?? false,
    });
    if (resource.origin) subnet.origin = resource.origin;
    registry.subnets.set(subnet.address, subnet);
    registry.ipv6.readSubnet(subnet, resource);
    if (args.flag(resource, "ipv6_native") === true) subnet.isIpv6Only = true;
    else if (!cidr) vpc.doubts.ranges.push(doubtOf(resource, "ranges", "its cidr_block is not known"));
  }
}
