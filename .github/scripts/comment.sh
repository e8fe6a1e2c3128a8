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

# head_of FILE: whole lines before the first list of a review, 2,000 bytes at most.
head_of() { LC_ALL=C awk '/^### |^<details>/ { exit } (size += length($0) + 1) > 2000 { exit } { print }' "$1"; }

# section NAME whole|head|line: what the comment says of one bridge.
section() {
  local review=$folder/$1.md link=
  [ ! -f "$folder/$1.link" ] || read -r link <"$folder/$1.link" || true
  [[ $link =~ ^https://[A-Za-z0-9._~:/-]{1,300}$ ]] || link=
  if [ "$2" = line ]; then
    echo "- $1${link:+ ([run]($link))}"
    return
  fi
  echo "# Bridge ${1}${link:+ ([run]($link))}"
  echo
  if [ ! -s "$review" ]; then
    echo "**No review**: the plan was not made or could not be read. [The job]($job_link) tells why."
  elif [ "$2" = whole ]; then
    cat -- "$review"
  else
    head_of "$review"
    echo "_The rest did not fit into a comment: see [the summary of the job]($job_link)._"
  fi
  echo
}

# size_of NAME FORM: the bytes of a section.
size_of() { section "$1" "$2" | wc -c; }

list=$(jq -er '.[].name' <<<"$BRIDGES") || fail "BRIDGES names no bridge"
mapfile -t names <<<"$list"
for name in "${names[@]}"; do
  [[ $name =~ ^[a-z][a-z0-9-]*$ ]] || fail "BRIDGES names a bridge that can't be one"
done
# Heads first, so that a long review of one bridge never hides another bridge; where even these are too many, the last ones
# are only named, and where that is too much, counted.
declare -A form
note="_The reviews of these bridges did not fit into a comment: see [the summary of the job]($job_link)._"
total=$(($(wc -c <<<"$marker") + $(wc -c <<<"$note") + 100))
left=0
for name in "${names[@]}"; do
  form[$name]=none
  for size in head line; do
    more=$(size_of "$name" "$size")
    # A quarter is kept for the names of those whose heads don't fit.
    [ "$size" = line ] && room=$most || room=$((most * 3 / 4))
    [ $((total + more)) -le "$room" ] || continue
    form[$name]=$size
    total=$((total + more))
    break
  done
  [ "${form[$name]}" != none ] || left=$((left + 1))
done
for name in "${names[@]}"; do
  [ "${form[$name]}" = head ] || continue
  more=$(($(size_of "$name" whole) - $(size_of "$name" head)))
  if [ $((total + more)) -le "$most" ]; then
    form[$name]='whole'
    total=$((total + more))
  fi
done
{
  echo "$marker"
  for name in "${names[@]}"; do case ${form[$name]} in whole | head) section "$name" "${form[$name]}" ;; esac; done
  if [[ " ${form[*]} " =~ \ (line|none)\  ]]; then echo "$note"; echo; fi
  for name in "${names[@]}"; do [ "${form[$name]}" != line ] || section "$name" line; done
  [ "$left" = 0 ] || echo "- and $left more bridges"
} >"$body"
[ "$(wc -c <"$body")" -le "$most" ] || fail "the comment has $(wc -c <"$body") bytes, and GitHub takes $most; see $job_link"
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
