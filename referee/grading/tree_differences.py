"""Two formulas that differ in one place: where that is, and what kind of slip it is.

A difference is two trees, what stands in a wrong formula and what stands in the right one in its
place; either may be the other with something around it. It is told in a sentence in which
``{there}`` and ``{right}`` stand for the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from referee.evidence.schema import SlipKind
from referee.language.tree import LEAVES, Node, constant
from referee.language.vocabulary import OPERATORS, operation
from referee.language.vocabulary.relations import SYMBOLS

SUMS, PRODUCTS = ("+", "-"), ("*", "@", "/")
RELATIONS = frozenset(SYMBOLS)
# The kinds by how much they say: of several single changes that make the same of a formula the
# first one is told.
KINDS: tuple[SlipKind, ...] = (
    "sign", "transpose", "factor", "index", "order", "relation", "name", "term", "symbol", "known",
)  # fmt: skip
_ONE = Node("number", value=Fraction(1))
_STANDS = "{there} stands where {right} belongs"
_AS_IF = "it is as if {there} stood where {right} belongs"


@dataclass(frozen=True)
class Difference:
    """What differs: its kind, a sentence, the wrong part and the right one, None for nothing."""

    kind: SlipKind
    says: str
    there: Node | None = None
    right: Node | None = None


@dataclass(frozen=True)
class _Place:
    """The least part in which two trees differ, and the places that it is a part of."""

    wrong: Node
    right: Node
    above: _Place | None = None
    index: int = 0

    @property
    def is_index(self) -> bool:
        """Whether it counts rows or columns."""
        if self.above is None:
            return False
        entry = operation(self.above.wrong.kind)
        return self.index in entry.indices or self.wrong.kind == "index"

    @property
    def term(self) -> _Place:
        """The product that it is a factor of: a sign in it is one of the whole."""
        above = self.above
        factor = above is not None and above.wrong.kind in {*PRODUCTS, "neg"}
        return above.term if above is not None and factor else self

    @property
    def divides(self) -> bool:
        """Whether it is a factor of what is divided by, and it itself a number there."""
        above = self.above
        if above is None or above.wrong.kind not in {"*", "/"}:
            return False
        return (above.wrong.kind == "/" and self.index == 1) != above.divides

    @property
    def quotient(self) -> _Place:
        """The quotient that it is a number of, itself where it is in none."""
        above = self.above
        return above if above is not None and above.wrong.kind == "/" else self


def difference(wrong: Node, right: Node) -> Difference:
    """Return by what a wrong formula differs from a right one that is like it but for a place."""
    return next(_told(_least(_Place(wrong, right))))


def as_written(found: Difference, answer: Node) -> Difference:
    """Return a difference as it is told of an answer, which may be written in another way."""
    if _STANDS in found.says and found.there not in set(answer.walk()):
        return replace(found, says=found.says.replace(_STANDS, _AS_IF))
    return found


def _least(place: _Place) -> _Place:
    """Go down as long as one argument alone is different."""
    wrong, right = place.wrong, place.right
    alike = (wrong.kind, wrong.value, len(wrong.args)) == (right.kind, right.value, len(right.args))
    pairs = zip(wrong.args, right.args, strict=False)
    apart = [index for index, (a, b) in enumerate(pairs) if a != b]
    if not alike or len(apart) != 1:
        return place
    return _least(_Place(wrong.args[apart[0]], right.args[apart[0]], place, apart[0]))


def _told(place: _Place) -> Iterator[Difference]:
    """Yield what can be said of a place, what says most first."""
    wrong, right = place.wrong, place.right
    yield from _signs(place)
    if _turned(wrong, right) or _turned(right, wrong):
        yield Difference("transpose", f"{_STANDS}: a transpose differs", wrong, right)
    if place.is_index:
        yield Difference("index", f"{_STANDS}: an index differs", wrong, right)
    yield from _missing(place)
    if wrong.kind == right.kind and wrong.args == right.args[::-1] and len(wrong.args) > 1:
        yield Difference("order", f"{_STANDS}: the order differs", wrong, right)
    if {wrong.kind, right.kind} <= RELATIONS:
        yield Difference("relation", _STANDS, wrong, right)
    if constant(wrong) is not None or constant(right) is not None:
        whole = place.quotient
        yield Difference("factor", _STANDS, whole.wrong, whole.right)
    if wrong.kind == right.kind == "name":
        yield Difference("name", _STANDS, wrong, right)
    yield Difference("symbol", _STANDS, wrong, right)


def _signs(place: _Place) -> Iterator[Difference]:
    """Yield what a sign of one tree that the other has not is in front of."""
    wrong, right = place.wrong, place.right
    if {wrong.kind, right.kind} == {*SUMS} and wrong.args == right.args:
        yield Difference("sign", "the sign of {right} is what differs", None, right.args[1])
    signed = Node("neg", (right,)), Node("neg", (wrong,))
    if wrong == signed[0] or right == signed[1]:
        term = place.term
        what = "{right}" if term.above else "the whole formula"
        shown = term.right if term.above else None
        yield Difference("sign", f"the sign of {what} is what differs", None, shown)


def _turned(a: Node, b: Node) -> bool:
    return a.kind == "T" and a.args[0] == b


def _missing(place: _Place) -> Iterator[Difference]:
    """Yield what one of two trees has in addition to all that the other is."""
    wrong, right = place.wrong, place.right
    part = _rest(right, wrong)
    if part is not None:
        part = Node("/", (_ONE, part)) if place.divides else part
        word, kind = _word(right)
        yield Difference(kind, f"the {word} {{right}} is missing", None, part)
    part = _rest(wrong, right)
    if part is not None:
        part = Node("/", (_ONE, part)) if place.divides else part
        word, kind = _word(wrong)
        yield Difference(kind, f"there is a {word} {{there}} too much", part, None)


def _rest(more: Node, less: Node) -> Node | None:
    """Return what a sum, a product or a statement has beside one of its two parts."""
    if more.kind in LEAVES or more.kind not in OPERATORS or len(more.args) != 2:
        return None
    left, right = more.args
    if less == left:
        taken = {"/": Node("/", (_ONE, right)), "-": Node("neg", (right,))}
        return taken.get(more.kind, right)
    negated = more.kind == "-" and less == Node("neg", (right,))
    return left if negated or (less == right and more.kind not in {"-", "/"}) else None


def _word(whole: Node) -> tuple[str, SlipKind]:
    """Return what the parts of a formula are called, and what kind of slip it is to miss one."""
    if whole.kind in SUMS:
        return "term", "term"
    if whole.kind in PRODUCTS:
        return "factor", "factor"
    return ("exponent" if whole.kind == "**" else "part"), "symbol"
