"""Functions by the words that people have for them, sets, bars and norms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from referee.language.reading.elaboration import calls, indices, products, spectral
from referee.language.reading.elaboration.by_sizes import of_square
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
from referee.language.reading.elaboration.entries import Entries
from referee.language.reading.elaboration.matrices import stacked, turned
from referee.language.reading.elaboration.sized import length, like, sized
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import FormulaError, Node, constant
from referee.language.vocabulary import FUNCTIONS, SCALAR, TRUTH


class Functions(Entries):
    """Readings of what is called by a word."""

    def call(self, surface: Surface) -> Candidates:
        """Read a function by its word: one with a rule of its own, or one of a table."""
        word = str(surface.value)
        if not surface.args:
            takes = FUNCTIONS[word].arity if word in FUNCTIONS else 1
            raise FormulaError(
                f"{word} takes {takes} argument(s), not 0: write {word}(A)", surface.at
            )
        whole = self.whole(surface)
        if whole is not None:
            return whole or self.context.fail(surface, f"{word} of what has no entries")
        special = self._special(word, len(surface.args))
        if special is not None:
            found = special(surface)
            if found is not None:
                return found
        handler = calls.CALLS.get(word) or spectral.CALLS.get(word)
        if handler is None and word in FUNCTIONS:
            handler = calls.simple(word)
        if handler is None:
            raise FormulaError(f"{word} is not part of a formula", surface.at)
        return self.applied(handler, surface)

    def _special(self, word: str, count: int) -> Callable[[Surface], Candidates | None] | None:
        """Return the rule of a word that its arguments' types alone do not settle."""
        counted: Mapping[tuple[str, int], Callable[[Surface], Candidates | None]] = {
            ("square", 1): self._squared,
            ("prod", 1): self._product_of_all,
            ("power", 2): lambda s: self._as_power(s, "**"),
            ("matrix power", 2): lambda s: self._as_power(s, "^"),
            **dict.fromkeys(
                ((each, 1) for each in ("gradient", "derivative", "hessian")), self._by_w
            ),
            ("hessian", 2): lambda s: self._gradient(_renamed(s, "hessian")),
            ("argmin", 2): lambda s: self._least(_renamed(s, "argmin")),
            ("jacobian", 2): lambda s: self._gradient(_renamed(s, "derivative")),
            ("gradient", 2): lambda s: self._gradient(_renamed(s, "gradient")),
            ("derivative", 2): lambda s: self._gradient(_renamed(s, "derivative")),
            ("diff", 2): lambda s: self._gradient(_renamed(s, "derivative")),
            ("norm", 2): lambda s: self._norm(_ordered(s)),
            ("svd", 1): lambda s: self._singular_values(s, alone=True),
            ("svd", 2): lambda s: self._singular_values(s, alone=False),
            ("svd", 3): lambda s: self._singular_values(s, alone=False),
            ("entropy", 2): lambda s: self.applied(calls.CALLS["entropy"], _renamed(s, "kl")),
            **dict.fromkeys(
                ((each, 2) for each in ("softmax", "logsumexp", "log softmax")), self._along
            ),
            ("linalg norm", 2): self._induced,
            ("min", 1): self.smallest_on_support,
            ("sum", 2): self._by_axis,
            ("mean", 2): self._by_axis,
            ("sum", 3): self._by_axis,
            ("mean", 3): self._by_axis,
            ("transpose", 1): self._turned,
            ("prime", 1): self._turned,
            ("span", 1): self._set,
            ("conv", 1): self._set,
            ("columns", 1): self._set,
            ("rowspan", 1): self._row_span,
            ("zeros like", 1): self._like,
            ("ones like", 1): self._like,
            ("chain", 1): self._chain,
        }
        named: Mapping[str, Callable[[Surface], Candidates | None]] = {
            "eye": self._sized,
            "zeros": self._sized,
            "ones": self._sized,
            "matrix": lambda s: stacked(self.context, s, self.of),
            "hstack": lambda s: stacked(self.context, s, self.of),
            "vstack": lambda s: stacked(self.context, s, self.of),
            "length": self.lengths,
            "numel": self.lengths,
            "size": self.lengths,
            "shape": self.lengths,
            "concatenate": self._concatenated,
            "flat": self.flat,
            "reshape": self.reshaped,
            "all": self.all_entries,
            "any": self.any_entry,
            "binom": self._binomial,
        }
        if word == "diag" and count > 1:
            return self._diagonal
        return counted.get((word, count)) or named.get(word)

    def _sized(self, surface: Surface) -> Candidates:
        word, first = str(surface.value), surface.args[0]
        if len(surface.args) == 1 and first.kind == "call" and first.value == "shape":
            return self._like(Surface("call", first.args[:1], f"{word} like", surface.at))
        return sized(self.context, word, surface.args, surface, called=True, of=self.of)

    def _by_w(self, surface: Surface) -> Candidates:
        """Read gradient(f): by w, where nothing else can be meant."""
        return self._gradient(_renamed(surface, str(surface.value)))

    def _along(self, surface: Surface) -> Candidates:
        """Read softmax(x, dim=0) of a column."""
        inner, axis = surface.args
        number = self.of(axis.args[0]) if axis.kind == "keyword" else self.of(axis)
        if not any(constant(each.node) in {0, -1} for each in number):
            raise FormulaError(f"{surface.value} is that of a column: along its axis 0", axis.at)
        one = Surface("call", (inner,), surface.value, surface.at, surface.end)
        return self.call(one)

    def _as_power(self, surface: Surface, sign: str) -> Candidates:
        return self._power(Surface("power", surface.args, sign, surface.at, surface.end))

    def _turned(self, surface: Surface) -> Candidates | None:
        """Read the transpose of a row of numbers, or of a 1 that stands for ones."""
        inner = surface.args[0]
        if inner.kind == "index" and inner.value == "[" and surface.value == "transpose":
            # X[i] has one axis in NumPy, and is its own transpose.
            found = [each for each in self.of(inner) if each.is_array]
            return [*(products.transposed(each, surface.at) for each in found), *found]
        if inner.kind == "matrix":
            return turned(self.context, inner, self.of) or None
        if inner.kind != "number" or inner.value != "1":
            return None
        ones = sized(self.context, "ones", (), surface)
        return [products.transposed(each, surface.at) for each in ones]

    def _row_span(self, surface: Surface) -> Candidates:
        rows = Surface("call", surface.args, "transpose", surface.at, surface.end)
        return self._set(Surface("call", (rows,), "span", surface.at, surface.end))

    def _like(self, surface: Surface) -> Candidates:
        word = str(surface.value).split()[0]
        found = [a for a in self.of(surface.args[0]) if not isinstance(a.type, str)]
        return [like(self.context, word, each, surface.at) for each in found]

    def _chain(self, surface: Surface) -> Candidates:
        """Read multi_dot([A, B, C])."""
        if surface.args[0].kind != "matrix":
            raise FormulaError("multi_dot takes a list of matrices", surface.at)
        factors = surface.args[0].args[0].args
        signs = ("@",) * (len(factors) - 1)
        return self._product(Surface("product", factors, signs, surface.at, surface.end))

    def _diagonal(self, surface: Surface) -> Candidates:
        """Read diag(a, b): the diagonal matrix of some numbers."""
        rows = tuple(Surface("row", (each,), at=each.at, end=each.end) for each in surface.args)
        column = Surface("matrix", rows, "tuple", surface.at, surface.end)
        return self.call(Surface("call", (column,), "diag", surface.at, surface.end))

    def _concatenated(self, surface: Surface) -> Candidates:
        """Read concatenate([A, B], axis=1): side by side, along axis 0 one above another."""
        blocks, *rest = surface.args
        given = self.of(rest[0].args[0]) if rest and rest[0].kind == "keyword" else []
        axis = given[0].node.value if given else 0
        word = "hstack" if axis == 1 else "vstack"
        return stacked(
            self.context, Surface("call", (blocks,), word, surface.at, surface.end), self.of
        )

    def lengths(self, surface: Surface) -> Candidates:
        """Read length(y), size(X, 2), y.size: a dimension by its name."""
        base, *axis = surface.args
        given = self.of(axis[0]) if axis else []
        number = given[0].node.value if given else None
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

    def applied(self, handler: calls.Call, surface: Surface) -> Candidates:
        """Return what a function makes of its arguments."""
        self._check_count(surface)
        parts = [self.of(each) for each in surface.args]
        if not all(parts):
            return []
        known = [
            [c for c in part if c.type != ANY_SIZE and not isinstance(c.type, SetOf)]
            for part in parts
        ]
        found = combined(known, lambda *args: handler(self.context, args, surface.at))
        if found:
            return found
        types = ", ".join(self.types(part) for part in parts)
        return self.context.fail(
            surface,
            f"{surface.value or surface.kind} of {types} does not fit",
            of_square(surface, parts),
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
        given = {each.value: each.args[0] for each in surface.args[1:] if each.kind == "keyword"}
        axis = given.get("axis", given.get("dim"))
        kept = given.get("keepdims", given.get("keepdim"))
        value = [] if axis is None else self.of(axis)
        if not value or len(given) != len(surface.args) - 1 or (len(given) > 1 and kept is None):
            raise FormulaError(f"{surface.value} takes one argument here", surface.args[1].at)
        as_row = kept is not None and kept.value == "True" and value[0].node.value == 0
        found = [
            _summed(self.context, a, value[0].node, surface.at, mean=surface.value == "mean")
            for a in self.of(surface.args[0])
            if a.is_array
        ]
        return [products.transposed(a) if as_row else a for a in found if a is not None]

    def _set(self, surface: Surface) -> Candidates:
        """Return a set made of the columns of a matrix: it stands behind ∈ and nowhere else."""
        inner = surface.args[0]
        if inner.kind == "call" and inner.value == "columns" and inner.args:
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

    def _singular_values(self, surface: Surface, *, alone: bool) -> Candidates:
        """Read MATLAB's svd(A), and NumPy's where it asks for no vectors."""
        if not alone or self.context.evidence.numpy:
            surface = spectral.values_alone(surface)
        return self.applied(calls.simple("singular_values"), surface)

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

    def _induced(self, surface: Surface) -> Candidates:
        """Read np.linalg.norm(A, 1): of a matrix the largest sum of magnitudes down a column.

        With inf it is the largest along a row.
        """
        ordered = _ordered(surface)
        axis = {"1": 0, "inf": 1}.get(str(ordered.value))
        parts = self.of(surface.args[0])
        if axis is None or any(1 in each.size for each in parts):
            return self._norm(ordered)
        return combined([parts], lambda a: [_largest_sum(self.context, a, axis, surface.at)])

    def _norm(self, surface: Surface) -> Candidates:
        order = surface.value
        parts = [each for each in self.of(surface.args[0]) if each.type not in {ANY_SIZE, TRUTH}]
        kind = _NORMS.get(order)
        by_spectrum = [spectral.matrix_norm(self.context, order, a, surface.at) for a in parts]
        if any(by_spectrum):
            return [each for each in by_spectrum if each is not None]
        if kind is None and has("norm_p"):
            return self._norm_of_order(surface, parts)
        if kind is None:
            raise FormulaError(f"the norm with {order} below it is not in the language", surface.at)
        vectors = [each for each in parts if 1 in each.size]
        # In an answer, whose author may mean the sum of all entries, it is asked which is meant.
        asked = self.context.scope.family.name.startswith("declared")
        axis = _INDUCED.get(order) if asked else None
        matrices = [each for each in parts if 1 not in each.size] if axis is not None else []
        if axis is not None and matrices and not vectors:
            found = [_largest_sum(self.context, each, axis, surface.at) for each in matrices]
            return [each for each in found if each is not None]
        if order in {"F", "fro"} or (order is None and not self.context.evidence.matlab):
            vectors = parts
        if parts and not vectors:
            return self.context.fail(
                surface,
                "of a matrix the norms are ‖A‖_F, ‖A‖_2 and ‖A‖_*: write norm(A), norm_2(A) or"
                " norm_nuclear(A)",
            )
        made = [self.context.made(kind, (each,), surface.at) for each in vectors]
        return [each for each in made if each is not None]

    def _norm_of_order(self, surface: Surface, parts: Candidates) -> Candidates:
        """Read ‖x‖_p, p a number or the name of one, of a vector or of all entries."""
        order = self._order(str(surface.value), surface)
        if any(min(each.size) > 1 for each in parts):
            return self.context.fail(surface, "the norm of that order is that of a vector")
        return combined(
            [parts, order], lambda a, p: [self.context.made("norm_p", (a, p), surface.at)]
        )

    def _order(self, text: str, surface: Surface) -> Candidates:
        """Return the order of a norm, or raise FormulaError for what is none."""
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) and float(text) > 0:
            return self.of(Surface("number", (), text, surface.at, surface.end))
        if text in self.context.scope.names:
            return self.of(Surface("name", (), text, surface.at, surface.end))
        raise FormulaError(f"the norm with {text} below it is not in the language", surface.at)


_NORMS: Mapping[str | None, str] = {
    None: "norm", "2": "norm", "F": "norm", "fro": "norm", "1": "norm_1", "infty": "norm_inf",
    "inf": "norm_inf", "oo": "norm_inf", "max": "norm_inf", "Inf": "norm_inf",
}  # fmt: skip


# Of a matrix these are the largest sum of magnitudes in a column (axis 0) or a row (axis 1).
_INDUCED: Mapping[str | None, int] = {"1": 0, "infty": 1, "inf": 1, "oo": 1, "Inf": 1}


def _ordered(surface: Surface) -> Surface:
    """Return norm(A, 1) as a norm with its order."""
    order = surface.args[1]
    if order.kind == "keyword":
        order = order.args[0]
    back = order.kind == "neg"
    text = ("-" if back else "") + str((order.args[0] if back else order).value).rpartition(".")[2]
    return Surface("norm", surface.args[:1], text, surface.at, surface.end)


def _summed(context: Context, a: Candidate, axis: Node, at: int, *, mean: bool) -> Candidate | None:
    """Return the sums or means along one axis, as a column."""
    if axis.value not in {0, 1}:
        return None
    place = 0 if axis.value == 0 else 1
    made = _along(context, a, place, at)
    if made is None or not mean:
        return made
    return context.made("/", (made, Candidate(context.dimension(a.size[place], at), SCALAR)), at)


def _along(context: Context, a: Candidate, axis: int, at: int) -> Candidate | None:
    """Return the sums along an axis, as a column."""
    base = products.transposed(a, at) if axis == 0 else a
    one = Node("number", value=Fraction(1), at=at)
    size = context.dimension(base.size[1], at)
    ones = Candidate(Node("ones", (size, one), at=at), (base.size[1], 1))
    return context.made("@", (base, ones), at)


def _largest_sum(context: Context, a: Candidate, axis: int, at: int) -> Candidate | None:
    """Return the largest sum of magnitudes along one axis of a matrix."""
    magnitudes = context.made("abs", (a,), at)
    along = None if magnitudes is None else _along(context, magnitudes, axis, at)
    return None if along is None else context.made("max", (along,), at)


def _renamed(surface: Surface, kind: str) -> Surface:
    return Surface(kind, surface.args, None, surface.at, surface.end)
