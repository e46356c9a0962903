"""Answers that are no formulas: one line each, with the place and what would be right."""

from __future__ import annotations

import re

import pytest
from graded_sheets import GOOD, GOOD_CLAIMS, Graded, entry, graded, no_traceback

CLAIM = "1.2-E5-gradient"
LANGUAGE = "a formula has names, numbers, + - * / ** @ .T, comparisons, and, or, not, and functions"
EXAMPLE = "write for example 2 * (X.T @ w - y) / 3"
NUMBER = "write 3, 2.5 or 1/3"
ASCII = "a formula is written in plain ASCII"
CALLED = "only a function's name can be called, as in inv(A)"

# name: (text, column or None where the whole formula is meant, what the line must say)
REFUSED: dict[str, tuple[str, int | None, str]] = {
    # What Python has and a formula has not.
    "attribute": ("X.shape", 1, "the only attribute is .T"),
    "dunder": ("w + X.__class__", 5, ".__class__ is not part of a formula; the only attribute"),
    "dunder-chain": ("X.T.__class__.__mro__", 1, "the only attribute is .T"),
    "subscript": ("X[0]", 1, f"a subscript is not part of a formula; {LANGUAGE}"),
    "dunder-subscript": ("X['__class__']", 1, "a subscript"),
    "slice": ("w + X[0:1]", 5, "a subscript"),
    "slices": ("X[:, 0]", 1, "a subscript"),
    "lambda": ("lambda: X", 1, f"a lambda is not part of a formula; {LANGUAGE}"),
    "list-comprehension": ("[x for x in X]", 1, "a comprehension"),
    "set-comprehension": ("{x for x in X}", 1, "a comprehension"),
    "dict-comprehension": ("{x: x for x in X}", 1, "a comprehension"),
    "generator": ("sum(x for x in X)", 4, "a comprehension"),
    "f-string": ("f'{X}'", 1, f"a string is not part of a formula; {LANGUAGE}"),
    "string": ('"X"', 1, NUMBER),
    "bytes": ("b'X'", 1, NUMBER),
    "call-of-a-call": ("inv(X)(w)", 1, CALLED),
    "call-of-a-method": ("X.dot(w)", 1, CALLED),
    "call-of-a-number": ("2(w)", 1, CALLED),
    "call-of-a-lambda": ("(lambda: 1)()", 1, CALLED),
    "import": ("__import__('os').system('true')", 1, CALLED),
    "eval": ("eval('1')", 1, "unknown function 'eval'; there are sum_over, "),
    "keyword-argument": ("inv(a=X)", 1, "inv takes plain arguments only, as in inv(A)"),
    "star-argument": ("inv(*X)", 1, "inv takes plain arguments only, as in inv(A)"),
    "two-stars": ("inv(**X)", 1, "inv takes plain arguments only, as in inv(A)"),
    "starred": ("*X", 1, EXAMPLE),
    "walrus": ("(w := X)", 2, f"an assignment is not part of a formula; {LANGUAGE}"),
    "assignment": ("w = X", 3, "equality is written =="),
    "conditional": ("X if n else w", 1, f"an if is not part of a formula; {LANGUAGE}"),
    "await": ("await X", 1, f"await is not part of a formula; {LANGUAGE}"),
    "yield": ("yield X", 1, LANGUAGE),
    "list": ("[X, y]", 1, LANGUAGE),
    "dict": ("{X: y}", 1, LANGUAGE),
    "set": ("{X}", 1, LANGUAGE),
    "tuple": ("(X, y)", 1, f"a comma is not part of a formula; {LANGUAGE}"),
    "bare-tuple": ("X, y", 1, f"a comma is not part of a formula; {LANGUAGE}"),
    "nothing-in-brackets": ("()", 1, LANGUAGE),
    "statement": ("import os", 1, EXAMPLE),
    "two-formulas": ("w; w", 2, "an answer is one formula"),
    "colon": ("w: X", 2, EXAMPLE),
    # Operators and comparisons of Python's.
    "floor": ("X // n", 1, "// is not an operator here; there are + - * / ** @"),
    "modulo": ("X % n", 1, "% is not an operator here; there are + - * / ** @"),
    "caret": ("X ^ 2", 1, "a power is written **"),
    "ampersand": ("X & y", 1, "write and"),
    "bar": ("X | y", 1, "write or"),
    "tilde": ("w + ~X", 5, "write not"),
    "left-shift": ("X << n", 1, "there are + - * / ** @"),
    "right-shift": ("X >> n", 1, "there are + - * / ** @"),
    "in": ("X in y", 1, "there are == != < <= > >="),
    "not-in": ("X not in y", 1, "there are == != < <= > >="),
    "is": ("X is y", 1, "write =="),
    "is-not": ("X is not y", 1, "write !="),
    "arrow": ("w => X", 3, "the relations are == != < <= > >="),
    "unequal": ("w <> X", 3, "the relations are == != < <= > >="),
    # Numbers of Python's.
    "complex": ("3j * w", 1, NUMBER),
    "hexadecimal": ("0x10 * w", 1, NUMBER),
    "binary": ("0b1 * w", 1, NUMBER),
    "underscore": ("w * 1_000", 5, NUMBER),
    "exponent": ("1e5 * w", 1, NUMBER),
    "huge-exponent": ("w * 1E999999999", 5, NUMBER),
    "trailing-point": ("1. * w", 1, NUMBER),
    "leading-zero": ("012 * w", 1, EXAMPLE),
    "long-number": ("9" * 2_001, None, "2,001 characters; at most 2,000 are read"),
    "true": ("True", 1, "write true"),
    "false": ("False", 1, "write false"),
    "none": ("None", 1, NUMBER),
    "ellipsis": ("w + ...", 5, NUMBER),
    # Names.
    "unknown-name": ("Z @ w", 1, "unknown name 'Z'; the names here are X, y, w, n, d"),
    "misspelt-name": ("XX @ w", 1, "(did you mean X?); the names here are X, y, w, n, d"),
    "nan": ("nan * w", 1, "the names here are X, y, w, n, d"),
    "infinity": ("inf * w", 1, "the names here are X, y, w, n, d"),
    "function-as-name": ("inv * w", 1, "it is a function: write inv(...)"),
    "name-as-function": ("w(X)", 1, "a product is written * or @"),
    "unknown-function": ("frobnicate(w)", 1, "inv, pinv, rank, "),
    "misspelt-function": ("w + invv(X)", 5, "did you mean inv?"),
    "too-few-arguments": ("inv()", 1, "inv takes 1 argument(s), not 0"),
    "too-many-arguments": ("inv(X, w)", 1, "inv takes 1 argument(s), not 2"),
    # Unfinished and ill-placed.
    "unfinished": ("w @", 4, f"the formula ends too early; {EXAMPLE}"),
    "beginning": ("@ w", 1, EXAMPLE),
    "side-by-side": ("X w", 3, "an operator is missing before w"),
    "number-and-name": ("3w", 2, "an operator is missing before w"),
    "brackets-side-by-side": ("(n)(w)", 1, "a product is written * or @"),
    "unclosed": ("n * (w", 5, "this ( is never closed"),
    "closed-twice": ("(w))", 4, "this ) closes no bracket"),
    "mismatched": ("(w]", 3, "this ] closes no bracket"),
    "inside-out": ("w) + (w", 2, "this ) closes no bracket"),
    "prime": ("X' @ w", 2, "a transpose is written .T"),
    "latex": ("\\frac{1}{n} w", 1, "a formula is not LaTeX"),
    "dollar": ("$w$", 1, "a formula is not LaTeX"),
    # Characters that are not what they look like.
    "greek": ("w + α", 5, f"the character U+03B1; {ASCII}"),
    "fullwidth": ("ｗ", 1, f"the character U+FF57; {ASCII}"),
    "minus-sign": ("w − w", 3, f"the character U+2212; {ASCII}: write -"),
    "transpose-sign": ("Xᵀ @ w", 2, f"the character U+1D40; {ASCII}: write .T"),
    "nul": ("w\0", 2, f"the character U+0000; {ASCII}"),
    "escape": ("\x1b[31mw", 1, f"the character U+001B; {ASCII}"),
    "right-to-left": ("w \u202e+ w", 3, f"the character U+202E; {ASCII}"),
    "isolate": ("\u2066w\u2069", 1, f"the character U+2066; {ASCII}"),
    "zero-width": ("w\u200b", 2, f"the character U+200B; {ASCII}"),
    "no-break-space": ("w\u00a0+ w", 2, f"the character U+00A0; {ASCII}"),
    "byte-order-mark": ("\ufeffw", 1, f"the character U+FEFF; {ASCII}"),
    # Too much of anything.
    "power-tower": ("w * 2**2**2**2**2**2", 8, "an exponent beyond what is computed; write a"),
    "tower-of-nines": ("w * 9**9**9**9", 11, "a power of more than 4,194,304 bits"),
    "huge-power-of-a-name": ("n**10000000000 * w", 4, "an exponent beyond ±1,000,000,000"),
    "huge-negative-power": ("n**-1000000001 * w", 4, "an exponent beyond ±1,000,000,000"),
    "folded-power": ("n**(8**30) * w", 5, "an exponent beyond ±1,000,000,000"),
    "nested-brackets": ("(" * 10_000 + "w" + ")" * 10_000, None, "at most 2,000 are read"),
    "many-brackets": ("(" * 900 + "w" + ")" * 900, 61, "at most 60 levels are read"),
    "minus-signs": ("-" * 1_900 + "w", None, "at most 400 operations, 60 levels deep, are read"),
    "negations": ("not " * 400 + "true", None, "60 levels deep, are read"),
    "terms": ("w" + "+w" * 900, None, "at most 400 operations"),
    "transposes": ("w" + ".T" * 900, None, "60 levels deep, are read"),
    "long": ("w + " * 100_000 + "w", None, "400,001 characters; at most 2,000 are read"),
    "constant-division": ("w / (1 - 1)", 1, "division by zero; divide by something else"),
    "inverse-of-nothing": ("w / 0", 1, "division by zero; divide by something else"),
    "huge-identity": ("eye(10**9) @ w", 5, "eye takes sizes: n, d or a number up to 16"),
    "huge-number-of-rows": ("zeros(1000000000, 1)", 7, "zeros takes sizes: n, d or a number"),
    "no-rows": ("zeros(0, 1)", 7, "zeros takes sizes: n, d or a number up to 16"),
    "computed-size": ("eye(n + 1) @ w", 5, "eye takes sizes: n, d or a number up to 16"),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    folder = tmp_path_factory.mktemp("formulas")
    path = folder / "answers.toml"
    entries = [entry(CLAIM, name, text) for name, (text, _, _) in REFUSED.items()]
    path.write_text(GOOD + "".join(entries), encoding="utf-8")
    return graded(folder, path)


@pytest.mark.parametrize("name", REFUSED)
def test_the_line_names_sheet_claim_and_place_and_says_what_is_right(
    run: Graded, name: str
) -> None:
    _, column, advice = REFUSED[name]
    record = run.record(CLAIM, "answers", name)
    where = f"answers.toml: {CLAIM}: " + (f"column {column}: " if column else "")
    assert record["verdict"] == "error"
    assert record["reason"].startswith(where)
    assert ("column" in record["reason"]) is (column is not None)
    assert advice in record["reason"]
    assert record["reason"].isprintable()


@pytest.mark.parametrize("name", REFUSED)
def test_the_line_stands_once_where_pytest_shows_the_failure(run: Graded, name: str) -> None:
    reason = run.record(CLAIM, "answers", name)["reason"]
    start = run.out.index(f" test_gradient[answers-{name}] _")
    shown = run.out[start:].splitlines()[1:3]
    assert shown[0] == f"error, expected held: {reason}"
    assert re.match("__|==", shown[1])


def test_every_entry_has_its_row_and_its_failure(run: Graded) -> None:
    assert run.code == 1
    assert len([r for r in run.records if r["claim"] == CLAIM]) == len(REFUSED)
    assert f"{len(REFUSED)} failed" in run.out
    assert f"{len(REFUSED)} answers need attention:" in run.out


def test_the_other_claims_of_the_sheet_are_decided(run: Graded) -> None:
    assert {run.verdict(claim, "answers") for claim in GOOD_CLAIMS} == {"held"}


def test_nothing_ends_in_a_traceback(run: Graded) -> None:
    assert no_traceback(run.out)


def test_nothing_unprintable_reaches_the_terminal(run: Graded) -> None:
    assert all(line.isprintable() for line in run.out.splitlines())


def test_a_large_formula_is_not_printed(run: Graded) -> None:
    assert max(map(len, run.out.splitlines())) < 600
