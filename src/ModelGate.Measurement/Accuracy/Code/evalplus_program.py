# What an EvalPlus answer is run with: the longest run of its lines that is Python, of that the imports and the definitions that the tested
# function needs (as evalplus/sanitize.py chooses them), and, for the tests, numpy.allclose where numpy is not installed.
import ast as _ast
import io as _io
import keyword as _keyword
import re as _re
import sys as _sys
import tokenize as _tokenize
import types as _types
import warnings as _warnings


def _parse(code):
    try:
        with _warnings.catch_warnings():
            _warnings.simplefilter("ignore")
            return _ast.parse(code)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _longest_code(text):
    lines = _re.sub(r"\x1B(?:[@-Z\\-_]|\[[0-?]*[ -/]*[@-~])", "", text).split("\n")
    counts = [0]
    for line in lines:
        counts.append(counts[-1] + bool(line.strip()))
    # The most lines with something on them win, of equals the first; so the first that parses in this order.
    runs = sorted(
        (counts[i] - counts[j + 1], i, j) for i in range(len(lines)) for j in range(i + 1, len(lines)) if counts[j + 1] > counts[i])
    for _, i, j in runs:
        code = "\n".join(lines[i : j + 1])
        if _parse(code) is not None:
            return code
    return lines[0]


def _identifiers(code):
    names = set()
    try:
        for token in _tokenize.generate_tokens(_io.StringIO(code).readline):
            if token.type == _tokenize.NAME and not _keyword.iskeyword(token.string):
                names.add(token.string)
    except (_tokenize.TokenError, IndentationError):
        pass
    return names


def _name(node):
    if isinstance(node, (_ast.ClassDef, _ast.FunctionDef, _ast.AsyncFunctionDef)):
        # A decorated definition is of another kind to the original, and left out.
        return None if node.decorator_list else node.name
    if isinstance(node, _ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], _ast.Name):
        return node.targets[0].id
    if isinstance(node, _ast.AnnAssign) and isinstance(node.target, _ast.Name):
        return node.target.id
    return None


def _sanitize(text, entry):
    code = _longest_code(text)
    tree = _parse(code)
    if tree is None:
        return code
    imports, definitions = [], {}
    for node in tree.body:
        source = _ast.get_source_segment(code, node)
        if isinstance(node, (_ast.Import, _ast.ImportFrom)):
            imports.append(source)
            continue
        name = _name(node)
        if name is None or name in definitions:
            continue
        is_function = isinstance(node, (_ast.FunctionDef, _ast.AsyncFunctionDef))
        if is_function and not any(isinstance(inner, _ast.Return) for inner in _ast.walk(node)):
            continue
        definitions[name] = source
    needed = set(definitions) if entry is None else {entry}
    queue = [entry] if entry in definitions else []
    while queue:
        for name in _identifiers(definitions[queue.pop()]):
            if name in definitions and name not in needed:
                needed.add(name)
                queue.append(name)
    kept = "\n".join(imports + [source for name, source in definitions.items() if name in needed]).strip()
    return kept or code


def _allclose(a, b, rtol=1e-05, atol=1e-08):
    if isinstance(a, (list, tuple)) or isinstance(b, (list, tuple)):
        if not isinstance(a, (list, tuple)) or not isinstance(b, (list, tuple)) or len(a) != len(b):
            raise ValueError("shapes differ")
        return all(_allclose(x, y, rtol, atol) for x, y in zip(a, b))
    return a == b or abs(a - b) <= atol + rtol * abs(b)


def _run(text, entry, helpers):
    exec(compile(_sanitize(text, entry), "solution.py", "exec"), globals())
    if helpers is not None:
        # HumanEval's own tests call functions that some prompts bring; an answer need not repeat them.
        brought = {}
        exec(compile(helpers + "\n    pass\n", "prompt.py", "exec"), brought)
        for name, value in brought.items():
            if name != entry:
                globals().setdefault(name, value)
    try:
        import numpy  # noqa: F401
    except ImportError:
        numpy = _types.ModuleType("numpy")
        numpy.allclose = _allclose
        _sys.modules["numpy"] = numpy
