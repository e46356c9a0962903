"""What a claim asks for that is to be as strong, or as weak, as possible: its declaration."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from referee.deciding.strength.ladders import limits_of
from referee.language.comparison import IllTyped
from referee.language.reading import Scope, parse, read
from referee.language.reading.scope import STATEMENT
from referee.language.spelling import to_text
from referee.language.tree import FormulaError
from referee.language.types import type_of
from referee.language.vocabulary import SCALAR, TRUTH, Type, spell
from referee.strategies.families import Family, Instance, Shape

Trivial = str | Callable[[Instance], Any]


@dataclass(frozen=True)
class Bound:
    """A number is asked for that is as small as possible, as an upper bound is.

    With ``largest`` it is to be as large as possible, as a rate is. ``trivial`` is the answer that
    needs no thought, as a formula in the names of the family or a function of an instance whose
    docstring says in a few words what it is; None where there is none. ``along`` names the
    limits, separated by blanks, along which an answer is measured: free numbers that go to
    infinity ("t"), dimensions ("n d"), or what the family says may grow. ``also`` are answers
    that are as good as the reference's and stand in no sheet.
    """

    trivial: Trivial | None = None
    along: str = ""
    largest: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """A condition is asked for that is as weak as possible, unless the claim makes it exact.

    ``about`` are the expressions that the question itself is put in: a condition that speaks of
    nothing else only restates it. ``exact`` says that any condition that is true is the weakest,
    as in an equivalence. ``also`` are answers that are as good as the reference's.
    """

    about: tuple[str, ...] = ()
    exact: bool = False
    also: tuple[str, ...] = field(default=())


Asked = Bound | Condition


def settled(claim_id: str, asks: Asked | None, size: str | None, family: Family) -> Asked | None:
    """Return a declaration with its formulas, in whatever notation, in the canonical spelling.

    Raises ValueError, in one line, for one that does not fit its claim, or is ambiguous.
    """
    if asks is None:
        return None
    try:
        found = _canonical(asks, family)
    except FormulaError as error:
        raise ValueError(f"{claim_id}: {error}") from None
    wrong = _wrong(found, size, family)
    if wrong:
        raise ValueError(f"{claim_id}: {wrong}")
    return found


def _canonical(asks: Asked, family: Family) -> Asked:
    if isinstance(asks, Condition):
        about = tuple(_spelled(text, family, None) for text in asks.about)
        return replace(asks, about=about, also=_all_spelled(asks.also, family, STATEMENT))
    trivial = asks.trivial
    if isinstance(trivial, str):
        trivial = _spelled(trivial, family, "1 1")
    return replace(asks, trivial=trivial, also=_all_spelled(asks.also, family, "1 1"))


def _all_spelled(texts: Iterable[str], family: Family, wants: str) -> tuple[str, ...]:
    return tuple(_spelled(text, family, wants) for text in texts)


def _spelled(text: str, family: Family, wants: str | None) -> str:
    """Return a formula in the canonical spelling, which is kept where it is in that."""
    try:
        return parse(text, dict.fromkeys(family.by_name)).text
    except FormulaError:
        scope = Scope(family, tuple(family.by_name), wants)
    try:
        return to_text(read(text, scope).formula.root)
    except FormulaError as error:
        raise FormulaError(f"{text!r}: {error}") from None


def _wrong(asks: Asked, size: str | None, family: Family) -> str:
    if isinstance(asks, Condition):
        if size is not None:
            return "it asks for a condition, but a value goes there"
        expressions = [(text, None, "") for text in asks.about]
        return _unread(
            [*expressions, *((text, TRUTH, "a statement") for text in asks.also)], family
        )
    if size != "1 1":
        what = "a statement" if size is None else "a matrix"
        return f"it asks for a bound, but {what} goes there; a bound is a number"
    missing = [name for name in asks.along.split() if name not in limits_of(family)]
    if missing:
        has = ", ".join(limits_of(family)) or "none"
        return f"{family.name} has no limit {missing[0]!r}; it has {has}"
    if callable(asks.trivial):
        return _no_number(asks.trivial, family)
    texts = [*asks.also, *([asks.trivial] if asks.trivial is not None else [])]
    return _unread([(text, SCALAR, "a number") for text in texts], family)


def _unread(wanted: Iterable[tuple[str, Type | None, str]], family: Family) -> str:
    """Say why a formula of a declaration cannot be used; empty where all can."""
    for text, size, spelt in wanted:
        try:
            formula = parse(text, dict.fromkeys(family.by_name))
            found = [type_of(formula, family, shape) for shape in _ends(family)]
        except (FormulaError, IllTyped) as error:
            return f"{text!r}: {error}"
        wrong = next((each for each in found if size not in {None, each}), None)
        if wrong is not None:
            return f"{text!r} is {spell(wrong)}, and not {spelt}"
    return ""


def _no_number(trivial: Callable[[Instance], Any], family: Family) -> str:
    """Say why a function is no trivial answer; empty where it is one."""
    if not (trivial.__doc__ or "").strip():
        return "the function of the trivial answer has no docstring that says what it is"
    at = (family.sparse(shape, random.Random("trivial"), plain=True) for shape in _ends(family))
    try:
        found = [getattr(trivial(p), "shape", "something else") for p in at]
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return f"the function of the trivial answer fails: {error}".partition("\n")[0]
    wrong = next((shape for shape in found if shape != (1, 1)), None)
    return "" if wrong is None else f"the function of the trivial answer gives no number: {wrong}"


def _ends(family: Family) -> tuple[Shape, Shape]:
    """Return the smallest shape and the last of the small ones: matrices may be numbers at one."""
    return family.shapes[0], family.shapes[-1]
