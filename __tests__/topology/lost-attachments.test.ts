import { readPlan } from "../../src/terraform";
import { buildTopology } from "../../src/topology";
import { handMadePlan, to } from "../support/hand-made-plan";

/** Two VPCs on a transit gateway; a `for_each` over the ids of both attachments puts `count` of them into one table. */
function tableOf(type: string, keys: readonly string[]) {
  const vpcs = ["a", "b"].flatMap((name, i) => [
    { address: `aws_vpc.${name}`, after: { cidr_block: `10.${i + 1}.0.0/16` } },
    {
      address: `aws_ec2_transit_gateway_vpc_attachment.${name}`,
      after: {
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
      },
      refers: { vpc_id: to(`aws_vpc.${name}.id`), transit_gateway_id: to("aws_ec2_transit_gateway.t.id") },
    },
  ]);
  const each = ["a", "b"].flatMap((name) => to(`aws_ec2_transit_gateway_vpc_attachment.${name}.id`));
  const plan = handMadePlan([
    { address: "aws_ec2_transit_gateway.t" },
    {
      address: "aws_ec2_transit_gateway_route_table.t",
      refers: { transit_gateway_id: to("aws_ec2_transit_gateway.t.id") },
    },
    ...vpcs,
    {
      address: `${type}.each`,
      keys,
      each,
      refers: {
        transit_gateway_attachment_id: ["each.value"],
        transit_gateway_route_table_id: to("aws_ec2_transit_gateway_route_table.t.id"),
      },
    },
  ]);
  const { transitTables } = buildTopology(readPlan(plan as never));
  return transitTables.find(({ address }) => address === "aws_ec2_transit_gateway_route_table.t")!;
}

test("as many associations in one table as attachments that they can name are one each", () => {
  const { associations, doubts } = tableOf("aws_ec2_transit_gateway_route_table_association", ["x", "y"]);
  expect(associations.map(({ address }) => address)).toEqual([
    "aws_ec2_transit_gateway_vpc_attachment.a",
    "aws_ec2_transit_gateway_vpc_attachment.b",
  ]);
  expect(doubts.associations).toEqual([]);
});

test("so are propagations", () => {
  const { routes, doubts } = tableOf("aws_ec2_transit_gateway_route_table_propagation", ["x", "y"]);
  expect(routes.map(({ attachment }) => attachment?.address)).toEqual([
    "aws_ec2_transit_gateway_vpc_attachment.a",
    "aws_ec2_transit_gateway_vpc_attachment.b",
  ]);
  expect(doubts.routes).toEqual([]);
});

test("fewer leave it open which", () => {
  const { associations, doubts } = tableOf("aws_ec2_transit_gateway_route_table_association", ["x"]);
  expect(associations).toEqual([]);
  expect(doubts.associations).toHaveLength(1);
});
