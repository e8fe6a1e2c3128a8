#!/usr/bin/env bash
# pack-stacks.sh SYNTH.json VERIFIED FOLDER: one archive for each stack whose state is in Terraform Cloud, of exactly the
# bytes that verify-stacks.sh judged; whatever else lies in a stack's folder is refused by name.
# Outputs: bridges, a JSON list of {name, organization, workspace, sha256 (of the archive), stack (of what is in it)} to
# make a matrix of; tree, git's name for the content of the commit. The list is empty where HAS_TOKEN is "false": a pull
# request from a fork is given no secrets.
set -euo pipefail
synth=$1 verified=$2 folder=$3
: "${TFC_HOSTNAME:?}"
fail() { echo "::error::$*"; exit 1; }
# Several names as they are, each on the one line.
quoted() { local text; printf -v text '%q, ' "$@"; echo "${text%, }"; }

cloud=$(jq -c '[.[] | select(.backend.type == "cloud") | {name, file} + (.backend | {hostname, organization, workspace})]' "$synth")
# Whoever writes a bridge file must not choose where the token is sent.
wrong=$(jq -r --arg host "$TFC_HOSTNAME" '[.[] | select(.hostname != $host) | "\(.name) (\(.hostname))"] | join(", ")' <<<"$cloud")
[ -z "$wrong" ] || fail "backend.hostname is not $TFC_HOSTNAME: $wrong; change the bridge, or TFC_HOSTNAME in the workflows"
twice=$(jq -r 'group_by([.organization, .workspace])[] | select(length > 1) | "\(.[0].workspace) of \(map(.name) | join(" and "))"' <<<"$cloud")
[ -z "$twice" ] || fail "two bridges have the same workspace: $twice; give each its own"

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

# Stacks that no bridge has were proved by nobody. (Keys begin with "./": bash takes "@" and "*" for all keys.)
declare -A known
while read -r name; do known[./$name]=1; done < <(jq -r '.[].name' "$synth")
foreign=()
while IFS= read -r -d '' entry; do [ -n "${known[./$entry]-}" ] || foreign+=("cdktf.out/stacks/$entry"); done \
  < <(find cdktf.out/stacks -mindepth 1 -maxdepth 1 -printf '%P\0')
[ "${#foreign[@]}" = 0 ] || fail "no bridge has this stack: $(quoted "${foreign[@]}"); synthesize into an empty folder"

# Is this a folder on the way to a file of the stack? The files are the keys of `sums`.
is_on_the_way() {
  local path
  for path in "${!sums[@]}"; do [[ $path == "./$1"/* ]] && return 0; done
  return 1
}

# pack NAME FILE: makes the archive, sets stack.
pack() {
  local name=$1 file=$2 from entry path proof=$verified/$1.json
  [ "$file" = "cdktf.out/stacks/$name/cdk.tf.json" ] || fail "$name: its stack is not where stacks are: $(quoted "$file")"
  from=$(dirname "$file")
  jq -e --arg name "$name" '.bridge == $name and .holds == true' "$proof" >/dev/null 2>&1 || fail "$name was not verified"
  declare -A sums=()
  while IFS=$'\t' read -r sha256 path; do sums[./$path]=$sha256; done \
    < <(jq -r '[.sha256, "cdk.tf.json"], (.modules[]? | [.sha256, .path]) | @tsv' "$proof")
  local foreign=()
  while IFS= read -r -d '' entry; do
    if [ -d "$from/$entry" ] && [ ! -L "$from/$entry" ] && is_on_the_way "$entry"; then continue; fi
    if [ -n "${sums[./$entry]-}" ] && [ -f "$from/$entry" ] && [ ! -L "$from/$entry" ]; then continue; fi
    foreign+=("$from/$entry")
  done < <(find "$from" -mindepth 1 -printf '%P\0')
  [ "${#foreign[@]}" = 0 ] || fail "$name: nobody proved $(quoted "${foreign[@]}"); only the stack that was verified is deployed"
  # The copy is what is compared and packed: what happens to the original from here on does not matter.
  mkdir -- "$scratch/$name"
  : >"$scratch/$name.sums"
  for path in "${!sums[@]}"; do
    mkdir -p -- "$scratch/$name/$(dirname "$path")"
    cp -- "$from/$path" "$scratch/$name/$path"
    printf '%s  %s\n' "${sums[$path]}" "$path" >>"$scratch/$name.sums"
  done
  (cd "$scratch/$name" && sha256sum --check --quiet --strict "$scratch/$name.sums") ||
    fail "$name: the stack was changed after it was verified; synthesize and verify again"
  stack=$(LC_ALL=C sort "$scratch/$name.sums" | sha256sum | cut -d' ' -f1)
  # The same stack gives the same bytes: sorted, without times, owners and modes.
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' --format=gnu \
    -C "$scratch/$name" -cf - . | gzip -n >"$folder/$name.tar.gz"
}

mkdir -p -- "$folder"
bridges='[]'
while IFS=$'\t' read -r name file; do
  [ -n "$name" ] || continue
  pack "$name" "$file"
  sha256=$(sha256sum "$folder/$name.tar.gz" | cut -d' ' -f1)
  bridges=$(jq -c --arg name "$name" --arg sha256 "$sha256" --arg stack "$stack" --argjson cloud "$cloud" \
    '. + [$cloud[] | select(.name == $name) | {name, organization, workspace, sha256: $sha256, stack: $stack}]' <<<"$bridges")
done <<<"$(jq -r '.[] | [.name, .file] | @tsv' <<<"$cloud")"

if [ "${HAS_TOKEN-true}" = false ]; then
  echo "::notice::no plan by Terraform Cloud: this run has no token for it (a fork, Dependabot, or the secrets are not set)"
  bridges='[]'
fi
tree=$(git rev-parse 'HEAD^{tree}')
for line in "bridges=$bridges" "tree=$tree"; do
  echo "$line"
  [ -z "${GITHUB_OUTPUT-}" ] || echo "$line" >>"$GITHUB_OUTPUT"
done
