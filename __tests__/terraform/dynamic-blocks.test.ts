import { isList, type JsonObject, readPlan } from "../../src/terraform";

/** A listener rule with two actions; the configuration shows as many as it is given, the others are `dynamic`. */
function rulePlan(shown: readonly string[]): JsonObject {
  const change = (address: string, after: object, unknown: object) => ({
    address,
    type: address.split(".")[0] ?? "",
    name: address.split(".")[1] ?? "",
    mode: "managed",
    change: { actions: ["create"], before: null, after, after_unknown: unknown },
  });
  const forward = { type: "forward" };
  const references = (group: string) => [`aws_lb_target_group.${group}.arn`, `aws_lb_target_group.${group}`];
  return {
    format_version: "1.2",
    resource_changes: [
      change("aws_lb_target_group.a", { port: 80 }, { arn: true }),
      change("aws_lb_target_group.b", { port: 81 }, { arn: true }),
      change(
        "aws_lb_listener_rule.r",
        { action: [forward, forward] },
        { action: [{ target_group_arn: true }, { target_group_arn: true }] },
      ),
    ],
    configuration: {
      root_module: {
        resources: [
          {
            address: "aws_lb_listener_rule.r",
            expressions: {
              action: shown.map((group) => ({
                type: { constant_value: "forward" },
                target_group_arn: { references: references(group) },
              })),
            },
          },
        ],
      },
    },
  } as unknown as JsonObject;
}

/** What the target groups of the two actions are known to be. */
function groupsOf(plan: JsonObject): string[] {
  const graph = readPlan(plan);
  const actions = graph.get("aws_lb_listener_rule.r")?.values.action;
  return (isList(actions) ? actions : []).map((action) => {
    const { target_group_arn: arn } = action as { target_group_arn: never };
    const resolved = graph.resolve(arn);
    return resolved.kind === "link" ? resolved.to.address : resolved.kind;
  });
}

test("a block beside a dynamic one is not taken for what the dynamic one made", () => {
  expect(groupsOf(rulePlan(["a"]))).toEqual(["unknown", "unknown"]);
});

test("blocks that the configuration shows in full are told apart as far as they differ", () => {
  // Both fit both, and nothing known tells them apart: each has one of the groups, in whatever order.
  expect(groupsOf(rulePlan(["a", "b"])).sort()).toEqual(["aws_lb_target_group.a", "aws_lb_target_group.b"]);
  expect(groupsOf(rulePlan(["a", "a"]))).toEqual(["aws_lb_target_group.a", "aws_lb_target_group.a"]);
});
