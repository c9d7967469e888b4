#!/usr/bin/env bash
# Becomes the tool. A cancelled job's SIGINT reaches this process only, so that nothing may stand between it and the tool.
set -euo pipefail

if [ -z "${DOTNET_ROOT-}" ] && [ "$RUNNER_OS" != Windows ] && command -v dotnet > /dev/null; then
  DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
  export DOTNET_ROOT
fi

cd "$WORKING_DIRECTORY"
further=()
while IFS= read -r line; do
  [ -z "$line" ] || further+=("$line")
done <<< "${ARGUMENTS//$'\r'/}"

if [ "$COMMAND" = publish ]; then
  set -- publish "$REPORT" --policy "${WORKING_DIRECTORY#"$GITHUB_WORKSPACE/"}/$POLICY"
  [ -z "$BASELINE_ARTIFACT" ] || set -- "$@" --baseline-artifact "$BASELINE_ARTIFACT"
  exec "$TOOL" "$@" ${further[@]+"${further[@]}"}
fi

# A record of before must not speak for this run.
rm -f "$REPORT/run.json"
set -- check "$POLICY" --output "$REPORT"
[ -z "$OFFLINE" ] || set -- "$@" --offline "$OFFLINE"

if [ -z "$BASE" ]; then
  case "$GITHUB_EVENT_NAME" in
    pull_request | merge_group)
      # What is checked out is the merge; its first parent is what the base branch holds. A checkout that lacks it ends with exit 2.
      BASE=HEAD^1 ;;
  esac
fi
[ -z "$BASE" ] || [ "$BASE" = none ] || set -- "$@" --base "$BASE"

case "$REUSE" in
  false) ;;
  only) set -- "$@" --reuse "$VERDICTS" --reuse-only ;;
  *) [ ! -f "$VERDICTS/run.json" ] || set -- "$@" --reuse "$VERDICTS" ;;
esac

if [ "$PUBLISH" = true ]; then
  if [ -n "$HEAD_REPOSITORY" ] && [ "$HEAD_REPOSITORY" != "$GITHUB_REPOSITORY" ]; then
    echo "::notice::This is a fork's run. The workflow that publishes for forks reports it."
  else
    set -- "$@" --publish
  fi
fi

exec "$TOOL" "$@" ${further[@]+"${further[@]}"}
