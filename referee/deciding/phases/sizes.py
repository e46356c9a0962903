"""Sizes as indeterminates: shapes at which an answer is wrong, however large they are."""

from __future__ import annotations

from itertools import islice

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.findings import SIZES, Findings, Misfit
from referee.deciding.identity import Proof
from referee.deciding.sizes import (
    MOST_FAILING,
    SizesTried,
    failing,
    holds_indeterminate,
    larger_shapes,
    newly_signed,
    sparse,
)
from referee.language.size_parts import size_names
from referee.strategies.families import Shape


class Sizes:
    """The phase that looks for sizes beyond those drawn at which an answer may be another.

    It does nothing where no size stands in the answer as a number.
    """

    name = SIZES

    def run(self, case: Case, known: Findings, books: Books) -> SizesTried | None:
        """Decide instances of the shapes in question, up to the first false one."""
        names = size_names(case.formula.root, case.family.shapes[0])
        if known.counterexample is not None or known.evidence(Misfit) is not None or not names:
            return None
        shapes = list(larger_shapes(case.family, names))
        chosen, indeterminate = newly_signed(case, shapes), False
        proof = known.evidence(Proof)
        if proof is not None and proof.holds:
            rng = case.random("sizes")
            indeterminate = bool(holds_indeterminate(case, names, rng))
            if not indeterminate:
                chosen += islice(failing(case, shapes, names), MOST_FAILING)
        tried = _tried(case, chosen, books)
        up_to = max((max(shape.values()) for shape in shapes), default=0)
        return SizesTried(tuple(names), up_to, tried, indeterminate)


def _tried(case: Case, shapes: list[Shape], books: Books) -> int:
    """Decide a few instances at each shape, each shape once; return how many shapes there were."""
    rng, count = case.random("sizes tried"), 0
    for count, shape in enumerate(_each_once(shapes), 1):
        if case.misfit(shape):
            continue
        for p in sparse(case.family, shape, rng):
            if books.is_spent or books.is_false(p):
                return count
    return count


def _each_once(shapes: list[Shape]) -> list[Shape]:
    return list({tuple(shape.values()): shape for shape in shapes}.values())
