#!/usr/bin/env bash
# gate.sh RUNS JUDGED: which runs go on to approval: those that can be confirmed, and that the job "review" found nothing
# against. Environment: BRIDGES (the matrix as JSON). Output: ready, a JSON list to make a matrix of, each bridge with
# what the job "plan" wrote down of its run (planned) and the run's address (link).
set -euo pipefail
runs=$1 judged=$2
: "${BRIDGES:?}"
ready='[]'
say() { echo "$*"; echo "- $*" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"; }
names=$(jq -r '.[].name' <<<"$BRIDGES")
while read -r name; do
  [[ $name =~ ^[a-z][a-z0-9-]*$ ]] || continue
  if [ ! -f "$runs/$name.json" ]; then
    say "$name: no run was planned"
  elif [ ! -f "$judged/$name.json" ] || [ "$(jq -r .run "$judged/$name.json")" != "$(jq -r .run "$runs/$name.json")" ]; then
    say "$name: its plan is not to be applied; the job \"review $name\" tells why"
  elif [ "$(jq -r .confirmable "$runs/$name.json")" != true ]; then
    say "$name: nothing changes"
  else
    say "$name: waits for approval, its review stands on this page"
    ready=$(jq -c --arg name "$name" --argjson bridges "$BRIDGES" --slurpfile run "$runs/$name.json" \
      '. + [$bridges[] | select(.name == $name) + {planned: $run[0], link: $run[0].link}]' <<<"$ready")
  fi
done <<<"$names"
echo "ready=$ready"
[ -z "${GITHUB_OUTPUT-}" ] || echo "ready=$ready" >>"$GITHUB_OUTPUT"
