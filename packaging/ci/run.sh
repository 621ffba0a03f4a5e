#!/bin/bash
# Does what the action was asked for: run.sh TASK…
#
# Reads KEDB_KB, the folder of the knowledge base; KEDB_OUT, the folder that is built into; and
# for `match` KEDB_LOG and KEDB_INTERNAL_NOTES, which is `true` where only agents read the jobs.
set -eu
notes=()
test "${KEDB_INTERNAL_NOTES:-}" != true || notes=(--internal-notes)

for task in "$@"; do
  case $task in
  check) kedb check "$KEDB_KB" --format github ;;
  test) kedb test "$KEDB_KB" ;;
  build) kedb build "$KEDB_KB" --out "$KEDB_OUT" ;;
  match)
    # A log that shows nothing known is no failure: the exit code is 1 then.
    kedb match --kb "$KEDB_KB" ${notes[@]+"${notes[@]}"} --format markdown "$KEDB_LOG" >>"$GITHUB_STEP_SUMMARY" || test $? -eq 1
    kedb match --kb "$KEDB_KB" ${notes[@]+"${notes[@]}"} --format github "$KEDB_LOG" || test $? -eq 1
    ;;
  *) echo "kedb: \`$task\` is no task: expected check, test, build or match" >&2 && exit 2 ;;
  esac
done
