import { readPlan } from "../../src/terraform";
import { buildTopology } from "../../src/topology";
import { handMadePlan, to } from "../support/hand-made-plan";

/** A load balancer whose `subnets` refer to this, beside a subnet block with these instances. */
function nodesOf(subnets: readonly string[], keys: readonly number[]) {
  const plan = handMadePlan([
    { address: "aws_vpc.v", after: { cidr_block: "10.0.0.0/16" } },
    {
      address: "aws_subnet.s",
      keys,
      after: Object.fromEntries(keys.map((key) => [key, { cidr_block: `10.0.${key}.0/24` }])),
      refers: { vpc_id: to("aws_vpc.v.id") },
    },
    { address: "aws_lb.l", after: { internal: true }, refers: { subnets } },
  ]);
  const [balancer] = buildTopology(readPlan(plan as never)).loadBalancers;
  return { nodes: balancer?.nodes.map(({ subnet }) => subnet.address), isUncertain: balancer?.isNodeUncertain };
}

// A plan shows `aws_subnet.s[*].id` as `aws_subnet.s`.
test("the ids of a block with one instance are that one's", () => {
  expect(nodesOf(["aws_subnet.s"], [0])).toEqual({ nodes: ["aws_subnet.s[0]"], isUncertain: false });
  expect(nodesOf(["aws_subnet.s", "count.index"], [0])).toEqual({ nodes: ["aws_subnet.s[0]"], isUncertain: false });
});

test("of a block with several it may be any part", () => {
  expect(nodesOf(["aws_subnet.s"], [0, 1])).toEqual({
    nodes: ["aws_subnet.s[0]", "aws_subnet.s[1]"],
    isUncertain: true,
  });
});
