/** Terraform's action reasons (JSON Output Format, `action_reason`) in words. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "it is tainted",
  replace_because_cannot_update: "it can't be changed in place",
  replace_by_request: "its replacement was asked for (-replace)",
  replace_by_triggers: "replace_triggered_by",
  delete_because_no_resource_config: "it is no longer in the configuration",
  delete_because_no_module: "its module is no longer in the configuration",
  delete_because_wrong_repetition: "count or for_each was added or removed",
  delete_because_count_index: "its index is beyond count",
  delete_because_each_key: "its key is no longer in for_each",
  delete_because_no_move_target: "what it was moved to is not in the configuration",
  read_because_config_unknown: "its arguments are known after apply only",
  read_because_dependency_pending: "it depends on something that changes",
  read_because_check_nested: "it belongs to a check block",
};

/** Why Terraform does something to a resource, as a clause; a reason of a later Terraform is shown as it is. */
export function actionReasonText(reason: string): string {
  return Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? reason) : reason;
}
