#!/usr/bin/env bash
# unpack-stack.sh STACK.tar.gz SHA256 [FOLDER]: proves that the archive is the stack that was verified, and unpacks it
# into FOLDER, which must not be there yet: whatever is in it gets uploaded. Needs no token.
set -euo pipefail
archive=$1 sha256=$2 folder=${3-}
fail() { echo "::error::$*"; exit 1; }

[ -f "$archive" ] || fail "$archive is not there; the job that verifies the stacks leaves it as an artifact"
echo "$sha256  $archive" | sha256sum --check --quiet --strict ||
  fail "$archive is not the stack that was verified; start the whole workflow again"
[ -n "$folder" ] || exit 0
mkdir "$folder" || fail "$folder is there already; give the folder for $archive another name"
tar --extract --gzip --no-same-owner --file "$archive" --directory "$folder"
