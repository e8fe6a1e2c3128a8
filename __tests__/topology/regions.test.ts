import { isOneHome, isOneRegion } from "../../src/terraform";
import { Arguments } from "../../src/topology";
import {
  applied,
  graphFrom,
  configured,
  id,
  open,
  type Resources,
  SOMETHING,
  stateJson,
  thing,
  topologyOf,
} from "../support/networks";

const PROVIDERS = { aws: [{ region: "eu-west-1" }, { alias: "us", region: "us-east-1" }, { alias: "bare" }] };

/** The home of a VPC that is written so. */
function home(vpc: object, rest: object = { provider: PROVIDERS }) {
  return configured({ aws_vpc: { v: { cidr_block: "10.0.0.0/16", ...vpc } } }, rest).vpcs[0]!.home;
}

describe("where a thing is", () => {
  test("says its own region, else its provider's", () => {
    expect(home({})).toEqual({ provider: "", region: "eu-west-1" });
    expect(home({ provider: "aws.us" })).toEqual({ provider: "aws.us", region: "us-east-1" });
    expect(home({ region: "us-west-2" })).toEqual({ provider: "", region: "us-west-2" });
    expect(home({ region: "us-west-2", provider: "aws.us" })).toEqual({ provider: "aws.us", region: "us-west-2" });
  });

  test("stays open where only the environment of the provider says it", () => {
    expect(home({ provider: "aws.bare" })).toEqual({ provider: "aws.bare" });
    expect(home({}, {})).toEqual({ provider: "" });
    expect(home({ region: null }, {})).toEqual({ provider: "" });
  });

  test("is not its provider's where its own region is not known", () => {
    expect(home({ region: '${lookup(aws_vpc.w, "region")}' })).toEqual({ provider: "", isRegionLost: true });
    expect(home({ region: SOMETHING })).toEqual({ provider: "", region: SOMETHING });
  });

  test("is what a plan says, whose provider fills in its own", () => {
    const planned = (values: object, unknown: object, expressions: object) =>
      topologyOf(
        {
          format_version: "1.2",
          configuration: {
            provider_config: {
              aws: { name: "aws", expressions: { region: { constant_value: "eu-west-1" } } },
              "aws.other": { name: "aws", alias: "other", expressions: { region: { references: ["var.r"] } } },
            },
            root_module: {
              resources: [
                {
                  address: "aws_vpc.v",
                  mode: "managed",
                  type: "aws_vpc",
                  name: "v",
                  provider_config_key: "aws",
                  expressions,
                },
              ],
            },
          },
          resource_changes: [
            {
              address: "aws_vpc.v",
              mode: "managed",
              type: "aws_vpc",
              name: "v",
              provider_name: "registry.terraform.io/hashicorp/aws",
              change: {
                actions: ["create"],
                before: null,
                after: { cidr_block: "10.0.0.0/16", ...values },
                after_unknown: unknown,
              },
            },
          ],
        },
        "plan",
      ).vpcs[0]!.home;
    expect(planned({}, {}, {})).toEqual({ provider: "aws", region: "eu-west-1" });
    expect(planned({ region: "eu-central-1" }, {}, {})).toEqual({ provider: "aws", region: "eu-central-1" });
    expect(planned({}, { region: true }, {})).toEqual({ provider: "aws", region: "eu-west-1" });
    const asked = { region: { references: ["aws_vpc.w.region", "aws_vpc.w"] } };
    expect(planned({}, { region: true }, asked)).toEqual({ provider: "aws", isRegionLost: true });
  });

  test("is what a state of provider 6 says of each", () => {
    const { vpcs } = applied({ aws_vpc: { v: { id: "vpc-1", region: "eu-central-1" }, w: { id: "vpc-2" } } });
    expect(vpcs.map((vpc) => vpc.home)).toEqual([{ provider: "", region: "eu-central-1" }, { provider: "" }]);
  });
});

describe("whether two things are together", () => {
  const [west, east, other] = [
    { provider: "aws", region: "eu-west-1" },
    { provider: "aws", region: "us-east-1" },
    { provider: "aws.other", region: "eu-west-1" },
  ];
  const [bare, lost, asked] = [
    { provider: "aws" },
    { provider: "aws", isRegionLost: true as const },
    { provider: "aws", region: "${var.r}" },
  ];

  test.each([
    ["of one Region", west, { ...west }, true, true],
    ["of two", west, east, false, false],
    ["of one Region by two providers, which may ask two accounts", west, other, true, undefined],
    ["of one provider that says no Region", bare, { ...bare }, true, true],
    ["one of which names a Region that may be the provider's", bare, west, undefined, undefined],
    ["one of which may be anywhere", lost, west, undefined, undefined],
    ["both of which may be anywhere", lost, { ...lost }, undefined, undefined],
    ["by one variable", asked, { ...asked }, true, true],
    ["one by a variable", asked, west, undefined, undefined],
  ])("%s", (_, one, two, region, all) => {
    expect([isOneRegion(one, two), isOneRegion(two, one)]).toEqual([region, region]);
    expect([isOneHome(one, two), isOneHome(two, one)]).toEqual([all, all]);
  });
});

describe("a peering", () => {
  const between = (own: object, other: object, values: object = {}, rest: object = {}) =>
    configured(
      {
        aws_vpc: { v: { cidr_block: "10.0.0.0/16", ...own }, w: { cidr_block: "10.1.0.0/16", ...other } },
        aws_vpc_peering_connection: {
          p: { vpc_id: id("aws_vpc.v"), peer_vpc_id: id("aws_vpc.w"), auto_accept: true, ...values },
        },
      },
      rest,
    ).peerings[0]!;

  test("crosses Regions where its VPCs' regions differ, under one provider", () => {
    const peer = { region: "us-east-1" };
    expect(between({ region: "eu-west-1" }, peer)).toMatchObject({ crossesRegions: true, doubts: { region: [] } });
    expect(between({}, peer, {}, { provider: PROVIDERS })).toMatchObject({ crossesRegions: true });
    expect(between(peer, peer, { peer_region: "us-east-1" })).toMatchObject({ crossesRegions: false });
    expect(open(between(peer, peer, { peer_region: "us-east-1" }))).toEqual({});
  });

  test("may cross them where the provider's Region is not told, or a region is not known", () => {
    const reason = "aws_vpc_peering_connection.p: whether us-east-1 is another Region is not known";
    const toEast = { peer_region: "us-east-1" };
    expect(open(between({}, { region: "us-east-1" }, toEast))).toEqual({ region: [reason] });
    expect(open(between({ region: '${lookup(aws_vpc.w, "region")}' }, {}, toEast))).toEqual({ region: [reason] });
    expect(open(between({}, {}, { peer_region: SOMETHING }))).toEqual({});
    expect(open(between({}, { region: "us-east-1" }, { peer_region: SOMETHING }))).toEqual({
      region: ["aws_vpc_peering_connection.p: whether it leads to another Region is not known"],
    });
  });
});

describe("what is of one Region", () => {
  /** A VPC with a table that leads to a transit gateway. */
  const network = (values: object): Resources => ({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16", ...values } },
    aws_subnet: { a: { vpc_id: id("aws_vpc.v"), cidr_block: "10.0.1.0/24", ...values } },
    aws_route_table: { t: { vpc_id: id("aws_vpc.v"), ...values } },
    aws_ec2_transit_gateway: { g: {} },
    aws_route: {
      r: {
        route_table_id: id("aws_route_table.t"),
        destination_cidr_block: "10.9.0.0/16",
        transit_gateway_id: id("aws_ec2_transit_gateway.g"),
        ...values,
      },
    },
  });
  const tableOf = (values: object, rest: object = { provider: PROVIDERS }) =>
    thing(configured(network(values), rest).tables, "aws_route_table.t");

  test("is led to from there alone", () => {
    expect(open(tableOf({}))).toEqual({});
    expect(open(tableOf({ region: "us-east-1" })).routes).toEqual([
      "aws_route.r: is in us-east-1, and names aws_ec2_transit_gateway.g in eu-west-1, which AWS refuses",
    ]);
    expect(open(tableOf({ provider: "aws.us" })).routes).toHaveLength(1);
  });

  test("is not suspected where the provider's Region is not told", () => {
    expect(open(tableOf({ region: "us-east-1" }, {}))).toEqual({});
  });

  test("is told by ids in a state, too", () => {
    const state = stateJson({
      aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16", region: "eu-west-1" } },
      aws_subnet: { a: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24", region: "us-east-1" } },
    });
    const { unreadable } = topologyOf(state, "state");
    expect(unreadable).toEqual([
      { address: "aws_subnet.a", reason: "is in us-east-1, and names aws_vpc.v in eu-west-1, which AWS refuses" },
    ]);
  });
});

describe("a name that two Regions have", () => {
  const linkOf = (one: object, other: object, value: string) =>
    new Arguments(graphFrom(stateJson({ aws_elb: { a: one, b: other } }), "state")).link(value);
  const [west, east] = [
    { id: "web", name: "web", region: "eu-west-1" },
    { id: "web", name: "web", region: "us-east-1" },
  ];

  test("leads to either of them", () => {
    expect(linkOf(west, { ...east, id: "other" }, "web")).toMatchObject({ kind: "resource", attribute: "id" });
    expect(linkOf(west, east, "web")).toMatchObject({ kind: "unknown", text: "web" });
  });

  test("is no id of AWS's own", () => {
    const id = "vpc-0123456789abcdef0";
    expect(linkOf({ id }, { id }, id)).toMatchObject({ kind: "resource" });
  });
});
