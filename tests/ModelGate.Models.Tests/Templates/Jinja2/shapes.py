"""Writes shapes.json: the templates in ../Shapes on conversations of every kind, and what Jinja2 makes of them."""

import json
import pathlib

from environments import render

TOOLS = [
    {"type": "function", "function": {"name": "get_weather", "description": "The weather \"now\" <of> a city & more",
     "parameters": {"type": "object", "properties": {"city": {"type": "string", "enum": ["Zürich", "大阪"]}, "days": {"type": "integer"}}, "required": ["city"]}}},
    {"type": "function", "function": {"name": "add", "description": "it's a sum", "parameters": {"type": "object", "properties": {}}, "return": {"type": "number"}}},
]


def call(name, arguments, id="abcdefgh1"):
    return {"role": "assistant", "content": "", "tool_calls": [{"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}]}


def turns(*pairs):
    return [{"role": role, "content": content} for role, content in pairs]


CONVERSATIONS = {
    "one": turns(("user", "Hi there")),
    "system": turns(("system", " Be brief. \n"), ("user", "  What's 2+2?\n"), ("assistant", " 4 \n"), ("user", "Sure?")),
    "answered": turns(("user", "a"), ("assistant", "b")),
    "unicode": turns(("user", "😀 naïve\t日本\n\"quoted\" 'too' {{ not }} {% a %} tag")),
    "late system": turns(("user", "x"), ("system", "y"), ("user", "z")),
    "out of turn": turns(("user", "x"), ("user", "y")),
    "unknown role": turns(("user", "x"), ("narrator", "y")),
    "assistant first": turns(("assistant", "I begin"), ("user", "ok")),
    "empty text": turns(("system", ""), ("user", ""), ("assistant", "")),
    "thought": turns(("user", "q1"), ("assistant", "<think>\nhm\n</think>\n\nA1"), ("user", "q2"), ("assistant", "<think>\nwell\n\n</think>\n\nA2")),
    "thought field": turns(("user", "q1")) + [{"role": "assistant", "content": "A", "reasoning_content": "\nbecause\n"}],
    "called": turns(("user", "weather?")) + [call("get_weather", {"city": "Zürich", "days": 2})] + [{"role": "tool", "content": "{\"t\": 21}", "tool_call_id": "abcdefgh1"}],
    "called twice": turns(("system", "s"), ("user", "both?"))
    + [{"role": "assistant", "content": "Let me see.", "tool_calls": [
        {"id": "abcdefgh1", "function": {"name": "get_weather", "arguments": {"city": "大阪"}}}, {"id": "abcdefgh2", "function": {"name": "add", "arguments": "{\"a\": 1}"}}]}]
    + [{"role": "tool", "content": "1", "tool_call_id": "abcdefgh1"}, {"role": "tool", "content": "2", "tool_call_id": "abcdefgh2"}]
    + turns(("assistant", "Done."), ("user", "Thanks")),
    "bad call id": turns(("user", "x")) + [call("add", {"a": 1}, id="x")],
    "result object": turns(("user", "x")) + [call("add", {"a": 1.0, "b": None, "c": [True, "é"]})] + [{"role": "tool", "content": {"content": 3.0}, "tool_call_id": "abcdefgh1"}],
    "parts": [{"role": "user", "content": [{"type": "text", "text": " Look: "}, {"type": "image"}, {"type": "text", "text": "what?"}]}, {"role": "user", "content": "again"}],
    "bad part": [{"role": "user", "content": [{"type": "sound"}]}],
}

EXTRAS = {
    "": {}, "prompt": {"add_generation_prompt": True}, "tools": {"tools": TOOLS, "add_generation_prompt": True},
    "tools in system": {"tools": TOOLS, "tools_in_user_message": False, "date_string": "1 Jan 2020"},
    "builtin": {"builtin_tools": ["interpreter", "get_weather"], "custom_tools": TOOLS[:1]},
    "no thinking": {"add_generation_prompt": True, "enable_thinking": False}, "no tools": {"tools": None},
}


def main():
    here = pathlib.Path(__file__).parent
    cases = []
    for path in sorted((here.parent / "Shapes").glob("*.jinja")):
        for conversation, messages in CONVERSATIONS.items():
            for extra in EXTRAS:
                variables = {"messages": messages, "bos_token": "<s>", "eos_token": "</s>", "add_generation_prompt": False, **EXTRAS[extra]}
                answer = render("chat", path.read_text(), variables)
                cases.append({"shape": path.name, "conversation": conversation, "extra": extra, **answer})
    rows = ",\n".join(json.dumps(c, ensure_ascii=True) for c in cases)
    head = json.dumps({"conversations": CONVERSATIONS, "extras": EXTRAS})
    (here / "shapes.json").write_text(head[:-1] + ',\n"cases": [\n' + rows + "\n]}\n")
    print(len(cases), "cases")


main()
