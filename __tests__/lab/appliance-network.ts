import { applianceScript, type ApplianceScriptProps } from "../../src/constructs/appliance-script";
import { ALL_IN, ALL_OUT, INSTANCE } from "../support/asked";
import { id, type Resources } from "../support/networks";

const TRANSIT = "aws_ec2_transit_gateway";

/** What the appliance of these tests maps: the same range on both sides. */
const REAL = "10.64.0.0/24";
export const SEEN_BY_CLIENTS = "100.64.1.0/24";
const SEEN_BY_WEB = "100.64.2.0/24";

export const PROPS: ApplianceScriptProps = {
  inner: { address: "10.0.4.4", router: "10.0.4.1" },
  outer: { address: "10.0.5.4", router: "10.0.5.1" },
  clients: [{ real: REAL, virtual: SEEN_BY_WEB }],
  web: [{ real: REAL, virtual: SEEN_BY_CLIENTS }],
  clientRanges: [REAL],
  clientToWeb: [
    { protocol: "tcp", ports: ["5432"] },
    { protocol: "udp", ports: ["161"] },
    { protocol: "icmp", ports: [] },
  ],
};

/** The same, with one port that the web side may open. */
export const BOTH: ApplianceScriptProps = { ...PROPS, webToClient: [{ protocol: "tcp", ports: ["8443"] }] };

/** Running connections go on over a second machine. */
export const RESUMING: ApplianceScriptProps = { ...PROPS, resumes: true };
export const RESUMING_BOTH: ApplianceScriptProps = { ...BOTH, resumes: true };

const VPC_OF = { clients: "client", inner: "client", outer: "client", attachment: "client", web: "web" } as const;
type Name = keyof typeof VPC_OF;
const CIDRS: Readonly<Record<Name, string>> = {
  clients: REAL,
  inner: "10.0.4.0/28",
  outer: "10.0.5.0/28",
  attachment: "10.0.6.0/28",
  web: REAL,
};
const NAMES = Object.keys(VPC_OF) as Name[];
const each = (make: (name: Name) => object): Record<string, object> =>
  Object.fromEntries(NAMES.map((name) => [name, make(name)]));

const gateway = { transit_gateway_id: id(`${TRANSIT}.t`) };
const ROUTES: Readonly<Record<Name, readonly object[]>> = {
  clients: [{ cidr_block: SEEN_BY_CLIENTS, network_interface_id: id("aws_network_interface.inner") }],
  inner: [],
  outer: [{ cidr_block: REAL, network_interface_id: id("data.aws_network_interface.steer") }],
  attachment: [{ cidr_block: SEEN_BY_WEB, network_interface_id: id("aws_network_interface.outer") }],
  web: [{ cidr_block: SEEN_BY_WEB, ...gateway }],
};

const host = (name: Name, ip: string, more: object = {}): object => ({
  ...INSTANCE,
  subnet_id: id(`aws_subnet.${name}`),
  private_ip: ip,
  vpc_security_group_ids: [id(`aws_security_group.${VPC_OF[name]}`)],
  ...more,
});
const nic = (name: Name, ip: string): object => ({
  subnet_id: id(`aws_subnet.${name}`),
  private_ips: [ip],
  source_dest_check: false,
  security_groups: [id("aws_security_group.client")],
});
const attached = (vpc: string, subnet: Name): object => ({
  ...gateway,
  vpc_id: id(`aws_vpc.${vpc}`),
  subnet_ids: [id(`aws_subnet.${subnet}`)],
  transit_gateway_default_route_table_association: false,
  transit_gateway_default_route_table_propagation: false,
});
const associated = (attachment: string, table: string): object => ({
  transit_gateway_attachment_id: id(`${TRANSIT}_vpc_attachment.${attachment}`),
  transit_gateway_route_table_id: id(`${TRANSIT}_route_table.${table}`),
});

/** Two VPCs with the same range, and between them an instance that runs a script. */
export function applianceNetwork(script: string = applianceScript(PROPS)): { resource: Resources; data: object } {
  const group = (vpc: string): object => ({ vpc_id: id(`aws_vpc.${vpc}`), ingress: [ALL_IN], egress: [ALL_OUT] });
  return {
    resource: {
      aws_vpc: { client: { cidr_block: "10.64.0.0/16" }, web: { cidr_block: "10.64.0.0/16" } },
      aws_vpc_ipv4_cidr_block_association: { bridge: { vpc_id: id("aws_vpc.client"), cidr_block: "10.0.0.0/16" } },
      aws_subnet: each((name) => ({
        vpc_id: id(`aws_vpc.${VPC_OF[name]}`),
        cidr_block: CIDRS[name],
        availability_zone: "us-east-1a",
      })),
      aws_security_group: { client: group("client"), web: group("web") },
      aws_route_table: each((name) => ({ vpc_id: id(`aws_vpc.${VPC_OF[name]}`), route: ROUTES[name] })),
      aws_route_table_association: each((name) => ({
        subnet_id: id(`aws_subnet.${name}`),
        route_table_id: id(`aws_route_table.${name}`),
      })),
      aws_network_interface: { inner: nic("inner", "10.0.4.4"), outer: nic("outer", "10.0.5.4") },
      aws_instance: {
        // The first client has the server's own address.
        client: host("clients", "10.64.0.10"),
        other: host("clients", "10.64.0.20"),
        web: host("web", "10.64.0.10", { source_dest_check: false }),
        appliance: {
          ...INSTANCE,
          user_data: script,
          network_interface: ["inner", "outer"].map((name, device_index) => ({
            device_index,
            network_interface_id: id(`aws_network_interface.${name}`),
          })),
        },
      },
      [TRANSIT]: { t: { default_route_table_association: "disable", default_route_table_propagation: "disable" } },
      [`${TRANSIT}_route_table`]: { client: gateway, web: gateway },
      [`${TRANSIT}_vpc_attachment`]: { client: attached("client", "attachment"), web: attached("web", "web") },
      [`${TRANSIT}_route_table_association`]: {
        client: associated("client", "client"),
        web: associated("web", "web"),
      },
      [`${TRANSIT}_route`]: {
        there: { destination_cidr_block: REAL, ...associated("web", "client") },
        back: { destination_cidr_block: SEEN_BY_WEB, ...associated("client", "web") },
      },
    },
    data: {
      aws_network_interface: {
        steer: {
          filter: [
            {
              name: "description",
              values: [`Network Interface for Transit Gateway Attachment ${id(`${TRANSIT}_vpc_attachment.client`)}`],
            },
            { name: "subnet-id", values: [id("aws_subnet.attachment")] },
          ],
        },
      },
    },
  };
}
