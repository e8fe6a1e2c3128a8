#!/usr/bin/env bash
# newest.sh: whether this commit is still the newest of main. Output: newest, true or false.
# Jobs of two merges may start in the wrong order; the older one must not undo the newer one.
set -euo pipefail
: "${GITHUB_TOKEN:?}" "${GITHUB_API_URL:?}" "${GITHUB_REPOSITORY:?}" "${GITHUB_SHA:?}"
head=$(curl --silent --show-error --fail --proto '=https' --max-time 60 --retry 3 \
  --header @<(printf 'Authorization: Bearer %s\n' "$GITHUB_TOKEN") --header 'Accept: application/vnd.github+json' \
  "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/git/ref/heads/main" | jq -er .object.sha) || {
  echo "::error::GitHub does not tell the newest commit of main; the job needs contents: read"
  exit 1
}
newest=true
if [ "$head" != "$GITHUB_SHA" ]; then
  newest=false
  echo "::notice::$GITHUB_SHA is not deployed: main is at $head by now, whose own run deploys it"
fi
echo "newest=$newest" >>"${GITHUB_OUTPUT:-/dev/stdout}"
