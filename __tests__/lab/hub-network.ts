import { ALL_IN, ALL_OUT, INSTANCE } from "../support/asked";
import { id, type Resources } from "../support/networks";

const ZONES = ["a", "b"];
const open = (vpc: string): object => ({ vpc_id: id(`aws_vpc.${vpc}`), ingress: [ALL_IN], egress: [ALL_OUT] });
const subnet = (vpc: string, cidr: string, zone: string): object => ({
  vpc_id: id(`aws_vpc.${vpc}`),
  cidr_block: cidr,
  availability_zone: `us-east-1${zone}`,
});
const host = (subnetName: string, ip: string, group: string): object => ({
  ...INSTANCE,
  subnet_id: id(`aws_subnet.${subnetName}`),
  private_ip: ip,
  vpc_security_group_ids: [id(`aws_security_group.${group}`)],
});
const associated = (name: string, table = name): object => ({
  subnet_id: id(`aws_subnet.${name}`),
  route_table_id: id(`aws_route_table.${table}`),
});

/** How a service is spoken to, and how its server is. */
export interface Service {
  readonly listener: "TCP" | "TLS";
  readonly group: "TCP" | "TLS";
  readonly port: number;
  readonly health?: object;
}

const CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/1";

/** Load balancers of one web side, with the services that they listen for. */
function balancing(web: string, services: Readonly<Record<string, Service>>): Resources[] {
  return Object.entries(services).map(([name, { listener, group, port, health }]) => ({
    aws_lb_target_group: {
      [`${web}-${name}`]: {
        vpc_id: id("aws_vpc.hub"),
        target_type: "ip",
        protocol: group,
        port,
        preserve_client_ip: "false",
        ...(health && { health_check: health }),
      },
    },
    aws_lb_target_group_attachment: {
      [`${web}-${name}`]: {
        target_group_arn: `\${aws_lb_target_group.${web}-${name}.arn}`,
        target_id: "10.0.1.10",
        availability_zone: "all",
      },
    },
    aws_lb_listener: {
      [`${web}-${name}`]: {
        load_balancer_arn: `\${aws_lb.${web}.arn}`,
        port,
        protocol: listener,
        ...(listener === "TLS" && { certificate_arn: CERTIFICATE }),
        default_action: { type: "forward", target_group_arn: `\${aws_lb_target_group.${web}-${name}.arn}` },
      },
    },
  }));
}

/** A web VPC, always 10.0.0.0/16 with one host 10.0.1.10, peered with the hub, which has subnets of its own for it. */
function webSide(web: string, place: number, services: Readonly<Record<string, Service>>): Resources[] {
  const fronts = ZONES.map((zone, i) => ({
    [`hub-${web}-${zone}`]: subnet("hub", `100.64.${8 + place}.${16 * i}/28`, zone),
  }));
  const peering = { vpc_peering_connection_id: id(`aws_vpc_peering_connection.${web}`) };
  return [
    {
      aws_vpc: { [web]: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: Object.assign({ [web]: subnet(web, "10.0.1.0/24", "a") }, ...fronts) as Record<string, object>,
      aws_security_group: { [web]: open(web) },
      aws_instance: { [web]: host(web, "10.0.1.10", web) },
      aws_vpc_peering_connection: {
        [web]: { vpc_id: id("aws_vpc.hub"), peer_vpc_id: id(`aws_vpc.${web}`), auto_accept: true },
      },
      aws_route_table: {
        [web]: { vpc_id: id(`aws_vpc.${web}`), route: [{ cidr_block: `100.64.${8 + place}.0/24`, ...peering }] },
        [`hub-${web}`]: {
          vpc_id: id("aws_vpc.hub"),
          route: [{ cidr_block: "10.0.0.0/16", ...peering }, ...toClients],
        },
      },
      aws_route_table_association: Object.assign(
        { [web]: associated(web) },
        ...ZONES.map((zone) => ({ [`hub-${web}-${zone}`]: associated(`hub-${web}-${zone}`, `hub-${web}`) })),
      ) as Record<string, object>,
      aws_lb: {
        [web]: {
          load_balancer_type: "network",
          internal: true,
          enable_cross_zone_load_balancing: true,
          subnets: ZONES.map((zone) => id(`aws_subnet.hub-${web}-${zone}`)),
          security_groups: [id("aws_security_group.hub")],
        },
      },
    },
    ...balancing(web, services),
  ];
}

const TRANSIT = "aws_ec2_transit_gateway";
const gateway = { transit_gateway_id: id(`${TRANSIT}.t`) };
/** All clients' own addresses, as the hub sees them. */
const toClients = [{ cidr_block: "100.65.0.0/16", ...gateway }];
const attachment = (vpc: string, ...on: string[]): object => ({
  ...gateway,
  vpc_id: id(`aws_vpc.${vpc}`),
  subnet_ids: on.map((name) => id(`aws_subnet.${name}`)),
});

/** A client VPC, always 10.0.0.0/16 with one host 10.0.1.10, which leaves by a private NAT gateway of its own range. */
function clientSide(client: string, place: number): Resources {
  return {
    aws_vpc: { [client]: { cidr_block: "10.0.0.0/16" } },
    aws_vpc_ipv4_cidr_block_association: {
      [client]: { vpc_id: id(`aws_vpc.${client}`), cidr_block: `100.65.${place}.0/26` },
    },
    aws_subnet: {
      [client]: subnet(client, "10.0.1.0/24", "a"),
      [`${client}-nat`]: subnet(client, `100.65.${place}.0/28`, "a"),
    },
    aws_security_group: { [client]: open(client) },
    aws_instance: { [client]: host(client, "10.0.1.10", client) },
    aws_nat_gateway: { [client]: { connectivity_type: "private", subnet_id: id(`aws_subnet.${client}-nat`) } },
    aws_route_table: {
      [client]: {
        vpc_id: id(`aws_vpc.${client}`),
        route: [{ cidr_block: "100.64.0.0/16", nat_gateway_id: id(`aws_nat_gateway.${client}`) }],
      },
      [`${client}-nat`]: { vpc_id: id(`aws_vpc.${client}`), route: [{ cidr_block: "100.64.0.0/16", ...gateway }] },
    },
    aws_route_table_association: { [client]: associated(client), [`${client}-nat`]: associated(`${client}-nat`) },
    [`${TRANSIT}_vpc_attachment`]: { [client]: attachment(client, `${client}-nat`) },
  };
}

function merged(parts: readonly Resources[]): Resources {
  const all: Record<string, Record<string, object>> = {};
  for (const part of parts) for (const [type, named] of Object.entries(part)) all[type] = { ...all[type], ...named };
  return all;
}

/**
 * A hub between client and web VPCs that all have one and the same range, with hosts of one and the same address.
 * @param clients how many client VPCs: client-1, ...
 * @param webs each web side's services
 */
export function hubNetwork(
  clients: number,
  webs: Readonly<Record<string, Readonly<Record<string, Service>>>>,
): Resources {
  return merged([
    {
      aws_vpc: { hub: { cidr_block: "100.64.0.0/16" } },
      aws_subnet: Object.fromEntries(
        ZONES.map((zone, i) => [`hub-attachment-${zone}`, subnet("hub", `100.64.0.${16 * i}/28`, zone)]),
      ),
      aws_security_group: { hub: open("hub") },
      [TRANSIT]: { t: {} },
      [`${TRANSIT}_vpc_attachment`]: {
        hub: attachment("hub", ...ZONES.map((zone) => `hub-attachment-${zone}`)),
      },
    },
    ...Array.from({ length: clients }, (_, i) => clientSide(`client-${i + 1}`, i)),
    ...Object.entries(webs).flatMap(([web, services], i) => webSide(web, i, services)),
  ]);
}
