# shellcheck shell=bash
# For scripts that print what comes from plans and reviews; sourced, not run.
# In a job's log "::error::", and also "##[error]" within a line, are commands to the runner, whoever wrote them (GitHub: Workflow
# commands for GitHub Actions, "Stopping and starting workflow commands"). One stream, so that their order is certain.
set -euo pipefail
exec 2>&1
commands_again=

# as_text: from here on everything printed is text.
as_text() {
  read -r commands_again </proc/sys/kernel/random/uuid
  echo "::stop-commands::$commands_again"
}

# no_text: from here on commands are commands again.
no_text() {
  [ -z "$commands_again" ] || echo "::$commands_again::"
  commands_again=
}
