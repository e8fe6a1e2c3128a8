#!/usr/bin/env bash
# verify-stacks.sh SYNTH.json: proves every stack in cdktf.out, bridge by bridge. SYNTH.json: `overlap synth --json`.
# The file itself is read, not the bridge synthesized again: what is proved here is what gets packed.
set -euo pipefail
failed=0
while read -r name; do
  node src/cli/overlap.js verify "$name" || { echo "::error::$name: a statement does not hold; see above"; failed=1; }
done < <(jq -r '.[].name' "$1")
exit "$failed"
