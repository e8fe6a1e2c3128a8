#!/usr/bin/env bash
# end-runs.sh FOLDER: ends every run that the job "plan" wrote down in FOLDER and that is not to go on.
# Environment: BRIDGES (the matrix as JSON), READY (a JSON list of those whose runs go on; default: none).
set -euo pipefail
folder=$1
: "${BRIDGES:?}"
list=$(jq -r --argjson ready "${READY:-[]}" '([$ready[].name]) as $go | .[] | select(.name as $one | $go | index($one) | not) | [.name, .organization, .workspace] | @tsv' <<<"$BRIDGES")
failed=0
while IFS=$'\t' read -r name TFC_ORGANIZATION TFC_WORKSPACE; do
  [ -n "$name" ] && [ -f "$folder/$name.json" ] || continue
  export TFC_ORGANIZATION TFC_WORKSPACE
  run=$(jq -r '.run' "$folder/$name.json")
  "$(dirname "$0")/discard-run.sh" "$run" || failed=1
done <<<"$list"
exit "$failed"
