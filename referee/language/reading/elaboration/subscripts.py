"""Indices, slices, sums over an index, gradients and derivatives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction

from referee.language.reading.elaboration import indices, products, spectral
from referee.language.reading.elaboration.arithmetic import Arithmetic
from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidate,
    Candidates,
    combined,
    distinct,
    has,
)
from referee.language.reading.elaboration.sized import sized
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import FormulaError, Node
from referee.language.vocabulary import SCALAR, TRUTH

_ONE = Node("number", value=Fraction(1))

LIMITS = ("limit", "limit_above", "limit_below", "limit_infinity", "limit_minus_infinity")


class Subscripts(Arithmetic, ABC):
    """Readings of what counts, and of what is derived."""

    @abstractmethod
    def lengths(self, surface: Surface) -> Candidates:
        """Read length(y), size(X, 2), y.size: a dimension by its name."""

    def _index(self, surface: Surface) -> Candidates:
        base, *rest = surface.args
        if base.kind == "call" and base.value in {"shape", "lstsq"}:
            return self._of_call(base, rest)
        if base.kind == "number":
            kind = {"0": "zeros", "1": "ones"}.get(str(base.value), "")
            return sized(self.context, kind, rest, surface)
        if any(each.kind == "backwards" for each in rest):
            return self._backwards(surface)
        if any(each.kind == "all" for each in rest):
            return self._slice(surface)
        parts = [
            self._last(surface, each, k) or self._shifted(surface, each)
            for k, each in enumerate(rest)
        ]
        return self._counted(surface, base, parts) if all(parts) else []

    def _counted(self, surface: Surface, base: Surface, parts: list[Candidates]) -> Candidates:
        """Return what stands at indices: an entry, or the member x_i of X."""
        if base.kind != "members":
            found = combined(
                [self.of(base), *parts], lambda a, *ij: self._entry(surface, a, list(ij))
            )
            return found or self.context.fail(surface, "an index of what has none, or one too many")
        letter = str(base.value)
        found = combined(parts, lambda *i: indices.members(self.context, letter, i, surface.at))
        if not found:
            raise self.unknown(base)
        return found

    def _of_call(self, base: Surface, rest: list[Surface]) -> Candidates:
        """Read X.shape[0] and lstsq(A, b)[0]."""
        if base.value == "lstsq":
            return self._least_squares(base)
        axis = rest[0]
        if len(rest) != 1 or axis.kind != "number":
            return self.context.fail(base, "shape of which axis?")
        counted = Surface("number", (), str(int(str(axis.value)) + 1), axis.at, axis.end)
        return self.lengths(Surface("call", (*base.args, counted), "size", base.at, base.end))

    def _least_squares(self, surface: Surface) -> Candidates:
        """Read lstsq(A, b)[0]: the solution of least norm, A⁺b."""
        if len(surface.args) < 2:
            return self.context.fail(surface, "lstsq takes a matrix and a right side")
        return combined(
            [self.of(each) for each in surface.args[:2]],
            lambda a, b: [
                self.context.made("@", (inverse, b), surface.at)
                for inverse in [self.context.made("pinv", (a,), surface.at)]
                if inverse is not None
            ],
        )

    def _entry(self, surface: Surface, base: Candidate, ij: list[Candidate]) -> Candidates:
        found = indices.entry(base, ij, surface.at)
        digits = str(ij[0].node.value)
        two = ij[0].node.kind == "number" and len(digits) == 2 and "0" not in digits
        if not found and len(ij) == 1 and two and not base.is_column:
            ij = [
                Candidate(Node("number", value=Fraction(d), at=surface.at), SCALAR) for d in digits
            ]
            found = indices.entry(base, ij, surface.at)
        if not found and len(ij) == 2 and base.node.kind == "name":
            return [each for matrix in indices.matrices_of(self.context, str(base.node.value))
                    for each in indices.entry(Candidate(
                        Node("name", value=matrix.name, at=surface.at),
                        matrix.size(self.context.shape)), ij, surface.at)]  # fmt: skip
        back = surface.args[1].kind == "neg"
        picked = spectral.picked(self.context, base, ij[0].node, back=back)
        if picked is not None and surface.value == "[":
            return [picked]
        if found or len(ij) != 1 or not base.is_array:
            return found
        if surface.value == "[":
            rows = indices.row(base, ij[0], surface.at)
            return [products.transposed(each, surface.at) for each in rows]
        name = str(base.node.value)
        # X_i is the i-th member of X; X_n and X_1 may be parts of it, or other matrices.
        counted = ij[0].node.kind == "index"
        if counted and base.node.kind == "name" and name in self.context.scope.names:
            return indices.member(self.context, name, ij[0], surface.at)
        return []

    def _shifted(self, surface: Surface, index: Surface) -> Candidates:
        """Return an index counted from 1: code in Python counts from 0."""
        found = [each for each in self.of(index) if each.type == SCALAR]
        if surface.value != "[" or self.context.convention.base == 1:
            counted = [each for each in found if each.node.value != 0]
            if found and not counted:
                self.context.fail(surface, "an index counts from 1 here; is this another name?")
            return counted
        return [Candidate(_next(each.node), SCALAR) for each in found]

    def _last(self, surface: Surface, index: Surface, axis: int) -> Candidates:
        """Return an index from the end, as ``end`` and −1 are; none for any other."""
        back = index.args[0] if index.kind == "neg" and surface.value == "[" else None
        if index.kind != "end" and not (back is not None and back.kind == "number"):
            return []
        found = []
        for base in self.of(surface.args[0]):
            if not base.is_array and not spectral.is_spectrum(base):
                continue
            only = len(surface.args) == 2 and base.size[0] == 1
            size = self.context.dimension(base.size[1 if only else axis], index.at)
            by = 0 if back is None else int(str(back.value)) - 1
            amount = Node("number", value=Fraction(by), at=index.at)
            node = Node("-", (size, amount), at=index.at) if by else size
            found.append(Candidate(node, SCALAR))
        return distinct(found)

    def _slice(self, surface: Surface) -> Candidates:
        base, *rest = surface.args
        if len(rest) == 1:  # all of x, in MATLAB as one column
            by_columns = Surface("quoted", (), "F", surface.at, surface.end)
            flat = Surface("call", (base, by_columns), "flat", surface.at, surface.end)
            return self.of(flat if surface.value == "(" else base)
        if len(rest) == 2 and any(each.kind == "new axis" for each in rest):
            return self._with_new_axis(base, of_rows=rest[0].kind == "new axis")
        if len(rest) != 2 or all(each.kind == "all" for each in rest):
            raise FormulaError("of a matrix one column A[:, i] or row A[i, :] is read", surface.at)
        of_columns = rest[0].kind == "all"
        place = 1 if of_columns else 0
        index = self._last(surface, rest[place], place) or self._shifted(surface, rest[place])
        make = indices.column if of_columns else indices.row
        found = combined([self.of(base), index], lambda a, i: make(a, i, surface.at))
        if surface.value != "[" or of_columns:
            return found
        # A row of code is a row or a list of numbers.
        return [*found, *(products.transposed(r, surface.at) for r in found)]

    def _backwards(self, surface: Surface) -> Candidates:
        """Read x[::-1], the entries of a column from the last; of a matrix it is refused."""
        base, *rest = surface.args
        found = [each for each in self.of(base) if each.is_column or spectral.is_spectrum(each)]
        if len(rest) > 1 or not found:
            why = "the reverse order is that of the entries of a column"
            return self.context.fail(surface, why)
        turned = [spectral.from_the_last(self.context, each, surface.at) for each in found]
        return [each for each in turned if each is not None]

    def _with_new_axis(self, base: Surface, *, of_rows: bool) -> Candidates:
        """Read w[:, None], which is w as a column, and w[None, :], which is a row."""
        columns = [each for each in self.of(base) if each.is_column]
        return [products.transposed(each) if of_rows else each for each in columns]

    def _over(self, surface: Surface) -> Candidates:
        """Read a sum over an index; one without a range runs through what it counts."""
        kind, index, (has_low, has_high) = surface.value
        body, *bounds = surface.args
        called, bodies = self.bodies(body, index)
        low = self.bound(bounds[0]) if has_low else [_ONE]
        high = self.bound(bounds[-1]) if has_high else None
        if has_low and low != [_ONE] and _in_brackets(body, index):
            return self.context.fail(surface, f"{index} in brackets: from 0 or from 1?")
        i = Node("index", value=called, at=surface.at)
        found: Candidates = []
        for each in bodies:
            if each.type == TRUTH:
                continue
            whole = None if has_low or has_high else indices.of_all(kind, called, each)
            counted = indices.ranges(self.context, called, each.node)
            ends = counted if high is None else high
            if has_high and bounds[-1].kind == "size":
                ends = [end for end in ends if end in counted]
            if whole is not None:
                found.append(whole)
            elif high is not None or len(ends) == 1:
                found += [
                    Candidate(Node(kind, (i, lo, hi, each.node), at=surface.at), each.type)
                    for lo in low
                    for hi in ends
                    if indices.within(self.context, called, hi, each.node)
                ]
        why = f"{index} runs further than what it counts"
        if high is None:
            why = f"{index} runs from where to where? write sum_{{{index}=1}}^n"
        return found or (self.context.fail(surface, why) if bodies else [])

    def bodies(self, body: Surface, index: str) -> tuple[str, Candidates]:
        """Return what stands under a sum with its index bound, and how the index is called."""
        before = self.context.bound.get(index)
        called = self.context.index_called(index)
        self.context.bound[index] = called
        found = [each for each in self.of(body) if each.type != ANY_SIZE]
        del self.context.bound[index]
        if before is not None:
            self.context.bound[index] = before
        return called, found

    def _size(self, surface: Surface) -> Candidates:
        """Read a size that an index runs up to, whether the claim offers it or not."""
        return [Candidate(Node("name", value=surface.value, at=surface.at), SCALAR)]

    def bound(self, surface: Surface) -> list[Node]:
        """Return what a bound of a range may be."""
        return [each.node for each in self.of(surface) if each.type == SCALAR]

    def _gradient(self, surface: Surface) -> Candidates:
        kind = surface.kind
        fields = {name: self.context.scope.field(name) for name in self.context.scope.names}
        size = (fields["w"].rows, fields["w"].columns) if "w" in fields else ("1", "1")
        same = [n for n, each in fields.items() if (each.rows, each.columns) == size]
        by_w = same == ["w"]
        if len(surface.args) == 1 and by_w:
            variable = Surface("name", (), "w", surface.at, surface.at)
            surface = Surface(kind, (*surface.args, variable), None, surface.at, surface.end)
        if kind == "hessian" and len(surface.args) in {2, 3}:
            return self._second_derivatives(surface)
        if not has(kind) or len(surface.args) != 2:
            raise FormulaError(
                "the gradient of what, by what? write the formula that it is", surface.at
            )
        return combined(
            [self.of(each) for each in surface.args],
            lambda a, v: self._laid_out(a, v, surface),
        ) or self.context.fail(surface, _no_gradient(kind))

    def _limit(self, surface: Surface) -> Candidates:
        """Read a limit by a number, at a number that does not hang on it."""
        found = combined(
            [self.of(each) for each in surface.args],
            lambda a, *more: self._limit_of(surface, a, *more),
        )
        return found or self.context.fail(surface, "a limit by a number that stands in it")

    def _limit_of(self, surface: Surface, a: Candidate, *more: Candidate) -> Candidates:
        *points, t = more
        by_a_number = t.type == SCALAR and t.node.kind == "name" and t.node in a.node.walk()
        loose = any(t.node in each.node.walk() or each.type != SCALAR for each in points)
        if not by_a_number or loose or a.type in {ANY_SIZE, TRUTH}:
            return []
        nodes = tuple(each.node for each in (a, *points, t))
        return [Candidate(Node(surface.kind, nodes, at=surface.at), a.type)]

    def _least(self, surface: Surface) -> Candidates:
        """Read where a number is least by a name, where equations are met if there are any."""
        parts = [self.of(each) for each in surface.args]
        found = combined(parts, lambda a, *below: self._least_of(surface, a, *below))
        return found or self.context.fail(surface, "the least of a number, by a name that it has")

    def _least_of(self, surface: Surface, a: Candidate, *below: Candidate) -> Candidates:
        *conditions, v = below
        kind = f"{surface.kind}_where" if conditions else surface.kind
        fits = a.type == SCALAR and v.node.kind == "name" and v.node in a.node.walk()
        if not fits or any(each.node.kind != "==" for each in conditions):
            return []
        vanishing = tuple(Node("-", each.node.args, at=each.node.at) for each in conditions)
        node = Node(kind, (a.node, *vanishing, v.node), at=surface.at)
        return [Candidate(node, v.type if surface.kind == "argmin" else SCALAR)]

    def _second_derivatives(self, surface: Surface) -> Candidates:
        """Read a Hessian: the Jacobian of the gradient, by one name or by two."""
        body, first, *rest = surface.args
        second = rest[0] if rest else first
        found = combined(
            [self.of(each) for each in (body, first, second)],
            lambda a, v, w: [
                twice
                for once in self._first_derivative(a, v, w, surface)
                for twice in self._derived(
                    "derivative", once, w if v.type != SCALAR else v, surface
                )
            ],
        )
        return found or self.context.fail(surface, "only a number has second derivatives")

    def _first_derivative(
        self, a: Candidate, v: Candidate, w: Candidate, surface: Surface
    ) -> Candidates:
        """Return the derivative that is taken first: of a number by a column v its gradient."""
        if SCALAR not in (a.type, v.type):
            return []
        return self._derived("derivative", a, v if v.type != SCALAR else w, surface)

    def _laid_out(self, a: Candidate, v: Candidate, surface: Surface) -> Candidates:
        """Return a derivative; that of a number by a transposed column is a row."""
        found = self._derived(surface.kind, a, v, surface)
        if surface.value != "T" or a.type != SCALAR:
            return found
        return [products.transposed(each, surface.at) for each in found]

    def _derived_or_divided(self, surface: Surface) -> Candidates:
        """Read d x / d t where d is a name: both, and never the quotient alone."""
        derived, divided = surface.args
        found = self.of(derived)
        return [*found, *self.of(divided)] if found else []

    def _derived(self, kind: str, a: Candidate, v: Candidate, surface: Surface) -> Candidates:
        if v.node not in a.node.walk():
            return self.context.fail(surface, "a derivative of what does not depend on that")
        if v.node.kind != "name" or ANY_SIZE in {a.type, v.type} or TRUTH in {a.type, v.type}:
            return []
        if v.type == SCALAR:
            return [Candidate(Node("derivative", (a.node, v.node), at=surface.at), a.type)]
        if a.type == SCALAR:
            return [Candidate(Node("gradient", (a.node, v.node), at=surface.at), v.type)]
        if kind == "gradient" or a.size[1] != 1 or v.size[1] != 1:
            return []
        rows = (a.size[0], v.size[0])
        return [Candidate(Node("jacobian", (a.node, v.node), at=surface.at), rows)]


def _no_gradient(kind: str) -> str:
    if kind == "gradient":
        return "only a number has a gradient"
    return "a number has a derivative by an array, a column by a column, an array by a number"


def _in_brackets(surface: Surface, index: str) -> bool:
    """Say whether an index stands in brackets, as in code, somewhere in a part."""
    if surface.kind == "index" and surface.value == "[":
        return any(each.value == index for each in surface.args[1:])
    return any(_in_brackets(each, index) for each in surface.args)


def _next(node: Node) -> Node:
    """Return the number behind one: code that counts from 0 means that one."""
    one = Fraction(1)
    if node.kind == "number" and isinstance(node.value, Fraction):
        return Node("number", value=node.value + one, at=node.at)
    if node.kind == "-" and node.args[1].value == one:
        return node.args[0]
    if node.kind == "index":
        return node
    return Node("+", (node, Node("number", value=one, at=node.at)), at=node.at)
