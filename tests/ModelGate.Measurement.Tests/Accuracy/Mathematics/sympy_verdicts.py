"""Writes sympy.tsv: what the harness's is_equiv says of pairs.tsv and of random pairs, by SymPy. Columns: answer, gold, verdict.

Made with SymPy 1.14.0 and antlr4-python3-runtime 4.13.2, whose parser format is that of 4.11; the version check is passed over.
Run: python3 sympy_verdicts.py
"""

import contextlib
import io
import pathlib
import random
import signal

with contextlib.redirect_stdout(io.StringIO()):
    import sympy
    import sympy.parsing.latex._parse_latex_antlr as antlr_parser
    from sympy.parsing.latex import parse_latex
    from sympy.parsing.latex.errors import LaTeXParsingError

antlr_parser.version = lambda package: "4.11"
HERE = pathlib.Path(__file__).parent
RANDOM_PAIRS = 500
SECONDS = 8


class OutOfTime(Exception):
    pass


def stop(*_):
    raise OutOfTime


def verdict(answer, gold):
    """is_equiv of lm_eval/tasks/leaderboard/math/utils.py, its reasons told apart."""
    try:
        parsed = parse_latex(answer), parse_latex(gold)
    except (LaTeXParsingError, sympy.SympifyError, TypeError):
        return "unparsable"
    try:
        difference = parsed[0] - parsed[1]
    except TypeError:
        return "no difference"
    return "equal" if sympy.simplify(difference) == 0 else "different"


def limited(action):
    signal.alarm(SECONDS)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return action()
    except OutOfTime:
        return "out of time"
    except Exception as error:
        return f"failed: {type(error).__name__}"
    finally:
        signal.alarm(0)


def atom(rng):
    x, y = sympy.symbols("x y")
    number = rng.choice([
        lambda: sympy.Integer(rng.randint(-9, 9)),
        lambda: sympy.Rational(rng.randint(-9, 9), rng.randint(1, 9)),
        lambda: sympy.sqrt(rng.choice([2, 3, 5, 6, 7, 8, 12, 18])),
        lambda: sympy.sqrt(sympy.Rational(rng.randint(1, 9), rng.randint(1, 9))),
        lambda: sympy.root(rng.choice([2, 3, 4, 16]), 3),
    ])
    return rng.choice([number, number, lambda: x, lambda: y, lambda: sympy.Symbol("pi"), lambda: x * number(), lambda: x + number()])()


def expression(rng, depth):
    if depth == 0:
        return atom(rng)
    left, right = expression(rng, depth - 1), expression(rng, depth - 1)
    return rng.choice([
        lambda: left + right,
        lambda: left + right,
        lambda: left * right,
        lambda: left * right,
        lambda: left / right,
        lambda: left ** rng.choice([2, 2, 3, -1, -2]),
        lambda: rng.choice([sympy.sqrt, sympy.sin, sympy.Abs, lambda value: 2 ** value])(left),
    ])()


def random_pair(rng):
    value = expression(rng, rng.choice([0, 1, 1, 2, 2, 3]))
    same = [sympy.expand, sympy.factor, sympy.together, sympy.radsimp, sympy.cancel, sympy.simplify, sympy.powdenest]
    other = [lambda v: v + 1, lambda v: -v, lambda v: 2 * v, lambda v: v.subs("x", "y"), lambda v: v + sympy.Symbol("x")]
    changed = rng.choice(rng.choice([same, same, same, other]))(value)
    if value.has(sympy.nan, sympy.zoo, sympy.oo, sympy.I) or changed.has(sympy.nan, sympy.zoo, sympy.oo, sympy.I):
        return None
    return sympy.latex(value), sympy.latex(changed)


def random_pairs():
    rng = random.Random(7)
    pairs = {}
    while len(pairs) < RANDOM_PAIRS:
        pair = limited(lambda: random_pair(rng))
        if isinstance(pair, tuple) and pair[0] != pair[1] and sum(map(len, pair)) <= 160:
            pairs[pair] = None
    return list(pairs)


def main():
    signal.signal(signal.SIGALRM, stop)
    rows = [line.split("\t")[2:4] for line in (HERE / "pairs.tsv").read_text().splitlines()]
    with (HERE / "sympy.tsv").open("w") as table:
        for answer, gold in [*rows, *random_pairs()]:
            print(answer, gold, limited(lambda: verdict(answer, gold)), sep="\t", file=table)


if __name__ == "__main__":
    main()
