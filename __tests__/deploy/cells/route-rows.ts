import { attributeOf, idOf, of, type Place, type Row, sharedName } from "./cell";
import {
  associated,
  host,
  inlineRoute,
  merged,
  openGroup,
  peered,
  peering,
  serverVpc,
  subnet,
  table,
  vpc,
} from "./parts";
import { type Resources } from "../../review/plans/base-network";

export const toPeering = (name: string) => ({ vpc_peering_connection_id: idOf("aws_vpc_peering_connection", name) });

/** A VPC of each cell's own, 10.n.0.0/16 with one subnet, peered with the server's. */
export function spoke(place: Place): Resources {
  return merged(
    vpc(place.own(), `10.${place.n}.0.0/16`),
    subnet(place.own(), place.own(), `10.${place.n}.0.0/24`),
    peering(place.own(), place.own(), place.shared("far")),
  );
}

export const spokes = (row: string, places: readonly Place[]): Resources =>
  serverVpc(row, Object.fromEntries(places.map((place) => [`10.${place.n}.0.0/16`, place.own()])));

export const toServer = (place: Place) =>
  [of("aws_subnet", place.own()), of("aws_network_interface", place.shared("server"))] as const;

/** A subnet of the row's own VPC with an empty table. */
const inTable = (place: Place): Resources =>
  merged(
    subnet(place.own(), place.shared("near"), `10.0.${place.n}.0/24`),
    table(place.own(), place.shared("near")),
    associated(place.own(), place.own(), place.own()),
  );

export const ROUTE_ROWS: readonly Row[] = [
  {
    name: "route",
    parent: "aws_route_table",
    child: "aws_route",
    shared: peered,
    own: inTable,
    body: (place) => ({
      route_table_id: idOf("aws_route_table", place.own()),
      destination_cidr_block: "10.1.0.0/16",
      ...toPeering(place.shared("peering")),
    }),
    replaced: (place) => ({
      route_table_id: idOf("aws_route_table", place.own()),
      destination_cidr_block: "10.1.128.0/17",
      ...toPeering(place.shared("peering")),
    }),
    changed: (place) => ({
      route_table_id: idOf("aws_route_table", place.own()),
      destination_cidr_block: "10.1.0.0/16",
      gateway_id: idOf("aws_internet_gateway", place.shared("near")),
    }),
    ask: toServer,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "default-route",
    parent: "aws_default_route_table",
    child: "aws_route",
    shared: spokes,
    own: (place) =>
      merged(spoke(place), {
        aws_default_route_table: {
          [place.own()]: { default_route_table_id: attributeOf("aws_vpc", place.own(), "default_route_table_id") },
        },
      }),
    body: (place) => ({
      route_table_id: idOf("aws_default_route_table", place.own()),
      destination_cidr_block: "10.1.0.0/16",
      ...toPeering(place.own()),
    }),
    replaced: (place) => ({
      route_table_id: idOf("aws_default_route_table", place.own()),
      destination_cidr_block: "10.1.128.0/17",
      ...toPeering(place.own()),
    }),
    ask: toServer,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "association",
    parent: "aws_route_table",
    child: "aws_route_table_association",
    isLostWhenForgotten: true,
    shared: (row) =>
      merged(
        peered(row),
        table(sharedName(row, "empty"), sharedName(row, "near")),
        subnet(sharedName(row, "spare"), sharedName(row, "near"), "10.0.1.0/24"),
      ),
    own: (place) =>
      merged(
        subnet(place.own(), place.shared("near"), `10.0.${place.n}.0/24`),
        table(place.own(), place.shared("near"), inlineRoute("10.1.0.0/16", toPeering(place.shared("peering")))),
      ),
    body: (place) => ({
      subnet_id: idOf("aws_subnet", place.own()),
      route_table_id: idOf("aws_route_table", place.own()),
    }),
    replaced: (place) => ({
      subnet_id: idOf("aws_subnet", place.shared("spare")),
      route_table_id: idOf("aws_route_table", place.own()),
    }),
    changed: (place) => ({
      subnet_id: idOf("aws_subnet", place.own()),
      route_table_id: idOf("aws_route_table", place.shared("empty")),
    }),
    ask: toServer,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "default-association",
    parent: "aws_default_route_table",
    child: "aws_route_table_association",
    isLostWhenForgotten: true,
    note: "The VPC's own table has the route; the association takes the subnet out of it.",
    shared: (row, places) => spokes(row, places),
    own: (place) =>
      merged(spoke(place), table(place.own("empty"), place.own()), {
        aws_default_route_table: {
          [place.own()]: {
            default_route_table_id: attributeOf("aws_vpc", place.own(), "default_route_table_id"),
            // The default table's routes have one attribute more in this provider.
            route: [{ ...inlineRoute("10.1.0.0/16", toPeering(place.own())), instance_id: "" }],
          },
        },
      }),
    body: (place) => ({
      subnet_id: idOf("aws_subnet", place.own()),
      route_table_id: idOf("aws_route_table", place.own("empty")),
    }),
    changed: (place) => ({
      subnet_id: idOf("aws_subnet", place.own()),
      route_table_id: idOf("aws_default_route_table", place.own()),
    }),
    ask: toServer,
    expected: { with: "DENIED", without: "ALLOWED" },
  },
  {
    name: "main-table",
    parent: "aws_vpc",
    child: "aws_main_route_table_association",
    shared: spokes,
    own: (place) =>
      merged(
        spoke(place),
        table(place.own(), place.own(), inlineRoute("10.1.0.0/16", toPeering(place.own()))),
        table(place.own("empty"), place.own()),
      ),
    body: (place) => ({ vpc_id: idOf("aws_vpc", place.own()), route_table_id: idOf("aws_route_table", place.own()) }),
    changed: (place) => ({
      vpc_id: idOf("aws_vpc", place.own()),
      route_table_id: idOf("aws_route_table", place.own("empty")),
    }),
    ask: toServer,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "vpn-propagation",
    parent: "aws_route_table",
    child: "aws_vpn_gateway_route_propagation",
    note: "What the gateway propagates is nowhere in Terraform's JSON, so nothing beyond the VPC is certain with it.",
    shared: (row) =>
      merged(peered(row), table(sharedName(row, "spare"), sharedName(row, "near")), {
        aws_vpn_gateway: { [sharedName(row, "near")]: { vpc_id: idOf("aws_vpc", sharedName(row, "near")) } },
      }),
    own: inTable,
    body: (place) => ({
      route_table_id: idOf("aws_route_table", place.own()),
      vpn_gateway_id: idOf("aws_vpn_gateway", place.shared("near")),
    }),
    replaced: (place) => ({
      route_table_id: idOf("aws_route_table", place.shared("spare")),
      vpn_gateway_id: idOf("aws_vpn_gateway", place.shared("near")),
    }),
    ask: toServer,
    expected: { with: "UNKNOWN", without: "DENIED" },
  },
  {
    name: "gateway",
    parent: "aws_internet_gateway",
    child: "aws_internet_gateway_attachment",
    shared: () => ({}),
    own: (place) => publicVpc(place),
    body: (place) => ({
      internet_gateway_id: idOf("aws_internet_gateway", place.own()),
      vpc_id: idOf("aws_vpc", place.own()),
    }),
    replaced: (place) => ({
      internet_gateway_id: idOf("aws_internet_gateway", place.own()),
      vpc_id: idOf("aws_vpc", place.own("other")),
    }),
    ask: (place) => ["internet", of("aws_network_interface", place.own())],
    expected: { with: "ALLOWED", without: "DENIED" },
  },
];

/** A VPC with all that a public server needs but the gateway's attachment, and an empty one. */
function publicVpc(place: Place): Resources {
  const name = place.own();
  return merged(
    vpc(name, "10.0.0.0/16"),
    vpc(place.own("other"), "10.0.0.0/16"),
    subnet(name, name, "10.0.0.0/24"),
    { aws_internet_gateway: { [name]: {} } },
    table(name, name, inlineRoute("0.0.0.0/0", { gateway_id: idOf("aws_internet_gateway", name) })),
    associated(name, name, name),
    openGroup(name, name),
    host(name, name, "10.0.0.10", name),
    { aws_eip: { [name]: { network_interface: idOf("aws_network_interface", name) } } },
  );
}
