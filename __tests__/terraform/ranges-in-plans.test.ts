import { ALL_IN, ALL_OUT, asking, INSTANCE } from "../support/asked";
import { handMadePlan, type PlannedBlock, to } from "../support/hand-made-plan";

const OPEN = { ...ALL_IN, ipv6_cidr_blocks: ["::/0"] };
const OUT = { ...ALL_OUT, ipv6_cidr_blocks: ["::/0"] };
const P = "aws_vpc_peering_connection.p";
const RANGE = to("aws_vpc.b.ipv6_cidr_block");

/** Two VPCs of IPv6 with a host each, peered; what a's table, and b's group and ACL say of ranges is each test's. */
function planOf(...all: readonly PlannedBlock[]): object {
  const own = all.find(({ address }) => address === "aws_route_table.a");
  const more = all.filter((one) => one !== own);
  const table: Readonly<Record<string, object>> = { a: own?.after ? { after: own.after } : {} };
  const side = (name: string): PlannedBlock[] => [
    {
      address: `aws_vpc.${name}`,
      after: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true },
      refers: { ipv6_cidr_block: [] },
    },
    {
      address: `aws_subnet.${name}`,
      after: { cidr_block: "10.0.1.0/24", assign_ipv6_address_on_creation: true },
      refers: { vpc_id: to(`aws_vpc.${name}.id`), ipv6_cidr_block: to(`aws_vpc.${name}.ipv6_cidr_block`) },
    },
    { address: `aws_route_table.${name}`, refers: { vpc_id: to(`aws_vpc.${name}.id`) }, ...table[name] },
    {
      address: `aws_route_table_association.${name}`,
      refers: { subnet_id: to(`aws_subnet.${name}.id`), route_table_id: to(`aws_route_table.${name}.id`) },
    },
    {
      address: `aws_security_group.${name}`,
      after: { ingress: [OPEN], egress: [OUT] },
      refers: { vpc_id: to(`aws_vpc.${name}.id`) },
    },
    {
      address: `aws_instance.${name}`,
      after: INSTANCE,
      refers: {
        subnet_id: to(`aws_subnet.${name}.id`),
        vpc_security_group_ids: to(`aws_security_group.${name}.id`),
      },
    },
  ];
  const peering: PlannedBlock = {
    address: P,
    after: { auto_accept: true },
    refers: { vpc_id: to("aws_vpc.a.id"), peer_vpc_id: to("aws_vpc.b.id") },
  };
  return handMadePlan([...side("a"), ...side("b"), peering, route("b", ["::/0"]), ...more]);
}

const planned = (...more: readonly PlannedBlock[]) => asking(planOf(...more), "plan");

/** A route for a range that is written, or made of what is referred to. */
function route(table: string, destination: readonly string[]): PlannedBlock {
  const isWritten = destination[0] === "::/0";
  return {
    address: `aws_route.${table}`,
    after: isWritten ? { destination_ipv6_cidr_block: "::/0" } : {},
    refers: {
      route_table_id: to(`aws_route_table.${table}.id`),
      vpc_peering_connection_id: to(`${P}.id`),
      ...(!isWritten && { destination_ipv6_cidr_block: destination }),
    },
  };
}

const asks = (...more: readonly PlannedBlock[]) => planned(...more).verdict("aws_instance.a", "aws_instance.b", 443);

describe("a range that a plan tells by a reference alone", () => {
  // `cidrsubnet(aws_vpc.b.ipv6_cidr_block, 1, 1)` has the same reference as the range itself.
  const whole = route("a", ["::/0"]);

  test("may be any part of it: a route for it may not be for the host", () => {
    expect(asks(whole)).toBe("ALLOWED");
    expect(asks(route("a", RANGE))).toBe("UNKNOWN");
    expect(asks(route("a", to("aws_subnet.b.ipv6_cidr_block")))).toBe("UNKNOWN");
  });

  test("may be any part of it: a rule that admits it may not admit the host", () => {
    const rule: PlannedBlock = {
      address: "aws_vpc_security_group_ingress_rule.r",
      after: { ip_protocol: "-1" },
      refers: { security_group_id: to("aws_security_group.x.id"), cidr_ipv6: to("aws_vpc.a.ipv6_cidr_block") },
    };
    const group: PlannedBlock = { address: "aws_security_group.x", refers: { vpc_id: to("aws_vpc.b.id") } };
    const host: PlannedBlock = {
      address: "aws_instance.x",
      after: INSTANCE,
      refers: { subnet_id: to("aws_subnet.b.id"), vpc_security_group_ids: to("aws_security_group.x.id") },
    };
    const { verdict } = planned(whole, group, rule, host);
    expect(verdict("aws_instance.a", "aws_instance.x", 443)).toBe("UNKNOWN");
  });

  test("may be any part of it: an ACL that refuses it may not refuse the host", () => {
    const entry = (number: number, action: string, range: readonly string[]): PlannedBlock => ({
      address: `aws_network_acl_rule.r${number}`,
      after: {
        ...{ rule_number: number, rule_action: action, protocol: "-1", egress: false },
        ...(range.length === 0 && { ipv6_cidr_block: "::/0" }),
      },
      refers: {
        network_acl_id: to("aws_network_acl.n.id"),
        ...(range.length > 0 && { ipv6_cidr_block: range }),
      },
    });
    const acl: PlannedBlock = {
      address: "aws_network_acl.n",
      after: { egress: [{ rule_no: 1, action: "allow", protocol: "-1", ipv6_cidr_block: "::/0" }] },
      refers: { vpc_id: to("aws_vpc.b.id"), subnet_ids: to("aws_subnet.b.id") },
    };
    expect(asks(whole, acl, entry(20, "allow", []))).toBe("ALLOWED");
    expect(asks(whole, acl, entry(10, "deny", to("aws_vpc.a.ipv6_cidr_block")), entry(20, "allow", []))).toBe(
      "UNKNOWN",
    );
  });
});

describe("a range in the plan of a configuration in JSON syntax, which shows the text", () => {
  test.each([
    ["${aws_vpc.b.ipv6_cidr_block}", "ALLOWED"],
    ["${cidrsubnet(aws_vpc.b.ipv6_cidr_block, 1, 1)}", "UNKNOWN"],
    ["${coalesce(aws_vpc.b.ipv6_cidr_block, null)}", "UNKNOWN"],
  ])("%s: %s", (text, verdict) => {
    const plan = planOf(route("a", RANGE)) as {
      configuration: { root_module: { resources: { address: string; expressions: Record<string, object> }[] } };
    };
    for (const { address, expressions } of plan.configuration.root_module.resources)
      if (address === "aws_route.a")
        expressions.destination_ipv6_cidr_block = { constant_value: text, references: RANGE };
    expect(asking(plan, "plan").verdict("aws_instance.a", "aws_instance.b", 443)).toBe(verdict);
  });

  test("and of blocks in a list each has its own", () => {
    const plan = planOf({
      address: "aws_route_table.a",
      after: {
        route: [{ cidr_block: "" }, { cidr_block: "10.7.0.0/16", ipv6_cidr_block: "" }],
      },
    }) as {
      resource_changes: { address: string; change: { after_unknown: Record<string, unknown> } }[];
      configuration: { root_module: { resources: { address: string; expressions: Record<string, object> }[] } };
    };
    const peering = `\${${P}.id}`;
    for (const { address, change } of plan.resource_changes)
      if (address === "aws_route_table.a")
        change.after_unknown.route = [
          { ipv6_cidr_block: true, vpc_peering_connection_id: true },
          { vpc_peering_connection_id: true },
        ];
    for (const { address, expressions } of plan.configuration.root_module.resources)
      if (address === "aws_route_table.a")
        expressions.route = {
          constant_value: [
            { cidr_block: "10.7.0.0/16", ipv6_cidr_block: null, vpc_peering_connection_id: peering },
            { cidr_block: null, ipv6_cidr_block: "${aws_vpc.b.ipv6_cidr_block}", vpc_peering_connection_id: peering },
          ],
          references: [...to(`${P}.id`), ...RANGE, ...to(`${P}.id`)],
        };
    expect(asking(plan, "plan").verdict("aws_instance.a", "aws_instance.b", 443)).toBe("ALLOWED");
  });
});
