import { type BridgePlan } from "../address-plan/bridge-plan";
import { type PlannedTarget } from "../address-plan/plan";
import { type PlannedSide, sidesOf } from "../address-plan/planned-sides";
import { containsAddress, formatCidr, setOfAddresses } from "../ip";
import { type ResourceGraph } from "../terraform";
import { type Nic, type Topology, type WayIn } from "../topology";
import { stateAttachment } from "./existing-attachments";
import { stateGateways } from "./existing-gateways";
import { stateNatRange } from "./hub/hub-existing-parts";
import { type FoundRoles } from "./side-parts";
import { sideVpcOf } from "./sides";
import { standInFor } from "./stand-ins";
import { stateSubnet } from "./state-subnet";
import { type AddFact, isStatedIn, statedBeside } from "./stated";

/** Facts that the bridge file states about what exists already, as resources beside those of the input. */
export function withFacts(graph: ResourceGraph, plan: BridgePlan): ResourceGraph {
  const { region } = plan.config;
  return statedBeside(graph, plan, (side, add) => {
    if (side.vpc.id !== undefined) stateVpc(side, side.vpc.id, region, add);
    if (plan.place === "hub") stateNatRange(plan, side, add);
    stateGateways(plan, side, add);
    stateAttachment(plan, side, add);
  });
}

function stateVpc({ vpc, subnets }: PlannedSide, id: string, region: string, add: AddFact): void {
  add("aws_vpc", id, { id, cidr_block: formatCidr(vpc.cidr) });
  for (const [i, cidr] of vpc.secondary_cidrs.entries())
    add("aws_vpc_ipv4_cidr_block_association", `${id} range ${i + 2}`, { vpc_id: id, cidr_block: formatCidr(cidr) });
  for (const subnet of subnets) stateSubnet(add, id, subnet, region);
  const tables = new Set(subnets.flatMap((subnet) => subnet.existingRouteTable ?? []));
  for (const table of tables) {
    // What else the table carries is known by destination only, so packets to there stay UNKNOWN.
    const route = vpc.routes.map((cidr) => ({ cidr_block: formatCidr(cidr), gateway_id: "vgw-unknown" }));
    add("aws_route_table", table, { id: table, vpc_id: id, route });
  }
}

/**
 * Whether an existing VPC has an internet gateway, and whether a listed subnet gives public addresses, its file doesn't
 * say: that the internet doesn't get in there is not known.
 */
export function withWaysIn(topology: Topology, plan: BridgePlan): Topology {
  const ways = topology.vpcs.flatMap((vpc): WayIn[] => {
    const { address, subnets, internetGateway } = vpc;
    const to = new Set(subnets.filter((one) => isStatedIn(plan, one)).map((one) => one.address));
    if (!isStatedIn(plan, vpc) || internetGateway || to.size === 0) return [];
    const reason = "whether it has an internet gateway is not known: its bridge file doesn't say";
    return [{ address, type: "aws_internet_gateway", to, reason }];
  });
  return ways.length === 0 ? topology : { ...topology, waysIn: [...topology.waysIn, ...ways] };
}

/** Addresses or ids of the security groups that the servers of a web side are in. */
export function webGroupsOf(side: PlannedSide, roles: FoundRoles): readonly string[] {
  if (side.securityGroups.length > 0) return side.securityGroups.map((id) => roles.called(id));
  const own = roles.of(side).securityGroup;
  return own === undefined ? [] : [own];
}

/** The targets of the services behind a web side. */
function targetsOf(plan: BridgePlan, { name }: PlannedSide): readonly PlannedTarget[] {
  if (plan.place === "client") return plan.targets;
  return plan.services.filter(({ web }) => web === name).flatMap(({ targets }) => targets);
}

/** Web servers that the input doesn't hold: they are assumed at their addresses, in the security groups that the bridge opens. */
export function withAssumedTargets(topology: Topology, plan: BridgePlan, roles: FoundRoles): Topology {
  const webs = sidesOf(plan).filter(({ role }) => role === "web");
  const assumed = webs.flatMap((side) => assumedOf(topology, plan, roles, side));
  return assumed.length === 0 ? topology : { ...topology, nics: [...topology.nics, ...assumed] };
}

function assumedOf(topology: Topology, plan: BridgePlan, roles: FoundRoles, side: PlannedSide): Nic[] {
  const vpc = sideVpcOf(topology, roles, side);
  const wanted = webGroupsOf(side, roles);
  const groups = topology.securityGroups.filter((group) => wanted.some((one) => group.address === one));
  const held = topology.nics.filter((nic) => nic.subnet.vpc === vpc);
  const assumed: Nic[] = [];
  const services = new Map<number, string>();
  for (const { address, service } of targetsOf(plan, side)) if (!services.has(address)) services.set(address, service);
  const numbers = new Map<string, number>();
  const demo = plan.place === "client" ? plan.config.demo.web?.address : undefined;
  for (const [address, service] of services) {
    const subnet = vpc?.subnets.find((one) => one.cidr && containsAddress(one.cidr, address));
    const isHeld = held.some(
      (nic) => nic.subnet === subnet && nic.privateIps?.some(({ start, end }) => start <= address && address < end),
    );
    // The demo web server is the bridge's own: it must be in the input.
    if (!subnet || isHeld || demo === address) continue;
    const number = (numbers.get(service) ?? 0) + 1;
    numbers.set(service, number);
    // Of one address there is one host: what is said of a service's second target must not be said of its first.
    const name = `target ${number === 1 ? "" : `${number} `}of ${service}`;
    const addresses = setOfAddresses([address]);
    assumed.push(standInFor(plan, { name, subnet, addresses, groups, whose: "its web servers" }));
  }
  return assumed;
}
