"""Numbers, names, sums, products, quotients and powers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from referee.language.reading.elaboration import products, relations
from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidate,
    Candidates,
    SetOf,
    combined,
)
from referee.language.reading.elaboration.parts import Parts
from referee.language.reading.elaboration.sized import sized
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import MOST_CHARACTERS, MOST_DEPTH, FormulaError, Node
from referee.language.vocabulary import SCALAR, TRUTH


class Arithmetic(Parts):
    """Readings of what is computed with signs."""

    def _number(self, surface: Surface) -> Candidates:
        text = str(surface.value)
        if "e" in text:
            return self._scientific(text, surface)
        if "/" in text:
            top, bottom = (
                Node("number", value=Fraction(each), at=surface.at) for each in text.split("/")
            )
            return [Candidate(Node("/", (top, bottom), at=surface.at), SCALAR)]
        node = Node("number", value=Fraction(text), at=surface.at)
        found = [Candidate(node, SCALAR)]
        return [*found, Candidate(node, ANY_SIZE)] if node.value in {0, 1} else found

    def _scientific(self, text: str, surface: Surface) -> Candidates:
        """Read 1e12 and 1.5e-3: a number times a power of ten."""
        if "e" in self.context.scope.names:
            raise FormulaError("a power of ten, or a product with e? write * beside e", surface.at)
        exponent = int(text.partition("e")[2])
        if abs(exponent) < MOST_CHARACTERS // 8:
            return [Candidate(Node("number", value=Fraction(text), at=surface.at), SCALAR)]
        raise FormulaError("a power of ten beyond what is read", surface.at)

    def _name(self, surface: Surface) -> Candidates:
        name = str(surface.value)
        if name in self.context.bound:
            index = Node("index", value=self.context.bound[name], at=surface.at)
            return [Candidate(index, SCALAR)]
        node = Node("name", value=name, at=surface.at)
        field = self.context.scope.field(name)
        return [Candidate(node, field.size(self.context.shape))]

    def _literal(self, surface: Surface) -> Candidates:
        return [Candidate(Node(str(surface.value), at=surface.at), TRUTH)]

    def _constant(self, surface: Surface) -> Candidates:
        kind = str(surface.value)
        if kind == "i":
            parts = (Node("number", value=Fraction(k), at=surface.at) for k in (0, 1))
            return [Candidate(Node("complex", tuple(parts), at=surface.at), SCALAR)]
        if kind == "e":
            one = Node("number", value=Fraction(1), at=surface.at)
            return [Candidate(Node("exp", (one,), at=surface.at), SCALAR)]
        return sized(self.context, kind, surface.args, surface)

    def _members(self, surface: Surface) -> Candidates:
        raise self.unknown(surface)

    def _alternatives(self, surface: Surface) -> Candidates:
        failed = len(self.context.failures)
        found = [each for reading in surface.args for each in self.of(reading)]
        if found:
            del self.context.failures[failed:]
        return found

    def _product(self, surface: Surface) -> Candidates:
        if len(surface.args) > MOST_DEPTH:
            raise FormulaError(f"too large: at most {MOST_DEPTH} factors are read", surface.at)
        factors = [self.of(each) for each in surface.args]
        if "@" not in surface.value:
            self.check_axes(surface.args)
        if not all(factors):
            return []
        found = products.chain(self.context, factors, surface.value)
        return found or self.misfit(surface, factors, "times")

    def _quotient(self, surface: Surface) -> Candidates:
        return self._pair(surface, "divided by", products.divided)

    def _solve(self, surface: Surface) -> Candidates:
        return self._pair(
            surface, "\\", lambda context, _, a, b, at: products.solved(context, a, b, at)
        )

    def _pair(self, surface: Surface, word: str, join: Callable[..., Candidates]) -> Candidates:
        parts = [self.of(each) for each in surface.args]
        if not all(parts):
            return []
        sign = surface.value
        found = combined(parts, lambda a, b: join(self.context, sign, a, b, surface.at))
        return found or self.misfit(surface, parts, word)

    def _power(self, surface: Surface) -> Candidates:
        base, exponent = surface.args
        if base.kind == "constant" and base.value == "e":
            return self._exponential(surface, self.of(exponent))
        sign = ".^" if surface.kind == "entrywise power" else surface.value
        parts = [self.of(base), self.of(exponent)]
        if not all(parts):
            return []
        found = combined(parts, lambda a, b: products.raised(self.context, sign, a, b, surface.at))
        return found or self.misfit(surface, parts, "to the power of")

    def _exponential(self, surface: Surface, exponents: Candidates) -> Candidates:
        """Read e to a number, or to a square matrix: the exponential that is not its entries'."""
        python = self.context.evidence.python or surface.kind == "entrywise power"
        fitting = [e for e in exponents if e.type == SCALAR or python or e.is_square]
        if not fitting and exponents:
            return self.context.fail(surface, "e to the power of a matrix that is not square")
        made = [
            self.context.made(
                "expm" if each.is_square and not python else "exp", (each,), surface.at
            )
            for each in fitting
            if not (python and each.is_square)
        ]
        return [each for each in made if each is not None]

    def _negative(self, surface: Surface) -> Candidates:
        return [
            Candidate(Node("neg", (each.node,), at=surface.at), each.type)
            for each in self.of(surface.args[0])
            if each.type != TRUTH and not isinstance(each.type, SetOf)
        ]

    def _sum(self, surface: Surface) -> Candidates:
        parts = [self.of(each) for each in surface.args]
        if not all(parts):
            return []
        self.check_axes(surface.args)
        kind, spread = surface.kind.lstrip("."), surface.kind.startswith(".")
        found = combined(
            parts,
            lambda a, b: relations.same_size(self.context, kind, a, b, surface.at, spread=spread),
        )
        return found or self.misfit(surface, parts, "plus" if kind == "+" else "minus")
