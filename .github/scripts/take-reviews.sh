#!/usr/bin/env bash
# take-reviews.sh FOUND FOLDER: takes each bridge's review out of what a pull request's run left in FOUND, when it is one
# of this very content: the same tree of files, the same stack. Of what is in FOUND nothing is believed: it can only
# make the deployment stop.
# Environment: BRIDGES (the matrix as JSON), TREE (git's name for the content of this commit), UNREVIEWED.
source "$(dirname "$0")/reviewed.sh"
found=$1 folder=$2
: "${BRIDGES:?}" "${TREE:?}"
most=$((50 * 1024 * 1024))

# is_file FILE: whether it is there, no link, and not too large.
is_file() { [ -f "$1" ] && [ ! -L "$1" ] && [ "$(stat -c %s -- "$1")" -le "$most" ]; }

differs=()
while IFS=$'\t' read -r name stack; do
  origin=$found/$name.origin.json
  is_file "$found/$name.json" && is_file "$origin" || unreviewed "$folder" "the pull request's run left no review of $name"
  read -r tree reviewed < <(jq -r '[.tree, .stack] | map(tostring | gsub("[^0-9a-f]"; "")) | map(if . == "" then "nothing" else . end) | join(" ")' "$origin" 2>/dev/null || echo nothing nothing)
  [ "$tree" = "$TREE" ] || differs+=("files of the commit (git's tree): reviewed $tree, now $TREE")
  [ "$reviewed" = "$stack" ] || differs+=("stack of $name (SHA-256): reviewed $reviewed, now $stack")
done <<<"$(jq -r '.[] | [.name, .stack] | @tsv' <<<"$BRIDGES")"
if [ "${#differs[@]}" -gt 0 ]; then
  printf 'not what was reviewed: %s\n' "${differs[@]}" | sort -u
  unreviewed "$folder" "main is not what the pull request was planned with (it moved on before the merge)"
fi
while read -r name; do cp -- "$found/$name.json" "$folder/$name.json"; done <<<"$(jq -r '.[].name' <<<"$BRIDGES")"
