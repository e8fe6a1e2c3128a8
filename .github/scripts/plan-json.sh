#!/usr/bin/env bash
# plan-json.sh PLAN FILE: the plan as `terraform show -json` prints it. It holds sensitive values: keep it in the job.
source "$(dirname "$0")/terraform-cloud.sh"
plan=$1 file=$2
checked_id "$plan" "plan"

while :; do
  call GET "/plans/$plan/json-output"
  case $status in
  204) ;; # not finished yet
  30[1-8])
    # An address that is good for a minute and needs no token.
    fetch --config <(at "$location")
    [ "$status" = 200 ] && break
    echo "plan $plan: its address answered $status, asking for a new one"
    ;;
  401 | 403 | 404) fail "plan $plan: $TFC_HOSTNAME refuses its JSON ($status); that needs a user's or a team's token with admin access to the workspace, an organization's token never does" ;;
  422) fail "plan $plan: the workspace's Terraform is too old to give JSON; set its version to the one in .terraform-version" ;;
  *) expect 200 "plan $plan" && break ;;
  esac
  pause "plan $plan"
done
jq -e '.format_version' "$answer" >/dev/null || fail "plan $plan: what came is not a plan's JSON; start the job again"
mv "$answer" "$file"
