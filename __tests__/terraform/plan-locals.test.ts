import { isList, isUnknown, type ResourceGraph } from "../../src/terraform";
import { graphFrom } from "../support/networks";

type Argument = { readonly constant_value?: unknown; readonly references?: readonly string[] };

/** A plan of new resources: `unknown` names the arguments that are known after apply, with their configuration. */
function planOf(blocks: readonly (readonly [string, Readonly<Record<string, Argument>>])[]): ResourceGraph {
  const changes = blocks.map(([address, unknown]) => {
    const [type, name = ""] = address.split(".");
    const mask = { id: true, ...Object.fromEntries(Object.keys(unknown).map((key) => [key, true])) };
    const change = { actions: ["create"], before: null, after: {}, after_unknown: mask };
    return { address, type, name: name.replace(/\[.*/, ""), mode: "managed", change };
  });
  const resources = blocks.map(([address, expressions]) => ({
    address: address.replace(/\[.*/, ""),
    mode: "managed",
    expressions,
  }));
  const json = { format_version: "1.2", resource_changes: changes, configuration: { root_module: { resources } } };
  return graphFrom(json, "plan");
}

function linksOf(graph: ResourceGraph, address: string, argument: string): string[] | undefined {
  const value = graph.get(address)?.values[argument];
  if (!isList(value)) return undefined;
  return value.map((one) => (isUnknown(one) && one.exact ? `${one.candidates[0]?.address}` : "unknown"));
}

const SUBNETS = [0, 1, 2].map((i) => [`aws_subnet.x[${i}]`, {}] as const);

test.each(["subnet_ids", "security_group_ids", "route_table_ids"])(
  "a splat in JSON syntax is all instances: %s",
  (key) => {
    const graph = planOf([
      ...SUBNETS,
      ["aws_vpc_endpoint.e", { [key]: { constant_value: "${aws_subnet.x[*].id}", references: ["aws_subnet.x"] } }],
    ]);
    expect(linksOf(graph, "aws_vpc_endpoint.e", key)).toEqual([
      "aws_subnet.x[0]",
      "aws_subnet.x[1]",
      "aws_subnet.x[2]",
    ]);
  },
);

test.each(["${slice(aws_subnet.x[*].id, 0, 2)}", "${aws_subnet.x[*].id[0]}", undefined])(
  "what may be a part of the instances stays unknown: %s",
  (text) => {
    const argument = { ...(text !== undefined && { constant_value: text }), references: ["aws_subnet.x"] };
    const graph = planOf([...SUBNETS, ["aws_vpc_endpoint.e", { subnet_ids: argument }]]);
    expect(linksOf(graph, "aws_vpc_endpoint.e", "subnet_ids")).toBeUndefined();
  },
);

test("a splat over for_each is refused by Terraform, and no list here", () => {
  const argument = { constant_value: "${aws_subnet.x[*].id}", references: ["aws_subnet.x"] };
  const graph = planOf([
    ['aws_subnet.x["a"]', {}],
    ['aws_subnet.x["b"]', {}],
    ["aws_vpc_endpoint.e", { subnet_ids: argument }],
  ]);
  expect(linksOf(graph, "aws_vpc_endpoint.e", "subnet_ids")).toBeUndefined();
});

test("rules that name one local share what it may be", () => {
  const rules = Array.from(
    { length: 300 },
    (_, i) => [`aws_security_group_rule.r${i}`, { security_group_id: { references: ["local.group"] } }] as const,
  );
  const graph = planOf([["aws_security_group.a", {}], ["aws_security_group.b", {}], ...rules]);
  const [first, ...others] = rules.map(([address]) => graph.get(address)?.values.security_group_id);
  expect(isUnknown(first) && !first.exact && first.candidates.length > 2).toBe(true);
  // Not only equal: one of them per rule would be quadratic in memory and time.
  for (const other of others) expect(other).toBe(first);
});
