#!/usr/bin/env bash
# end-older-runs.sh: ends the runs of earlier merges that still wait for approval: they lock the workspace, and what they
# would deploy is older than this commit. Runs of anybody else are left alone, and so is one that has begun to apply.
source "$(dirname "$0")/terraform-cloud.sh"

find_workspace
call GET "/workspaces/$workspace/runs?filter%5Bstatus_group%5D=non_final&page%5Bsize%5D=100"
expect 200 "runs of $TFC_WORKSPACE"
# Their message is the one that create-run.sh gives, up to commit and run.
runs=$(jq -r --arg head "${GITHUB_REPOSITORY:?} " --arg workflow " (${GITHUB_WORKFLOW:?} " '.data[]
  | select(.attributes["plan-only"] != true) | select(.attributes.message // "" | startswith($head) and contains($workflow)) | .id' "$answer")
for run in $runs; do "$(dirname "$0")/discard-run.sh" "$run"; done
