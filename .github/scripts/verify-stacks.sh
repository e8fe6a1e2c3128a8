#!/usr/bin/env bash
# verify-stacks.sh SYNTH.json FOLDER: proves every stack in cdktf.out, bridge by bridge. SYNTH.json: `overlap synth --json`.
# FOLDER/NAME.json becomes what `overlap verify --json` says, with the checksum of the very bytes that it judged: what
# is proved here is what gets packed, and nothing else.
set -euo pipefail
synth=$1 folder=$2
fail() { echo "::error::$*"; exit 1; }

names=$(jq -er '.[].name' "$synth") || fail "$synth names no bridge"
mkdir -p -- "$folder"
failed=0
while read -r name; do
  [[ $name =~ ^[a-z][a-z0-9-]*$ ]] || fail "$synth names a bridge that can't be one"
  node bin/overlap.js verify -- "$name" && node bin/overlap.js verify --json -- "$name" >"$folder/$name.json" || {
    rm -f -- "$folder/$name.json"
    echo "::error::$name: a statement does not hold, or the stack is not the one that was synthesized; see above"
    failed=1
  }
done <<<"$names"
exit "$failed"
