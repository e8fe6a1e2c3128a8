#!/usr/bin/env bash
# find-review.sh FOLDER: the workflow run that reviewed what this commit brought to main, by its pull request.
# Outputs: run, its id; empty where there is none that counts, which ends the job unless UNREVIEWED is "ask".
# FOLDER/about.json says it for people: {pull_request, link, reason}.
# Environment: GITHUB_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_SHA, BRIDGES (the matrix as JSON), UNREVIEWED.
source "$(dirname "$0")/reviewed.sh"
folder=$1
: "${GITHUB_TOKEN:?}" "${GITHUB_API_URL:?}" "${BRIDGES:?}"
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

# github PATH: the answer is in $scratch/answer.
github() {
  local status
  status=$(curl --silent --show-error --globoff --proto '=https' --max-time 60 --retry 3 --output "$scratch/answer" --write-out '%{http_code}' \
    --header @<(printf 'Authorization: Bearer %s\n' "$GITHUB_TOKEN") --header 'Accept: application/vnd.github+json' \
    "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY$1") || status=000
  [ "$status" = 200 ] || fail "GitHub answered $status to $1; the job needs actions: read and pull-requests: read"
}
value() { jq -r "$@" "$scratch/answer"; }

github "/commits/$GITHUB_SHA/pulls?per_page=100"
read -r pull_request head from < <(value --arg repository "$GITHUB_REPOSITORY" --arg sha "$GITHUB_SHA" '[.[]
  | select(.merged_at != null and .merge_commit_sha == $sha and .base.ref == "main" and .base.repo.full_name == $repository)][0]
  | select(. != null) | "\(.number) \(.head.sha) \(.head.repo.full_name // "-")"') || true
[ -n "${pull_request-}" ] || unreviewed "$folder" "no pull request brought $GITHUB_SHA to main"
[[ $pull_request =~ ^[0-9]+$ ]] && [[ $head =~ ^[0-9a-f]{40}$ ]] || fail "GitHub gave no pull request for $GITHUB_SHA"
link=${GITHUB_SERVER_URL:-https://github.com}/$GITHUB_REPOSITORY/pull/$pull_request
# Runs of a fork hold what its owner likes, and no plan: they are given no token.
[ "$from" = "$GITHUB_REPOSITORY" ] || unreviewed "$folder" "pull request $pull_request comes from a fork, where nothing is planned"

github "/actions/workflows/pull-request.yml/runs?event=pull_request&head_sha=$head&per_page=100"
read -r run conclusion < <(value --arg repository "$GITHUB_REPOSITORY" --arg head "$head" '[.workflow_runs[]
  | select(.event == "pull_request" and .head_sha == $head and .head_repository.full_name == $repository
    and .repository.full_name == $repository and (.path | split("@")[0]) == ".github/workflows/pull-request.yml")]
  | max_by(.run_number) | select(. != null) | "\(.id) \(.conclusion // .status)"') || true
[ -n "${run-}" ] || unreviewed "$folder" "the workflow \"pull request\" did not run for $head, the head of pull request $pull_request"
[[ $run =~ ^[0-9]+$ ]] || fail "GitHub gave no run for $head"
[ "$conclusion" = success ] || unreviewed "$folder" "the workflow \"pull request\" ended with $conclusion for pull request $pull_request"

while read -r name; do
  github "/actions/runs/$run/artifacts?name=review-$name&per_page=100"
  case $(value --arg name "review-$name" '[.artifacts[] | select(.name == $name)] | if length == 0 then "missing" elif all(.expired) then "expired" else "there" end') in
  there) ;;
  expired) unreviewed "$folder" "the review of $name in pull request $pull_request has expired" ;;
  *) unreviewed "$folder" "pull request $pull_request has no review of $name" ;;
  esac
done <<<"$(jq -r '.[].name' <<<"$BRIDGES")"

about "$folder" "" "$pull_request" "$link"
output run "$run"
