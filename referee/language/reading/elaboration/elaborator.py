"""A tree of what a text says into the typed trees that fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from referee.language.reading.elaboration import calls
from referee.language.reading.elaboration.candidates import Candidates, Context
from referee.language.reading.elaboration.cases import Cases
from referee.language.reading.elaboration.connectives import Connectives
from referee.language.reading.elaboration.expectations import Expectations
from referee.language.reading.elaboration.functions import Functions
from referee.language.reading.elaboration.matrices import stacked
from referee.language.reading.elaboration.quantified import Quantified
from referee.language.reading.elaboration.subscripts import LIMITS
from referee.language.reading.grammar.surface import Surface


class Elaborator(Functions, Expectations, Quantified, Cases, Connectives):
    """The typed readings of the parts of one text."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.cases: Mapping[str, Callable[[Surface], Candidates]] = {
            "number": self._number,
            "name": self._name,
            "literal": self._literal,
            "group": lambda s: self.of(s.args[0]),
            "alternatives": self._alternatives,
            "product": self._product,
            "quotient": self._quotient,
            "solve": self._solve,
            "power": self._power,
            "entrywise power": self._power,
            "neg": self._negative,
            "+": self._sum,
            "-": self._sum,
            ".+": self._sum,
            ".-": self._sum,
            "call": self.call,
            "abs": self._magnitude,
            "norm": self._norm,
            "inner": lambda s: self.applied(calls.inner, s),
            "matrix": lambda s: stacked(self.context, s, self.of),
            "index": self._index,
            "members": self._members,
            "over": self._over,
            "integral": self.integral,
            "expected": self.expectation,
            "cases": self.case_distinction,
            "on support": self.on_support,
            "size": self._size,
            "every": self._every,
            "gradient": self._gradient,
            "derivative": self._gradient,
            "derived or divided": self._derived_or_divided,
            "hessian": self._gradient,
            **dict.fromkeys(LIMITS, self._limit),
            "argmin": self._least,
            "least_value": self._least,
            "constant": self._constant,
            "compare": self._compare,
            "property": self._property,
            "not": self._negation,
            "and": self._joined,
            "or": self._joined,
            "=>": self._joined,
            "<=>": self._joined,
        }

    def read(self, surface: Surface) -> Candidates:
        """Return the readings of a part by its kind."""
        case = self.cases.get(surface.kind)
        return super().read(surface) if case is None else case(surface)
