#!/usr/bin/env bash
# pack-stacks.sh SYNTH.json FOLDER: one archive for each stack whose state is in Terraform Cloud.
# Output: bridges, a JSON list of {name, organization, workspace, sha256} to make a matrix of. It is empty where
# HAS_TOKEN is "false": a pull request from a fork is given no secrets.
set -euo pipefail
synth=$1 folder=$2
: "${TFC_HOSTNAME:?}"
fail() { echo "::error::$*"; exit 1; }

cloud=$(jq -c '[.[] | select(.backend.type == "cloud") | {name, file} + (.backend | {hostname, organization, workspace})]' "$synth")
# Whoever writes a bridge file must not choose where the token is sent.
wrong=$(jq -r --arg host "$TFC_HOSTNAME" '[.[] | select(.hostname != $host) | "\(.name) (\(.hostname))"] | join(", ")' <<<"$cloud")
[ -z "$wrong" ] || fail "backend.hostname is not $TFC_HOSTNAME: $wrong; change the bridge, or TFC_HOSTNAME in the workflows"
twice=$(jq -r 'group_by([.organization, .workspace])[] | select(length > 1) | "\(.[0].workspace) of \(map(.name) | join(" and "))"' <<<"$cloud")
[ -z "$twice" ] || fail "two bridges have the same workspace: $twice; give each its own"

mkdir -p "$folder"
bridges='[]'
while IFS=$'\t' read -r name file; do
  # The same stack gives the same bytes: sorted, without times and owners.
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu -C "$(dirname "$file")" -cf - . | gzip -n >"$folder/$name.tar.gz"
  sha256=$(sha256sum "$folder/$name.tar.gz" | cut -d' ' -f1)
  bridges=$(jq -c --arg name "$name" --arg sha256 "$sha256" --argjson cloud "$cloud" \
    '. + [$cloud[] | select(.name == $name) | {name, organization, workspace, sha256: $sha256}]' <<<"$bridges")
done < <(jq -r '.[] | [.name, .file] | @tsv' <<<"$cloud")

if [ "${HAS_TOKEN-true}" = false ]; then
  echo "::notice::no plan by Terraform Cloud: this run has no token for it (a fork, Dependabot, or the secrets are not set)"
  bridges='[]'
fi
echo "bridges=$bridges"
[ -z "${GITHUB_OUTPUT-}" ] || echo "bridges=$bridges" >>"$GITHUB_OUTPUT"
