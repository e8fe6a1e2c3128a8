#!/usr/bin/env bash
# upload-configuration.sh STACK.tar.gz SHA256: gives Terraform Cloud exactly the stack that was verified.
# Outputs: configuration_version.
source "$(dirname "$0")/terraform-cloud.sh"
archive=$1 sha256=$2

"$(dirname "$0")/unpack-stack.sh" "$archive" "$sha256"

find_workspace
call POST "/workspaces/$workspace/configuration-versions" \
  '{"data": {"type": "configuration-versions", "attributes": {"auto-queue-runs": false, "speculative": false}}}'
expect 201 "configuration version for $TFC_WORKSPACE"
version=$(value .data.id)
checked_id "$version" "configuration version for $TFC_WORKSPACE"
upload_url=$(value '.data.attributes["upload-url"]')
[ -n "$upload_url" ] || fail "configuration version $version has no upload address; start the job again"

# The address is a secret by itself, so it does not go on a command line; no token belongs to it.
fetch --request PUT --header 'Content-Type: application/octet-stream' --data-binary "@$archive" \
  --config <(at "$upload_url")
expect 200 "upload of $archive"

while :; do
  call GET "/configuration-versions/$version"
  expect 200 "configuration version $version"
  case $(value .data.attributes.status) in
  uploaded) break ;;
  errored) fail "Terraform Cloud could not read $archive: $(value '.data.attributes["error-message"]')" ;;
  esac
  pause "the upload of $archive"
done
output configuration_version "$version"
