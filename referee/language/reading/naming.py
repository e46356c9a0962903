"""The names of a scope as they are written: by themselves, as their LaTeX says, by alias."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from referee.language.reading.notations.latex.text import latex_tokens
from referee.language.reading.notations.plain import plain_tokens
from referee.language.reading.notations.tokens import OP, Token
from referee.language.reading.scope import Scope
from referee.language.tree import FormulaError
from referee.language.vocabulary import FUNCTIONS

Signs = tuple[str, ...]
_MARKS: Mapping[str, Sequence[Signs]] = {
    "star": (("^", "*"), ("_", "*"), ("^", "star"), ("_", "star")),
    "inf": (("_", "infty"), ("^", "infty"), ("_", "infinity"), ("^", "inf"), ("_", "oo")),
    "infty": (("_", "inf"), ("^", "infty"), ("_", "infinity"), ("^", "inf"), ("_", "oo")),
    "hat": (), "dot": (), "bar": (), "tilde": (),
}  # fmt: skip


@dataclass
class Spellings:
    """The ways in which the names of a scope are written, as tokens.

    ``unsure`` are those that could be something else: two letters side by side, a prime.
    """

    names: dict[Signs, str] = field(default_factory=dict)
    unsure: dict[Signs, str] = field(default_factory=dict)
    starred: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, list[Signs]] = field(default_factory=dict)
    heads: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, signs: Signs, name: str, *, sure: bool = True) -> None:
        """Note a way to write a name; the first one that is written so keeps it."""
        side_by_side = len(signs) > 1 and all(sign.isalpha() for sign in signs)
        sure = sure and not side_by_side and signs[-1:] != ("'",)
        table = self.names if sure else self.unsure
        if signs and signs not in self.names and signs not in table:
            table[signs] = name
            known = {len(signs), *self.heads.get(signs[0], ())}
            self.heads[signs[0]] = tuple(sorted(known, reverse=True))

    def lengths(self, first: str) -> tuple[int, ...]:
        """Return how many signs the spellings have that start with one, the longest first."""
        return self.heads.get(first, ())


def spellings(scope: Scope) -> Spellings:
    """Return how the names of a scope are written; what it returns is for looking at alone."""
    latex = tuple(scope.field(name).latex for name in scope.names)
    return _spellings(scope.names, latex, tuple(scope.aliases.items()))


@lru_cache(maxsize=1024)
def _spellings(
    names: tuple[str, ...], latex: tuple[str, ...], aliases: tuple[tuple[str, str], ...]
) -> Spellings:
    found = Spellings()
    for alias, name in aliases:
        found.aliases[alias] = _as_written(alias)
        if not any(found.aliases[alias]):
            raise FormulaError(f"the name {alias!r} cannot be read")
        for signs in found.aliases[alias]:
            found.add(signs, name)
    for name in names:
        found.add(signs_of(plain_tokens(name)), name)
    for name, text in zip(names, latex, strict=True):
        for signs in _as_latex(text):
            found.add(signs, name)
            if signs[0] == "nabla":
                found.add(("grad", *signs[1:]), name)
    for name in names:
        _variants(found, name)
    if "t" not in names:
        _timely(found)
    return found


def _timely(found: Spellings) -> None:
    """Note names with a time, where the scope has none: w_t and w(t) are w there."""
    known = dict(found.names)
    for signs, name in known.items():
        for time in (("_", "t"), ("(", "t", ")")):
            found.add((*signs, *time), name)


def _variants(found: Spellings, name: str) -> None:
    """Note other spellings of a name: marks, digits set apart or not, letters one by one."""
    base, _, mark = name.rpartition("_")
    for signs in _MARKS.get(mark, ()):
        if base:
            found.add((*signs_of(plain_tokens(base)), *signs), name)
    if base and mark.isalpha():
        found.add((*signs_of(plain_tokens(base)), mark), name, sure=False)
    if mark == "star" and base:
        found.starred[base] = name
    if mark == "prime" and base:
        found.add((*signs_of(plain_tokens(base)), "'"), name, sure=False)
    digits = re.fullmatch(r"([A-Za-z]+)_?(\d+)", name)
    if digits:
        found.add((digits[1], "_", digits[2]), name)
        found.add((digits[1], "(", digits[2], ")"), name)
        found.add((digits[1] + digits[2],), name)
    letters = _as_latex(name)
    if letters and letters[0] not in found.names and len(letters[0]) > 1:
        found.add(letters[0], name, sure=False)
    if "_" in name:
        head, _, tail = name.partition("_")
        found.add((head, "_", *tail), name, sure=False)


def _as_written(text: str) -> list[Signs]:
    found = []
    for cut in (plain_tokens, _latex):
        try:
            found.append(signs_of(cut(text)))
        except FormulaError:
            continue
    return found


@lru_cache(maxsize=1024)
def _latex(text: str) -> list[Token]:
    return latex_tokens(text)


def _as_latex(text: str) -> list[Signs]:
    try:
        return [signs_of(_latex(text))]
    except FormulaError:
        return []  # the field's LaTeX has what no formula has: it is no spelling


def signs_of(tokens: Iterable[Token]) -> Signs:
    """Return the texts of tokens."""
    return tuple(each.text for each in tokens)


FUNCTION_SIGNS: Mapping[Signs, str] = {
    signs_of(plain_tokens(name)): name
    for name in (
        *FUNCTIONS,
        "matrix_rank",
        "matrix_power",
        "zeros_like",
        "multi_dot",
        "column_stack",
        "nuclear_norm",
        "skew_symmetric",
        "orthogonal_projection",
        "in_null_space",
    )
} | {signs_of(plain_tokens(sign)): "kl" for sign in ("D_KL", "D_{KL}")}
MOST_FUNCTION_SIGNS = max(map(len, FUNCTION_SIGNS))


def function_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Return the vocabulary's function that is called at a place, and where its ( stands."""
    for length in range(min(MOST_FUNCTION_SIGNS, len(tokens) - at), 0, -1):
        name = FUNCTION_SIGNS.get(signs_of(tokens[at : at + length]))
        behind = tokens[at + length] if at + length < len(tokens) else None
        if name and behind is not None and behind.kind == OP and behind.text == "(":
            return name, at + length
    return counted_at(tokens, at)


_COUNTED = {"lambda": "eigenvalue", "sigma": "singular_value"}
_MOST_OF_INDEX = 8  # tokens of an index in braces


def counted_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Return what λ_1(A) and σ_{i}(A) are values of, and where their ( stands."""
    kind = _COUNTED.get(tokens[at].text)
    behind = [token.text for token in tokens[at + 1 : at + 5 + _MOST_OF_INDEX]]
    if kind is None or behind[:1] != ["_"] or len(behind) < 3:
        return None
    opening = 2
    if behind[1] == "{":
        opening = behind.index("}") + 1 if "}" in behind else len(behind)
    known = signs_of(tokens[at : at + 1 + opening]) in FUNCTION_SIGNS
    is_called = opening < len(behind) and behind[opening] == "(" and not known
    return (kind, at + 1 + opening) if is_called else None


def splits(word: str, pieces: Iterable[str], most: int = 4) -> list[list[str]]:
    """Return the ways to write a word as known ones side by side, at most so many."""
    known = sorted(set(pieces), key=len, reverse=True)
    found: list[list[str]] = []

    def grow(start: int, so_far: list[str]) -> None:
        if len(found) >= most:
            return
        if start == len(word):
            found.append(so_far)
            return
        for piece in known:
            if word.startswith(piece, start):
                grow(start + len(piece), [*so_far, piece])

    if len(word) <= 24:
        grow(0, [])
    return found
