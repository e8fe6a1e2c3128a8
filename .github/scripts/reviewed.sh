# shellcheck shell=bash
# What find-review.sh and take-reviews.sh share; sourced, not run.
set -euo pipefail

fail() { echo "::error::$*"; exit 1; }

# output NAME VALUE: an output of the step, and a line in its log.
output() {
  echo "$1=$2"
  [ -z "${GITHUB_OUTPUT-}" ] || echo "$1=$2" >>"$GITHUB_OUTPUT"
}

# about FOLDER REASON [PULL_REQUEST LINK]: what the approver is told of the review; REASON: why there is none.
about() {
  mkdir -p -- "$1"
  jq -n --arg reason "$2" --arg pull_request "${3-}" --arg link "${4-}" \
    '{reason: $reason, pull_request: $pull_request, link: $link}' >"$1/about.json"
}

# unreviewed FOLDER REASON: there is no review to compare with; goes on only where a repository's variable says so.
unreviewed() {
  about "$1" "$2"
  [ "${UNREVIEWED-}" = ask ] ||
    fail "nothing is deployed: $2. Open a pull request (an empty commit will do): it is planned and reviewed, and its merge deploys. To have the approver asked without a review, set the repository's variable DEPLOY_UNREVIEWED to \"ask\""
  echo "::warning::$2; DEPLOY_UNREVIEWED has the approver asked all the same"
  output run ""
  exit 0
}
