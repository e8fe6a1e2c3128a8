#!/usr/bin/env bash
# discard-run.sh RUN: ends a run that nobody will confirm any more, since it would keep the workspace locked.
# A run that has begun to apply is left alone.
source "$(dirname "$0")/terraform-cloud.sh"
run=$1
checked_id "$run" "run"

look_at_run "$run"
case $run_status in
confirmed | apply_queued | applying | pre_apply_*)
  echo "run $run is $run_status: left alone"
  exit 0
  ;;
esac
if [ "$discardable" = true ]; then
  action=discard
elif [ "$cancelable" = true ]; then
  action=cancel
else
  echo "run $run is $run_status: nothing to end"
  exit 0
fi
call POST "/runs/$run/actions/$action" "$(jq -n --arg comment "the job ended: ${GITHUB_REPOSITORY-} ${GITHUB_RUN_ID-}" '{comment: $comment}')"
# 409: it came to its end by itself in between.
[ "$status" = 409 ] || expect 202 "$action of run $run"
echo "run $run: $action"
