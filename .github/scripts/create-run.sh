#!/usr/bin/env bash
# create-run.sh KIND CONFIGURATION_VERSION: starts a run and waits until it is planned. KIND: plan-only or apply.
# Outputs, also of a run that fails: run_id, run_link, run_status, plan_id, plan_status, confirmable.
source "$(dirname "$0")/terraform-cloud.sh"
kind=$1 version=$2
case $kind in
plan-only) plan_only=true ;;
apply) plan_only=false ;;
*) fail "create-run.sh: \"$kind\" is neither plan-only nor apply" ;;
esac
checked_id "$version" "configuration version"

find_workspace
# auto-apply off: whatever the workspace says, only apply-run.sh applies.
call POST /runs "$(jq -n --arg workspace "$workspace" --arg version "$version" --argjson plan_only "$plan_only" \
  --arg message "${GITHUB_REPOSITORY-} ${GITHUB_SHA-} (${GITHUB_WORKFLOW-} ${GITHUB_RUN_ID-})" '
  {data: {type: "runs", attributes: {message: $message, "plan-only": $plan_only, "auto-apply": false}, relationships: {
    workspace: {data: {type: "workspaces", id: $workspace}},
    "configuration-version": {data: {type: "configuration-versions", id: $version}}}}}')"
expect 201 "run in $TFC_WORKSPACE"
run=$(value .data.id)
checked_id "$run" "run in $TFC_WORKSPACE"
# Said at once: the step that cleans up needs it also when this one is stopped.
output run_id "$run"
output run_link "$(run_link "$run")"

shown=
while :; do
  look_at_run "$run"
  [ "$run_status" = "$shown" ] || echo "run $run: $run_status"
  shown=$run_status
  case $run_status in
  planned_and_finished | applied | errored | canceled | force_canceled | discarded | policy_soft_failed | policy_override | *_awaiting_decision) break ;;
  esac
  [ "$confirmable" != true ] || break
  pause "run $run" "it is $run_status; look at $(run_link "$run")"
done
output run_status "$run_status"
output plan_status "$plan_status"
output confirmable "${confirmable:-false}"
[ -z "$plan_id" ] || checked_id "$plan_id" "plan of run $run"
output plan_id "$plan_id"
stop_where_nothing_follows "$run"
