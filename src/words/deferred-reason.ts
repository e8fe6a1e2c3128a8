/** Terraform's reasons for deferring (JSON Output Format, `deferred_changes`) in words. */
const REASONS: Readonly<Record<string, string>> = {
  instance_count_unknown: "how many there are is known after apply only",
  resource_config_unknown: "its arguments are known after apply only",
  provider_config_unknown: "its provider's configuration is known after apply only",
  deferred_prereq: "it depends on something that is deferred",
  absent_prereq: "it depends on something that is not there yet",
  excluded: "it was excluded (-exclude)",
  not_included: "it was not targeted (-target)",
  unknown: "the plan doesn't say why",
};

/** Why Terraform leaves something for a later apply, as a clause; a reason of a later Terraform is shown as it is. */
export function deferredReasonText(reason: string): string {
  return Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? reason) : reason;
}
