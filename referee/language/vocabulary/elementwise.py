"""Functions of each entry on its own."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.vocabulary.operation import Changes, Notation, Operation, on_arrays
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
        written={
            "numpy": Notation("np.exp({0})"),
            "lean": on_arrays(
                Notation("{0}.map Real.exp", 9, (10,)), Notation("Real.exp {0}", 9, (10,))
            ),
        },
    ),
    "sqrt": Operation(
        "the square root of each entry",
        1,
        entrywise,
        arrays.sqrt,
        Notation(r"\sqrt{{{0}}}"),
        written={
            "numpy": Notation("np.sqrt({0})"),
            "unicode": Notation("√{0}", 8, (9,)),
            "lean": on_arrays(
                Notation("{0}.map Real.sqrt", 9, (10,)), Notation("Real.sqrt {0}", 9, (10,))
            ),
        },
    ),
    "abs": Operation(
        "the magnitude of each entry",
        1,
        entrywise,
        arrays.absolute,
        Notation(r"\lvert {0} \rvert"),
        bends=True,
        definite=True,
        written={
            "numpy": Notation("np.abs({0})"),
            "unicode": on_arrays(Notation("abs({0})"), Notation("|{0}|")),
            "lean": on_arrays(Notation("{0}.map abs", 9, (10,)), Notation("abs {0}", 9, (10,))),
        },
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
        written={
            "numpy": Notation("np.conj({0})"),
            "lean": on_arrays(Notation("{0}.map star", 9, (10,)), Notation("star {0}", 9, (10,))),
        },
    ),
}
