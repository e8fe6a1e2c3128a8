import { attributeOf, idOf, of, type Place, type Row, sharedName } from "./cell";
import { inlineRoute, inlineRule, instance, local, merged, openGroup, host, peering, subnet, vpc } from "./parts";
import { spoke, spokes, toPeering, toServer } from "./route-rows";
import { type Resources } from "../../review/plans/base-network";

const ACTIONS = ["create", "destroy", "move", "forget"] as const;

/** A VPC a cell with a server, in front of which stand only the VPC's own ACL and group. */
function plain(place: Place): Resources {
  return merged(
    vpc(place.own(), "10.0.0.0/16"),
    subnet(place.own("servers"), place.own(), "10.0.0.0/24"),
    subnet(place.own("clients"), place.own(), "10.0.1.0/24"),
  );
}

const toOwnServer = (place: Place) =>
  [of("aws_subnet", place.own("clients")), of("aws_network_interface", place.own())] as const;

/** What AWS makes with a VPC, and Terraform adopts: destroying the resource in the configuration leaves it as it is. */
export const ADOPTED_ROWS: readonly Row[] = [
  {
    name: "adopted-acl",
    parent: "aws_vpc",
    child: "aws_default_network_acl",
    adopts: true,
    actions: ACTIONS,
    shared: () => ({}),
    own: (place) =>
      merged(
        plain(place),
        openGroup(place.own(), place.own()),
        host(place.own(), place.own("servers"), "10.0.0.10", place.own()),
      ),
    body: (place) => ({
      default_network_acl_id: attributeOf("aws_vpc", place.own(), "default_network_acl_id"),
      lifecycle: { ignore_changes: ["subnet_ids"] },
    }),
    ask: toOwnServer,
    // Adopted without rules it admits nothing; as AWS made it, it admits everything.
    expected: { with: "DENIED", without: "ALLOWED" },
  },
  {
    name: "adopted-group",
    parent: "aws_vpc",
    child: "aws_default_security_group",
    adopts: true,
    actions: ACTIONS,
    shared: () => ({}),
    own: (place) =>
      merged(plain(place), {
        aws_network_interface: {
          [place.own()]: { subnet_id: idOf("aws_subnet", place.own("servers")), private_ips: ["10.0.0.10"] },
        },
      }),
    body: (place) => ({
      vpc_id: idOf("aws_vpc", place.own()),
      ingress: [inlineRule({ cidr_blocks: ["0.0.0.0/0"] })],
    }),
    ask: toOwnServer,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "adopted-table",
    parent: "aws_vpc",
    child: "aws_default_route_table",
    adopts: true,
    actions: ACTIONS,
    shared: spokes,
    own: spoke,
    body: (place) => ({
      default_route_table_id: attributeOf("aws_vpc", place.own(), "default_route_table_id"),
      route: [{ ...inlineRoute("10.1.0.0/16", toPeering(place.own())), instance_id: "" }],
    }),
    ask: toServer,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "accepted-peering",
    parent: "aws_vpc_peering_connection",
    child: "aws_vpc_peering_connection_accepter",
    adopts: true,
    actions: ACTIONS,
    shared: spokes,
    own: (place) =>
      merged(withRoute(place), {
        aws_vpc_peering_connection: {
          [place.own()]: {
            vpc_id: idOf("aws_vpc", place.own()),
            peer_vpc_id: idOf("aws_vpc", place.shared("far")),
          },
        },
      }),
    body: (place) => ({
      vpc_peering_connection_id: idOf("aws_vpc_peering_connection", place.own()),
      auto_accept: true,
    }),
    ask: toServer,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "peering-options",
    parent: "aws_vpc_peering_connection",
    child: "aws_vpc_peering_connection_options",
    adopts: true,
    actions: ACTIONS,
    shared: spokes,
    own: (place) => merged(withRoute(place), peering(place.own(), place.own(), place.shared("far"))),
    body: (place) => ({
      vpc_peering_connection_id: idOf("aws_vpc_peering_connection", place.own()),
      requester: [{ allow_remote_vpc_dns_resolution: true }],
    }),
    ask: toServer,
    expected: { with: "ALLOWED", without: "ALLOWED" },
  },
  {
    name: "instance-state",
    parent: "aws_instance",
    child: "aws_ec2_instance_state",
    adopts: true,
    actions: ACTIONS,
    shared: local,
    own: (place) => instance(place.own(), place.shared("servers"), `10.0.0.${place.n}`, place.shared("open")),
    body: (place) => ({ instance_id: idOf("aws_instance", place.own()), state: "running" }),
    ask: (place) => [of("aws_subnet", place.shared("clients")), of("aws_instance", place.own())],
    expected: { with: "ALLOWED", without: "ALLOWED" },
  },
  {
    name: "adopted-vpc",
    parent: "aws_default_vpc",
    child: "aws_default_subnet",
    adopts: true,
    note: "The account has one default VPC in the Region, with one subnet in each zone; a cell takes a zone.",
    actions: ["create", "destroy", "forget"],
    shared: (row) =>
      merged(local(row), {
        aws_default_vpc: { [sharedName(row, "it")]: {} },
      }),
    own: () => ({}),
    body: (place) => ({ availability_zone: `us-east-1${ZONES[place.action] ?? "d"}` }),
    ask: (place) => [of("aws_subnet", place.shared("clients")), of("aws_subnet", place.shared("servers"))],
    expected: { with: "ALLOWED", without: "ALLOWED" },
  },
];

const ZONES: Readonly<Record<string, string>> = { create: "a", destroy: "b", forget: "c" };

/** A spoke's VPC and subnet, whose own table leads over a peering that is yet to be. */
function withRoute(place: Place): Resources {
  return merged(vpc(place.own(), `10.${place.n}.0.0/16`), subnet(place.own(), place.own(), `10.${place.n}.0.0/24`), {
    aws_route: {
      [place.own()]: {
        route_table_id: attributeOf("aws_vpc", place.own(), "default_route_table_id"),
        destination_cidr_block: "10.1.0.0/16",
        ...toPeering(place.own()),
      },
    },
  });
}
