import { formatCidr } from "../../src/ip";
import { applied, configured, id, open, type Resources, SOMETHING, thing, VPC } from "../support/networks";

const T = "aws_ec2_transit_gateway.t";
const A = "aws_ec2_transit_gateway_vpc_attachment.a";
const R = "aws_ec2_transit_gateway_route_table.r";
const OFF = { default_route_table_association: "disable", default_route_table_propagation: "disable" };
const attachment = (more: object = {}) => ({
  transit_gateway_id: id(T),
  vpc_id: id("aws_vpc.v"),
  subnet_ids: [id("aws_subnet.a")],
  ...more,
});
const network = (parts: Resources) => configured({ ...VPC, aws_ec2_transit_gateway: { t: OFF }, ...parts });
const attached = (parts: Resources = {}) =>
  network({
    aws_ec2_transit_gateway_vpc_attachment: { a: attachment() },
    aws_ec2_transit_gateway_route_table: { r: { transit_gateway_id: id(T) } },
    ...parts,
  });

describe("a gateway", () => {
  test("has one default table for both unless both are off, and says that it is one", () => {
    const { transitGateways, transitTables } = configured({ aws_ec2_transit_gateway: { t: {} } });
    expect(transitTables).toMatchObject([{ isDefault: true }]);
    expect(transitGateways[0]!.defaultAssociationTable).toBe(transitTables[0]);
    expect(transitGateways[0]!.defaultPropagationTable).toBe(transitTables[0]);
    expect(network({}).transitTables).toEqual([]);
  });

  test("may have another default table; where that is not known its attachments' tables are open", () => {
    const change = (table: string) =>
      attached({
        aws_ec2_transit_gateway_default_route_table_association: {
          d: { transit_gateway_id: id(T), transit_gateway_route_table_id: table },
        },
      }).transitGateways[0]!;
    expect(change(id(R)).defaultAssociationTable?.address).toBe(R);
    expect(open(change(SOMETHING))).toEqual({
      attachments: [
        "aws_ec2_transit_gateway_default_route_table_association.d: which table becomes the default is not known",
      ],
    });
  });

  test("that is not in the input may have other attachments", () => {
    const { transitGateways } = configured({
      ...VPC,
      aws_ec2_transit_gateway_vpc_attachment: { a: attachment({ transit_gateway_id: "tgw-1" }) },
    });
    expect(open(thing(transitGateways, "tgw-1"))).toEqual({
      attachments: ["tgw-1: the transit gateway is not in the input"],
    });
  });
});

describe("an attachment", () => {
  const of = (more: object) =>
    network({ aws_ec2_transit_gateway_vpc_attachment: { a: attachment(more) } }).transitGateways[0]!.attachments[0]!;

  test("joins a VPC's subnets", () => {
    expect(of({})).toMatchObject({
      kind: "vpc",
      vpc: { address: "aws_vpc.v" },
      subnets: [{ address: "aws_subnet.a" }],
    });
    expect(open(of({}))).toEqual({});
  });

  test("leaves its subnets and its VPC open, each by itself", () => {
    expect(open(of({ subnet_ids: SOMETHING }))).toEqual({ subnets: [`${A}: which subnets it is in is not known`] });
    expect(open(of({ vpc_id: SOMETHING }))).toEqual({ vpc: [`${A}: its VPC is not known`] });
  });

  test("of a gateway that is not known is nobody's, and is told", () => {
    const { transitGateways, unreadable } = network({
      aws_ec2_transit_gateway_vpc_attachment: { a: attachment({ transit_gateway_id: SOMETHING }) },
    });
    expect(transitGateways[0]!.attachments).toEqual([]);
    expect(unreadable).toEqual([{ address: A, reason: "which transit gateway it belongs to is not known" }]);
  });

  test("of a gateway that is not known may be one of each, and put routes into its default table", () => {
    const lost = (more: object, parts: Resources = {}) =>
      network({
        aws_ec2_transit_gateway: { t: {} },
        aws_ec2_transit_gateway_vpc_attachment: { a: attachment({ transit_gateway_id: SOMETHING, ...more }) },
        ...parts,
      });
    const reason = `${A}: which transit gateway it belongs to is not known`;
    const table = `${T} (default route table)`;
    const { transitGateways, transitTables } = lost({});
    expect(open(thing(transitGateways, T))).toEqual({ attachments: [reason] });
    expect(open(thing(transitTables, table))).toEqual({ routes: [reason] });
    const off = lost({ transit_gateway_default_route_table_propagation: false });
    expect(open(thing(off.transitTables, table))).toEqual({});
    const connection = { c: { customer_gateway_id: "cgw-1", transit_gateway_id: SOMETHING } };
    const vpn = lost({ transit_gateway_id: id(T) }, { aws_vpn_connection: connection });
    expect(open(thing(vpn.transitTables, table)).routes).toHaveLength(1);
  });

  test("under a policy table has its table chosen by rules that are not judged", () => {
    const { transitGateways } = attached({
      aws_ec2_transit_gateway_policy_table_association: {
        p: { transit_gateway_attachment_id: id(A), transit_gateway_policy_table_id: "tgw-ptb-1" },
      },
    });
    expect(Object.keys(open(transitGateways[0]!.attachments[0]!))).toEqual(["policy"]);
  });

  test("of a gateway with default tables joins them unless its flags or its accepter's say no", () => {
    const tables = (more: object, accepter?: object) =>
      configured({
        ...VPC,
        aws_ec2_transit_gateway: { t: {} },
        aws_ec2_transit_gateway_vpc_attachment: { a: attachment(more) },
        ...(accepter && {
          aws_ec2_transit_gateway_vpc_attachment_accepter: { x: { transit_gateway_attachment_id: id(A), ...accepter } },
        }),
      }).transitTables.map(({ associations, propagations }) => [associations.length, propagations.length]);
    const association = { transit_gateway_default_route_table_association: false };
    expect(tables({})).toEqual([[1, 1]]);
    expect(tables(association)).toEqual([[0, 1]]);
    expect(tables({}, association)).toEqual([[0, 1]]);
  });

  test("whose flags are not known leaves open what each default table has of it", () => {
    const open_ = (flag: string) =>
      configured({
        ...VPC,
        aws_ec2_transit_gateway: { t: {} },
        aws_ec2_transit_gateway_vpc_attachment: { a: attachment({ [flag]: SOMETHING }) },
      }).transitTables.map(open);
    const [associates, propagates] = ["association", "propagation"].map(
      (what) => `transit_gateway_default_route_table_${what}`,
    );
    expect(open_(associates!)).toEqual([{ associations: [`${A}: its ${associates} is not known`] }]);
    expect(open_(propagates!)).toEqual([{ routes: [`${A}: its ${propagates} is not known`] }]);
  });
});

describe("a table", () => {
  const tableWith = (parts: Resources) => thing(attached(parts).transitTables, R);
  const pair = { transit_gateway_attachment_id: id(A), transit_gateway_route_table_id: id(R) };

  test("has the attachments that are associated; others leave its associations open, not its routes", () => {
    const associated = (values: object) =>
      tableWith({ aws_ec2_transit_gateway_route_table_association: { x: values } });
    expect(associated(pair).associations.map(({ address }) => address)).toEqual([A]);
    expect(open(associated(pair))).toEqual({});
    const lost = associated({ ...pair, transit_gateway_attachment_id: SOMETHING });
    expect(open(lost)).toEqual({
      associations: ["aws_ec2_transit_gateway_route_table_association.x: which attachment it associates is not known"],
    });
  });

  test("has routes to what is propagated", () => {
    const propagated = (values: object, parts: Resources = {}) =>
      tableWith({ aws_ec2_transit_gateway_route_table_propagation: { x: values }, ...parts });
    expect(propagated(pair).routes).toMatchObject([{ propagated: true, attachment: { address: A } }]);
    expect(open(propagated({ ...pair, transit_gateway_attachment_id: SOMETHING }))).toEqual({
      routes: ["aws_ec2_transit_gateway_route_table_propagation.x: what it propagates is not known"],
    });
    const wide = { aws_vpc: { v: { cidr_block: SOMETHING } } };
    expect(open(propagated(pair, wide))).toEqual({
      routes: ["aws_ec2_transit_gateway_route_table_propagation.x: the CIDRs that it propagates are not known"],
    });
  });

  test("does not tell what a VPN or a peering propagates", () => {
    const vpn = "aws_ec2_transit_gateway_connect.c";
    const found = tableWith({
      aws_ec2_transit_gateway_connect: { c: { transit_gateway_id: id(T), transport_attachment_id: id(A) } },
      aws_ec2_transit_gateway_route_table_propagation: {
        x: { transit_gateway_attachment_id: id(vpn), transit_gateway_route_table_id: id(R) },
      },
    });
    expect(Object.keys(open(found))).toEqual(["learnedRoutes"]);
  });

  const route = (more: object) => tableWith({ aws_ec2_transit_gateway_route: { x: { ...pair, ...more } } });

  test("has static routes: to an attachment, or into nothing", () => {
    const [to] = route({ destination_cidr_block: "10.9.0.0/16" }).routes;
    expect(to).toMatchObject({ propagated: false, attachment: { address: A } });
    const [black] = route({ destination_cidr_block: "10.9.0.0/16", blackhole: true }).routes;
    expect(black).not.toHaveProperty("attachment");
    expect(black).not.toHaveProperty("note");
  });

  test("has routes of which it is open where they lead, for their destination only", () => {
    const lost = route({ destination_cidr_block: "10.9.0.0/16", transit_gateway_attachment_id: SOMETHING });
    expect(lost.routes).toMatchObject([{ note: { reason: "which attachment it leads to is not known" } }]);
    expect(open(lost)).toEqual({});
  });

  test("has all its routes open where a destination is not known", () => {
    expect(open(route({ destination_cidr_block: SOMETHING }))).toEqual({
      routes: ["aws_ec2_transit_gateway_route.x: its destination is not known"],
    });
  });

  test("takes the route of a table that is not known as a doubt for its destination", () => {
    const lost = route({ destination_cidr_block: "10.9.0.0/16", transit_gateway_route_table_id: SOMETHING });
    expect(lost.routes).toMatchObject([{ note: { reason: "its route table is not known" } }]);
    expect(open(lost)).toEqual({});
  });

  test("has a route to each entry of a prefix list, and is open where the list is not in the input", () => {
    const listed = (prefix_list_id: string, parts: Resources = {}) =>
      tableWith({ aws_ec2_transit_gateway_prefix_list_reference: { x: { ...pair, prefix_list_id } }, ...parts });
    const entry = [{ cidr: "10.8.0.0/16" }, { cidr: "10.9.0.0/24" }];
    const known = listed(id("aws_ec2_managed_prefix_list.l"), { aws_ec2_managed_prefix_list: { l: { entry } } });
    expect(known.routes.map(({ cidr }) => cidr.length)).toEqual([24, 16]);
    expect(Object.keys(open(listed("pl-1")))).toEqual(["routes"]);
  });

  test("has routes for IPv6 among the others", () => {
    const [own] = route({ destination_cidr_block: "2001:db8::/56" }).routes;
    expect(own && formatCidr(own.cidr)).toBe("2001:db8::/56");
  });
});

test("a peering's attachment is one thing, seen from both gateways", () => {
  const { transitGateways } = configured({
    aws_ec2_transit_gateway: { t: OFF, u: OFF },
    aws_ec2_transit_gateway_peering_attachment: {
      p: { transit_gateway_id: id(T), peer_transit_gateway_id: id("aws_ec2_transit_gateway.u") },
    },
  });
  const [here, there] = transitGateways;
  expect(here!.attachments).toHaveLength(1);
  expect(here!.attachments[0] === there!.attachments[0]).toBe(true);
});

test("a state names a default table by an id that its gateway tells", () => {
  const { transitTables } = applied({
    aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
    aws_ec2_transit_gateway: {
      t: {
        id: "tgw-1",
        association_default_route_table_id: "tgw-rtb-1",
        propagation_default_route_table_id: "tgw-rtb-1",
      },
    },
    aws_ec2_transit_gateway_route: {
      x: {
        destination_cidr_block: "10.9.0.0/16",
        blackhole: true,
        transit_gateway_route_table_id: "tgw-rtb-1",
      },
    },
  });
  expect(transitTables).toMatchObject([{ isDefault: true, routes: [{ address: "aws_ec2_transit_gateway_route.x" }] }]);
});
