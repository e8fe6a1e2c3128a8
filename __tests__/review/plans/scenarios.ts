import {
  attachment,
  BASE,
  group,
  host,
  id,
  ingress,
  together,
  transitGatewayRoute,
  transitRoute,
} from "./base-network";
import { base, withNat, NAT, rule, inlineGroup, natsOver, balancer, served } from "./changed-parts";
import { type Scenario } from "./scenario";
import { counted, keyed } from "./spokes";

export const SCENARIOS: readonly Scenario[] = [
  { name: "new-network", after: base() },
  { name: "nothing-changes", before: base(), after: base() },
  { name: "everything-destroyed", before: base(), after: {} },
  {
    name: "nat-gateway-replaced",
    before: base(),
    after: base(
      withNat("app", { ...NAT, private_ip: "10.1.1.11" }),
      ingress("database-from-nat", "database", 5432, "10.1.1.11/32"),
    ),
  },
  {
    name: "nat-gateway-replaced-create-first",
    before: base(
      withNat("app", { connectivity_type: "private", subnet_id: id("aws_subnet.nat") }),
      ingress("database-from-nat", "database", 5432, "10.1.0.0/16"),
    ),
    after: base(
      withNat("app", {
        connectivity_type: "private",
        subnet_id: id("aws_subnet.public"),
        lifecycle: { create_before_destroy: true },
      }),
      ingress("database-from-nat", "database", 5432, "10.1.0.0/16"),
      transitGatewayRoute("public-to-db", "public", "10.2.0.0/16", "app"),
    ),
  },
  {
    name: "nat-gateway-secondary-count",
    before: base(withNat("app", { ...NAT, secondary_private_ip_address_count: 1 })),
    after: base(withNat("app", { ...NAT, secondary_private_ip_address_count: 2 })),
  },
  {
    name: "nat-gateways-over-count",
    known: {
      "aws_nat_gateway.zone[0]": { subnet_id: "aws_subnet.nat" },
      "aws_nat_gateway.zone[1]": { subnet_id: "aws_subnet.public" },
      "aws_route.app-to-db": { nat_gateway_id: "aws_nat_gateway.zone[0]" },
    },
    before: base(natsOver(["nat", "public"]), ingress("database-from-nat", "database", 5432, "10.1.0.0/16")),
    after: base(natsOver(["public"]), ingress("database-from-nat", "database", 5432, "10.1.0.0/16")),
  },
  { name: "route-removed", before: base(), after: base({ aws_route: { "app-to-db": null } }) },
  {
    name: "route-past-the-nat-gateway",
    before: base(ingress("database-from-app", "database", 6432, "10.1.0.0/16")),
    after: base(
      ingress("database-from-app", "database", 6432, "10.1.0.0/16"),
      transitGatewayRoute("app-to-db", "app", "10.2.0.0/16", "app"),
    ),
  },
  {
    name: "security-group-opened-too-far",
    before: base(),
    after: base(ingress("database-from-nat", "database", 5432, "10.0.0.0/8"), {
      aws_vpc_security_group_ingress_rule: {
        "web-from-everywhere": {
          ...ingress("x", "web", 443, "0.0.0.0/0").aws_vpc_security_group_ingress_rule!.x,
          from_port: 0,
          to_port: 65535,
        },
      },
    }),
  },
  {
    name: "inline-rules-changed",
    before: base(inlineGroup(rule(5432, "10.1.1.10/32"), rule(22, "10.1.0.0/16"))),
    after: base(inlineGroup({ ...rule(5432, "10.1.1.10/32"), description: "clients" }, rule(22, "10.1.0.0/24"))),
  },
  {
    name: "renamed-with-moved-blocks",
    before: base(),
    after: {
      ...base(
        {
          aws_instance: { client: null, caller: BASE.aws_instance!.client! },
          aws_nat_gateway: { app: null, bridge: NAT },
        },
        {
          aws_route: {
            "app-to-db": { ...BASE.aws_route!["app-to-db"]!, nat_gateway_id: id("aws_nat_gateway.bridge") },
          },
        },
      ),
      moved: [
        { from: "aws_instance.client", to: "aws_instance.caller" },
        { from: "aws_nat_gateway.app", to: "aws_nat_gateway.bridge" },
      ],
    },
  },
  {
    name: "network-acl-added",
    before: base(),
    after: base({
      aws_network_acl: {
        db: {
          vpc_id: id("aws_vpc.db"),
          subnet_ids: [id("aws_subnet.db")],
          ingress: [
            {
              rule_no: 100,
              action: "allow",
              protocol: "tcp",
              from_port: 5432,
              to_port: 5432,
              cidr_block: "10.1.1.0/24",
              icmp_code: 0,
              icmp_type: 0,
              ipv6_cidr_block: null,
            },
          ],
          egress: [
            {
              rule_no: 100,
              action: "allow",
              protocol: "tcp",
              from_port: 32768,
              to_port: 65535,
              cidr_block: "10.1.1.0/24",
              icmp_code: 0,
              icmp_type: 0,
              ipv6_cidr_block: null,
            },
          ],
        },
      },
    }),
  },
  {
    name: "rule-known-after-apply",
    before: base(),
    after: base(
      { aws_eip: { office: {} } },
      ingress("database-from-office", "database", 5432, "${aws_eip.office.public_ip}/32"),
    ),
  },
  { name: "module-count-grows", before: counted(2), after: counted(3) },
  {
    name: "module-key-removed",
    before: keyed({ "team/red": "10.1.0.0/16", "team.blue": "10.2.0.0/16", "the greens": "10.3.0.0/16" }),
    after: keyed({ "team/red": "10.1.0.0/16", "team.blue": "10.2.0.0/16" }),
  },
  {
    name: "default-tables-switched-on",
    before: base(),
    after: base({
      aws_ec2_transit_gateway: {
        hub: { default_route_table_association: "disable", default_route_table_propagation: "enable" },
      },
      aws_ec2_transit_gateway_route_table_propagation: {
        app: {
          transit_gateway_attachment_id: id("aws_ec2_transit_gateway_vpc_attachment.app"),
          transit_gateway_route_table_id: id("aws_ec2_transit_gateway_route_table.hub"),
        },
      },
    }),
  },
  {
    name: "association-recreated-under-another-name",
    before: base(),
    after: base({
      aws_ec2_transit_gateway_route_table_association: {
        app: null,
        application: BASE.aws_ec2_transit_gateway_route_table_association!.app!,
      },
    }),
  },
  {
    name: "inline-route-beside-routes",
    before: base(),
    after: base({
      aws_route_table: {
        db: {
          vpc_id: id("aws_vpc.db"),
          route: [
            {
              ...{
                cidr_block: "10.9.0.0/16",
                transit_gateway_id: id("aws_ec2_transit_gateway.hub"),
                carrier_gateway_id: "",
                core_network_arn: "",
              },
              ...{
                destination_prefix_list_id: "",
                egress_only_gateway_id: "",
                gateway_id: "",
                ipv6_cidr_block: null,
                local_gateway_id: "",
              },
              ...{ nat_gateway_id: "", network_interface_id: "", vpc_endpoint_id: "", vpc_peering_connection_id: "" },
            },
          ],
        },
      },
    }),
  },
  {
    name: "attachment-id-for-the-gateway",
    before: base(),
    after: base({
      aws_route: {
        "app-to-other": {
          route_table_id: id("aws_route_table.app"),
          destination_cidr_block: "10.9.0.0/16",
          transit_gateway_id: id("aws_ec2_transit_gateway_vpc_attachment.app"),
        },
      },
    }),
  },
  {
    name: "vpc-attached",
    before: base(),
    after: base(
      {
        aws_vpc: { new: { cidr_block: "10.3.0.0/16" } },
        aws_subnet: { new: { vpc_id: id("aws_vpc.new"), cidr_block: "10.3.0.0/24", availability_zone: "eu-west-1a" } },
        aws_route_table: { new: { vpc_id: id("aws_vpc.new") } },
        aws_route_table_association: {
          new: { subnet_id: id("aws_subnet.new"), route_table_id: id("aws_route_table.new") },
        },
        aws_route: {
          "new-to-db": {
            route_table_id: id("aws_route_table.new"),
            destination_cidr_block: "10.2.0.0/16",
            transit_gateway_id: id("aws_ec2_transit_gateway.hub"),
          },
        },
      },
      attachment("new", "new"),
      transitRoute("to-new", "10.3.0.0/16", "new"),
      transitGatewayRoute("db-to-new", "db", "10.3.0.0/16", "db"),
      ingress("database-from-new", "database", 5432, "10.3.0.0/16"),
      group("job", "new"),
      host("job", "new", "10.3.0.10"),
    ),
  },
  {
    name: "subnet-gets-another-table",
    before: base(),
    after: base({
      aws_route_table_association: {
        app: { subnet_id: id("aws_subnet.app"), route_table_id: id("aws_route_table.public") },
      },
    }),
  },
  {
    name: "no-network",
    before: {
      resource: {
        aws_s3_bucket: { logs: { bucket: "logs" } },
        aws_iam_role: { app: { name: "app", assume_role_policy: "{}" } },
      },
    },
    after: {
      variable: { password: { type: "string", default: "correct horse battery staple", sensitive: true } },
      resource: {
        aws_s3_bucket: { logs: { bucket: "other-logs" } },
        aws_ssm_parameter: { password: { name: "password", type: "SecureString", value: "${var.password}" } },
      },
    },
  },
  {
    name: "resource-forgotten",
    before: base(),
    after: {
      ...base({ aws_internet_gateway: { app: null }, aws_route: { "public-to-internet": null } }),
      removed: [{ from: "aws_internet_gateway.app", lifecycle: { destroy: false } }],
    },
  },
  {
    name: "target-moved",
    before: { resource: served },
    after: { resource: together(served, balancer(8080, "10.1.2.11")) },
  },
  {
    name: "sensitive-ranges",
    before: base(),
    after: {
      ...base(ingress("database-from-nat", "database", 5432, "${var.partner}")),
      variable: { partner: { type: "string", default: "10.1.0.0/17", sensitive: true } },
    },
  },
  {
    name: "range-of-a-vpc-changed",
    before: base(),
    after: base({
      aws_vpc: { db: { cidr_block: "10.4.0.0/16" } },
      aws_subnet: { db: { ...BASE.aws_subnet!.db!, cidr_block: "10.4.0.0/24" } },
      aws_instance: { database: { ...BASE.aws_instance!.database!, private_ip: "10.4.0.10" } },
    }),
  },
];
