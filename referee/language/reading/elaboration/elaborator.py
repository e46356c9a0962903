"""A tree of what a text says into the typed trees that fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from referee.language.reading.elaboration import calls, indices, products, relations
from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidate,
    Candidates,
    Context,
    SetOf,
    combined,
    distinct,
    has,
)
from referee.language.reading.elaboration.matrices import stacked, turned
from referee.language.reading.elaboration.sized import length, like, sized
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import MOST_CHARACTERS, FormulaError, Node
from referee.language.vocabulary import FUNCTIONS, SCALAR, TRUTH

_SETS = frozenset(("span", "conv", "columns"))


class Elaborator:
    """The typed readings of the parts of one text, each part once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.known: dict[int, Candidates] = {}
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
            "call": self._call,
            "abs": self._magnitude,
            "norm": self._norm,
            "inner": lambda s: self._applied(calls.inner, s),
            "matrix": lambda s: stacked(self.context, s, self.of),
            "index": self._index,
            "members": self._members,
            "over": self._over,
            "gradient": self._gradient,
            "derivative": self._gradient,
            "constant": self._constant,
            "compare": self._compare,
            "property": self._property,
            "not": self._negation,
            "and": self._joined,
            "or": self._joined,
            "=>": self._joined,
            "<=>": self._joined,
        }

    def of(self, surface: Surface) -> Candidates:
        """Return the typed readings of a part; none where it fits nowhere."""
        found = self.known.get(id(surface))
        if found is None:
            self.context.step()
            case = self.cases.get(surface.kind)
            if case is None:
                raise FormulaError("this cannot stand here", surface.at)
            found = distinct(case(surface))
            self.known[id(surface)] = found
        return found

    # Leaves ------------------------------------------------------------------------------------

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
        if kind == "e":
            one = Node("number", value=Fraction(1), at=surface.at)
            return [Candidate(Node("exp", (one,), at=surface.at), SCALAR)]
        return sized(self.context, kind, surface.args, surface)

    def _members(self, surface: Surface) -> Candidates:
        raise FormulaError(
            f"unknown name {surface.value!r}; the names here are"
            f" {', '.join(self.context.scope.names)}",
            surface.at,
        )

    def _alternatives(self, surface: Surface) -> Candidates:
        failed = len(self.context.failures)
        found = [each for reading in surface.args for each in self.of(reading)]
        if found:
            del self.context.failures[failed:]
        return found

    # Arithmetic --------------------------------------------------------------------------------

    def _product(self, surface: Surface) -> Candidates:
        factors = [self.of(each) for each in surface.args]
        if not all(factors):
            return []
        found = products.chain(self.context, factors, surface.value, surface.at)
        return found or self._misfit(surface, factors, "times")

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
        return found or self._misfit(surface, parts, word)

    def _power(self, surface: Surface) -> Candidates:
        base, exponent = surface.args
        if base.kind == "constant" and base.value == "e":
            return self._exponential(surface, self.of(exponent))
        sign = ".^" if surface.kind == "entrywise power" else surface.value
        parts = [self.of(base), self.of(exponent)]
        if not all(parts):
            return []
        found = combined(parts, lambda a, b: products.raised(self.context, sign, a, b, surface.at))
        return found or self._misfit(surface, parts, "to the power of")

    def _exponential(self, surface: Surface, exponents: Candidates) -> Candidates:
        """Read e to a number; to a matrix it is another function, which there is none of."""
        python = self.context.evidence.python or surface.kind == "entrywise power"
        fitting = [e for e in exponents if e.type == SCALAR or (python and not e.is_square)]
        if not fitting and exponents:
            return self.context.fail(surface, "e to the power of a matrix is not in the language")
        made = [self.context.made("exp", (each,), surface.at) for each in fitting]
        return [each for each in made if each is not None]

    def _negative(self, surface: Surface) -> Candidates:
        return [
            Candidate(Node("neg", (each.node,), at=surface.at), each.type)
            for each in self.of(surface.args[0])
            if each.type != TRUTH
        ]

    def _sum(self, surface: Surface) -> Candidates:
        parts = [self.of(each) for each in surface.args]
        if not all(parts):
            return []
        kind = surface.kind
        found = combined(
            parts, lambda a, b: relations.same_size(self.context, kind, a, b, surface.at)
        )
        return found or self._misfit(surface, parts, "plus" if kind == "+" else "minus")

    # Functions ---------------------------------------------------------------------------------

    def _call(self, surface: Surface) -> Candidates:
        word = str(surface.value)
        arguments = surface.args
        if word in {"eye", "zeros", "ones"}:
            return sized(self.context, word, arguments, surface, called=True, of=self.of)
        if word in {"matrix", "hstack", "vstack"}:
            return stacked(self.context, surface, self.of)
        if word in _SETS and len(arguments) == 1:
            return self._set(surface)
        if word == "square" and len(arguments) == 1:
            return self._squared(surface)
        if word in {"length", "size", "shape"}:
            return self._lengths(surface)
        if word in {"zeros like", "ones like"} and len(arguments) == 1:
            return [like(self.context, word.split(maxsplit=1)[0], a, surface.at) for a in self.of(arguments[0])
                    if not isinstance(a.type, str)]  # fmt: skip
        if word == "rowspan":
            turned_ = Surface("call", arguments, "transpose", surface.at, surface.end)
            return self._set(Surface("call", (turned_,), "span", surface.at, surface.end))
        if word == "prod" and len(arguments) == 1:
            return self._product_of_all(surface)
        if word == "concatenate":
            return self._concatenated(surface)
        if word in {"transpose", "prime"} and arguments and arguments[0].value == "1":
            ones = sized(self.context, "ones", (), surface)
            return [products.transposed(self.context, each, surface.at) for each in ones]
        if word == "chain" and len(arguments) == 1 and arguments[0].kind == "matrix":
            factors = arguments[0].args[0].args
            return self._product(
                Surface("product", factors, ("@",) * (len(factors) - 1), surface.at, surface.end)
            )
        if word == "diag" and len(arguments) > 1:
            rows = tuple(Surface("row", (each,), at=each.at, end=each.end) for each in arguments)
            column = Surface("matrix", rows, "tuple", surface.at, surface.end)
            return self._call(Surface("call", (column,), "diag", surface.at, surface.end))
        if word == "binom":
            return self._binomial(surface)
        if word in {"transpose", "prime"} and arguments and arguments[0].kind == "matrix":
            column = turned(self.context, arguments[0], self.of)
            if column:
                return column
        if word == "matrix power" and len(arguments) == 2:
            return self._power(Surface("power", arguments, "^", surface.at, surface.end))
        if word == "diff" and len(arguments) == 2:
            return self._gradient(Surface("derivative", arguments, None, surface.at, surface.end))
        if word == "power" and len(arguments) == 2:
            power = Surface("power", arguments, "**", surface.at, surface.end)
            return self._power(power)
        if word == "norm" and len(arguments) == 2:
            return self._norm(_ordered(surface))
        if word in {"sum", "mean"} and len(arguments) == 2 and arguments[1].kind == "keyword":
            return self._by_axis(surface)
        handler = calls.CALLS.get(word)
        if handler is None and word in FUNCTIONS:
            handler = calls.simple(word)
        if handler is None:
            raise FormulaError(f"{word} is not part of a formula", surface.at)
        return self._applied(handler, surface)

    def _concatenated(self, surface: Surface) -> Candidates:
        """Read concatenate([A, B], axis=1): side by side, along axis 0 one above another."""
        blocks, *rest = surface.args
        axis = self.of(rest[0].args[0])[0].node.value if rest and rest[0].kind == "keyword" else 0
        word = {0: "vstack", 1: "hstack"}.get(axis if isinstance(axis, Fraction) else 0, "vstack")
        return stacked(
            self.context, Surface("call", (blocks,), word, surface.at, surface.end), self.of
        )

    def _lengths(self, surface: Surface) -> Candidates:
        """Read length(y), size(X, 2), y.size: a dimension by its name."""
        base, *axis = surface.args
        number = self.of(axis[0])[0].node.value if axis else None
        return distinct(
            each
            for a in self.of(base)
            if not isinstance(a.type, str)
            for each in length(self.context, a, str(surface.value), number, surface.at)
        ) or self.context.fail(surface, f"the {surface.value} of a matrix: of which axis?")

    def _product_of_all(self, surface: Surface) -> Candidates:
        """Read prod(x) of a column: there is a word only for products over an index."""
        found = []
        for a in self.of(surface.args[0]):
            if a.is_column:
                index = Node("index", value=self.context.index_called("i"), at=surface.at)
                one = Node("number", value=Fraction(1), at=surface.at)
                term = Node("entry", (a.node, index, one), at=surface.at)
                high = self.context.dimension(a.size[0], surface.at)
                node = Node("prod_over", (index, one, high, term), at=surface.at)
                found.append(Candidate(node, SCALAR))
        return found

    def _binomial(self, surface: Surface) -> Candidates:
        """Read a number above another in brackets: a binomial coefficient, or a column of both."""
        numbers = [[c for c in self.of(each) if c.type == SCALAR] for each in surface.args]
        found = combined(numbers, lambda n, k: [self.context.made("binomial", (n, k), surface.at)])
        column = combined(numbers, lambda n, k: [self.context.made("vstack", (n, k), surface.at)])
        return [*found, *column]

    def _squared(self, surface: Surface) -> Candidates:
        two = Surface("number", (), "2", surface.at, surface.end)
        return self._power(
            Surface("entrywise power", (surface.args[0], two), "**", surface.at, surface.end)
        )

    def _applied(self, handler: calls.Call, surface: Surface) -> Candidates:
        self._check_count(surface)
        parts = [self.of(each) for each in surface.args]
        if not all(parts):
            return []
        known = [[each for each in part if each.type != ANY_SIZE] for part in parts]
        found = combined(known, lambda *args: handler(self.context, args, surface.at))
        if found:
            return found
        types = ", ".join(self._types(part) for part in parts)
        return self.context.fail(
            surface, f"{surface.value or surface.kind} of {types} does not fit"
        )

    def _check_count(self, surface: Surface) -> None:
        word = str(surface.value)
        if word in FUNCTIONS and surface.kind == "call":
            entry, given = FUNCTIONS[word], len(surface.args)
            several = entry.several or word in {"max", "min", "diag"}
            if given < entry.arity or (given > entry.arity and not several):
                raise FormulaError(
                    f"{word} takes {entry.arity} argument(s), not {given}", surface.at
                )

    def _by_axis(self, surface: Surface) -> Candidates:
        """Read a sum over one axis, as NumPy writes it."""
        axis = surface.args[1]
        value = self.of(axis.args[0])
        if axis.value not in {"axis", "dim"} or surface.value != "sum" or not value:
            raise FormulaError(f"{surface.value} takes one argument here", axis.at)
        return [
            each
            for a in self.of(surface.args[0])
            if a.is_array
            for each in _summed(self.context, a, value[0].node, surface.at)
        ]

    def _set(self, surface: Surface) -> Candidates:
        """Return a set made of the columns of a matrix: it stands behind ∈ and nowhere else."""
        inner = surface.args[0]
        if inner.kind == "call" and inner.value == "columns":
            inner = inner.args[0]
        if inner.kind == "members":
            found = [
                Candidate(Node("name", value=each.name, at=inner.at), each.size(self.context.shape))
                for each in indices.matrices_of(self.context, str(inner.value))
            ]
        else:
            found = [each for each in self.of(inner) if each.is_array]
        return [
            Candidate(
                Node(str(surface.value), (a.node,), at=surface.at),
                SetOf.of(str(surface.value), a.size),
            )
            for a in found
        ]

    def _magnitude(self, surface: Surface) -> Candidates:
        """Read |a|: a magnitude, of a vector its norm, of a matrix its determinant."""
        found: list[Candidate | None] = []
        for each in self.of(surface.args[0]):
            if each.type in {ANY_SIZE, TRUTH}:
                continue
            kind = "det" if each.is_square else "norm" if 1 in each.size else "abs"
            if self.context.convention.magnitudes or not each.is_array:
                kind = "abs"
            found.append(self.context.made(kind, (each,), surface.at))
        return [each for each in found if each is not None]

    def _norm(self, surface: Surface) -> Candidates:
        order = surface.value
        parts = [each for each in self.of(surface.args[0]) if each.type not in {ANY_SIZE, TRUTH}]
        kind = _NORMS.get(order)
        if kind is None:
            raise FormulaError(f"the norm with {order} below it is not in the language", surface.at)
        vectors = [each for each in parts if 1 in each.size]
        if order in {"F", "fro"} or (order is None and not self.context.evidence.matlab):
            vectors = parts
        if parts and not vectors:
            return self.context.fail(
                surface,
                "of a matrix only the Frobenius norm is in the language: write ‖A‖_F or norm(A)",
            )
        made = [self.context.made(kind, (each,), surface.at) for each in vectors]
        return [each for each in made if each is not None]

    # Indices -----------------------------------------------------------------------------------

    def _index(self, surface: Surface) -> Candidates:
        base, *rest = surface.args
        if base.kind == "call" and base.value == "shape" and len(rest) == 1:
            axis = [Surface("number", (), str(int(str(rest[0].value)) + 1), rest[0].at, rest[0].end)
                    if rest[0].kind == "number" else rest[0]]  # fmt: skip
            return self._lengths(Surface("call", (*base.args, *axis), "size", base.at, base.end))
        if base.kind == "call" and base.value == "lstsq":
            return self._least_squares(base)
        if base.kind == "number":
            return sized(self.context, {"0": "zeros", "1": "ones"}.get(str(base.value), ""),
                         tuple(rest), surface)  # fmt: skip
        if any(each.kind == "all" for each in rest):
            return self._slice(surface)
        parts = [self._last(surface, each, k) or self._shifted(surface, each)
                 for k, each in enumerate(rest)]  # fmt: skip
        if not all(parts):
            return []
        if base.kind == "members" and len(parts) == 1:
            return combined(
                parts, lambda i: indices.member(self.context, str(base.value), i, surface.at)
            ) or self._members(base)
        if base.kind == "members":
            return self._members(base)
        found = combined([self.of(base), *parts], lambda a, *ij: self._entry(surface, a, list(ij)))
        return found or self.context.fail(surface, "an index of what has none, or one too many")

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
        found = indices.entry(self.context, base, ij, surface.at)
        digits = str(ij[0].node.value)
        two = ij[0].node.kind == "number" and len(digits) == 2 and "0" not in digits
        if not found and len(ij) == 1 and two and not base.is_column:
            ij = [Candidate(Node("number", value=Fraction(d), at=surface.at), SCALAR) for d in digits]
            found = indices.entry(self.context, base, ij, surface.at)
        if not found and len(ij) == 2 and base.node.kind == "name":
            return [each for matrix in indices.matrices_of(self.context, str(base.node.value))
                    for each in indices.entry(self.context, Candidate(
                        Node("name", value=matrix.name, at=surface.at),
                        matrix.size(self.context.shape)), ij, surface.at)]  # fmt: skip
        if found or len(ij) != 1 or not base.is_array:
            return found
        if surface.value == "[":
            rows = indices.row(self.context, base, ij[0], surface.at)
            return [products.transposed(self.context, each, surface.at) for each in rows]
        name = str(base.node.value)
        if base.node.kind == "name" and name in self.context.scope.names:
            return indices.member(self.context, name, ij[0], surface.at)
        return []

    def _shifted(self, surface: Surface, index: Surface) -> Candidates:
        """Return an index counted from 1: code in Python counts from 0."""
        found = [each for each in self.of(index) if each.type == SCALAR]
        if surface.value != "[" or self.context.convention.base == 1:
            return [each for each in found if each.node.value != 0]
        return [Candidate(_next(each.node), SCALAR) for each in found]

    def _last(self, surface: Surface, index: Surface, axis: int) -> Candidates:
        """Return an index from the end, as ``end`` and −1 are; none for any other."""
        back = index.args[0] if index.kind == "neg" and surface.value == "[" else None
        if index.kind != "end" and not (back is not None and back.kind == "number"):
            return []
        found = []
        for base in self.of(surface.args[0]):
            if not base.is_array:
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
        if len(rest) != 2 or all(each.kind == "all" for each in rest):
            raise FormulaError("of a matrix one column A[:, i] or row A[i, :] is read", surface.at)
        of_columns = rest[0].kind == "all"
        place = 1 if of_columns else 0
        index = self._last(surface, rest[place], place) or self._shifted(surface, rest[place])
        make = indices.column if of_columns else indices.row
        found = combined([self.of(base), index], lambda a, i: make(self.context, a, i, surface.at))
        if surface.value != "[" or of_columns:
            return found
        # A row of code is a row or a list of numbers.
        return [*found, *(products.transposed(self.context, r, surface.at) for r in found)]

    def _over(self, surface: Surface) -> Candidates:
        kind, index, (has_low, has_high) = surface.value
        if not has(kind):
            raise FormulaError(f"{kind} is not in the language", surface.at)
        body, *bounds = surface.args
        before = self.context.bound.get(index)
        called = self.context.index_called(index)
        self.context.bound[index] = called
        bodies = [each for each in self.of(body) if each.type not in {ANY_SIZE, TRUTH}]
        del self.context.bound[index]
        if before is not None:
            self.context.bound[index] = before
        one = Node("number", value=Fraction(1), at=surface.at)
        low = self._bound(bounds[0]) if has_low else [one]
        high = self._bound(bounds[-1]) if has_high else None
        i = Node("index", value=called, at=surface.at)
        index = called
        found = []
        for each in bodies:
            ends = indices.ranges(self.context, index, each.node) if high is None else high
            if len(ends) != 1 and high is None:
                raise FormulaError(
                    f"{index} runs from where to where? write sum_{{{index}=1}}^n", surface.at
                )
            whole = None if has_low or has_high else indices.of_all(kind, index, each)
            found += (
                [whole]
                if whole
                else [
                    Candidate(Node(kind, (i, lo, hi, each.node), at=surface.at), each.type)
                    for lo in low
                    for hi in ends
                    if indices.within(self.context, index, hi, each.node)
                ]
            )
        return found or self.context.fail(surface, f"{index} runs further than what it counts")

    def _bound(self, surface: Surface) -> list[Node]:
        return [each.node for each in self.of(surface) if each.type == SCALAR]

    def _gradient(self, surface: Surface) -> Candidates:
        kind = surface.kind
        if len(surface.args) == 1 and "w" in self.context.scope.names:
            variable = Surface("name", (), "w", surface.at, surface.at)
            surface = Surface(kind, (*surface.args, variable), None, surface.at, surface.end)
        if not has(kind) or len(surface.args) != 2:
            raise FormulaError(
                "the gradient of what, by what? write the formula that it is", surface.at
            )
        return combined(
            [self.of(each) for each in surface.args],
            lambda a, v: self._derived(kind, a, v, surface),
        ) or self.context.fail(surface, "only a number has a gradient")

    def _derived(self, kind: str, a: Candidate, v: Candidate, surface: Surface) -> Candidates:
        if v.node.kind != "name" or ANY_SIZE in {a.type, v.type} or TRUTH in {a.type, v.type}:
            return []
        node = Node(kind, (a.node, v.node), at=surface.at)
        if v.type == SCALAR or kind == "derivative":
            if v.type != SCALAR:
                return [Candidate(Node("gradient", (a.node, v.node), at=surface.at), v.type)] if (
                    a.type == SCALAR) else []  # fmt: skip
            return [Candidate(Node("derivative", (a.node, v.node), at=surface.at), a.type)]
        return [Candidate(node, v.type)] if a.type == SCALAR else []

    # Statements --------------------------------------------------------------------------------

    def _distributed(self, surface: Surface) -> Surface:
        """Read ``a, b > 0`` and ``a and b are positive`` of each of the two."""
        parts = list(surface.args)
        for at in range(len(parts) - 2, -1, -1):
            behind = parts[at + 1]
            lone = parts[at].kind in {"name", "neg", "index", "group", "product"}
            if lone and behind.kind == "compare" and len(behind.args) == 2:
                whole = (parts[at], behind.args[1])
                parts[at] = Surface("compare", whole, behind.value, parts[at].at, parts[at].end)
            elif lone and behind.kind == "property":
                parts[at] = Surface(
                    "property", (parts[at],), behind.value, parts[at].at, behind.end
                )
        return Surface(surface.kind, tuple(parts), surface.value, surface.at, surface.end)

    def _compare(self, surface: Surface) -> Candidates:
        terms = [self.of(each) for each in surface.args]
        if not all(terms):
            return []
        found = relations.compared(self.context, terms, surface.value, surface.at)
        return found or self._misfit(surface, terms, surface.value[0])

    def _property(self, surface: Surface) -> Candidates:
        kind = str(surface.value)
        found = combined(
            [self.of(surface.args[0])],
            lambda a: relations.has_property(self.context, kind, a, surface.at),
        )
        types = self._types(self.of(surface.args[0]))
        return found or self.context.fail(surface, f"{types} that is {kind}: that does not fit")

    def _negation(self, surface: Surface) -> Candidates:
        return self._connected("not", surface)

    def _joined(self, surface: Surface) -> Candidates:
        kind = {"=>": "implies", "<=>": "iff"}.get(surface.kind, surface.kind)
        if kind in {"and", "or"}:
            surface = self._distributed(surface)
        return self._connected(kind, surface)

    def _connected(self, kind: str, surface: Surface) -> Candidates:
        parts = [[c for c in self.of(each) if c.type == TRUTH] for each in surface.args]
        for part, each in zip(parts, surface.args, strict=True):
            if not part:
                return self.context.fail(each, "a statement is expected here, such as a = b")
        return combined(
            parts,
            lambda *args: [
                Candidate(Node(kind, tuple(a.node for a in args), at=surface.at), TRUTH)
            ],
        )

    # Words -------------------------------------------------------------------------------------

    def _types(self, candidates: Candidates) -> str:
        types = dict.fromkeys(
            self.context.spelled(each.type) for each in candidates if each.type != ANY_SIZE
        )
        return " or ".join(types) or "a number"

    def _misfit(self, surface: Surface, parts: list[Candidates], word: str) -> Candidates:
        types = f" {word} ".join(self._types(part) for part in parts)
        return self.context.fail(surface, f"the sizes do not fit: {types}")


_NORMS: Mapping[str | None, str] = {
    None: "norm", "2": "norm", "F": "norm", "fro": "norm", "1": "norm_1", "infty": "norm_inf",
    "inf": "norm_inf", "oo": "norm_inf", "max": "norm_inf", "Inf": "norm_inf",
}  # fmt: skip


def _ordered(surface: Surface) -> Surface:
    """Return norm(A, 1) as a norm with its order."""
    order = surface.args[1]
    if order.kind == "keyword":
        order = order.args[0]
    text = str(order.value).rpartition(".")[2]
    return Surface("norm", surface.args[:1], text, surface.at, surface.end)


def _summed(context: Context, a: Candidate, axis: Node, at: int) -> Candidates:
    """Return the sums along one axis, as a column."""
    base = products.transposed(context, a, at) if axis.value == 0 else a
    sizes = (context.dimension(base.size[1], at), Node("number", value=Fraction(1), at=at))
    ones = Candidate(Node("ones", sizes, at=at), (base.size[1], 1))
    made = context.made("@", (base, ones), at)
    return [] if made is None or axis.value not in {0, 1} else [made]


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
