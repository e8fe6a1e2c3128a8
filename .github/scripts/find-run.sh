#!/usr/bin/env bash
# find-run.sh FILE: the speculative run whose id the job before left in FILE; waits until it is planned.
# Outputs, also of a run that fails: run_link, and those of see_planned.
source "$(dirname "$0")/terraform-cloud.sh"
file=$1

[ -f "$file" ] || fail "no run was started for $TFC_WORKSPACE; the job \"plan ${BRIDGE-}\" tells why"
run=
read -r run <"$file" || true
checked_id "$run" "run of $TFC_WORKSPACE"

find_workspace
look_at_run "$run"
# The id comes from a job in which a foreign image ran.
[ "$run_workspace" = "$workspace" ] && [ "$plan_only" = true ] ||
  fail "run $run is no speculative run of $TFC_ORGANIZATION/$TFC_WORKSPACE; look at what the job \"plan ${BRIDGE-}\" did"
output run_link "$(run_link "$run")"
see_planned "$run"
