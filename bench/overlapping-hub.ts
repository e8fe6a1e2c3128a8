import { NetworkFile } from "./network-file";

/** How many of each there are. */
export interface HubSize {
  readonly clients: number;
  readonly webs: number;
  /** Of each web VPC: every other one is HTTP behind the ALB, the rest TCP behind the NLB. */
  readonly services: number;
}

const ZONES = ["a", "b"] as const;
/** What every client VPC and every web VPC has. */
const SAME_RANGE = "10.0.0.0/16";
const HUB_RANGE = "100.64.0.0/20";
const NAT_RANGES = "100.65.0.0/16";
const FIRST_TCP_PORT = 5432;
const HTTP_PORT = 80;
const TARGET_PORT = 8080;
const ANY = { ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" };

const natRange = (client: number): string => `100.65.${client}.0/24`;

/** The addresses that a service's targets have in their web VPC: one in each zone. */
function targetsOf(service: number): string[] {
  return ZONES.map((_, zone) => `10.0.${zone + 1}.${10 + service}`);
}

interface Place {
  readonly name: string;
  readonly vpc: string;
}

/** A subnet in each zone with one table for each; its routes are the caller's. */
function subnetsOf(
  file: NetworkFile,
  { name, vpc }: Place,
  rangeOf: (zone: number) => string,
): { subnets: string[]; tables: string[] } {
  const made = ZONES.map((zone, i) => {
    const own = `${name}-${zone}`;
    const body = { vpc_id: vpc, cidr_block: rangeOf(i), availability_zone: `eu-west-1${zone}` };
    const subnet = file.add("aws_subnet", own, body);
    const table = file.add("aws_route_table", own, { vpc_id: vpc });
    file.add("aws_route_table_association", own, { subnet_id: subnet, route_table_id: table });
    return { subnet, table };
  });
  return { subnets: made.map(({ subnet }) => subnet), tables: made.map(({ table }) => table) };
}

function routesTo(
  file: NetworkFile,
  name: string,
  tables: readonly string[],
  targetOf: (zone: number) => Record<string, unknown>,
): void {
  tables.forEach((table, i) => file.add("aws_route", `${name}-${ZONES[i]}`, { route_table_id: table, ...targetOf(i) }));
}

/** The gateway between clients and hub, and the hub's attachment. */
interface Middle {
  readonly gateway: string;
  readonly hub: string;
  readonly hubAttachment: string;
  readonly hubTable: string;
}

function attached(file: NetworkFile, name: string, gateway: string, vpc: string, subnets: readonly string[]) {
  const attachment = file.add("aws_ec2_transit_gateway_vpc_attachment", name, {
    ...{ vpc_id: vpc, transit_gateway_id: gateway, subnet_ids: subnets },
    transit_gateway_default_route_table_association: false,
    transit_gateway_default_route_table_propagation: false,
  });
  const table = file.add("aws_ec2_transit_gateway_route_table", name, { transit_gateway_id: gateway });
  const ids = { transit_gateway_attachment_id: attachment, transit_gateway_route_table_id: table };
  file.add("aws_ec2_transit_gateway_route_table_association", name, ids);
  return { attachment, table };
}

function middle(file: NetworkFile): Middle {
  const gateway = file.add("aws_ec2_transit_gateway", "main", {
    default_route_table_association: "disable",
    default_route_table_propagation: "disable",
  });
  const hub = file.add("aws_vpc", "hub", { cidr_block: HUB_RANGE });
  const { subnets } = subnetsOf(file, { name: "hub", vpc: hub }, (zone) => `100.64.15.${zone * 16}/28`);
  const { attachment, table } = attached(file, "hub", gateway, hub, subnets);
  return { gateway, hub, hubAttachment: attachment, hubTable: table };
}

/** A client VPC; with the middle also its NAT range and its way to the hub. */
function addClient(file: NetworkFile, client: number, between: Middle | undefined): void {
  const name = `client${client}`;
  const vpc = file.add("aws_vpc", name, { cidr_block: SAME_RANGE });
  const { tables } = subnetsOf(file, { name, vpc }, (zone) => `10.0.${zone + 1}.0/24`);
  if (!between) return;
  const second = file.add("aws_vpc_ipv4_cidr_block_association", name, { vpc_id: vpc, cidr_block: natRange(client) });
  const nat = subnetsOf(file, { name: `${name}-nat`, vpc }, (zone) => `100.65.${client}.${zone * 16}/28`);
  const gateways = nat.subnets.map((subnet, i) =>
    file.add("aws_nat_gateway", `${name}-${ZONES[i]}`, {
      ...{ subnet_id: subnet, connectivity_type: "private", private_ip: `100.65.${client}.${i * 16 + 4}` },
      depends_on: [second.slice(2, -4)],
    }),
  );
  routesTo(file, name, tables, (i) => ({ destination_cidr_block: HUB_RANGE, nat_gateway_id: gateways[i] }));
  routesTo(file, `${name}-nat`, nat.tables, () => ({
    destination_cidr_block: HUB_RANGE,
    transit_gateway_id: between.gateway,
  }));
  const own = attached(file, name, between.gateway, vpc, nat.subnets);
  const route = (to: string, range: string, attachment: string, table: string) =>
    file.add("aws_ec2_transit_gateway_route", `${name}-${to}`, {
      destination_cidr_block: range,
      ...{ transit_gateway_attachment_id: attachment, transit_gateway_route_table_id: table },
    });
  route("to-hub", HUB_RANGE, between.hubAttachment, own.table);
  route("from-hub", natRange(client), own.attachment, between.hubTable);
}

/** A web VPC with its servers. @returns its tables, for the way back to the hub */
function addWeb(file: NetworkFile, web: number, services: number): { vpc: string; tables: string[]; group: string } {
  const name = `web${web}`;
  const vpc = file.add("aws_vpc", name, { cidr_block: SAME_RANGE });
  const { subnets, tables } = subnetsOf(file, { name, vpc }, (zone) => `10.0.${zone + 1}.0/24`);
  const group = file.add("aws_security_group", name, { vpc_id: vpc });
  file.add("aws_vpc_security_group_egress_rule", name, { security_group_id: group, ...ANY });
  for (let service = 0; service < services; service++)
    targetsOf(service).forEach((address, i) =>
      file.add("aws_instance", `${name}-${service}-${ZONES[i]}`, {
        ...{ ami: "ami-0", instance_type: "t3.micro", subnet_id: subnets[i], private_ip: address },
        vpc_security_group_ids: [group],
      }),
    );
  return { vpc, tables, group };
}

/** The hub's load balancers for one web VPC, and the peering to it. */
function addLeg(
  file: NetworkFile,
  { hub, gateway }: Middle,
  leg: { readonly web: number; readonly vpc: string; readonly tables: readonly string[]; readonly group: string },
  { clients, services }: HubSize,
): void {
  const name = `leg${leg.web}`;
  const own = subnetsOf(file, { name, vpc: hub }, (zone) => `100.64.${leg.web}.${zone * 64}/26`);
  const peering = file.add("aws_vpc_peering_connection", name, {
    ...{ vpc_id: hub, peer_vpc_id: leg.vpc, auto_accept: true },
  });
  routesTo(file, `${name}-web`, own.tables, () => ({
    destination_cidr_block: SAME_RANGE,
    vpc_peering_connection_id: peering,
  }));
  routesTo(file, `${name}-clients`, own.tables, () => ({
    destination_cidr_block: NAT_RANGES,
    transit_gateway_id: gateway,
  }));
  const range = `100.64.${leg.web}.0/25`;
  routesTo(file, `${name}-back`, leg.tables, () => ({
    destination_cidr_block: range,
    vpc_peering_connection_id: peering,
  }));
  const tcp = (port: number, cidr: string) => ({
    ...{ ip_protocol: "tcp", from_port: port, to_port: port, cidr_ipv4: cidr },
  });
  file.add("aws_vpc_security_group_ingress_rule", name, { security_group_id: leg.group, ...tcp(TARGET_PORT, range) });
  const group = file.add("aws_security_group", name, { vpc_id: hub });
  file.add("aws_vpc_security_group_egress_rule", name, { security_group_id: group, ...tcp(TARGET_PORT, SAME_RANGE) });
  const ports = [HTTP_PORT, ...tcpServices(services).map(portOf)];
  for (let client = 0; client < clients; client++)
    for (const port of ports)
      file.add("aws_vpc_security_group_ingress_rule", `${name}-${client}-${port}`, {
        ...{ security_group_id: group, ...tcp(port, natRange(client)) },
      });
  addBalancers(file, { name, hub, group, subnets: own.subnets }, services);
}

const all = (services: number): number[] => Array.from({ length: services }, (_, i) => i);
const httpServices = (services: number): number[] => all(services).filter((i) => i % 2 === 0);
const tcpServices = (services: number): number[] => all(services).filter((i) => i % 2 === 1);
const portOf = (service: number): number => FIRST_TCP_PORT + service;

interface LegParts {
  readonly name: string;
  readonly hub: string;
  readonly group: string;
  readonly subnets: readonly string[];
}

function addBalancers(file: NetworkFile, { name, hub, group, subnets }: LegParts, services: number): void {
  const common = { internal: true, subnets, security_groups: [group] };
  const http = file.add("aws_lb", `${name}-http`, { load_balancer_type: "application", ...common });
  const tcp = file.add("aws_lb", `${name}-tcp`, {
    ...{ load_balancer_type: "network", enable_cross_zone_load_balancing: true, ...common },
  });
  const targetGroup = (service: number, protocol: string): string => {
    const own = `${name}-${service}`;
    const id = file.add("aws_lb_target_group", own, {
      ...{ vpc_id: hub, target_type: "ip", protocol, port: TARGET_PORT },
      ...(protocol === "TCP" && { preserve_client_ip: "false" }),
    });
    targetsOf(service).forEach((address, i) =>
      file.add("aws_lb_target_group_attachment", `${own}-${ZONES[i]}`, {
        ...{ target_group_arn: id, target_id: address, availability_zone: "all" },
      }),
    );
    return id;
  };
  const listener = file.add("aws_lb_listener", `${name}-http`, {
    ...{ load_balancer_arn: http, port: HTTP_PORT, protocol: "HTTP" },
    default_action: { type: "fixed-response", fixed_response: { content_type: "text/plain", status_code: "404" } },
  });
  for (const service of httpServices(services))
    file.add("aws_lb_listener_rule", `${name}-${service}`, {
      ...{ listener_arn: listener, priority: service + 1 },
      condition: [{ host_header: { values: [`s${service}.example.com`] } }],
      action: [{ type: "forward", target_group_arn: targetGroup(service, "HTTP") }],
    });
  for (const service of tcpServices(services))
    file.add("aws_lb_listener", `${name}-${service}`, {
      ...{ load_balancer_arn: tcp, port: portOf(service), protocol: "TCP" },
      default_action: { type: "forward", target_group_arn: targetGroup(service, "TCP") },
    });
}

/**
 * VPCs that all have one range: clients come by NAT gateways and a transit gateway to a hub, whose load balancers reach
 * each web VPC by a peering of its own.
 * @param isConnected false: the same clients and web VPCs, without hub and all that leads there
 */
export function overlappingHub(size: HubSize, isConnected = true): NetworkFile {
  const file = new NetworkFile();
  const between = isConnected ? middle(file) : undefined;
  for (let client = 0; client < size.clients; client++) addClient(file, client, between);
  for (let web = 0; web < size.webs; web++) {
    const made = addWeb(file, web, size.services);
    if (between) addLeg(file, between, { web, ...made }, size);
  }
  return file;
}

/** A line of `overlap trace --questions`. */
export interface HubQuestion {
  readonly from: string;
  readonly to: string;
}

/**
 * Each client subnet to each listener, over all nodes and on to the targets; each load balancer to each of its targets; and
 * each subnet of clients and web servers to every other.
 */
export function questionsOf({ clients, webs, services }: HubSize): HubQuestion[] {
  const subnetsNamed = (kind: string, count: number): string[] =>
    all(count).flatMap((i) => ZONES.map((zone) => `aws_subnet.${kind}${i}-${zone}`));
  const clientSubnets = subnetsNamed("client", clients);
  const ends = [...clientSubnets, ...subnetsNamed("web", webs)];
  const [http, tcp] = [httpServices(services), tcpServices(services)];
  const toListeners = all(webs).flatMap((web) => [
    `aws_lb.leg${web}-http:${HTTP_PORT}`,
    ...tcp.map((service) => `aws_lb.leg${web}-tcp:${portOf(service)}`),
  ]);
  const toTargets = (web: number, kind: string, own: readonly number[]): HubQuestion[] =>
    own.flatMap(targetsOf).map((address) => ({ from: `aws_lb.leg${web}-${kind}`, to: `${address}:${TARGET_PORT}` }));
  return [
    ...clientSubnets.flatMap((from) => toListeners.map((to) => ({ from, to }))),
    ...all(webs).flatMap((web) => [...toTargets(web, "http", http), ...toTargets(web, "tcp", tcp)]),
    ...ends.flatMap((from) => ends.flatMap((to) => (from === to ? [] : [{ from, to }]))),
  ];
}
