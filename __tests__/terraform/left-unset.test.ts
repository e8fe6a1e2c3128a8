import { readPlan } from "../../src/terraform";
import { buildTopology } from "../../src/topology";
import { handMadePlan, to } from "../support/hand-made-plan";

/** A load balancer, an interface endpoint and an instance whose groups are unknown, with this expression. */
function groupsWith(expression: object, module?: string) {
  const plan = handMadePlan([
    { address: "aws_vpc.v", after: { cidr_block: "10.0.0.0/16" } },
    { address: "aws_subnet.s", after: { cidr_block: "10.0.0.0/24" }, refers: { vpc_id: to("aws_vpc.v.id") } },
    {
      address: "aws_lb.l",
      after: { internal: true, load_balancer_type: "network" },
      refers: { subnets: to("aws_subnet.s.id"), security_groups: [] },
    },
    {
      address: "aws_vpc_endpoint.e",
      after: { vpc_endpoint_type: "Interface", service_name: "com.amazonaws.eu-central-1.ecs" },
      refers: { vpc_id: to("aws_vpc.v.id"), subnet_ids: to("aws_subnet.s.id"), security_group_ids: [] },
    },
    { address: "aws_instance.i", refers: { subnet_id: to("aws_subnet.s.id"), vpc_security_group_ids: [] } },
  ]) as {
    configuration: { root_module: { resources: { expressions: Record<string, object> }[] } };
    resource_changes: object[];
  };
  for (const { expressions } of plan.configuration.root_module.resources)
    for (const key of Object.keys(expressions)) if (/security_group/.test(key)) expressions[key] = expression;
  const text = JSON.stringify(plan);
  const own = module === undefined ? text : inModule(plan, module);
  const { loadBalancers, nics } = buildTopology(readPlan(JSON.parse(own) as never));
  const groupsOf = (one: { groups?: readonly { address: string }[]; doubts: { groups: readonly unknown[] } }) =>
    one.doubts.groups.length > 0 ? "not known" : (one.groups?.map(({ address }) => address).join() ?? "none");
  return [...loadBalancers.flatMap(({ nodes }) => nodes), ...nics.filter(({ kind }) => kind !== "load-balancer")].map(
    groupsOf,
  );
}

function inModule(plan: { configuration: { root_module: object }; resource_changes: object[] }, name: string): string {
  const changes = plan.resource_changes.map((one) => ({
    ...one,
    address: `module.${name}.${(one as { address: string }).address}`,
    module_address: `module.${name}`,
  }));
  const configuration = { root_module: { module_calls: { [name]: { module: plan.configuration.root_module } } } };
  return JSON.stringify({ format_version: "1.2", resource_changes: changes, configuration });
}

const DEFAULT = "aws_vpc.v (default security group)";
const LEFT = ["none", DEFAULT, DEFAULT];
const OPEN = ["not known", "not known", "not known"];

test.each<[string, object]>([
  ["an empty list", { constant_value: [] }],
  ["null", { constant_value: null }],
  ["a variable, which is known when a plan is made", { references: ["var.groups"] }],
])("%s leaves to AWS what the provider fills in", (_, expression) => {
  expect(groupsWith(expression)).toEqual(LEFT);
});

test.each<[string, object]>([
  ["a local", { references: ["local.groups"] }],
  ["a module's output", { references: ["module.a.groups", "module.a"] }],
  ["a data source", { references: ["data.aws_security_groups.a.ids", "data.aws_security_groups.a"] }],
  ["a variable beside something else", { references: ["var.groups", "local.more"] }],
  ["a list of which too little is known", { constant_value: ["${local.group}"], references: ["local.group"] }],
])("%s may be anything", (_, expression) => {
  expect(groupsWith(expression)).toEqual(OPEN);
});

test("a variable of a module may be anything, an empty list is one everywhere", () => {
  expect(groupsWith({ references: ["var.groups"] }, "m")).toEqual(OPEN);
  expect(groupsWith({ constant_value: [] }, "m")).toEqual(["none", `module.m.${DEFAULT}`, `module.m.${DEFAULT}`]);
});
