# shellcheck shell=bash disable=SC2034
# What every call to Terraform Cloud's API shares; sourced by the scripts beside it, not run.
#
# Environment: TFC_TOKEN, TFC_HOSTNAME, TFC_ORGANIZATION, TFC_WORKSPACE;
# TFC_POLL_SECONDS (time between two looks, default 5), TFC_LOOKS (how often at most, default 600).
set -euo pipefail
umask 077

# fail WORDS...: an annotation on the job, and the end.
fail() {
  local words="$*"
  echo "::error::${words//[$'\r\n']/ }"
  exit 1
}

# output NAME VALUE: an output of the step, and a line in its log.
output() {
  echo "$1=$2"
  [ -z "${GITHUB_OUTPUT-}" ] || echo "$1=$2" >>"$GITHUB_OUTPUT"
}

: "${TFC_HOSTNAME:?}"
[ -n "${TFC_TOKEN-}" ] || fail "there is no token for $TFC_HOSTNAME; add the secret that docs/terraform-cloud.md names"
[[ $TFC_HOSTNAME =~ ^[a-z0-9.-]+(:[0-9]+)?$ ]] || fail "TFC_HOSTNAME \"$TFC_HOSTNAME\" is not a host name"

poll_seconds=${TFC_POLL_SECONDS:-5}
looks=${TFC_LOOKS:-600}
looks_left=$looks
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
answer=$scratch/answer

# pause WHAT [ADVICE]: waits until the next look; there is a last one.
pause() {
  looks_left=$((looks_left - 1))
  [ "$looks_left" -gt 0 ] || fail "$1 is not finished after $looks looks, $poll_seconds s apart; ${2:-look at it in Terraform Cloud and start the job again}"
  sleep "$poll_seconds"
}

# fetch CURL-ARGUMENTS...: sets status (000 when there is no answer), location and the file $answer.
# A redirect is not followed, so that no token goes where the API points to.
fetch() {
  local written
  : >"$answer"
  written=$(curl --silent --show-error --globoff --proto '=https' --max-time 120 --output "$answer" \
    --write-out '%{http_code} %{redirect_url}' "$@") || true
  status=${written%% *}
  location=${written#* }
  [[ $status =~ ^[0-9]{3}$ ]] || status=000
}

# at URL: a curl configuration with this address, for addresses that are secrets by themselves: printf is no process.
at() {
  [[ $1 =~ ^https://[^[:space:]\"\\]+$ ]] || fail "Terraform Cloud gave an address that is none; start the job again"
  printf 'url = "%s"\n' "$1"
}

# call METHOD PATH [JSON]: asks the API. What only reads is asked again where the answer is "busy" or none.
# The token goes through a file descriptor: a command line can be read by every process of the machine.
call() {
  local method=$1 path=$2 body=${3-} try
  local data=()
  [ -z "$body" ] || data=(--data-binary @-)
  for try in 1 2 3 4 5; do
    fetch --request "$method" --header @<(printf 'Authorization: Bearer %s\n' "$TFC_TOKEN") \
      --header 'Content-Type: application/vnd.api+json' "${data[@]}" "https://$TFC_HOSTNAME/api/v2$path" <<<"$body"
    case $status in
    429 | 000 | 5??) [ "$method" = GET ] && [ "$try" -lt 5 ] || return 0 ;;
    *) return 0 ;;
    esac
    sleep "$poll_seconds"
  done
}

# expect STATUS WHAT: goes on when the last call answered so; otherwise says what was refused and what to do.
expect() {
  [ "$status" != "$1" ] || return 0
  local detail
  detail=$(jq -r '[.errors[]? | .detail // .title // empty] | join("; ")' "$answer" 2>/dev/null | head -c 500 || true)
  case $status in
  401) fail "$2: $TFC_HOSTNAME refused the token (401); is the secret right, and not expired?" ;;
  403 | 404) fail "$2: $TFC_HOSTNAME found nothing that this token may use ($status); are organization and workspace right, and has the token's team access to the workspace?" ;;
  000) fail "$2: $TFC_HOSTNAME did not answer; start the job again" ;;
  *) fail "$2: $TFC_HOSTNAME answered $status${detail:+: $detail}" ;;
  esac
}

# value JQ: a value of the last answer; empty when it is not there.
value() { jq -r "($1) // empty" "$answer"; }

# An id of the API: nothing else goes into a path or an output.
checked_id() {
  [[ $1 =~ ^[A-Za-z0-9-]{1,64}$ ]] || fail "$2: Terraform Cloud gave no id; look at https://status.hashicorp.com"
}

# What a deployment's run says of itself; end-older-runs.sh knows it by that.
run_message="${GITHUB_REPOSITORY-} ${GITHUB_SHA-} (${GITHUB_WORKFLOW-} ${GITHUB_RUN_ID-})"

# find_workspace: sets workspace, its id; current_run, the run that has it now; state_version, its state ("none": it has none).
find_workspace() {
  call GET "/organizations/${TFC_ORGANIZATION:?}/workspaces/${TFC_WORKSPACE:?}"
  expect 200 "workspace $TFC_ORGANIZATION/$TFC_WORKSPACE"
  workspace=$(value .data.id)
  checked_id "$workspace" "workspace $TFC_ORGANIZATION/$TFC_WORKSPACE"
  current_run=$(value '.data.relationships["current-run"].data.id')
  state_version=$(value '.data.relationships["current-state-version"].data.id')
  state_version=${state_version:-none}
  checked_id "$state_version" "state of $TFC_WORKSPACE"
}

# same_run PLANNED: looks at the run that the JSON PLANNED tells of, and fails when it is not that one any more.
# Sets run, planned_on (the state that it was planned on), and what look_at_run sets.
same_run() {
  local planned=$1 planned_version planned_plan
  run=$(jq -r '.run // ""' <<<"$planned")
  checked_id "$run" "run of $TFC_WORKSPACE"
  planned_version=$(jq -r '.configuration_version // ""' <<<"$planned")
  planned_plan=$(jq -r '.plan // ""' <<<"$planned")
  planned_on=$(jq -r '.state_version // ""' <<<"$planned")
  look_at_run "$run"
  [ "$run_workspace" = "$workspace" ] || fail "run $run is none of $TFC_ORGANIZATION/$TFC_WORKSPACE; nothing was applied"
  [ "$plan_only" = false ] && [ "$auto_apply" = false ] ||
    fail "run $run is a speculative one, or applies by itself; nothing was applied: $(run_link "$run")"
  [ "$run_version" = "$planned_version" ] && [ -n "$run_version" ] ||
    fail "run $run is of configuration $run_version, not of $planned_version, which was proved; nothing was applied: $(run_link "$run")"
  [ "$plan_id" = "$planned_plan" ] && [ -n "$plan_id" ] ||
    fail "run $run has plan $plan_id, not $planned_plan, which was made for it; nothing was applied: $(run_link "$run")"
}

# look_at_run ID: sets run_status, plan_only, auto_apply, run_workspace and run_version (ids), plan_id, plan_status and what may be done:
# confirmable, discardable, cancelable. What the answer does not hold becomes empty.
look_at_run() {
  local seen
  call GET "/runs/$1?include=plan"
  expect 200 "run $1"
  # One look starts one jq, and a unit separator, unlike a tab, keeps empty values apart.
  seen=$(jq -r '[.data.attributes.status, .data.attributes["plan-only"], .data.attributes["auto-apply"], .data.relationships.workspace.data.id,
    .data.relationships["configuration-version"].data.id, .data.relationships.plan.data.id, ([.included[]? | select(.type == "plans")][0].attributes.status),
    (.data.attributes.actions | .["is-confirmable"], .["is-discardable"], .["is-cancelable"])]
    | map(if . == null then "" else tostring end) | join("\u001f")' "$answer")
  IFS=$'\x1f' read -r run_status plan_only auto_apply run_workspace run_version plan_id plan_status confirmable discardable cancelable <<<"$seen"
}

# see_planned RUN: waits until the run is planned or nothing follows, and fails where it can't go on.
# Outputs, also of a run that fails: run_status, plan_id, plan_status, confirmable.
see_planned() {
  local shown=
  while :; do
    look_at_run "$1"
    [ "$run_status" = "$shown" ] || echo "run $1: $run_status"
    shown=$run_status
    case $run_status in
    planned_and_finished | applied | errored | canceled | force_canceled | discarded | policy_soft_failed | policy_override | *_awaiting_decision) break ;;
    esac
    [ "$confirmable" != true ] || break
    pause "run $1" "it is $run_status; look at $(run_link "$1")"
  done
  output run_status "$run_status"
  output plan_status "$plan_status"
  output confirmable "${confirmable:-false}"
  [ -z "$plan_id" ] || checked_id "$plan_id" "plan of run $1"
  output plan_id "$plan_id"
  stop_where_nothing_follows "$1"
}

run_link() { echo "https://$TFC_HOSTNAME/app/$TFC_ORGANIZATION/workspaces/$TFC_WORKSPACE/runs/$1"; }

# stop_where_nothing_follows RUN: fails in the states in which a run stays until a person does something, or for ever.
stop_where_nothing_follows() {
  case $run_status in
  errored) fail "run $1 errored; its log tells why: $(run_link "$1")" ;;
  canceled | force_canceled | discarded) fail "run $1 was $run_status in Terraform Cloud: $(run_link "$1")" ;;
  policy_soft_failed | policy_override) fail "a policy failed on run $1 ($run_status): $(run_link "$1")" ;;
  pre_plan_awaiting_decision | post_plan_awaiting_decision | pre_apply_awaiting_decision)
    fail "a run task of run $1 waits for a decision ($run_status): $(run_link "$1")" ;;
  esac
}
