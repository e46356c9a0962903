"""Which equation of a document answers which claim, and how sure that is.

An equation *unifies* with a claim where it has the form of what the claim states and what fills
the blank can be read and fits. Otherwise its number says where it belongs, with the left side or
alone; what is not unified is for somebody to look at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.decision import readings, refused
from referee.grading.documents.chains import chains
from referee.grading.documents.equations import Equation, equations
from referee.grading.documents.normalised import Tokens, normalised, spellings
from referee.grading.documents.patterns import Pattern, conclusion, fitting, pattern_of
from referee.grading.sheets.denoting import denoted
from referee.language.comparison import IllTyped
from referee.language.reading import Refusal
from referee.language.spelling import to_text
from referee.language.tree import Formula, FormulaError
from referee.language.types import type_of
from referee.strategies.families import say_shape

UNIFIED = "unified"
NUMBER_AND_LEFT = "number and left side"
LEFT = "left side alone"
NUMBER = "number alone"
MOST_SHAPES = 40  # the smallest ones, at which what does not fit shows
_EDGES = re.compile(
    r"^(?:[\s&]|\\\\|\\[,;:!]|\\right)+"
    r"|(?:[\s&.,;]|\\\\|\\[,;:!]|\\left|\\right|\\end\{[a-z]+\*?\})+$"
)


Read = tuple[tuple[str, ...], str, Refusal | None]  # readings, what is wrong, where it stops


@dataclass(frozen=True)
class Aligned:
    """An equation's answer to a claim: as written, as read, and how sure it is that it is one.

    ``read`` are the formulas that it can be read as, in the canonical notation; empty where it
    cannot be read, and ``trouble`` says why, and ``refusal`` where. ``also`` are other members of
    the same chain that would answer the claim too.
    """

    claim: str
    equation: Equation
    written: str
    sure: str
    read: tuple[str, ...] = ()
    trouble: str = ""
    refusal: Refusal | None = None
    also: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nobody has to look at it before it is graded."""
        return self.sure == UNIFIED and bool(self.read) and not self.trouble


@dataclass(frozen=True)
class Alignment:
    """The answers that a document gives to claims, the equations that answer none, its names."""

    answers: Sequence[Aligned]
    unused: Sequence[Equation]
    names: Mapping[str, str]


def align(
    text: str, claims: Mapping[str, Claim], names: Mapping[str, str] | None = None
) -> Alignment:
    """Return what the equations of a document say in answer to claims.

    ``names`` are the document's, each with the claims' name that it stands for, besides those that
    it introduces itself ("let A denote the data matrix").
    """
    known = {**denoted(text, claims), **(names or {})}
    aligner = _Aligner(equations(text), claims, known)
    answers = [answer for name in claims if (answer := aligner.best(name)) is not None]
    used = {answer.equation for answer in answers}
    unused = [equation for equation in aligner.found if equation not in used]
    return Alignment(answers, unused, known)


@dataclass(frozen=True)
class _Aligner:
    """The equations of a document on their way to claims."""

    found: Sequence[Equation]
    claims: Mapping[str, Claim]
    names: Mapping[str, str]

    @cached_property
    def numbers(self) -> frozenset[int]:
        return frozenset(e.number for e in self.found if e.number is not None)

    @cached_property
    def patterns(self) -> Mapping[str, Pattern | None]:
        return {name: pattern_of(claim) for name, claim in self.claims.items()}

    @cached_property
    def tokens(self) -> Mapping[Equation, Tokens]:
        known = spellings(self.names)
        return {e: normalised(e.latex, known) for e in self.found}

    @cached_property
    def stating(self) -> Mapping[Pattern | None, list[str]]:
        """The claims that state the same of their blanks."""
        found: defaultdict[Pattern | None, list[str]] = defaultdict(list)
        for name, pattern in self.patterns.items():
            found[pattern].append(name)
        return found

    def best(self, name: str) -> Aligned | None:
        """Return the answer to a claim that is surest, None where no equation gives one."""
        own = self.numbers & set(_numbers(self.claims[name]))
        pool = [e for e in self.found if e.number in own] if own else self.found
        options = [each for e in pool for each in self._unified(name, e, own=bool(own))]
        options.sort(key=lambda each: (not each.read, each.sure != UNIFIED))
        if options:
            return options[0]
        return next(self._by_number(name, pool), None) if own else None

    def _unified(self, name: str, equation: Equation, *, own: bool) -> Iterator[Aligned]:
        """Yield the answer of an equation that has the form of a claim's statement."""
        pattern = self.patterns[name]
        if pattern is None:
            return
        texts = [
            _trimmed(equation.latex[slice(*place)])
            for chain in chains(self.tokens[equation], len(equation.latex))
            for place in fitting(pattern, chain)
        ]
        read = [self._read(name, text) for text in texts]
        first = next((k for k, (formulas, *_) in enumerate(read) if formulas), None)
        if first is None and not (texts and own):
            return
        at = first or 0
        certain = first == 0 and self._is_plain(name, pattern, equation, own=own)
        also = tuple(t for t, (f, *_) in zip(texts, read, strict=True) if f and f != read[at][0])
        sure = UNIFIED if certain else NUMBER_AND_LEFT if own else LEFT
        yield Aligned(name, equation, texts[at], sure, *read[at], also)

    def _is_plain(self, name: str, pattern: Pattern, equation: Equation, *, own: bool) -> bool:
        """Say whether an equation of a claim's form is an answer to it and to no other.

        It is not where the claim states more than the equation, where a claim before it states the
        same under other assumptions, or where the equation has a number that is another claim's.
        """
        numbered = bool(_numbers(self.claims[name]))
        rivals = [r for r in self.stating[pattern] if not numbered or self._shares(r, name)]
        first = rivals[0] == name if numbered else len(rivals) == 1
        return pattern.alone and first and (own or equation.number is None)

    def _shares(self, one: str, other: str) -> bool:
        return bool(set(_numbers(self.claims[one])) & set(_numbers(self.claims[other])))

    def _by_number(self, name: str, pool: Sequence[Equation]) -> Iterator[Aligned]:
        """Yield what an equation with a claim's number says: all of it for a statement."""
        for equation in pool:
            written = equation.latex
            if self.claims[name].size is not None:
                place = conclusion(self.tokens[equation], len(written))
                written = written[slice(*place)] if place else written
            text = _trimmed(written)
            yield Aligned(name, equation, text, NUMBER, *self._read(name, text))

    def _read(self, name: str, text: str) -> Read:
        """Return the readings of an answer, in the canonical notation, or why there are none."""
        claim = self.claims[name]
        names = tuple((own, ours) for own, ours in self.names.items() if ours in claim.names)
        answer = Answer("", name, text, names=names)
        try:
            formulas = readings(claim, answer)
        except FormulaError as error:
            return (), str(error), refused(claim, answer, error)
        return tuple(to_text(f.root) for f in formulas), _misfit(claim, formulas), None


def _numbers(claim: Claim) -> tuple[int, ...]:
    return (claim.equation,) if isinstance(claim.equation, int) else claim.equation or ()


def _trimmed(text: str) -> str:
    """Return what fills a blank without what joins it to the rest of an equation."""
    return _EDGES.sub("", text)


def _misfit(claim: Claim, formulas: Sequence[Formula]) -> str:
    """Say at which of the smallest sizes something does not fit; empty where all does."""
    for shape in islice(claim.family.shapes, MOST_SHAPES):
        try:
            fits = all(type_of(f, claim.family, shape) == claim.type_at(shape) for f in formulas)
        except IllTyped as error:
            return f"ill-typed at {say_shape(shape)}: {error}"
        if not fits:
            return f"at {say_shape(shape)} its size is not the one that is asked for"
    return ""
