import { clientVpcSubnets, type AddressPlan } from "../address-plan/plan";
import { type PlannedSubnet } from "../address-plan/planned-subnet";
import { type Cidr, cidrEquals, setOfAddresses, setOfCidrs } from "../ip";
import { defaultGroupsClosed, oneVpcEach, type Statement, steeringStaysInZone, TCP } from "../reachability";
import { type Subnet, type Vpc } from "../topology";
import { type AnsweredGroups, answeredFor } from "./in-account/shared-groups";
import { onlyTheseRoutes } from "./additions";
import { admittedOf } from "./appliance/allowed-traffic";
import { applianceDestinations, packageSubnets } from "./appliance/appliance-routes-wanted";
import {
  type AdmittedTraffic,
  admitsExactly,
  type ExpectedSubnet,
  hasSubnets,
  nodesExactly,
  nothingIsPublic,
  transitRoutesExactly,
  usesNat,
} from "./conformity";
import { webGroupsOf } from "./facts";
import { rolesIn } from "./found-roles";
import { sideNamed } from "./sides";
import { zoneName } from "./zone-name";
import { subnetOf } from "./planned-in";
import { admittedNames, returnsIn, returnsTo, steeredIn } from "./returns";
import { fact, healthPort, listenerPorts, missing, type Parts } from "./statement-parts";

/** The destinations that the client VPC's tables have with the bridge, by subnet; those of an appliance beside those of an ALB. */
function clientRoutes({ plan, client }: Parts): Map<Subnet, readonly Cidr[]> {
  const own = plan.config.client.vpc.routes;
  const ofAppliance = applianceDestinations(plan);
  const steers = plan.steers.map(({ destination }) => destination);
  const albSubnets = plan.albSubnets.map(({ cidr }) => cidr);
  const isClients = new Set(plan.clientTables.flatMap(({ subnets }) => subnets));
  const routesOf = (planned: PlannedSubnet): readonly Cidr[] => {
    const there = planned.existingRouteTable === undefined ? [] : own;
    const more = ofAppliance(planned);
    if (planned.role === "alb") return [...steers, ...more];
    return isClients.has(planned) ? [...there, ...albSubnets, ...more] : [...there, ...more];
  };
  return new Map(
    clientVpcSubnets(plan).flatMap((planned) => {
      const subnet = subnetOf(client, planned.cidr);
      return subnet ? [[subnet, routesOf(planned)] as const] : [];
    }),
  );
}

/** The VPCs that the bridge makes itself. */
function createdVpcs({ plan, client, web }: Parts): Vpc[] {
  const { config } = plan;
  return [...(config.client.vpc.id ? [] : [client]), ...(config.web.vpc.id ? [] : [web])];
}

/** Ranges and subnets of both VPCs, and what stands in them. */
function places(parts: Parts): Statement[] {
  const { plan, client, web, balancer, own } = parts;
  const { topology } = own;
  const inZone = (one: PlannedSubnet): ExpectedSubnet => ({
    name: one.name,
    cidr: one.cidr,
    zone: zoneName(plan.config.region, one.zone),
  });
  const created = createdVpcs(parts);
  const albCidrs = plan.albSubnets.map((one) => one.cidr);
  return [
    fact("the client VPC has its ranges and subnets, each in its zone", () =>
      hasSubnets(client, [...plan.clientCidrs, plan.bridgeCidr], clientVpcSubnets(plan).map(inZone)),
    ),
    fact("the web VPC has its ranges and subnets, each in its zone", () =>
      hasSubnets(web, plan.webCidrs, plan.webSubnets.map(inZone)),
    ),
    ...(balancer ? [fact("the ALB's nodes are in the ALB subnets", () => nodesExactly(balancer, albCidrs))] : []),
    fact("nothing of the bridge is public", () =>
      nothingIsPublic(
        topology,
        created.flatMap((vpc) => vpc.subnets),
      ),
    ),
    fact("tables, groups and targets are in the VPC of what uses them", () => oneVpcEach(topology)),
    ...(created.length > 0 ? [fact("the default security groups are empty", () => defaultGroupsClosed(created))] : []),
  ];
}

/** Each client subnet uses the NAT gateway that is its own. */
function ownNats({ plan, client, own }: Parts): Statement[] {
  const albCidrs = plan.albSubnets.map((one) => one.cidr);
  const natOf = (cidr: Cidr) =>
    own.topology.natGateways.find((one) => one.subnet?.cidr && cidrEquals(one.subnet.cidr, cidr));
  return plan.clientTables.flatMap(({ subnets, nat }) =>
    subnets.flatMap((planned) => {
      const from = subnetOf(client, planned.cidr);
      if (!from) return [];
      return [
        fact(`${planned.name} uses the NAT gateway in ${nat.subnet.name}`, () =>
          usesNat(from, albCidrs, natOf(nat.subnet.cidr)),
        ),
      ];
    }),
  );
}

/** Where the tables of the client VPC and of the transit gateway lead. */
function routes(parts: Parts): Statement[] {
  const { plan, client, web, own } = parts;
  const { topology } = own;
  const attached = plan.config.client.attachment ? "has its attachment and gets" : "gets an attachment and";
  return [
    fact(
      `each zone's ${plan.albSubnets.length > 0 ? "ALB node" : "appliance"} leaves by its own zone's attachment interface`,
      () => steeringStaysInZone(topology),
    ),
    fact(`the client VPC ${attached} the bridge's routes, nothing else`, () =>
      onlyTheseRoutes(own, client, { routes: clientRoutes(parts), withEndpoint: packageSubnets(parts) }),
    ),
    ...ownNats(parts),
    fact("the client side's transit gateway table leads to the web subnets, nowhere else", () =>
      transitRoutesExactly(topology, client, web, steeredIn(plan)),
    ),
    fact(`the web side's transit gateway table leads to ${returnsTo(plan)}, nowhere else`, () =>
      transitRoutesExactly(topology, web, client, returnsIn(plan)),
    ),
  ];
}

/** What the ALB has to open towards the targets: per port the addresses of those that listen on it. */
function toTargets(plan: AddressPlan): AdmittedTraffic[] {
  return plan.targetPorts.map((port) => {
    const services = plan.services.filter((one) => one.config.port === port || healthPort(one) === port);
    const addresses = services.flatMap((one) => one.targets.map((target) => target.address));
    return { protocol: TCP, port, addresses: setOfAddresses(addresses) };
  });
}

/** What the security groups of the ALB and of the web servers admit. */
function admissions(parts: Parts): Statement[] {
  const { network, plan, balancer } = parts;
  const side = sideNamed(plan, { role: "web", name: "web" });
  const named = side ? webGroupsOf(side, rolesIn(network.graph)) : [];
  const webGroups = network.topology.securityGroups.filter((group) => named.includes(group.address));
  const frontGroups = [...new Set(balancer?.nodes.flatMap((node) => node.groups ?? []) ?? [])];
  const addresses = setOfAddresses(plan.nats.flatMap((nat) => nat.addresses));
  const fromClients = listenerPorts(plan).map(({ port }) => ({ protocol: TCP, port, addresses }));
  const ofAlb = [
    fact("the ALB admits the NAT gateways on its listeners' ports, nobody else", () =>
      admitsExactly(frontGroups, "ingress", fromClients),
    ),
    fact("the ALB opens connections to the targets' ports, nothing else", () =>
      admitsExactly(frontGroups, "egress", toTargets(plan)),
    ),
  ];
  return [
    ...(balancer ? ofAlb : []),
    webServersAdmit(parts, answeredFor(network.graph, plan, webGroups, plan.config.web.security_groups !== undefined)),
  ];
}

/** The security groups of the web servers: those that exist hold rules of others too, of which nothing is stated. */
function webServersAdmit({ plan }: Parts, { groups, isShared }: AnsweredGroups): Statement {
  const who = admittedNames(plan);
  const text = isShared
    ? `the web servers' security groups get rules for ${who}, no others`
    : `the web servers admit ${who}, nobody else`;
  if (groups.length === 0) return missing(text, "the web servers' security group");
  const addresses = setOfCidrs(plan.albPrefixes);
  const ofAlb = plan.targetPorts.map((port) => ({ protocol: TCP, port, addresses }));
  const { clientToWeb = [], clientTwins = [] } = plan.appliance ?? {};
  const wanted = [...ofAlb, ...admittedOf(clientToWeb, clientTwins)];
  return fact(text, () => admitsExactly(groups, "ingress", wanted));
}

/** The network is what the bridge file says: ranges, zones, tables, groups. */
export function conformity(parts: Parts): Statement[] {
  return [...places(parts), ...routes(parts), ...admissions(parts)];
}
