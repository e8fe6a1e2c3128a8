#!/usr/bin/env bash
# apply-run.sh: applies the very run that was planned, judged and approved, and waits until it is applied.
# Environment: PLANNED, what the job "plan" wrote down of the run, as JSON.
source "$(dirname "$0")/terraform-cloud.sh"

find_workspace
same_run "${PLANNED:?}"
case $run_status in
confirmed | apply_queued | applying | applied | pre_apply_*)
  fail "run $run is $run_status already: an earlier attempt of this job confirmed it, or somebody did in Terraform Cloud; this job has nothing left to apply: $(run_link "$run")" ;;
esac
[ "$confirmable" = true ] ||
  fail "run $run can't be confirmed any more, it is $run_status: somebody was faster, or a newer merge ended it; nothing was applied: $(run_link "$run")"
[ "$current_run" = "$run" ] ||
  fail "run $run is not the workspace's current one any more; plan again: start the whole workflow anew: $(run_link "$run")"
[ "$state_version" = "$planned_on" ] ||
  fail "the state of $TFC_WORKSPACE is not the one that run $run was planned on; plan again: start the whole workflow anew"

call POST "/runs/$run/actions/apply" "$(jq -n --arg comment "${GITHUB_REPOSITORY-} ${GITHUB_SHA-} (${GITHUB_RUN_ID-})" '{comment: $comment}')"
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
