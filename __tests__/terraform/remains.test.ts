import { type JsonObject, readPlan } from "../../src/terraform";
import { reviewPlan } from "../../src/review";

type Values = Record<string, unknown>;

function plan(type: string, actions: readonly string[], before: Values, others: readonly object[] = []): JsonObject {
  const after = actions.includes("create") ? { ...before, id: "new" } : actions.includes("no-op") ? before : null;
  return {
    format_version: "1.2",
    resource_changes: [
      { address: `${type}.a`, mode: "managed", type, name: "a", change: { actions, before, after } },
      ...others,
    ],
  } as unknown as JsonObject;
}

const addresses = (json: JsonObject): string[] => readPlan(json).resources.map(({ address }) => address);

test.each([
  ["aws_default_network_acl", {}],
  ["aws_default_route_table", {}],
  ["aws_default_security_group", {}],
  ["aws_default_subnet", {}],
  ["aws_default_vpc", { force_destroy: false }],
  ["aws_vpc_peering_connection_accepter", {}],
])("%s goes on in AWS when it leaves the configuration", (type, values) => {
  const json = plan(type, ["delete"], { id: "x-1", ...values });
  expect(addresses(json)).toEqual([`${type}.a`]);
  // Terraform's own count, and what it means.
  const { counts, gone, verdict } = reviewPlan(json);
  expect([counts.destroy, counts.forget]).toEqual([1, 0]);
  expect(gone.map(({ action }) => action)).toEqual(["forget"]);
  expect(verdict).toBe("safe");
});

test.each([
  ["aws_default_vpc", { force_destroy: true }],
  ["aws_default_subnet", { force_destroy: true }],
  ["aws_route_table", {}],
  ["aws_ec2_transit_gateway_vpc_attachment_accepter", {}],
])("%s is destroyed in earnest", (type, values) => {
  expect(addresses(plan(type, ["delete"], { id: "x-1", ...values }))).toEqual([]);
});

test("what is forgotten goes on, also when a new object takes its address", () => {
  expect(addresses(plan("aws_instance", ["forget"], { id: "i-1" }))).toEqual(["aws_instance.a"]);
  const replaced = plan("aws_instance", ["create", "forget"], { id: "i-1" });
  expect(addresses(replaced)).toEqual(["aws_instance.a (forgotten)", "aws_instance.a"]);
  expect(reviewPlan(replaced).gone).toMatchObject([{ action: "replace", order: "forget-old" }]);
});

test("what is forgotten under one address and imported or adopted under another is there once", () => {
  const imported = {
    ...{ address: "aws_instance.b", mode: "managed", type: "aws_instance", name: "b" },
    change: { actions: ["no-op"], before: { id: "i-1" }, after: { id: "i-1" }, importing: { id: "i-1" } },
  };
  expect(addresses(plan("aws_instance", ["forget"], { id: "i-1" }, [imported]))).toEqual(["aws_instance.b"]);
  const type = "aws_default_route_table";
  const adopted = {
    ...{ address: `${type}.b`, mode: "managed", type, name: "b" },
    change: { actions: ["create"], before: null, after: { default_route_table_id: "rtb-1" } },
  };
  const values = { id: "rtb-1", default_route_table_id: "rtb-1" };
  expect(addresses(plan(type, ["delete"], values, [adopted]))).toEqual([`${type}.b`]);
});

describe("actions that the apply invokes", () => {
  const invoking = (type: string, id: string): JsonObject => ({
    ...plan("aws_instance", ["no-op"], { id: "i-1" }),
    action_invocations: [{ address: `action.${type}.x`, type, config_values: { instance_id: id } }],
  });

  test.each(["aws_ec2_stop_instance", "aws_lambda_invoke", "aws_sns_publish"])("%s is named", (type) => {
    const { unreadable } = readPlan(invoking(type, "i-1"));
    expect(unreadable).toMatchObject([{ address: `action.${type}.x`, touches: ["aws_instance.a"], leaves: "action" }]);
    expect(reviewPlan(invoking(type, "i-2"))).toMatchObject({
      verdict: "unknown",
      notJudged: [{ addresses: [`action.${type}.x`] }],
    });
  });

  test("one of which the plan tells neither address nor type is not passed over", () => {
    const nameless = { ...invoking("aws_lambda_invoke", "i-2"), action_invocations: [{ config_values: {} }] };
    expect(reviewPlan(nameless)).toMatchObject({ verdict: "unknown", notJudged: [{ addresses: ["an action"] }] });
  });

  test.each(["aws_ses_send_email", "aws_cloudfront_create_invalidation"])("%s can't touch traffic", (type) => {
    expect(reviewPlan(invoking(type, "i-1")).verdict).toBe("safe");
  });
});
