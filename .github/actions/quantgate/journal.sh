#!/usr/bin/env bash
# Finds what an earlier run of this pull request or branch measured and could not finish. An artifact's name can be anybody's, so that
# the repository and the branch of its run are asked of GitHub. Nothing found is no error.
set -euo pipefail

skip() { echo "::notice::The journal of an earlier run is not looked for: $1"; exit 0; }
[ -n "$TOKEN" ] || skip "there is no token."
command -v curl > /dev/null || skip "this runner has no curl."
command -v jq > /dev/null || skip "this runner has no jq."

# The token stays off the command line, where other processes could read it.
found=$(printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" |
  curl --config - --silent --show-error --fail --max-time 30 \
    --header 'Accept: application/vnd.github+json' --header 'X-GitHub-Api-Version: 2022-11-28' \
    "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/artifacts?per_page=50&name=$JOURNAL" |
  jq --raw-output --arg branch "$BRANCH" --arg repository "$REPOSITORY_ID" '
    [.artifacts[]
      | select(.expired == false and .workflow_run.head_branch == $branch)
      | select((.workflow_run.head_repository_id | tostring) == $repository)]
    | sort_by(.created_at) | last // empty | "id=\(.id)\nrun=\(.workflow_run.id)"') || skip "GitHub did not answer."
[ -z "$found" ] || printf '%s\n' "$found" >> "$GITHUB_OUTPUT"
