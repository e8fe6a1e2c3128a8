import { type AddressPlan, type PlannedSubnet } from "../address-plan/plan";
import { type RoleAddresses } from "../address-plan/roles";
import { formatCidr, setOfAddresses, containsAddress } from "../ip";
import { type Origin, type Resource, type ResourceGraph, type ValueObject } from "../terraform";
import { doubtOf, type Nic, type Topology, type WayIn } from "../topology";
import { rolesIn } from "./found-roles";
import { sideVpcOf } from "./sides";

/** A bridge's file as messages name it. */
function fileOf({ name }: AddressPlan): string {
  return `bridges/${name}.yaml`;
}

/** Whether a thing is known from the bridge's file, and not from the input. */
export function isStatedIn(plan: AddressPlan, { origin }: { readonly origin?: Origin }): boolean {
  return origin?.kind === "bridge-file" && origin.file === fileOf(plan);
}

/** Facts that the bridge file states about what exists already, as resources beside those of the input. */
export function withFacts(graph: ResourceGraph, plan: AddressPlan): ResourceGraph {
  const file = fileOf(plan);
  const facts: Resource[] = [];
  for (const side of ["client", "web"] as const) {
    const { vpc } = plan.config[side];
    if (vpc.id === undefined) continue;
    const provider = providerOf(graph, plan, side);
    const add = (type: string, name: string, values: ValueObject): void => {
      if (typeof values.id === "string" && graph.withIdentity(values.id).length > 0) return;
      const fact = {
        address: `${name} (${file})`,
        origin: { kind: "bridge-file", file, name },
        mode: "managed",
        type,
        name,
        module: "",
        values,
        dependsOn: [],
      } as const;
      facts.push({ ...fact, ...(provider !== undefined && { provider }) });
    };
    add("aws_vpc", vpc.id, { id: vpc.id, cidr_block: formatCidr(vpc.cidr) });
    for (const [i, cidr] of vpc.secondary_cidrs.entries())
      add("aws_vpc_ipv4_cidr_block_association", `${vpc.id} range ${i + 2}`, {
        vpc_id: vpc.id,
        cidr_block: formatCidr(cidr),
      });
    const subnets: readonly PlannedSubnet[] = side === "client" ? plan.clientSubnets : plan.webSubnets;
    for (const subnet of subnets) addSubnet(add, vpc.id, subnet, plan.config.region);
    const tables = new Set(subnets.flatMap((subnet) => subnet.existingRouteTable ?? []));
    for (const id of tables) {
      // What else the table carries is known by destination only, so packets to there stay UNKNOWN.
      const route = vpc.routes.map((cidr) => ({ cidr_block: formatCidr(cidr), gateway_id: "vgw-unknown" }));
      add("aws_route_table", id, { id, vpc_id: vpc.id, route });
    }
  }
  return facts.length === 0 ? graph : graph.with([...graph.resources, ...facts]);
}

/** The provider by which the input says that a resource is in a side's account: that of the side's attachment. */
export function providerOf(graph: ResourceGraph, plan: AddressPlan, side: "client" | "web"): string | undefined {
  if (!plan.crossAccount) return undefined;
  const attachment = rolesIn(graph)[`${side}_attachment`];
  return attachment === undefined ? undefined : graph.get(attachment)?.provider;
}

function addSubnet(
  add: (type: string, name: string, values: ValueObject) => void,
  vpc: string,
  subnet: PlannedSubnet,
  region: string,
): void {
  if (subnet.existingId === undefined) return;
  const zone: ValueObject =
    subnet.zone.length === 1 ? { availability_zone: `${region}${subnet.zone}` } : { availability_zone_id: subnet.zone };
  add("aws_subnet", subnet.existingId, {
    id: subnet.existingId,
    vpc_id: vpc,
    cidr_block: formatCidr(subnet.cidr),
    ...zone,
  });
  if (subnet.existingRouteTable === undefined) return;
  add("aws_route_table_association", `${subnet.existingId} association`, {
    subnet_id: subnet.existingId,
    route_table_id: subnet.existingRouteTable,
  });
}

/**
 * Whether an existing VPC has an internet gateway, and whether a listed subnet gives public addresses, its file doesn't
 * say: that the internet doesn't get in there is not known.
 */
export function withWaysIn(topology: Topology, plan: AddressPlan): Topology {
  const ways = topology.vpcs.flatMap((vpc): WayIn[] => {
    const { address, subnets, internetGateway } = vpc;
    const to = new Set(subnets.filter((one) => isStatedIn(plan, one)).map((one) => one.address));
    if (!isStatedIn(plan, vpc) || internetGateway || to.size === 0) return [];
    const reason = "whether it has an internet gateway is not known: its bridge file doesn't say";
    return [{ address, type: "aws_internet_gateway", to, reason }];
  });
  return ways.length === 0 ? topology : { ...topology, waysIn: [...topology.waysIn, ...ways] };
}

/** Addresses or ids of the security groups that the web servers are in. */
export function webGroupsOf(plan: AddressPlan, { web_security_group: own }: RoleAddresses): readonly string[] {
  return plan.config.web.security_groups ?? (own === undefined ? [] : [own]);
}

/** Web servers that the input doesn't hold: they are assumed at their addresses, in the security groups that the bridge opens. */
export function withAssumedTargets(topology: Topology, plan: AddressPlan, roles: RoleAddresses): Topology {
  const vpc = sideVpcOf(topology, plan, roles, "web");
  const wanted = webGroupsOf(plan, roles);
  const groups = topology.securityGroups.filter((group) => wanted.some((one) => group.address === one));
  const assumed: Nic[] = [];
  const services = new Map<number, string>();
  for (const { address, service } of plan.targets) if (!services.has(address)) services.set(address, service);
  const numbers = new Map<string, number>();
  for (const [address, service] of services) {
    const subnet = vpc?.subnets.find((one) => one.cidr && containsAddress(one.cidr, address));
    const isHeld = topology.nics.some(
      (nic) => nic.subnet === subnet && nic.privateIps?.some(({ start, end }) => start <= address && address < end),
    );
    // The demo web server is the bridge's own: it must be in the input.
    if (!subnet || isHeld || plan.config.demo.web?.address === address) continue;
    const number = (numbers.get(service) ?? 0) + 1;
    numbers.set(service, number);
    // Of one address there is one host: what is said of a service's second target must not be said of its first.
    const name = `target ${number === 1 ? "" : `${number} `}of ${service}`;
    const file = fileOf(plan);
    assumed.push({
      address: `${name} (${file})`,
      origin: { kind: "bridge-file", file, name },
      kind: "interface",
      subnet,
      privateIps: setOfAddresses([address]),
      groups: [...groups],
      doubts: {
        groups:
          groups.length > 0
            ? []
            : [doubtOf({ address: file }, "groups", "the security group of its web servers is not in the input")],
        ipv6: [],
      },
      sourceDestCheck: true,
      publicIp: "none",
    });
  }
  return assumed.length === 0 ? topology : { ...topology, nics: [...topology.nics, ...assumed] };
}
