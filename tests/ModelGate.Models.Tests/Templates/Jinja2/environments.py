"""Jinja2 set up as transformers and lm-evaluation-harness set it up, with a fixed clock."""

import datetime
import json
import re

import jinja2
import jinja2.ext
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime.datetime(2024, 7, 6, 15, 4, 5, 123456)


class Raised(Exception):
    pass


class Generation(jinja2.ext.Extension):
    """The block of transformers whose text is the assistant's."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_run"), [], [], body).set_lineno(line)

    def _run(self, caller):
        return caller()


def raise_exception(message):
    raise Raised(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def regex_replace(string, pattern, repl, count=0):
    return re.sub(pattern, repl, string, count=count)


def chat():
    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


def task():
    env = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    env.filters["regex_replace"] = regex_replace
    return env


HOSTS = {"chat": chat(), "task": task()}


def render(host, template, variables):
    """What the template prints, or the kind of its error."""
    try:
        return {"expected": HOSTS[host].from_string(template).render(**variables)}
    except (jinja2.TemplateSyntaxError, SyntaxError):
        return {"error": "syntax"}
    except jinja2.UndefinedError:
        return {"error": "undefined"}
    except Raised as raised:
        return {"error": "raised", "message": str(raised)}
    except Exception:
        return {"error": "operation"}
