"""Sets that names are in: ℝ^(m×n), 𝕊ⁿ, an interval, whole numbers; sizes in any notation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flint import fmpq

from referee.asking.problems import NotRead
from referee.asking.words import MATRIX, NUMBER, VECTOR
from referee.language.reading.notations.tokens import NUMBER as DIGITS
from referee.language.reading.notations.tokens import WORD, Token
from referee.strategies.declared import RATIONAL_ENTRIES
from referee.strategies.intervals import RATIONAL, Interval

_REALS = {"R", "ℝ", "Reals", "reals", "Real"}
_RATIONALS = {"Q", "ℚ", "Rationals", "rationals"}
_WHOLE = {"Z": "integer", "ℤ": "integer", "integers": "integer", "N": "integer_ge_1",
          "ℕ": "integer_ge_1", "naturals": "integer_ge_1"}  # fmt: skip
_COMPLEX = {"C", "ℂ"}
COMPLEX = "complex"  # the kind of all arrays of complex numbers
_SYMMETRIC = {"S", "Sym", "Symm", "𝕊"}
_GROUPS = {"O": "orthogonal", "GL": "invertible", "Sym": "symmetric", "Orth": "orthogonal"}
_OPEN, _CLOSE = ("(", "[", "{", "lbrace"), (")", "]", "}", "rbrace")
HELP = "a size is a name or a whole number, as in R^n or R^(2 x n)"


@dataclass(frozen=True)
class Said:
    """What a set says of its elements: their sort, dimensions, kind or interval."""

    sort: str = ""
    rows: str = ""
    columns: str = ""
    kind: str = ""


def size_of(tokens: Sequence[Token], at: int, *, first: bool = False) -> tuple[str, int]:
    """Return a dimension that stands at a place, and where it ends; the ``first`` of n-by-n too.

    Raises NotRead for what is no dimension.
    """
    if at < len(tokens) and tokens[at].kind == DIGITS and tokens[at].text.isdigit():
        follows = tokens[at + 1 : at + 2]
        word = follows and follows[0].kind == WORD and not follows[0].spaced
        if word and follows[0].text not in {"x", "by"}:
            raise NotRead(f"a size that is a product: give it a name; {HELP}", tokens[at].at)
        if not 1 <= int(tokens[at].text) <= 64:
            raise NotRead("a size is a whole number from 1 to 64, or a name", tokens[at].at)
        return tokens[at].text, at + 1
    if at < len(tokens) and tokens[at].kind == WORD and tokens[at].text.isascii():
        follows = tokens[at + 1 : at + 2]
        if not first and follows and follows[0].is_op("+", "-", "*", "/", "^"):
            raise NotRead(f"a size that is computed: give it a name; {HELP}", tokens[at].at)
        return tokens[at].text, at + 1
    where = tokens[at].at if at < len(tokens) else tokens[-1].end
    raise NotRead(HELP, where)


def sizes_at(tokens: Sequence[Token], at: int) -> tuple[tuple[str, ...], int] | None:
    """Return the dimensions of ``m x n``, ``m × n`` or ``m-by-n`` at a place, None for none."""
    first = tokens[at] if at < len(tokens) else None
    if first is None or first.kind not in {WORD, DIGITS}:
        return None
    if first.kind == WORD and "x" in first.text[1:-1]:
        rows, _, columns = first.text.partition("x")
        return ((rows, columns), at + 1) if len(rows) == len(columns) == 1 else None
    end = at + 1
    if end < len(tokens) and tokens[end].text in {"x", "times", "by"}:
        end += 1
    elif [t.text for t in tokens[end : end + 3]] == ["-", "by", "-"]:
        end += 3
    else:
        return None
    if end >= len(tokens) or tokens[end].kind not in {WORD, DIGITS}:
        return None
    return (size_of(tokens, at, first=True)[0], size_of(tokens, end)[0]), end + 1


def set_at(tokens: Sequence[Token], at: int) -> tuple[Said, int]:
    """Return what the set at a place says, and where it ends. Raises NotRead for no set."""
    if at >= len(tokens):
        raise NotRead("a set is missing here, as R^n or R^(n x n)", tokens[-1].end)
    text = tokens[at].text
    if text in _COMPLEX:
        said, end = _reals(tokens, at + 1)
        if said.kind:
            raise NotRead("complex numbers have no order; write C, C^n or C^(n x n)", tokens[at].at)
        return Said(said.sort, said.rows, said.columns, COMPLEX), end
    found = _named(tokens, at) or _in_brackets(tokens, at)
    if found is None:
        known = "write R^n, R^(m x n), R, Z, N or (0, 1)"
        raise NotRead(f"{text} is no set that is known; {known}", tokens[at].at)
    return found


def _named(tokens: Sequence[Token], at: int) -> tuple[Said, int] | None:
    """Return what a set with a letter or a name says: ℝⁿ, ℤ, 𝕊ⁿ, O(n)."""
    text = tokens[at].text
    if text in _REALS:
        return _reals(tokens, at + 1)
    if text in _RATIONALS:
        said, end = _reals(tokens, at + 1)
        bounds = said.kind.removeprefix("number")
        kind = f"{RATIONAL}{bounds}" if said.sort == NUMBER else said.kind or RATIONAL_ENTRIES
        return replace(said, kind=kind), end
    if text in _WHOLE:
        said, end = _reals(tokens, at + 1)
        number = said.sort == NUMBER
        kind = _WHOLE[text] if number else "whole"
        return Said(said.sort, said.rows, said.columns, kind), end
    if text in {"matrix", "vector"} | _GROUPS.keys() and _is(tokens, at + 1, "(", "["):
        dims, end = _dims(tokens, at + 2)
        return _of_dims(dims, _GROUPS.get(text, ""), square=text in _GROUPS), end
    return _symmetric(tokens, at + 1) if text in _SYMMETRIC else None


def _in_brackets(tokens: Sequence[Token], at: int) -> tuple[Said, int] | None:
    """Return what an interval, a list of numbers or a size says: [0, 1), {1, …, n}, n × n."""
    if tokens[at].is_op("[", "(", "]"):
        return _interval(tokens, at)
    if tokens[at].is_op("{", "lbrace"):
        return _listed(tokens, at)
    found = sizes_at(tokens, at)
    return None if found is None else (_of_dims(found[0]), found[1])


def _is(tokens: Sequence[Token], at: int, *texts: str) -> bool:
    return at < len(tokens) and tokens[at].text in texts


def _dims(tokens: Sequence[Token], at: int) -> tuple[tuple[str, ...], int]:
    """Return the dimensions in a bracket that has been opened, and where it is closed."""
    found: list[str] = []
    while True:
        both = sizes_at(tokens, at)
        if both is not None:
            found += both[0]
            at = both[1]
        else:
            one, at = size_of(tokens, at)
            found.append(one)
        if _is(tokens, at, ",", "times", "x", "*"):
            at += 1
        elif _is(tokens, at, *_CLOSE):
            return tuple(found), at + 1
        else:
            raise NotRead(HELP, tokens[min(at, len(tokens) - 1)].at)


def _of_dims(dims: Sequence[str], kind: str = "", *, square: bool = False) -> Said:
    if len(dims) == 1 and not square:
        return Said(VECTOR, dims[0], "1", kind)
    rows, columns = (dims[0], dims[-1]) if len(dims) <= 2 else ("", "")
    if not rows:
        raise NotRead("an array has one size or two, as R^n or R^(m x n)")
    return Said(VECTOR if columns == "1" else MATRIX, rows, columns, kind)


def _reals(tokens: Sequence[Token], at: int) -> tuple[Said, int]:
    signed, at = _signed(tokens, at)
    dims: Sequence[str] = ()
    if _is(tokens, at, "^", "**"):
        if _is(tokens, at + 1, "(", "{", "["):
            start = at + 2
            double = _is(tokens, start, "(", "{") and 1  # ^{(m, n)}
            dims, at = _dims(tokens, start + int(double))
            at += int(double)
        else:
            both = sizes_at(tokens, at + 1)
            if both is not None:
                dims, at = both
            else:
                one, at = size_of(tokens, at + 1)
                dims = (one,)
    elif _is(tokens, at, "(", "["):  # R(m, n)
        dims, at = _dims(tokens, at + 1)
    after, at = _signed(tokens, at)
    signed = signed or after
    if dims:
        said = _of_dims(dims)
        return Said(said.sort, said.rows, said.columns, signed), at
    kind = {"positive": "number_gt_0", "nonnegative": "number_ge_0"}.get(signed, "")
    return Said(NUMBER, "1", "1", kind), at


def _signed(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return what _+, _{++}, _{>0} or _{≥0} behind a set says, and where it ends."""
    if not _is(tokens, at, "_", "^"):
        return "", at
    inside, end = [], at + 1
    if _is(tokens, end, "{", "("):
        end += 1
        while end < len(tokens) and not _is(tokens, end, "}", ")"):
            inside.append(tokens[end].text)
            end += 1
        end += 1
    else:
        while _is(tokens, end, "+"):
            inside.append("+")
            end += 1
    what = {"+": "nonnegative", "++": "positive", ">0": "positive", ">=0": "nonnegative"}
    found = what.get("".join(inside))
    return (found, end) if found else ("", at)


def _symmetric(tokens: Sequence[Token], at: int) -> tuple[Said, int]:
    """Read 𝕊ⁿ, 𝕊ⁿ₊ and 𝕊ⁿ₊₊."""
    said, end = _reals(tokens, at)
    kinds = {
        "": "symmetric",
        "nonnegative": "positive semidefinite",
        "positive": "positive definite",
    }
    if said.sort == NUMBER:
        raise NotRead("the size of the symmetric matrices is missing, as in S^n", tokens[at - 1].at)
    return Said(MATRIX, said.rows, said.rows, kinds.get(said.kind, "symmetric")), end


def _interval(tokens: Sequence[Token], at: int) -> tuple[Said, int]:
    low, middle = _end(tokens, at + 1)
    if not _is(tokens, middle, ","):
        raise NotRead("an interval is written (0, 1) or [0, 1)", tokens[at].at)
    high, end = _end(tokens, middle + 1)
    if not _is(tokens, end, ")", "]", "["):
        raise NotRead("an interval is written (0, 1) or [0, 1)", tokens[at].at)
    found = Interval(
        False, low, high,
        low is not None and tokens[at].text != "[",
        high is not None and tokens[end].text != "]",
    )  # fmt: skip
    return Said(NUMBER, "1", "1", found.spelled), end + 1


def _end(tokens: Sequence[Token], at: int) -> tuple[fmpq | None, int]:
    """Return an end of an interval, None for infinity, and where it ends."""
    sign = 1
    while _is(tokens, at, "-", "+"):
        sign *= -1 if tokens[at].text == "-" else 1
        at += 1
    if _is(tokens, at, "infty", "inf", "oo", "infinity"):
        return None, at + 1
    if at >= len(tokens) or tokens[at].kind != DIGITS:
        where = tokens[min(at, len(tokens) - 1)].at
        raise NotRead(
            "the ends of an interval are numbers or ∞; write other bounds as 0 < t < s", where
        )
    value = number(tokens[at].text)
    if _is(tokens, at + 1, "/") and at + 2 < len(tokens) and tokens[at + 2].kind == DIGITS:
        return sign * value / number(tokens[at + 2].text), at + 3
    return sign * value, at + 1


def number(text: str) -> fmpq:
    """Return a number as it is written: 3, 0.25, 1/2, 1e-3."""
    if "/" in text:
        top, bottom = text.split("/")
        return fmpq(int(top), int(bottom))
    mantissa, _, power = text.partition("e")
    whole, _, after = mantissa.partition(".")
    value = fmpq(int(f"{whole or 0}{after}"), 10 ** len(after))
    return value * fmpq(10) ** int(power) if power else value


def _listed(tokens: Sequence[Token], at: int) -> tuple[Said, int]:
    """Read {1, …, n}: whole numbers between two of them."""
    end = next((i for i in range(at, len(tokens)) if _is(tokens, i, "}", "rbrace")), None)
    if end is None:
        raise NotRead("a } is missing", tokens[at].at)
    inside = [t for t in tokens[at + 1 : end] if not t.is_op(",", "cdots", "...", ".")]
    dotted = any(t.text in {"cdots", "..."} for t in tokens[at:end])
    if dotted and len(inside) >= 2 and inside[0].kind == DIGITS:
        last = inside[-1]
        high: fmpq | str = number(last.text) if last.kind == DIGITS else last.text
        found = Interval(True, number(inside[0].text), high)
        return Said(NUMBER, "1", "1", found.spelled), end + 1
    values = sorted(int(t.text) for t in inside if t.kind == DIGITS and t.text.isdigit())
    if values and values == list(range(values[0], values[0] + len(values))):
        found = Interval(True, fmpq(values[0]), fmpq(values[-1]))
        return Said(NUMBER, "1", "1", found.spelled), end + 1
    raise NotRead("a set of numbers is written {1, ..., n} or {0, 1}", tokens[at].at)
