import { clientVpcSubnets, type AddressPlan, type PlannedSubnet } from "../address-plan/plan";
import { type Cidr, cidrEquals, formatIpv4, setHas, setOfAddresses, setOfCidrs } from "../ipv4";
import {
  admitsExactly,
  defaultGroupsClosed,
  endOfNic,
  hasSubnets,
  nodesExactly,
  nothingIsPublic,
  oneVpcEach,
  onlyTheseRoutes,
  type Receiver,
  type Sender,
  type Statement,
  steeringStaysInZone,
  TCP,
  transitRoutesExactly,
  usesNat,
} from "../reachability";
import { type SecurityGroup, type Subnet } from "../topology";
import { healthPort, listenerPorts, missing, type Parts, subnetOf } from "./statement-parts";

/** A zone as AWS names it. */
function zoneName(plan: AddressPlan, zone: string): string {
  return zone.length === 1 ? `${plan.config.region}${zone}` : zone;
}

/** The destinations that the client VPC's tables have with the bridge, by subnet. */
function clientRoutes({ plan, client }: Parts): Map<Subnet, readonly Cidr[]> {
  const own = plan.config.client.vpc.routes;
  const steers = plan.steers.map(({ destination }) => destination);
  const albSubnets = plan.albSubnets.map(({ cidr }) => cidr);
  const isClients = new Set(plan.clientTables.flatMap(({ subnets }) => subnets));
  const routesOf = (planned: PlannedSubnet): readonly Cidr[] => {
    const there = planned.existingRouteTable === undefined ? [] : own;
    if (planned.role === "alb") return steers;
    return isClients.has(planned) ? [...there, ...albSubnets] : there;
  };
  return new Map(
    clientVpcSubnets(plan).flatMap((planned) => {
      const subnet = subnetOf(client, planned.cidr);
      return subnet ? [[subnet, routesOf(planned)] as const] : [];
    }),
  );
}

/** The network is what the bridge file says: ranges, zones, tables, groups. */
export function conformity(parts: Parts): Statement[] {
  const { network, plan, client, web, balancer } = parts;
  const { topology } = network;
  const inZone = (one: PlannedSubnet) => ({ name: one.name, cidr: one.cidr, zone: zoneName(plan, one.zone) });
  const created = [client, web].filter((vpc) =>
    vpc === client ? !plan.config.client.vpc.id : !plan.config.web.vpc.id,
  );
  const webGroups = topology.securityGroups.filter((group) =>
    (plan.config.web.security_groups ?? ["aws_security_group.web"]).includes(group.address),
  );
  const frontGroups = [...new Set(balancer.nodes.flatMap((node) => node.groups ?? []))];
  const natAddresses = setOfAddresses(plan.nats.flatMap((nat) => nat.addresses));
  const ports = listenerPorts(plan).map(({ port }) => port);
  const toTargets = plan.targetPorts.map((port) => ({
    protocol: TCP,
    port,
    addresses: setOfAddresses(
      plan.services.flatMap((one) =>
        one.config.port === port || healthPort(one) === port ? one.targets.map((target) => target.address) : [],
      ),
    ),
  }));
  const natOf = (cidr: Cidr) =>
    topology.natGateways.find((one) => one.subnet?.cidr && cidrEquals(one.subnet.cidr, cidr));
  const albCidrs = plan.albSubnets.map((one) => one.cidr);
  return [
    hasSubnets(client, [...plan.clientCidrs, plan.bridgeCidr], clientVpcSubnets(plan).map(inZone), "client"),
    hasSubnets(web, plan.webCidrs, plan.webSubnets.map(inZone), "web"),
    nodesExactly(balancer, albCidrs),
    nothingIsPublic(
      topology,
      created.flatMap((vpc) => vpc.subnets),
    ),
    oneVpcEach(topology),
    ...(created.length > 0 ? [defaultGroupsClosed(created)] : []),
    steeringStaysInZone(topology),
    onlyTheseRoutes(
      topology,
      client,
      clientRoutes(parts),
      "the client VPC gets an attachment and the bridge's routes, nothing else",
    ),
    ...plan.clientTables.flatMap((table) =>
      table.subnets.flatMap((planned) => {
        const from = subnetOf(client, planned.cidr);
        return from
          ? [
              usesNat(
                from,
                albCidrs,
                natOf(table.nat.subnet.cidr),
                `${planned.name} uses the NAT gateway in ${table.nat.subnet.name}`,
              ),
            ]
          : [];
      }),
    ),
    transitRoutesExactly(
      topology,
      client,
      web,
      plan.steers.map((one) => one.destination),
      "the client side's transit gateway table leads to the web subnets, nowhere else",
    ),
    transitRoutesExactly(
      topology,
      web,
      client,
      plan.albPrefixes,
      "the web side's transit gateway table leads to the ALB subnets, nowhere else",
    ),
    admitsExactly(
      frontGroups,
      "ingress",
      ports.map((port) => ({ protocol: TCP, port, addresses: natAddresses })),
      "the ALB admits the NAT gateways on its listeners' ports, nobody else",
    ),
    admitsExactly(frontGroups, "egress", toTargets, "the ALB opens connections to the targets' ports, nothing else"),
    webServersAdmit(parts, webGroups),
  ];
}

/** The security groups of the web servers: those that exist hold rules of others too, of which nothing is stated. */
function webServersAdmit({ plan }: Parts, groups: readonly SecurityGroup[]): Statement {
  const text = groups.some(({ doubts }) => doubts.rules.length > 0)
    ? "the web servers' security groups get rules for the ALB subnets on the targets' ports, no others"
    : "the web servers admit the ALB subnets on the targets' ports, nobody else";
  if (groups.length === 0) return missing(text, "the web servers' security group");
  const addresses = setOfCidrs(plan.albPrefixes);
  const wanted = plan.targetPorts.map((port) => ({ protocol: TCP, port, addresses }));
  return admitsExactly(groups, "ingress", wanted, text);
}

/** The demo client opens every listener, and the connect endpoint reaches it by SSH. */
export function demo({ network, plan, client, balancer }: Parts): Statement[] {
  const { client: host, connect_endpoint: isConnected } = plan.config.demo;
  if (!host) return [];
  const text = `demo client ${formatIpv4(host.address)}`;
  const nic = network.topology.nics.find(
    (one) =>
      one.kind === "instance" && one.subnet.vpc === client && one.privateIps && setHas(one.privateIps, host.address),
  );
  if (!nic) return [missing(text, `instance at ${formatIpv4(host.address)}`)];
  const reach = (what: string, from: readonly Sender[], to: readonly Receiver[], port: number): Statement => ({
    kind: "reach",
    text: what,
    from,
    to,
    flows: [{ protocol: TCP, port }],
    expected: "ALLOWED",
  });
  const opens = listenerPorts(plan).map(({ port }) =>
    reach(`${text} -> ALB, port ${port}`, [endOfNic(nic)], balancer.nodes.map(endOfNic), port),
  );
  if (!isConnected) return opens;
  const endpoints = network.topology.nics
    .filter((one) => one.kind === "endpoint" && one.subnet.vpc === client)
    .map(endOfNic);
  const ssh = "the EC2 Instance Connect Endpoint reaches the demo client by SSH";
  return [
    ...opens,
    endpoints.length === 0
      ? missing(ssh, "aws_ec2_instance_connect_endpoint")
      : reach(ssh, endpoints, [endOfNic(nic)], 22),
  ];
}
