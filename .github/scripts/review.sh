#!/usr/bin/env bash
# review.sh PLAN.json FOLDER: what the plan does to the traffic, as FOLDER/$BRIDGE.md, on the job's summary, and as
# FOLDER/$BRIDGE.json, which the deployment's own plan is compared with; FOLDER/$BRIDGE.origin.json says of what content.
# Then proves the bridge's statements on the plan. Output: written, true once the review is there.
# The plan itself is deleted: it holds sensitive values, the review never shows one.
set -euo pipefail
source "$(dirname "$0")/as-text.sh"
plan=$1 folder=$2
: "${BRIDGE:?}"
trap 'no_text; rm -f -- "$plan"' EXIT
mkdir -p -- "$folder"
as_text
node bin/overlap.js review --bridge "$BRIDGE" --json -- "$plan" >"$folder/$BRIDGE.json"
node bin/overlap.js review --bridge "$BRIDGE" -- "$plan" >"$folder/$BRIDGE.md"
jq -n '{commit: env.GITHUB_SHA, tree: env.TREE, stack: env.STACK}' >"$folder/$BRIDGE.origin.json"
[ -z "${LINK-}" ] || printf '%s\n' "$LINK" >"$folder/$BRIDGE.link"
[ -z "${GITHUB_STEP_SUMMARY-}" ] || cat -- "$folder/$BRIDGE.md" >>"$GITHUB_STEP_SUMMARY"
[ -z "${GITHUB_OUTPUT-}" ] || echo "written=true" >>"$GITHUB_OUTPUT"
proof=0
node bin/overlap.js verify --plan "$plan" -- "$BRIDGE" || proof=$?
no_text
[ "$proof" = 0 ] || {
  echo "::error::$BRIDGE: a statement does not hold on the plan; the deployment would stop at it"
  exit 1
}
