import { SAMPLE } from "../linux-router/sample";
import { ALL_IN, ALL_OUT, INSTANCE } from "./asked";

const ref = (address: string, attribute = "id"): string => `\${${address}.${attribute}}`;

/** What a test may change of the network. */
export interface RouterShape {
  readonly script?: string;
  /** Arguments of the instance; its launch template is left out where they have user data. */
  readonly instance?: object;
  readonly template?: object | "none";
  readonly inner?: object;
  readonly outer?: object;
  /** More resources, by type and name. */
  readonly more?: Readonly<Record<string, object>>;
  /** More routes, or others: a name that is there already is replaced, null takes one away. */
  readonly routes?: Readonly<Record<string, object | null>>;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const ROUTES: Readonly<Record<string, object>> = {
  client_to_virtual: {
    route_table_id: ref("aws_route_table.client"),
    destination_cidr_block: "100.64.1.0/24",
    network_interface_id: ref("aws_network_interface.inner"),
  },
  outer_to_web: {
    route_table_id: ref("aws_route_table.outer"),
    destination_cidr_block: "10.64.0.0/24",
    network_interface_id: ref("data.aws_network_interface.attachment"),
  },
  attachment_to_clients: {
    route_table_id: ref("aws_route_table.attachment"),
    destination_cidr_block: "100.64.2.0/24",
    network_interface_id: ref("aws_network_interface.outer"),
  },
  web_to_clients: {
    route_table_id: ref("aws_route_table.web"),
    destination_cidr_block: "100.64.2.0/24",
    transit_gateway_id: ref("aws_ec2_transit_gateway.t"),
  },
};

const subnet = (vpc: string, cidr: string) => ({
  vpc_id: ref(`aws_vpc.${vpc}`),
  cidr_block: cidr,
  availability_zone: "eu-central-1a",
});

function tables(names: Readonly<Record<string, string>>) {
  const entries = Object.entries(names);
  return {
    aws_route_table: Object.fromEntries(entries.map(([name, vpc]) => [name, { vpc_id: ref(`aws_vpc.${vpc}`) }])),
    aws_route_table_association: Object.fromEntries(
      entries.map(([name]) => [
        name,
        { subnet_id: ref(`aws_subnet.${name}`), route_table_id: ref(`aws_route_table.${name}`) },
      ]),
    ),
  };
}

const TRANSIT = {
  aws_ec2_transit_gateway: {
    t: { default_route_table_association: "disable", default_route_table_propagation: "disable" },
  },
  aws_ec2_transit_gateway_vpc_attachment: Object.fromEntries<object>(
    (
      [
        ["client", "attachment"],
        ["web", "web"],
      ] as const
    ).map(([vpc, name]) => [
      vpc,
      {
        vpc_id: ref(`aws_vpc.${vpc}`),
        subnet_ids: [ref(`aws_subnet.${name}`)],
        transit_gateway_id: ref("aws_ec2_transit_gateway.t"),
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
      },
    ]),
  ),
  aws_ec2_transit_gateway_route_table: {
    client: { transit_gateway_id: ref("aws_ec2_transit_gateway.t") },
    web: { transit_gateway_id: ref("aws_ec2_transit_gateway.t") },
  },
  aws_ec2_transit_gateway_route_table_association: Object.fromEntries(
    ["client", "web"].map((name) => [
      name,
      {
        transit_gateway_attachment_id: ref(`aws_ec2_transit_gateway_vpc_attachment.${name}`),
        transit_gateway_route_table_id: ref(`aws_ec2_transit_gateway_route_table.${name}`),
      },
    ]),
  ),
  aws_ec2_transit_gateway_route: Object.fromEntries<object>(
    (
      [
        ["client", "10.64.0.0/24", "web"],
        ["web", "100.64.2.0/24", "client"],
      ] as const
    ).map(([table, range, to]) => [
      table,
      {
        destination_cidr_block: range,
        transit_gateway_attachment_id: ref(`aws_ec2_transit_gateway_vpc_attachment.${to}`),
        transit_gateway_route_table_id: ref(`aws_ec2_transit_gateway_route_table.${table}`),
      },
    ]),
  ),
};

/** The interface that AWS makes for the client VPC's attachment, as a bridge looks it up. */
const ATTACHMENT_INTERFACE = {
  filter: [
    {
      name: "description",
      values: [
        `Network Interface for Transit Gateway Attachment ${ref("aws_ec2_transit_gateway_vpc_attachment.client")}`,
      ],
    },
    { name: "subnet-id", values: [ref("aws_subnet.attachment")] },
  ],
  depends_on: ["aws_ec2_transit_gateway_vpc_attachment.client"],
};

function instanceOf({ instance, template, script = SAMPLE }: RouterShape) {
  const isOwn = template === "none";
  return {
    ...(!isOwn && { aws_launch_template: { router: { user_data: base64(script), ...template } } }),
    aws_instance: {
      router: {
        ...INSTANCE,
        network_interface: [
          { device_index: 0, network_interface_id: ref("aws_network_interface.inner") },
          { device_index: 1, network_interface_id: ref("aws_network_interface.outer") },
        ],
        ...(!isOwn && {
          launch_template: [
            { id: ref("aws_launch_template.router"), version: ref("aws_launch_template.router", "latest_version") },
          ],
        }),
        ...instance,
      },
    },
  };
}

/** Two VPCs with equal ranges, and between them an instance that translates whole prefixes, as resources of a configuration. */
export function routerNetwork(shape: RouterShape = {}) {
  const nic = (name: string, ip: string, more: object = {}) => ({
    subnet_id: ref(`aws_subnet.${name}`),
    private_ips: [ip],
    source_dest_check: false,
    security_groups: [ref("aws_security_group.client")],
    ...more,
  });
  const host = (name: string, ip: string) => ({
    subnet_id: ref(`aws_subnet.${name}`),
    private_ips: [ip],
    security_groups: [ref(`aws_security_group.${name}`)],
  });
  const routes = Object.entries({ ...ROUTES, ...shape.routes }).filter(([, route]) => route !== null);
  const own: Record<string, object> = {
    aws_vpc: { client: { cidr_block: "10.64.0.0/16" }, web: { cidr_block: "10.64.0.0/16" } },
    aws_vpc_ipv4_cidr_block_association: {
      bridge: { vpc_id: ref("aws_vpc.client"), cidr_block: "10.0.0.0/16" },
    },
    aws_subnet: {
      client: subnet("client", "10.64.0.0/24"),
      inner: subnet("client", "10.0.4.0/28"),
      outer: subnet("client", "10.0.5.0/28"),
      attachment: subnet("client", "10.0.6.0/28"),
      web: subnet("web", "10.64.0.0/24"),
    },
    ...tables({ client: "client", inner: "client", outer: "client", attachment: "client", web: "web" }),
    ...TRANSIT,
    aws_route: Object.fromEntries(routes),
    aws_security_group: {
      ...Object.fromEntries(
        ["client", "web"].map((vpc) => [vpc, { vpc_id: ref(`aws_vpc.${vpc}`), ingress: [ALL_IN], egress: [ALL_OUT] }]),
      ),
      shut: { vpc_id: ref("aws_vpc.client") },
    },
    aws_network_interface: {
      client: host("client", "10.64.0.20"),
      web: host("web", "10.64.0.10"),
      inner: nic("inner", "10.0.4.4", shape.inner),
      outer: nic("outer", "10.0.5.4", shape.outer),
    },
    ...instanceOf(shape),
  };
  for (const [type, named] of Object.entries(shape.more ?? {})) own[type] = { ...own[type], ...named };
  return { resource: own, data: { aws_network_interface: { attachment: ATTACHMENT_INTERFACE } } };
}
