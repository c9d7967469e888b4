#!/usr/bin/env bash
# Installs the tool of the version that the manifest or the input names, and names the folders, artifacts and cache keys of this policy.
set -euo pipefail

fail() { echo "::error::$1"; exit 2; }
give() { printf '%s=%s\n' "$1" "$2" >> "$GITHUB_OUTPUT"; }

case "$COMMAND" in check | publish) ;; *) fail "command is '$COMMAND'; it must be check or publish." ;; esac
cd "$WORKING_DIRECTORY"

if [ -n "$TOOL" ]; then
  case "$TOOL" in /*) tool=$TOOL ;; *) tool=$GITHUB_WORKSPACE/$TOOL ;; esac
  [ -x "$tool" ] || fail "There is no executable $TOOL."
else
  version=${VERSION-}
  [ -n "$version" ] || version=$(dotnet tool list --local | tr -d '\r' | awk '$1 == "dotnet-quantgate" { print $2 }')
  [ -n "$version" ] || fail "No tool manifest names dotnet-quantgate. Run 'dotnet tool install dotnet-quantgate', or set 'version'."
  [[ $version =~ ^[0-9][0-9A-Za-z.+-]*$ ]] || fail "'$version' is no exact version."
  # Installed to a folder it is one process; 'dotnet quantgate' would be a parent that keeps a SIGINT to itself.
  folder=${RUNNER_TEMP//\\//}/quantgate-$version
  tool=$folder/dotnet-quantgate
  [ -x "$tool" ] || [ -x "$tool.exe" ] ||
    dotnet tool install dotnet-quantgate --version "$version" --tool-path "$folder" --verbosity quiet
fi

# Two policies of one repository have artifacts, journals and cache entries of their own. The artifact's name is the one that the tool
# looks for on the default branch.
path=$(printf '%s/%s' "$WORKING_DIRECTORY" "${POLICY:?}" |
  sed -e 's,//*,/,g' -e 's,/\./,/,g' -e 's,^\./,,' -e 's,[^A-Za-z0-9._-][^A-Za-z0-9._-]*,-,g')
suffix=-$path
[ "$path" != quantgate.yml ] || suffix=
who=${PULL_REQUEST:+pr$PULL_REQUEST}
who=${who:-$(printf '%s' "$GITHUB_REF_NAME" | tr -c 'A-Za-z0-9._-' '-')}
report=$PWD/quantgate-report
[ "$COMMAND" = check ] || { cd "$RUN" && report=$PWD && cd - > /dev/null; }

give tool "$tool"
give work "$PWD/.quantgate"
give verdicts "$PWD/.quantgate/verdicts/$path"
give report "$report"
give artifact "quantgate-run$suffix"
give journal "quantgate-journal$suffix-$who"

# Entries are immutable and their key is of what they hold (collect.sh), so that a run takes the newest by prefix: inside, every file is
# named by content, and one that does not fit is simply not asked for.
everyone=quantgate-1-$RUNNER_OS-$RUNNER_ARCH-
give cache-prefix "$everyone$path-"
give cache-key "$everyone$path-newest"
{
  echo "restore-keys<<END_OF_KEYS"
  echo "$everyone$path-"
  echo "$everyone"
  echo END_OF_KEYS
  echo "cache-paths<<END_OF_PATHS"
  for kept in scores comparisons judgments code-outcomes.jsonl verdicts; do echo "$WORKING_DIRECTORY/.quantgate/$kept"; done
  echo END_OF_PATHS
} >> "$GITHUB_OUTPUT"
