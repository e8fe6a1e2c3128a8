import { graphFrom, stateJson } from "../support/networks";
import { ARN, STATE } from "../support/distributed-firewall";
import { askGraph } from "../support/inspected";

const LINKS: Readonly<Record<string, readonly [string, string]>> = {
  "vpc-1": ["aws_vpc.v", "id"],
  "subnet-a": ["aws_subnet.a", "id"],
  "subnet-b": ["aws_subnet.b", "id"],
  "subnet-fw": ["aws_subnet.fw", "id"],
  "sg-1": ["aws_security_group.s", "id"],
  "rtb-a": ["aws_route_table.a", "id"],
  "rtb-b": ["aws_route_table.b", "id"],
  "vpce-1": ["aws_networkfirewall_firewall.f", "firewall_status"],
  [`${ARN}firewall-policy/p`]: ["aws_networkfirewall_firewall_policy.p", "arn"],
  [`${ARN}stateful-rulegroup/g`]: ["aws_networkfirewall_rule_group.g", "arn"],
  [`${ARN}stateless-rulegroup/l`]: ["aws_networkfirewall_rule_group.l", "arn"],
};

interface Planned {
  readonly known: unknown;
  readonly unknown: unknown;
  readonly expression: unknown;
}

/** A value of the state as a plan has it: what AWS gives in the apply is unknown, and an expression refers to it. */
function planned(value: unknown): Planned {
  const link = typeof value === "string" ? LINKS[value] : undefined;
  if (link) {
    const [address, attribute] = link;
    return { known: undefined, unknown: true, expression: { references: [`${address}.${attribute}`, address] } };
  }
  if (Array.isArray(value)) {
    const items = value.map(planned);
    const isOfBlocks = value.some((one) => typeof one === "object");
    const references = items.flatMap(({ expression }) => (expression as { references?: string[] }).references ?? []);
    const isUnknown = items.some(({ unknown }) => unknown === true);
    return {
      known: isUnknown ? undefined : items.map(({ known }) => known),
      unknown: isUnknown ? true : items.map(({ unknown }) => unknown),
      expression: isOfBlocks
        ? items.map(({ expression }) => expression)
        : isUnknown
          ? { references }
          : { constant_value: value },
    };
  }
  if (typeof value !== "object" || value === null)
    return { known: value, unknown: false, expression: { constant_value: value } };
  const entries = Object.entries(value).map(([key, one]) => [key, planned(one)] as const);
  return {
    known: Object.fromEntries(entries.flatMap(([key, { known }]) => (known === undefined ? [] : [[key, known]]))),
    unknown: Object.fromEntries(entries.flatMap(([key, { unknown }]) => (unknown === false ? [] : [[key, unknown]]))),
    expression: Object.fromEntries(entries.map(([key, { expression }]) => [key, expression])),
  };
}

const COMPUTED = ["id", "arn", "firewall_status", "private_ip"];

function planJson(): object {
  const resources = Object.entries(STATE).flatMap(([type, named]) =>
    Object.entries(named as Record<string, object>).map(([name, values]) => {
      const own = Object.fromEntries(Object.entries(values).filter(([key]) => !COMPUTED.includes(key)));
      const computed = Object.fromEntries(COMPUTED.filter((key) => key in values).map((key) => [key, true]));
      const read = planned(own);
      const address = { address: `${type}.${name}`, mode: "managed", type, name };
      return { address, after: read.known, unknown: { ...(read.unknown as object), ...computed }, read };
    }),
  );
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {
      root_module: { resources: resources.map(({ address, after }) => ({ ...address, values: after })) },
    },
    resource_changes: resources.map(({ address, after, unknown }) => ({
      ...address,
      change: { actions: ["create"], before: null, after, after_unknown: unknown },
    })),
    configuration: {
      root_module: {
        resources: resources.map(({ address, read }) => ({ ...address, expressions: read.expression })),
      },
    },
  };
}

describe.each([
  ["a state", graphFrom(stateJson(STATE), "state")],
  ["a plan", graphFrom(planJson(), "plan")],
])("a distributed firewall in %s", (_, graph) => {
  const [there, back] = [
    { from: "aws_instance.a", to: "aws_instance.b" },
    { from: "aws_instance.b", to: "aws_instance.a" },
  ];
  const stopped = ["DENIED", "FIREWALL_RULES_RESTRICTION aws_networkfirewall_firewall_policy.p"];

  test("does what its rules say", () => {
    expect(askGraph(graph, there)).toEqual(["ALLOWED"]);
    expect(askGraph(graph, { ...there, port: 22 })).toEqual(stopped);
    expect(askGraph(graph, back)).toEqual(stopped);
    expect(askGraph(graph, { ...back, protocol: "icmp" })).toEqual(["ALLOWED"]);
  });
});
