#!/usr/bin/env bash
# comment.sh FOLDER: the reviews as one comment on the pull request, written once and changed from then on.
# FOLDER holds NAME.md (the review) and NAME.link (the run's address) of each bridge; one that is missing is said to be.
# Environment: GITHUB_TOKEN, GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, PULL_REQUEST,
# BRIDGES (the matrix as JSON).
set -euo pipefail
folder=$1
: "${GITHUB_TOKEN:?}" "${GITHUB_API_URL:?}" "${GITHUB_REPOSITORY:?}" "${PULL_REQUEST:?}" "${BRIDGES:?}"
fail() { echo "::error::$*"; exit 1; }
marker='<!-- overlap-bridge: plan review -->'
# GitHub refuses more than 65,536 characters.
most=65000
job_link="${GITHUB_SERVER_URL:-}/$GITHUB_REPOSITORY/actions/runs/${GITHUB_RUN_ID:-}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
body=$scratch/body

# section NAME whole|head: what the comment says of one bridge. The head of a review is what stands before its first list.
section() {
  local review=$folder/$1.md link=
  [ ! -f "$folder/$1.link" ] || link=$(head -n 1 "$folder/$1.link")
  echo "# Bridge ${1}${link:+ ([run]($link))}"
  echo
  if [ ! -s "$review" ]; then
    echo "**No review**: the plan was not made or could not be read. [The job]($job_link) tells why."
  elif [ "$2" = whole ]; then
    cat "$review"
  else
    sed -n '/^### \|^<details>/q;p' "$review" | head -c 2000
    echo "_The rest did not fit into a comment: see [the summary of the job]($job_link)._"
  fi
  echo
}

mapfile -t names < <(jq -r '.[].name' <<<"$BRIDGES")
# Heads first, so that a long review of one bridge never hides another bridge.
declare -A form
total=$(($(wc -c <<<"$marker") + 1))
for name in "${names[@]}"; do
  form[$name]='head'
  total=$((total + $(section "$name" head | wc -c)))
done
for name in "${names[@]}"; do
  more=$(($(section "$name" whole | wc -c) - $(section "$name" head | wc -c)))
  if [ $((total + more)) -le "$most" ]; then
    form[$name]='whole'
    total=$((total + more))
  fi
done
{
  echo "$marker"
  for name in "${names[@]}"; do section "$name" "${form[$name]}"; done
} | head -c "$most" >"$body"
jq -n --rawfile body "$body" '{body: $body}' >"$scratch/request"

# github METHOD PATH [FILE]: sets status; the answer is in $scratch/answer.
github() {
  local data=()
  [ -z "${3-}" ] || data=(--data-binary "@$3")
  status=$(curl --silent --show-error --proto '=https' --max-time 60 --request "$1" --output "$scratch/answer" --write-out '%{http_code}' \
    --header @<(printf 'Authorization: Bearer %s\n' "$GITHUB_TOKEN") --header 'Accept: application/vnd.github+json' \
    "${data[@]}" "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY$2") || status=000
}

# Only a comment that a workflow wrote: a person could have written the marker as well.
existing=
for ((page = 1; page <= 50; page++)); do
  github GET "/issues/$PULL_REQUEST/comments?per_page=100&page=$page"
  [ "$status" = 200 ] || fail "the comments of pull request $PULL_REQUEST: GitHub answered $status; the job needs pull-requests: write"
  existing=$(jq -r --arg marker "$marker" \
    '[.[] | select(.user.login == "github-actions[bot]") | select(.body | startswith($marker)) | .id][0] // empty' "$scratch/answer")
  if [ -n "$existing" ] || [ "$(jq length "$scratch/answer")" -lt 100 ]; then break; fi
done

if [ -n "$existing" ]; then
  github PATCH "/issues/comments/$existing" "$scratch/request"
  [ "$status" != 200 ] || exit 0
  # Somebody deleted it in between.
  [ "$status" = 404 ] || fail "comment $existing: GitHub answered $status; the job needs pull-requests: write"
fi
github POST "/issues/$PULL_REQUEST/comments" "$scratch/request"
[ "$status" = 201 ] || fail "a comment on pull request $PULL_REQUEST: GitHub answered $status; the job needs pull-requests: write"
