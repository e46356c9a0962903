"""Functions of each entry on its own."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.vocabulary.operation import Changes, Notation, Operation
from referee.language.vocabulary.sizes import entrywise
from referee.numerics import arrays

FUNCTIONS: Mapping[str, Operation] = {
    "exp": Operation(
        "e to the power of each entry",
        1,
        entrywise,
        arrays.exp,
        Notation(r"\exp\left({0}\right)"),
        changes=Changes(signed=(0,)),
    ),
    "sqrt": Operation(
        "the square root of each entry",
        1,
        entrywise,
        arrays.sqrt,
        Notation(r"\sqrt{{{0}}}"),
    ),
    "abs": Operation(
        "the magnitude of each entry",
        1,
        entrywise,
        arrays.absolute,
        Notation(r"\lvert {0} \rvert"),
        bends=True,
        definite=True,
    ),
    "conj": Operation(
        "the complex conjugate of each entry",
        1,
        entrywise,
        arrays.conjugate,
        Notation(r"\overline{{{0}}}"),
        transposes_inside=True,
        # It changes nothing on real numbers: no mutant worth a decision.
        changes=Changes(offered=False),
    ),
}
