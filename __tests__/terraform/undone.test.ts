import { reviewPlan } from "../../src/review";
import { type JsonObject, readPlan } from "../../src/terraform";
import { answer, judged, type Question } from "../deploy/support/judged";
import { planBetween } from "../support/plan-between";
import { type Network } from "../support/ways-and-services";

const attached = (name: string, n: number): Network => ({
  [`aws_vpc.${name}`]: { id: `vpc-${name}`, cidr_block: `10.${n}.0.0/16`, default_route_table_id: `rtb-${name}` },
  [`aws_subnet.${name}`]: { id: `subnet-${name}`, vpc_id: `vpc-${name}`, cidr_block: `10.${n}.0.0/24` },
  [`aws_route_table.${name}`]: {
    ...{ id: `rtb-own-${name}`, vpc_id: `vpc-${name}` },
    route: [{ cidr_block: "10.0.0.0/8", transit_gateway_id: "tgw-1" }],
  },
  [`aws_route_table_association.${name}`]: { subnet_id: `subnet-${name}`, route_table_id: `rtb-own-${name}` },
  [`aws_ec2_transit_gateway_vpc_attachment.${name}`]: {
    ...{ id: `tgw-attach-${name}`, vpc_id: `vpc-${name}`, transit_gateway_id: "tgw-1" },
    subnet_ids: [`subnet-${name}`],
  },
  [`aws_ec2_transit_gateway_vpc_attachment_accepter.${name}`]: {
    ...{ id: `tgw-attach-${name}`, transit_gateway_attachment_id: `tgw-attach-${name}` },
    transit_gateway_id: "tgw-1",
  },
});

const BEFORE: Network = {
  "aws_ec2_transit_gateway.hub": {
    ...{ id: "tgw-1", default_route_table_association: "enable", default_route_table_propagation: "enable" },
    ...{ association_default_route_table_id: "tgw-rtb-0", propagation_default_route_table_id: "tgw-rtb-0" },
  },
  ...attached("a", 1),
  ...attached("b", 2),
};
const ACCEPTER = "aws_ec2_transit_gateway_vpc_attachment_accepter.b";
const ATTACHMENT = "aws_ec2_transit_gateway_vpc_attachment.b";
const A_TO_B: Question = ["aws_subnet.a", "aws_subnet.b"];

const without = (network: Network, ...addresses: string[]): Network =>
  Object.fromEntries(Object.entries(network).filter(([address]) => !addresses.includes(address)));

/** The plan in which one resource's change has other actions. */
function acting(plan: JsonObject, address: string, actions: readonly string[]): JsonObject {
  const changes = plan.resource_changes as unknown as { address: string; change: object }[];
  return {
    ...plan,
    resource_changes: changes.map((one) =>
      one.address === address ? { ...one, change: { ...one.change, actions } } : one,
    ),
  } as unknown as JsonObject;
}

const holds = (plan: JsonObject, address: string): boolean =>
  readPlan(plan).resources.some((one) => one.address === address);
const verdict = (plan: JsonObject) => answer(judged(readPlan(plan)), A_TO_B);

/** What becomes of A's flow to B, and by which changes. */
const review = (plan: JsonObject) => {
  const { flows } = reviewPlan(plan);
  return (["broken", "undecided", "opened"] as const).flatMap((fate) =>
    flows[fate]
      .filter(({ from, to }) => from.includes(A_TO_B[0]) && to.includes(A_TO_B[1]))
      .map(({ causes }) => [fate, ...causes.map(({ address }) => address)]),
  );
};

describe("the accepter of a transit gateway's attachment", () => {
  test("deletes the attachment, of which the plan says that it stays", () => {
    const plan = planBetween(BEFORE, without(BEFORE, ACCEPTER));
    expect(holds(plan, ATTACHMENT)).toBe(false);
    expect([verdict(planBetween(BEFORE, BEFORE)), verdict(plan)]).toEqual(["ALLOWED", "DENIED"]);
    expect(review(plan)).toEqual([["broken", ACCEPTER]]);
  });

  test.each([[["delete", "create"]], [["create", "delete"]]])("deletes it when it is replaced: %j", (actions) => {
    expect(holds(acting(planBetween(BEFORE, BEFORE), ACCEPTER, actions), ATTACHMENT)).toBe(false);
  });

  test.each([["forget"], ["no-op"], ["update"]])("leaves it there by %s", (action) => {
    const plan = acting(planBetween(BEFORE, without(BEFORE, ACCEPTER)), ACCEPTER, [action]);
    expect(holds(plan, ATTACHMENT)).toBe(true);
  });

  test("leaves others there", () => {
    const other = { [ACCEPTER]: { ...BEFORE[ACCEPTER], transit_gateway_attachment_id: "tgw-attach-c" } };
    const before = { ...BEFORE, ...other };
    expect(holds(planBetween(before, without(before, ACCEPTER)), ATTACHMENT)).toBe(true);
  });

  test("deletes a peering of gateways too", () => {
    const peering = "aws_ec2_transit_gateway_peering_attachment.p";
    const accepter = "aws_ec2_transit_gateway_peering_attachment_accepter.p";
    const before: Network = {
      ...BEFORE,
      [peering]: { id: "tgw-attach-p", transit_gateway_id: "tgw-1", peer_transit_gateway_id: "tgw-2" },
      [accepter]: { id: "tgw-attach-p", transit_gateway_attachment_id: "tgw-attach-p" },
    };
    expect(holds(planBetween(before, before), peering)).toBe(true);
    expect(holds(planBetween(before, without(before, accepter)), peering)).toBe(false);
  });
});

test("the accepter of a VPC peering connection leaves it there", () => {
  const [peering, accepter] = ["aws_vpc_peering_connection.p", "aws_vpc_peering_connection_accepter.p"];
  const before: Network = {
    [peering]: { id: "pcx-1", vpc_id: "vpc-a", peer_vpc_id: "vpc-b", accept_status: "active" },
    [accepter]: { id: "pcx-1", vpc_peering_connection_id: "pcx-1" },
  };
  expect(holds(planBetween(before, without(before, accepter)), peering)).toBe(true);
});
