"""Trees that fit, over the names of a claim: every operation, wherever its types allow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import product

from hypothesis import strategies as st

from referee.deciding.claim import Claim
from referee.language.comparison import IllTyped
from referee.language.reading import Scope, scope_of
from referee.language.spelling import to_text
from referee.language.tree import Formula, Node, constant
from referee.language.vocabulary import FUNCTIONS, OPERATORS, SCALAR, TRUTH, Type

NUMBERS = ("0", "1", "2", "3", "10", "0.5", "2.25", "117")
DEEPEST = 4
OF_NUMBERS = (
    *("exp", "sqrt", "abs", "conj", "log", "sigmoid", "tanh", "sin", "cos", "relu", "softplus"),
    *("sign",),
)
# Of a matrix they are other functions than of its entries.
OF_MATRICES = {
    *("exp", "sqrt", "log", "log2", "log10", "log1p", "expm1", "sin", "cos", "tan", "sinh", "cosh"),
    "tanh",
}
Rule = tuple[str, tuple[Type, ...]]  # an operation, and the types that its arguments have


INDEX = Node("index", value="i")


class Trees:
    """The trees of every type that a scope's names and sizes can make."""

    def __init__(self, scope: Scope) -> None:
        self.sizes = {v: k for k, v in scope.shape.items() if k in scope.names} | {1: ""}
        self.leaves: dict[Type, list[Node]] = {}
        for name in scope.names:
            size = scope.field(name).size(scope.shape)
            self.leaves.setdefault(size, []).append(Node("name", value=name))
        for rows, columns in product(self.sizes, repeat=2):
            self.leaves.setdefault((rows, columns), []).extend(self._sized(rows, columns))
        for name in scope.names:
            self.leaves[SCALAR] += self._entries(name, *scope.field(name).size(scope.shape))
        self.leaves[SCALAR] += [Node("number", value=Fraction(n)) for n in NUMBERS]
        self.leaves[TRUTH] = [Node("true"), Node("false")]
        self.rules: dict[Type, list[Rule]] = {}
        for kind, entry in {**OPERATORS, **FUNCTIONS}.items():
            if not entry.takes_sizes and entry.arity in {1, 2}:
                for types in product(self.leaves, repeat=entry.arity):
                    if self._is_told(kind, types):
                        self._add(kind, types)

    def _entries(self, name: str, rows: int, columns: int) -> Iterator[Node]:
        """Yield entries of an array, and sums over them."""
        if rows == 1 or not {rows, columns} <= set(self.sizes):
            return
        array, one, i = Node("name", value=name), Node("number", value=Fraction(1)), INDEX
        last = one if columns == 1 else Node("name", value=self.sizes[columns])
        yield Node("entry", (array, one, last))
        yield Node("entry", (array, Node("name", value=self.sizes[rows]), one))
        body = Node("entry", (array, i, last))
        for kind, term in (("sum_over", Node("*", (body, body))), ("max_over", body)):
            yield Node(kind, (i, one, Node("name", value=self.sizes[rows]), term))

    def _sized(self, rows: int, columns: int) -> Iterator[Node]:
        """Yield what is written down by its size."""
        if rows == columns == 1:
            return
        written = tuple(
            Node("name", value=self.sizes[k]) if k > 1 else Node("number", value=Fraction(1))
            for k in (rows, columns)
        )
        yield from (Node(kind, written) for kind in ("zeros", "ones"))
        if rows == columns:
            yield Node("eye", written[:1])

    @staticmethod
    def _is_told(kind: str, types: Sequence[Type]) -> bool:
        """Say whether an operation is one that people write of such arguments, and tell apart.

        A product ``@`` with a number is ``*``; a number has no transpose, no rank and no columns;
        the exponential of a matrix is another function than that of its entries.
        """
        if kind == "diag" and isinstance(types[0], tuple) and 1 < min(types[0]) < max(types[0]):
            return False  # how long that diagonal is hangs on which of two sizes is less
        if kind in OF_MATRICES and isinstance(types[0], tuple) and 1 not in types[0]:
            return False
        if kind in OPERATORS and kind != "T":
            return kind != "**" and (kind != "@" or SCALAR not in types)
        return not FUNCTIONS.get(kind, OPERATORS["T"]).indices and (
            SCALAR not in types or kind in OF_NUMBERS
        )

    def _add(self, kind: str, types: tuple[Type, ...]) -> None:
        try:
            made = {**OPERATORS, **FUNCTIONS}[kind].typed(*types)
        except (IllTyped, TypeError):
            return
        if made in self.leaves:
            self.rules.setdefault(made, []).append((kind, types))

    def of(self, type_: Type, depth: int = DEEPEST) -> st.SearchStrategy[Node]:
        """Return the strategy of trees of a type."""
        return st.deferred(lambda: self._of(type_, depth))

    def _of(self, type_: Type, depth: int) -> st.SearchStrategy[Node]:
        simple = st.sampled_from(self.leaves[type_])
        if depth == 0:
            return simple
        grown = st.sampled_from(self.rules[type_]).flatmap(lambda rule: self._grown(rule, depth))
        if isinstance(type_, str) or type_[0] != type_[1]:
            return st.one_of(simple, grown, grown)
        return st.one_of(simple, grown, grown, self._power(type_, depth))

    def _grown(self, rule: Rule, depth: int) -> st.SearchStrategy[Node]:
        kind, types = rule
        parts = st.tuples(*(self.of(type_, depth - 1) for type_ in types))
        return parts.map(lambda args: Node(kind, args)).filter(_is_said)

    def _power(self, type_: Type, depth: int) -> st.SearchStrategy[Node]:
        whole = st.integers(2, 9).map(lambda k: Node("number", value=Fraction(k)))
        signed = st.one_of(whole, whole.map(lambda k: Node("neg", (k,))))
        base = self.of(type_, depth - 1).filter(lambda b: not _has_square(b))
        return st.tuples(base, signed if type_ == SCALAR else whole).map(lambda a: Node("**", a))


def _has_square(node: Node) -> bool:
    """Say whether the square of what a node is has a name of its own."""
    return node.kind in FUNCTIONS and bool(FUNCTIONS[node.kind].squared)


def _is_said(node: Node) -> bool:
    """Say whether a reader takes an operation: it refuses to divide by 0."""
    return node.kind != "/" or constant(node.args[1]) != 0


@cache
def trees_of(claim: Claim) -> Trees:
    """Return the trees over a claim's names."""
    return Trees(scope_of(claim))


@st.composite
def formulas(draw: st.DrawFn, claims: Sequence[Claim]) -> tuple[Claim, Formula]:
    """Return the strategy of a claim and a formula that fits its blank."""
    claim = draw(st.sampled_from(claims))
    root = draw(trees_of(claim).of(claim.type_at(scope_of(claim).shape)))
    return claim, Formula(to_text(root), root)


def grouped(node: Node) -> tuple[object, ...]:
    """Return a formula as a key that forgets what mathematics does not write down.

    Sums and products are rows of terms and factors, whichever are added first; signs stand before
    them; a decimal is the quotient that it is.
    """
    return tuple(_terms(node, sign=1))


def _terms(node: Node, *, sign: int) -> Iterator[object]:
    if node.kind == "neg":
        yield from _terms(node.args[0], sign=-sign)
    elif node.kind in {"+", "-"}:
        yield from _terms(node.args[0], sign=sign)
        yield from _terms(node.args[1], sign=sign if node.kind == "+" else -sign)
    else:
        own, factors = _factors(node)
        yield sign * own, factors


def _factors(node: Node) -> tuple[int, tuple[object, ...]]:
    if node.kind == "neg":
        sign, factors = _factors(node.args[0])
        return -sign, factors
    if node.kind in {"*", "@"}:
        (left, first), (right, second) = map(_factors, node.args)
        return left * right, first + second
    if node.kind == "/":
        value = constant(node)
        if value is not None:
            return (-1 if value < 0 else 1), (abs(value),)
        sign, factors = _factors(node.args[0])
        return sign, (("/", factors, grouped(node.args[1])),)
    if node.value is not None:
        return 1, (node.value,)
    inside = tuple(map(grouped, node.args))
    return 1, (grouped(node) if node.kind in {"+", "-"} else (node.kind, *inside),)
