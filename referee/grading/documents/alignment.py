"""Which equation of a document answers which claim, and how sure that is.

An equation *unifies* with a claim where it has the form of what the claim states and what fills
the blank can be read and fits. Otherwise its number says where it belongs, with the left side or
alone; what is not unified is for somebody to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.decision import readings
from referee.grading.documents.chains import chains
from referee.grading.documents.equations import Equation
from referee.grading.documents.normalised import normalised
from referee.grading.documents.patterns import Pattern, conclusion, fitting, pattern_of
from referee.language.comparison import IllTyped
from referee.language.spelling import to_text
from referee.language.tree import FormulaError
from referee.language.types import type_of

UNIFIED = "unified"
NUMBER_AND_LEFT = "number and left side"
LEFT = "left side alone"
NUMBER = "number alone"
SURE = (UNIFIED,)
_EDGES = re.compile(
    r"^(?:[\s&]|\\\\|\\[,;:!]|\\right)+|(?:[\s&.,;]|\\\\|\\[,;:!]|\\left|\\right|\\end\{[a-z]+\*?\})+$"
)


@dataclass(frozen=True)
class Aligned:
    """An equation's answer to a claim: as written, as read, and how sure it is that it is one.

    ``read`` are the formulas that it can be read as, in the canonical notation; empty where it
    cannot be read, and ``trouble`` says why. ``also`` are other members of the same chain that
    would answer the claim too.
    """

    claim: str
    equation: Equation
    written: str
    sure: str
    read: tuple[str, ...] = ()
    trouble: str = ""
    also: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nobody has to look at it before it is graded."""
        return self.sure in SURE and bool(self.read)


@dataclass(frozen=True)
class Alignment:
    """The answers that a document gives to claims, and the equations that answer none."""

    answers: Sequence[Aligned]
    unused: Sequence[Equation]
    names: Mapping[str, str] = field(default_factory=dict)


def align(
    found: Sequence[Equation], claims: Mapping[str, Claim], names: Mapping[str, str] | None = None
) -> Alignment:
    """Return what equations say in answer to claims; ``names`` are the document's for ours."""
    names = names or {}
    numbers = {e.number for e in found if e.number is not None}
    answers = [
        answer
        for claim in claims.values()
        if (answer := _best(claim, found, numbers, names)) is not None
    ]
    used = {answer.equation for answer in answers}
    return Alignment(answers, [e for e in found if e not in used], names)


def _best(
    claim: Claim, found: Sequence[Equation], numbers: set[int], names: Mapping[str, str]
) -> Aligned | None:
    own = numbers & set(_numbers(claim))
    pool = [e for e in found if e.number in own] if own else found
    pattern = pattern_of(claim)
    options = [each for e in pool for each in _unified(claim, pattern, e, own, numbers, names)]
    options.sort(key=lambda each: (not each.read, each.sure != UNIFIED))
    if options:
        return options[0]
    return next(_by_number(claim, pool, names), None) if own else None


def _numbers(claim: Claim) -> tuple[int, ...]:
    return (claim.equation,) if isinstance(claim.equation, int) else claim.equation or ()


def _unified(
    claim: Claim,
    pattern: Pattern | None,
    equation: Equation,
    own: set[int],
    numbers: set[int],
    names: Mapping[str, str],
) -> Iterator[Aligned]:
    """Yield the answer of an equation that has the form of a claim's statement."""
    if pattern is None:
        return
    texts = [
        _trimmed(equation.latex[slice(*place)])
        for chain in chains(normalised(equation.latex, names), len(equation.latex))
        for place in fitting(pattern, chain)
    ]
    read = [_read(claim, text, names) for text in texts]
    first = next((k for k, (formulas, _) in enumerate(read) if formulas), None)
    if first is None and not (texts and own):
        return
    at = first or 0
    sure = _how_sure(pattern, equation, own, numbers, last=at == 0 and first is not None)
    also = tuple(t for t, (f, _) in zip(texts, read, strict=True) if f and f != read[at][0])
    yield Aligned(claim.id, equation, texts[at], sure, *read[at], also)


def _how_sure(
    pattern: Pattern, equation: Equation, own: set[int], numbers: set[int], *, last: bool
) -> str:
    """Say how sure it is that an equation of a claim's form answers it.

    It is not where the claim states more, where the chain goes on with what cannot be read, or
    where the equation has a number of its own that is another claim's.
    """
    if pattern.alone and last and (own or equation.number is None or not numbers):
        return UNIFIED
    return NUMBER_AND_LEFT if own else LEFT


def _by_number(
    claim: Claim, pool: Sequence[Equation], names: Mapping[str, str]
) -> Iterator[Aligned]:
    """Yield what an equation with a claim's number says: all of it, where a statement is asked."""
    for equation in pool:
        written = equation.latex
        if claim.size is not None:
            tokens = normalised(written, names)
            place = conclusion(tokens, len(written))
            written = written[slice(*place)] if place else written
        text = _trimmed(written)
        yield Aligned(claim.id, equation, text, NUMBER, *_read(claim, text, names))


def _trimmed(text: str) -> str:
    """Return what fills a blank without what joins it to the rest of an equation."""
    return _EDGES.sub("", text)


def _read(claim: Claim, text: str, names: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """Return the readings of an answer, in the canonical notation, or why there are none."""
    try:
        formulas = readings(claim, Answer("", claim.id, text, names=tuple(names.items())))
    except FormulaError as error:
        return (), str(error)
    shape = max(claim.family.shapes, key=lambda s: len(set(s.values())))
    try:
        if any(type_of(f, claim.family, shape) != claim.type_at(shape) for f in formulas):
            return (), "its size is not the one that is asked for"
    except IllTyped as error:
        return tuple(to_text(f.root) for f in formulas), str(error)
    return tuple(to_text(f.root) for f in formulas), ""
