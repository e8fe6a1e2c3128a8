#!/usr/bin/env bash
# apply-run.sh RUN: applies a run that waits for confirmation, and waits until it is applied.
source "$(dirname "$0")/terraform-cloud.sh"
run=$1
checked_id "$run" "run"

call POST "/runs/$run/actions/apply" "$(jq -n --arg comment "${GITHUB_REPOSITORY-} ${GITHUB_SHA-}" '{comment: $comment}')"
[ "$status" != 409 ] || fail "run $run can't be confirmed any more; somebody was faster or discarded it: $(run_link "$run")"
expect 202 "apply of run $run"

shown=
while :; do
  look_at_run "$run"
  [ "$run_status" = "$shown" ] || echo "run $run: $run_status"
  shown=$run_status
  stop_where_nothing_follows "$run"
  [ "$run_status" != applied ] || break
  pause "run $run" "it goes on in Terraform Cloud; don't start another one before it ended: $(run_link "$run")"
done
