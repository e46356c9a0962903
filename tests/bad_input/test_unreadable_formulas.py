"""Answers that are no formulas: one line each, with the place and what would be right."""

from __future__ import annotations

import re
from itertools import takewhile

import pytest
from graded_sheets import GOOD, GOOD_CLAIMS, Graded, entry, graded, no_traceback

CLAIM = "1.2-E5-gradient"

# name: (text, column or None where the whole formula is meant, what the line must say)
REFUSED: dict[str, tuple[str, int | None, str]] = {
    # What Python has and a formula has not.
    "attribute": ("X.shape", 1, "the shape of a matrix: of which axis?"),
    "dunder": ("w + X.__class__", 6, ".__class__ cannot stand here: an operator, or the end is"),
    "dunder-chain": (
        "X.T.__class__.__mro__",
        4,
        ".__class__ cannot stand here: an operator, or the end is",
    ),
    "dunder-subscript": (
        "X['__class__']",
        3,
        "' cannot stand here: a name, a number or ( is expected",
    ),
    "slice": ("w + X[0:1]", 8, ": cannot stand here: the ] that closes [ is expected"),
    "lambda": ("lambda: X", 1, "unknown name 'lambda'; the names here are X, y, w, n, d"),
    "list-comprehension": (
        "[x for x in X]",
        14,
        "] cannot stand here: the : of a range is expected",
    ),
    "set-comprehension": (
        "{x for x in X}",
        2,
        "unknown name 'x'; the names here are X, y, w, n, d",
    ),
    "dict-comprehension": (
        "{x: x for x in X}",
        2,
        "unknown name 'x'; the names here are X, y, w, n, d",
    ),
    "generator": ("sum(x for x in X)", 17, ") cannot stand here: the : of a range is expected"),
    "f-string": ("f'{X}'", 1, "unknown name 'f'; the names here are X, y, w, n, d"),
    "string": ('"X"', 1, '" cannot stand here: a name, a number or ( is expected'),
    "bytes": ("b'X'", 1, "unknown name 'b'; the names here are X, y, w, n, d"),
    "call-of-a-lambda": (
        "(lambda: 1)()",
        2,
        "unknown name 'lambda'; the names here are X, y, w, n, d",
    ),
    "import": (
        "__import__('os').system('true')",
        1,
        "_ cannot stand here: a name, a number or ( is expected",
    ),
    "eval": ("eval('1')", 1, "unknown function 'eval'"),
    "keyword-argument": ("inv(a=X)", 5, "unknown name 'a'; the names here are X, y, w, n, d"),
    "star-argument": ("inv(*X)", 5, "* cannot stand here: a name, a number or ( is expected"),
    "two-stars": ("inv(**X)", 5, "** cannot stand here: a name, a number or ( is expected"),
    "starred": ("*X", 1, "* cannot stand here: a name, a number or ( is expected"),
    "walrus": ("(w := X)", 4, ":= cannot stand here: an operator, or the ) for column 1 is"),
    "assignment": ("w = X", 3, "a statement, where a formula is asked for: write what"),
    "conditional": ("X if n else w", 1, "a case distinction is read where its parts meet, as in"),
    "await": ("await X", 1, "unknown name 'await'; the names here are X, y, w, n, d"),
    "yield": ("yield X", 1, "unknown name 'yield'; the names here are X, y, w, n, d"),
    "dict": ("{X: y}", 3, ": cannot stand here: an operator, or the } for column 1 is"),
    "tuple": ("(X, y)", 1, "the entries of this matrix do not fit side by side"),
    "bare-tuple": ("X, y", 1, "a statement is expected here, such as a = b"),
    "nothing-in-brackets": ("()", 1, "these brackets are empty"),
    "statement": ("import os", 1, "unknown name 'import'; the names here are X, y, w, n, d"),
    "two-formulas": ("w; w", 2, "; cannot stand here: an operator, or the end is expected"),
    "colon": ("w: X", 2, ": cannot stand here: an operator, or the end is expected"),
    # Operators and comparisons of Python's.
    "floor": ("X // n", 3, "// cannot stand here: an operator, or the end is expected"),
    "modulo": ("X % n", 3, "the character % U+0025 (PERCENT SIGN) has no meaning in a"),
    "ampersand": ("X & y", 1, "a statement is expected here, such as a = b"),
    "bar": ("X | y", 1, "a statement is expected here, such as a = b"),
    "tilde": ("w + ~X", 5, "not cannot stand here: a name, a number or ( is expected"),
    "left-shift": ("X << n", 3, "a statement, where a formula is asked for: write what"),
    "right-shift": ("X >> n", 3, "a statement, where a formula is asked for: write what"),
    "in": ("X in y", 1, "the sizes do not fit: d×n in n×1"),
    "not-in": ("X not in y", 3, "'not' cannot stand here: an operator, or the end is expected"),
    "is": ("X is y", 1, "the sizes do not fit: d×n = n×1"),
    "is-not": ("X is not y", 1, "the sizes do not fit: d×n != n×1"),
    "arrow": ("w => X", 1, "a statement is expected here, such as a = b"),
    "unequal": ("w <> X", 1, "the sizes do not fit: d×1 != d×n"),
    # Numbers of Python's.
    "complex": ("3j * w", 2, "unknown name 'j'; the names here are X, y, w, n, d"),
    "hexadecimal": ("0x10 * w", 2, "unknown name 'x10'; the names here are X, y, w, n, d"),
    "binary": ("0b1 * w", 2, "unknown name 'b1'; the names here are X, y, w, n, d"),
    "huge-exponent": (
        "w * 1E999999999",
        6,
        "a power of ten or a product with e? write 10^… or put a",
    ),
    "long-number": ("9" * 2_001, None, "2,001 characters; at most 2,000 are read"),
    "true": ("True", 1, "d×1 is asked for here"),
    "false": ("False", 1, "d×1 is asked for here"),
    "none": ("None", 1, "unknown name 'None'; the names here are X, y, w, n, d"),
    "ellipsis": ("w + ...", 5, "… cannot stand here: a name, a number or ( is expected"),
    # Names.
    "unknown-name": ("Z @ w", 1, "unknown name 'Z'; the names here are X, y, w, n, d"),
    "nan": ("nan * w", 1, "the names here are X, y, w, n, d"),
    "infinity": ("inf * w", 1, "the names here are X, y, w, n, d"),
    "function-as-name": ("inv * w", 5, "* cannot stand here: what inv is of, as in inv(A), is"),
    "name-as-function": ("w(X)", 1, "the sizes do not fit: d×1 times d×n"),
    "unknown-function": ("frobnicate(w)", 1, "unknown function 'frobnicate'"),
    "misspelt-function": ("w + invv(X)", 5, "did you mean inv?"),
    "too-few-arguments": ("inv()", 1, "inv takes 1 argument(s), not 0"),
    "too-many-arguments": ("inv(X, w)", 1, "inv takes 1 argument(s), not 2"),
    # Unfinished and ill-placed.
    "unfinished": ("w @", 4, "the formula ends too early: a name, a number or ( is missing"),
    "beginning": ("@ w", 1, "@ cannot stand here: a name, a number or ( is expected"),
    "unclosed": ("n * (w", 5, "this ( is never closed"),
    "closed-twice": ("(w))", 4, "this ) closes no bracket"),
    "mismatched": ("(w]", 3, "this ] closes no bracket"),
    "inside-out": ("w) + (w", 2, "this ) closes no bracket"),
    # Characters that are not what they look like.
    "greek": ("w + α", 5, "unknown name 'alpha'; the names here are X, y, w, n, d"),
    "fullwidth": ("ｗ", 1, "the character U+FF57 (FULLWIDTH LATIN SMALL LETTER W) is no"),
    "nul": ("w\0", 2, "the character U+0000 (no character) is not seen where it"),
    "escape": ("\x1b[31mw", 1, "the character U+001B (no character) is not seen where it"),
    "right-to-left": (
        "w \u202e+ w",
        3,
        "the character U+202E (RIGHT-TO-LEFT OVERRIDE) is not seen",
    ),
    "isolate": ("\u2066w\u2069", 1, "the character U+2066 (LEFT-TO-RIGHT ISOLATE) is not seen"),
    "zero-width": ("w\u200b", 2, "the character U+200B (ZERO WIDTH SPACE) is not seen where"),
    "byte-order-mark": ("\ufeffw", 1, "the character U+FEFF (ZERO WIDTH NO-BREAK SPACE) is not"),
    # Too much of anything.
    "power-tower": ("w * 2**2**2**2**2**2", 8, "an exponent beyond what is computed; write a"),
    "tower-of-nines": ("w * 9**9**9**9", 11, "a power of more than 4,194,304 bits"),
    "huge-power-of-a-name": ("n**10000000000 * w", 4, "an exponent beyond ±1,000,000,000"),
    "huge-negative-power": ("n**-1000000001 * w", 4, "an exponent beyond ±1,000,000,000"),
    "folded-power": ("n**(8**30) * w", 5, "an exponent beyond ±1,000,000,000"),
    "nested-brackets": ("(" * 10_000 + "w" + ")" * 10_000, None, "at most 2,000 are read"),
    "many-brackets": (
        "(" * 900 + "w" + ")" * 900,
        1001,
        "the formula is too long: at most 1,000 signs are read",
    ),
    "minus-signs": (
        "-" * 1_900 + "w",
        1001,
        "the formula is too long: at most 1,000 signs are read",
    ),
    "negations": ("not " * 400 + "true", 241, "too deep: at most 60 levels are read"),
    "terms": ("w" + "+w" * 900, 1001, "the formula is too long: at most 1,000 signs are read"),
    "transposes": (
        "w" + ".T" * 900,
        1,
        "too large: at most 400 operations, 60 levels deep, are read",
    ),
    "long": ("w + " * 100_000 + "w", None, "400,001 characters; at most 2,000 are read"),
    "constant-division": ("w / (1 - 1)", 1, "division by zero; divide by something else"),
    "inverse-of-nothing": ("w / 0", 1, "division by zero; divide by something else"),
    "huge-identity": ("eye(10**9) @ w", 5, "a size is one of d, n or a number up to 16"),
    "huge-number-of-rows": (
        "zeros(1000000000, 1)",
        7,
        "a size is one of d, n or a number up to 16",
    ),
    "no-rows": ("zeros(0, 1)", 7, "a size is one of d, n or a number up to 16"),
    "computed-size": ("eye(n + 1) @ w", 5, "a size is one of d, n or a number up to 16"),
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
    shown = run.out[start:].splitlines()[1:]
    below = list(takewhile(lambda line: line.startswith("    "), shown[1:]))
    assert shown[0] == f"error, expected held: {reason}"
    assert re.match("__|==", shown[1 + len(below)])
    assert all(line.isprintable() and len(line) <= 500 for line in below)


@pytest.mark.parametrize("name", REFUSED)
def test_the_record_and_the_terminal_show_the_place_in_what_was_written(
    run: Graded, name: str
) -> None:
    text, column, _ = REFUSED[name]
    record = run.record(CLAIM, "answers", name)
    place = record["unread"]["place"]
    assert place is None if column is None else place[0] == column - 1
    assert place is None or place[0] < place[1] <= len(text) or place == [len(text.rstrip())] * 2
    assert record["unread"]["says"] in record["reason"]
    pointed = [line for line in run.out.splitlines() if re.fullmatch(r" {4} *\^+", line)]
    assert len(pointed) == sum(column is not None for _, column, _ in REFUSED.values())


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
