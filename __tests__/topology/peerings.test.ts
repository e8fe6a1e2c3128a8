import { applied, configured, id, open, type Resources, SOMETHING, thing } from "../support/networks";

const VPCS: Resources = { aws_vpc: { v: { cidr_block: "10.0.0.0/16" }, w: { cidr_block: "10.1.0.0/16" } } };
const ENDS = { vpc_id: id("aws_vpc.v"), peer_vpc_id: id("aws_vpc.w") };
const peering = (values: object, parts: Resources = {}) =>
  configured({ ...VPCS, aws_vpc_peering_connection: { p: { ...ENDS, ...values } }, ...parts }).peerings[0]!;

test("a peering that is accepted joins its two VPCs", () => {
  const found = peering({ auto_accept: true });
  expect([found.requester?.address, found.accepter?.address]).toEqual(["aws_vpc.v", "aws_vpc.w"]);
  expect(found).toMatchObject({ isPending: false, crossesRegions: false });
  expect(open(found)).toEqual({});
});

test("an accepter accepts it too", () => {
  const accepter = { a: { vpc_peering_connection_id: id("aws_vpc_peering_connection.p"), auto_accept: true } };
  expect(open(peering({}, { aws_vpc_peering_connection_accepter: accepter }))).toEqual({});
});

test("where nothing accepts it, that is open", () => {
  expect(open(peering({}))).toEqual({
    acceptance: ["aws_vpc_peering_connection.p: it is not accepted in the input (auto_accept or an accepter)"],
  });
});

test("one of its VPCs may be open too", () => {
  expect(open(peering({ auto_accept: true, peer_vpc_id: SOMETHING }))).toEqual({
    vpcs: ["aws_vpc_peering_connection.p: one of its VPCs is not known"],
  });
});

test("a state tells that nobody has accepted it", () => {
  const { peerings } = applied({
    aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16" }, w: { id: "vpc-2", cidr_block: "10.1.0.0/16" } },
    aws_vpc_peering_connection: {
      p: { id: "pcx-1", vpc_id: "vpc-1", peer_vpc_id: "vpc-2", accept_status: "pending-acceptance", auto_accept: null },
    },
  });
  expect(thing(peerings, "aws_vpc_peering_connection.p").isPending).toBe(true);
  expect(open(peerings[0]!)).toEqual({});
});

describe("its Regions", () => {
  const arn = (region: string) => `arn:aws:ec2:${region}:111111111111:vpc/vpc-1`;
  const between = (own: object, other: object, values: object) =>
    applied({
      aws_vpc: {
        v: { id: "vpc-1", cidr_block: "10.0.0.0/16", ...own },
        w: { id: "vpc-2", cidr_block: "10.1.0.0/16", ...other },
      },
      aws_vpc_peering_connection: {
        p: { id: "pcx-1", vpc_id: "vpc-1", peer_vpc_id: "vpc-2", accept_status: "active", ...values },
      },
    }).peerings[0]!;

  test("are the VPCs' own", () => {
    const here = { arn: arn("eu-central-1") };
    expect(between(here, here, {}).crossesRegions).toBe(false);
    expect(between(here, { arn: arn("eu-west-1") }, {}).crossesRegions).toBe(true);
    expect(between(here, {}, { peer_region: "eu-west-1" }).crossesRegions).toBe(true);
  });

  test("are open where a Region is named and it is not known which one its own is", () => {
    expect(open(between({}, {}, { peer_region: "eu-west-1" }))).toEqual({
      region: ["aws_vpc_peering_connection.p: whether eu-west-1 is another Region is not known"],
    });
  });
});
