#!/usr/bin/env bash
# judge-plan.sh PLAN.json REVIEWED FOLDER: proves the bridge's statements on the plan that is to be applied, reviews it,
# and compares it with the review of the pull request in REVIEWED. All of it stands on the job's summary; only when
# nothing speaks against the plan, FOLDER/$BRIDGE.json says so, with the run that was judged.
# Environment: BRIDGE, RUN (what plan.json is of), LINK, FAIL_ON (what the plan may not do: cuts, opens, unknown, or none).
# The plan itself is deleted: it holds sensitive values, the review never shows one.
set -euo pipefail
source "$(dirname "$0")/as-text.sh"
plan=$1 reviewed=$2 folder=$3
: "${BRIDGE:?}" "${RUN:?}" "${FAIL_ON:?}"
scratch=$(mktemp -d)
trap 'rm -rf -- "$plan" "$scratch"' EXIT
failed=0
# wrong WORDS...: an annotation, and why the summary's reader finds no approval to give.
wrong() {
  failed=1
  echo "::error::$BRIDGE: $*"
  printf '**Not deployed:** %s.\n\n' "$*" >>"$scratch/head"
}
overlap() { node bin/overlap.js "$@"; }

[[ $FAIL_ON =~ ^(none|(cuts|opens|unknown)(,(cuts|opens|unknown))*)$ ]] || {
  echo "::error::DEPLOY_FAIL_ON is \"none\", or words of cuts, opens and unknown with commas between them; change the variable"
  exit 1
}
: >"$scratch/head"
proof=0
as_text
overlap verify --plan "$plan" -- "$BRIDGE" >"$scratch/proof" || proof=$?
cat -- "$scratch/proof"
no_text
[ "$proof" = 0 ] || wrong "a statement does not hold on this plan"

about=$(jq -r '.reason // "", "\(.pull_request // "")", .link // ""' "$reviewed/about.json")
{ read -r reason; read -r pull_request; read -r pull_request_link; } <<<"$about" || true
against=()
[ -n "$reason" ] || against=(--against "$reviewed/$BRIDGE.json")
review=0
as_text
overlap review --bridge "$BRIDGE" "${against[@]}" --json -- "$plan" >"$scratch/review.json" || review=$?
no_text
[ "$review" -le 1 ] || { echo "::error::$BRIDGE: the plan can't be reviewed, or not compared; see above"; exit 1; }
overlap review --bridge "$BRIDGE" "${against[@]}" -- "$plan" >"$scratch/review.md" 2>/dev/null || [ "$?" = 1 ]
[ -n "$reason" ] || jq -e '.against.same == true' "$scratch/review.json" >/dev/null ||
  wrong "the plan does not do what was reviewed in pull request $pull_request; open a pull request anew (an empty commit will do), whose plan is this one"
does=$(jq -r --arg not "$FAIL_ON" '. as $review | [$not | split(",")[] | select($review[.] == true)] | join(", ")' "$scratch/review.json")
[ -z "$does" ] || wrong "the plan does what DEPLOY_FAIL_ON names ($does)"

{
  echo "# Bridge $BRIDGE${LINK:+ ([run]($LINK))}"
  echo
  cat -- "$scratch/head"
  if [ -n "$reason" ]; then
    echo "**Not reviewed in a pull request:** $reason."
  else
    echo "Compared with the plan of [pull request $pull_request]($pull_request_link)."
  fi
  echo
  # Indented: names from files stay text.
  grep -E 'statements? hold|BROKEN|UNKNOWN' "$scratch/proof" | head -n 30 | sed 's/^/    /' || true
  echo
  cat -- "$scratch/review.md"
} >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
[ "$failed" = 0 ] || exit 1
mkdir -p -- "$folder"
jq -n '{run: env.RUN}' >"$folder/$BRIDGE.json"
