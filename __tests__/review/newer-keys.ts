import { type Json, type JsonObject } from "../../src/terraform";
import { changeAt } from "./plans/golden-plans";

/** What Terraform 1.11 to 1.14 write into a plan beside its changes, in the documented shape (JSON Output Format). */
export interface NewerKey {
  readonly what: string;
  readonly add: (plan: JsonObject) => void;
  /** What can't be told because of it; nothing where it means nothing to packets. */
  readonly leaves?: RegExp;
}

const invoked = (type: string, more: JsonObject = {}): JsonObject => ({
  address: `action.${type}.x`,
  type,
  name: "x",
  config_values: {},
  config_sensitive: {},
  config_unknown: {},
  provider_name: "registry.terraform.io/hashicorp/aws",
  invoke_action_trigger: {},
  ...more,
});
const put = (key: string, value: Json) => (plan: JsonObject) => {
  plan[key] = value;
};
const ROUTE = { address: "aws_route.later", mode: "managed", type: "aws_route", name: "later" };
const DEFERRED = [
  { reason: "resource_config_unknown", resource_change: { ...ROUTE, change: { actions: ["create"], before: null } } },
];
const imported = (importing: JsonObject) => (plan: JsonObject) => {
  changeAt(plan, "aws_instance.web").change.importing = importing;
};
const identities = (before: JsonObject, after: JsonObject) => (plan: JsonObject) => {
  Object.assign(changeAt(plan, "aws_instance.web").change, { before_identity: before, after_identity: after });
};
const check = (status: string, problems: JsonObject[] = []): JsonObject => ({
  address: { kind: "check", name: "healthy", to_display: "check.healthy" },
  status,
  instances: [{ address: { to_display: "check.healthy" }, status, problems }],
});

export const NEWER_KEYS: readonly NewerKey[] = [
  {
    what: "an action that runs anything",
    add: put("action_invocations", [invoked("aws_lambda_invoke")]),
    leaves: /action\.aws_lambda_invoke\.x.*invoked by the apply/,
  },
  {
    what: "an action of a kind that nobody knows",
    add: put("action_invocations", [{ address: "module.a.action.acme_do.x[0]" }]),
    leaves: /module\.a\.action\.acme_do\.x\[0\].*invoked by the apply/,
  },
  {
    what: "an action that sends a message, on which anything may happen",
    add: put("action_invocations", [invoked("aws_sns_publish")]),
    leaves: /action\.aws_sns_publish\.x.*invoked by the apply/,
  },
  {
    what: "an action that is deferred",
    add: put("deferred_action_invocations", [
      { reason: "deferred_prereq", action_invocation: invoked("aws_ec2_stop_instance") },
    ]),
    leaves: /action\.aws_ec2_stop_instance\.x.*invoked by the apply/,
  },
  { what: "an action that sends a mail", add: put("action_invocations", [invoked("aws_ses_send_email")]) },
  {
    what: "a deferred change",
    add: put("deferred_changes", DEFERRED),
    leaves: /aws_route\.later.*deferred to a later plan: its arguments are known after apply only/,
  },
  {
    what: "a deferred change in a plan that says that it is a part",
    add: (plan) => Object.assign(plan, { complete: false, deferred_changes: DEFERRED }),
    leaves: /`complete`.*aws_route\.later|aws_route\.later[\s\S]*`complete`/,
  },
  { what: "a plan that is a part", add: put("complete", false), leaves: /`complete`: false in the plan/ },
  {
    what: "another object under the same address",
    add: identities({ account_id: "111122223333", id: "i-1" }, { account_id: "111122223333", id: "i-2" }),
    leaves: /`aws_instance\.web`: another object than before by their identity/,
  },
  { what: "identities that are the same", add: identities({ id: "i-1", region: "a" }, { region: "a", id: "i-1" }) },
  { what: "an identity that is told more of", add: identities({ id: "i-1" }, { id: "i-1", region: "eu-west-1" }) },
  { what: "an identity that is not known yet", add: identities({ id: "i-1" }, { id: null }) },
  { what: "an import by id", add: imported({ id: "i-1" }) },
  { what: "an import by identity", add: imported({ identity: { id: "i-1", region: "eu-west-1", account_id: null } }) },
  { what: "a check that fails", add: put("checks", [check("fail", [{ message: "not healthy" }])]) },
  { what: "a check with an error", add: put("checks", [check("error")]) },
  { what: "a check that is known after apply", add: put("checks", [check("unknown")]) },
  {
    what: "generated configuration",
    add: (plan) => {
      const own = changeAt(plan, "aws_instance.web").change as unknown as JsonObject;
      Object.assign(own, { importing: { id: "i-1" }, generated_config: 'resource "aws_instance" "web" {}' });
    },
  },
  { what: "attributes that drift is relevant to", add: put("relevant_attributes", [{ resource: "a", attribute: [] }]) },
  { what: "nothing that can be applied", add: put("applyable", false) },
  { what: "keys of tomorrow", add: (plan) => Object.assign(plan, { format_version: "1.9", tomorrow: [{ a: 1 }] }) },
];
