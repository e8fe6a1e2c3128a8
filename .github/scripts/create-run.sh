#!/usr/bin/env bash
# create-run.sh CONFIGURATION_VERSION: starts a run that nobody confirms by itself, and waits until it is planned.
# Outputs, also of a run that fails: run_id, run_link, and those of see_planned; of one that is planned also
# state_version, the workspace's state that it was planned on.
source "$(dirname "$0")/terraform-cloud.sh"
version=$1
checked_id "$version" "configuration version"

find_workspace
# auto-apply off: whatever the workspace says, only apply-run.sh applies.
call POST /runs "$(jq -n --arg workspace "$workspace" --arg version "$version" --arg message "$run_message" '
  {data: {type: "runs", attributes: {message: $message, "plan-only": false, "auto-apply": false}, relationships: {
    workspace: {data: {type: "workspaces", id: $workspace}},
    "configuration-version": {data: {type: "configuration-versions", id: $version}}}}}')"
expect 201 "run in $TFC_WORKSPACE"
run=$(value .data.id)
checked_id "$run" "run in $TFC_WORKSPACE"
# Said at once: the step that cleans up needs it also when this one is stopped.
output run_id "$run"
output run_link "$(run_link "$run")"
see_planned "$run"
find_workspace
output state_version "$state_version"
