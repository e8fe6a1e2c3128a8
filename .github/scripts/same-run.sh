#!/usr/bin/env bash
# same-run.sh PLANNED.json: whether the run that the job "plan" made is still as it left it, before its plan is read.
# Outputs: run_id, run_link, plan_id.
source "$(dirname "$0")/terraform-cloud.sh"

find_workspace
same_run "$(cat -- "$1")"
output run_id "$run"
output run_link "$(run_link "$run")"
output plan_id "$plan_id"
