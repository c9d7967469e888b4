#!/usr/bin/env bash
# After the tool, however it ended: the verdict for later steps, the event for the workflow that publishes, and what the cache will hold.
set -euo pipefail

MOST_KIBIBYTES=2097152

give() { printf '%s=%s\n' "$1" "$2" >> "$GITHUB_OUTPUT"; }
sha256() { if command -v sha256sum > /dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-32; }

# field NAME: of the record's verdict. The record may be a fork's: only the words and numbers that a verdict can have come through.
field() {
  awk '/^  "verdict": \{/ { inside = 1 } inside && /^  \}/ { exit } inside' "$REPORT/run.json" |
    sed -n "s/^    \"$1\": \"\{0,1\}\([a-z0-9]*\)\"\{0,1\},\{0,1\}\r\{0,1\}\$/\1/p" | head -n 1
}

verdict=unfinished
code=
if [ -f "$REPORT/run.json" ]; then
  verdict=$(field effective)
  code=$(field exitCode)
fi
case "$verdict:$code" in
  passed:0 | failed:1 | inconclusive:4) ;;
  *) verdict=unfinished code= ;;
esac
give verdict "$verdict"
give exit-code "$code"
[ "$COMMAND" = check ] || exit 0

# With its report goes the event: the workflow that publishes for forks is told by it which pull request to look at.
[ ! -f "$REPORT/run.json" ] || [ ! -f "${GITHUB_EVENT_PATH:-}" ] || cp "$GITHUB_EVENT_PATH" "$REPORT/event.json"

if [ "$verdict" = passed ]; then
  started() { sed -n 's/^ *"startedUtc": *//p' "$1/run.json"; }
  if [ -f "$VERDICTS/run.json" ] && [ "$(started "$VERDICTS")" = "$(started "$REPORT")" ]; then
    give reused true
  else
    mkdir -p "$VERDICTS"
    cp "$REPORT/run.json" "$VERDICTS/run.json"
  fi
fi

[ -d "$WORK" ] || exit 0
cd "$WORK"
held=$(find scores comparisons judgments verdicts code-outcomes.jsonl -type f -exec wc -c {} \; 2> /dev/null | LC_ALL=C sort -k 2 || true)
[ -z "$held" ] || give cache-key "$CACHE_PREFIX$(printf '%s' "$held" | sha256)"

case "$GITHUB_EVENT_NAME:$verdict" in
  pull_request:* | *:inconclusive | *:unfinished)
    {
      echo "journal-paths<<END_OF_PATHS"
      echo "$WORK"
      echo "!$WORK/packed"
      echo "!$WORK/verdicts"
      # Quantizing again is cheaper than moving a large checkpoint twice.
      [ "$(du -sk checkpoints 2> /dev/null | cut -f 1)" -lt "$MOST_KIBIBYTES" ] 2> /dev/null || echo "!$WORK/checkpoints"
      echo END_OF_PATHS
    } >> "$GITHUB_OUTPUT" ;;
esac
