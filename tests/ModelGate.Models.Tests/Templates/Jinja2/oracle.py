"""Reads cases, one JSON object a line, and writes what Jinja2 makes of each."""

import json
import sys

from environments import render

for line in sys.stdin:
    case = json.loads(line)
    print(json.dumps(render(case["host"], case["template"], case["variables"])), flush=True)
