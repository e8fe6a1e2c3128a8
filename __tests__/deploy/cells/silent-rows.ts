import { attributeOf, idOf, of, type Place, type Row, sharedName } from "./cell";
import { inlineRoute, local, merged, openGroup, subnet, table } from "./parts";
import { spoke, spokes, toPeering, toServer } from "./route-rows";
import { type Resources } from "../../review/plans/base-network";

/** A peered VPC a cell, in which everything leads to the server. */
const joined = (place: Place): Resources =>
  merged(spoke(place), {
    aws_default_route_table: {
      [place.own()]: {
        default_route_table_id: attributeOf("aws_vpc", place.own(), "default_route_table_id"),
        route: [{ ...inlineRoute("10.1.0.0/16", toPeering(place.own())), instance_id: "" }],
      },
    },
  });

/** An interface endpoint a cell, in the cell's own VPC. */
const withEndpoint = (place: Place, more: object): Resources =>
  merged(joined(place), openGroup(place.own(), place.own()), {
    aws_vpc_endpoint: {
      [place.own()]: {
        vpc_id: idOf("aws_vpc", place.own()),
        service_name: "com.amazonaws.us-east-1.ec2",
        vpc_endpoint_type: "Interface",
        ...more,
      },
    },
  });

const SAME = { with: "ALLOWED", without: "ALLOWED" } as const;

/** Children of endpoints, gateways, ranges and scaling groups; most leave the question as it is and may not disturb it. */
export const SILENT_ROWS: readonly Row[] = [
  {
    name: "endpoint-table",
    parent: "aws_vpc_endpoint",
    child: "aws_vpc_endpoint_route_table_association",
    shared: spokes,
    own: (place) =>
      merged(joined(place), table(place.own("other"), place.own()), {
        aws_vpc_endpoint: {
          [place.own()]: { vpc_id: idOf("aws_vpc", place.own()), service_name: "com.amazonaws.us-east-1.s3" },
        },
      }),
    body: (place) => ({
      vpc_endpoint_id: idOf("aws_vpc_endpoint", place.own()),
      route_table_id: idOf("aws_default_route_table", place.own()),
    }),
    replaced: (place) => ({
      vpc_endpoint_id: idOf("aws_vpc_endpoint", place.own()),
      route_table_id: idOf("aws_route_table", place.own("other")),
    }),
    ask: toServer,
    expected: SAME,
  },
  {
    name: "endpoint-subnet",
    parent: "aws_vpc_endpoint",
    child: "aws_vpc_endpoint_subnet_association",
    shared: spokes,
    own: (place) =>
      merged(
        withEndpoint(place, { security_group_ids: [idOf("aws_security_group", place.own())] }),
        subnet(place.own("endpoint"), place.own(), `10.${place.n}.1.0/24`),
      ),
    body: (place) => ({
      vpc_endpoint_id: idOf("aws_vpc_endpoint", place.own()),
      subnet_id: idOf("aws_subnet", place.own("endpoint")),
    }),
    actions: ["create", "destroy", "move", "forget"],
    ask: toServer,
    expected: SAME,
  },
  {
    name: "endpoint-group",
    parent: "aws_vpc_endpoint",
    child: "aws_vpc_endpoint_security_group_association",
    note: "Besides it the endpoint has the VPC's default group, which admits its own members only.",
    shared: spokes,
    own: (place) => withEndpoint(place, { subnet_ids: [idOf("aws_subnet", place.own())] }),
    body: (place) => ({
      vpc_endpoint_id: idOf("aws_vpc_endpoint", place.own()),
      security_group_id: idOf("aws_security_group", place.own()),
    }),
    actions: ["create", "destroy", "move", "forget"],
    ask: (place) => [of("aws_subnet", place.own()), of("aws_vpc_endpoint", place.own())],
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "vpn-gateway",
    parent: "aws_vpn_gateway",
    child: "aws_vpn_gateway_attachment",
    shared: spokes,
    own: (place) => merged(joined(place), { aws_vpn_gateway: { [place.own()]: {} } }),
    body: (place) => ({
      vpn_gateway_id: idOf("aws_vpn_gateway", place.own()),
      vpc_id: idOf("aws_vpc", place.own()),
    }),
    actions: ["create", "destroy", "move", "forget"],
    ask: toServer,
    expected: SAME,
  },
  {
    name: "range",
    parent: "aws_vpc",
    child: "aws_vpc_ipv4_cidr_block_association",
    shared: spokes,
    own: joined,
    body: (place) => ({ vpc_id: idOf("aws_vpc", place.own()), cidr_block: `10.${place.n + 100}.0.0/16` }),
    replaced: (place) => ({ vpc_id: idOf("aws_vpc", place.own()), cidr_block: `10.${place.n + 200}.0.0/16` }),
    ask: toServer,
    expected: SAME,
  },
  {
    name: "default-vpn-propagation",
    parent: "aws_default_route_table",
    child: "aws_vpn_gateway_route_propagation",
    note: "What the gateway propagates is nowhere in Terraform's JSON, so nothing beyond the VPC is certain with it.",
    shared: spokes,
    own: (place) =>
      merged(spoke(place), {
        aws_default_route_table: {
          [place.own()]: {
            default_route_table_id: attributeOf("aws_vpc", place.own(), "default_route_table_id"),
            // Without this, the table's own resource takes off what it does not list.
            lifecycle: { ignore_changes: ["propagating_vgws"] },
          },
        },
        aws_vpn_gateway: { [place.own()]: { vpc_id: idOf("aws_vpc", place.own()) } },
      }),
    body: (place) => ({
      route_table_id: idOf("aws_default_route_table", place.own()),
      vpn_gateway_id: idOf("aws_vpn_gateway", place.own()),
    }),
    ask: toServer,
    expected: { with: "UNKNOWN", without: "DENIED" },
  },
  {
    name: "scaled",
    parent: "aws_autoscaling_group",
    child: "aws_autoscaling_attachment",
    note: "Which addresses the group's instances get is nowhere in Terraform's JSON.",
    shared: (row) =>
      merged(local(row), {
        aws_launch_template: {
          [sharedName(row, "hosts")]: { image_id: "ami-0123456789abcdef0", instance_type: "t3.micro" },
        },
      }),
    own: (place) => scaled(place),
    body: (place) => ({
      autoscaling_group_name: attributeOf("aws_autoscaling_group", place.own(), "name"),
      lb_target_group_arn: attributeOf("aws_lb_target_group", place.own(), "arn"),
    }),
    actions: ["create", "destroy", "move", "forget"],
    ask: (place) => [of("aws_subnet", place.shared("clients")), of("aws_lb", place.own())],
    expected: { with: "UNKNOWN", without: "DENIED" },
  },
];

/** A load balancer whose target group has no targets but those that a scaling group registers. */
function scaled(place: Place): Resources {
  const name = `${place.row}-${place.action}`;
  const subnets = [idOf("aws_subnet", place.shared("servers")), idOf("aws_subnet", place.own())];
  const group = attributeOf("aws_lb_target_group", place.own(), "arn");
  const template = { id: idOf("aws_launch_template", place.shared("hosts")), version: "1" };
  return merged(subnet(place.own(), place.shared("near"), `10.0.${place.n}.0/24`, "b"), {
    aws_lb: {
      [place.own()]: {
        ...{ name, internal: true, load_balancer_type: "application", subnets },
        security_groups: [idOf("aws_security_group", place.shared("open"))],
      },
    },
    aws_lb_target_group: {
      [place.own()]: { name, port: 80, protocol: "HTTP", vpc_id: idOf("aws_vpc", place.shared("near")) },
    },
    aws_lb_listener: {
      [place.own()]: {
        load_balancer_arn: attributeOf("aws_lb", place.own(), "arn"),
        ...{ port: 80, protocol: "HTTP", default_action: [{ type: "forward", target_group_arn: group }] },
      },
    },
    aws_autoscaling_group: {
      [place.own()]: {
        ...{ name, min_size: 0, max_size: 0, vpc_zone_identifier: [subnets[0]], launch_template: [template] },
        ...{ wait_for_capacity_timeout: "0", lifecycle: { ignore_changes: ["target_group_arns"] } },
      },
    },
  });
}
