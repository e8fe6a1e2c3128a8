import { type JsonObject } from "../../../src/terraform";
import { changeAt, changesOf, editPrior, goldenPlan, type ResourceChange } from "./golden-plans";

/** Plans that need an account to be made: edited copies of those that the real provider made. */
interface HandMade {
  readonly name: string;
  readonly plan: () => JsonObject;
}

const asJson = (value: unknown): JsonObject => value as JsonObject;

function edited(name: string, edit: (plan: JsonObject) => void): () => JsonObject {
  return () => {
    const plan = goldenPlan(name);
    edit(plan);
    return plan;
  };
}

export const HAND_MADE: readonly HandMade[] = [
  {
    // Somebody opened SSH by hand; the plan takes the rule back, which the refresh found in the group.
    name: "hand-made-drift",
    plan: edited("nothing-changes", (plan) => {
      const own = changeAt(plan, "aws_vpc_security_group_ingress_rule.database-from-nat");
      const drifted = { ...own.change.before, cidr_ipv4: "0.0.0.0/0" };
      plan.resource_drift = asJson([
        { ...own, change: { actions: ["update"], before: own.change.before, after: drifted } },
      ]);
      editPrior(plan, own.address, (values) => (values.cidr_ipv4 = "0.0.0.0/0"));
      own.change = { ...own.change, actions: ["update"], before: drifted };
      const gone = changeAt(plan, "aws_route.nat-to-db");
      (plan.resource_drift as unknown as JsonObject[]).push(
        asJson({ ...gone, change: { actions: ["delete"], before: gone.change.before, after: null } }),
      );
    }),
  },
  {
    name: "hand-made-import",
    plan: edited("nothing-changes", (plan) => {
      changeAt(plan, "aws_instance.web").change.importing = { id: "i-0123456789abcdef0" };
      const rule = changeAt(plan, "aws_vpc_security_group_ingress_rule.web-from-everywhere");
      rule.change.importing = { id: "sgr-0123456789abcdef0" };
      rule.change.actions = ["update"];
      rule.change.before = { ...rule.change.before, to_port: 80, from_port: 80 };
      editPrior(plan, rule.address, (values) => Object.assign(values, { from_port: 80, to_port: 80 }));
    }),
  },
  {
    // What is left of a NAT gateway that an apply could not destroy.
    name: "hand-made-deposed",
    plan: edited("nothing-changes", (plan) => {
      const own = changeAt(plan, "aws_nat_gateway.app");
      const leftover: ResourceChange = {
        ...own,
        deposed: "0a1b2c3d",
        change: { actions: ["delete"], before: { ...own.change.before, id: "nat-0old" }, after: null },
      };
      changesOf(plan).push(leftover);
    }),
  },
  {
    name: "hand-made-tainted",
    plan: edited("nothing-changes", (plan) => {
      const own = changeAt(plan, "aws_instance.database");
      own.action_reason = "replace_because_tainted";
      own.change = { ...own.change, actions: ["delete", "create"], after_unknown: { id: true, arn: true } };
    }),
  },
  {
    // An old plan without prior_state, configuration and terraform_version: each change still tells what was.
    name: "hand-made-old-plan",
    plan: edited("route-removed", (plan) => {
      for (const key of ["prior_state", "configuration", "terraform_version", "complete", "errored", "applyable"])
        delete plan[key];
      plan.format_version = "0.1";
      for (const one of changesOf(plan)) Object.assign(one, { provider_name: "aws" });
    }),
  },
  {
    name: "hand-made-deferred",
    plan: edited("nothing-changes", (plan) => {
      plan.deferred_changes = asJson([
        { reason: "resource_config_unknown", resource_change: { address: "aws_route.app-to-db" } },
      ]);
    }),
  },
  {
    name: "hand-made-other-clouds",
    plan: () =>
      asJson({
        format_version: "1.2",
        resource_changes: [
          ["google_compute_firewall.web", "google_compute_firewall", ["delete"]],
          ["azurerm_resource_group.all", "azurerm_resource_group", ["create"]],
          ["aws_networkfirewall_firewall_policy.all", "aws_networkfirewall_firewall_policy", ["update"]],
          ["null_resource.nothing", "null_resource", ["no-op"]],
        ].map(([address, type, actions]) => ({
          ...{ address, type, mode: "managed", name: String(address).split(".")[1] },
          change: {
            actions,
            before: actions![0] === "create" ? null : { name: "a" },
            after: actions![0] === "delete" ? null : { name: "b" },
          },
        })),
      }),
  },
];
