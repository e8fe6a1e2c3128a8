#!/usr/bin/env bash
# review.sh PLAN.json FOLDER: what the plan does to the traffic, as FOLDER/$BRIDGE.md and on the job's summary.
# The plan itself is deleted: it holds sensitive values, the review never shows one.
set -euo pipefail
plan=$1 folder=$2
: "${BRIDGE:?}"
trap 'rm -f "$plan"' EXIT
mkdir -p "$folder"
node src/cli/overlap.js review "$plan" --bridge "$BRIDGE" >"$folder/$BRIDGE.md"
[ -z "${LINK-}" ] || echo "$LINK" >"$folder/$BRIDGE.link"
[ -z "${GITHUB_STEP_SUMMARY-}" ] || cat "$folder/$BRIDGE.md" >>"$GITHUB_STEP_SUMMARY"
