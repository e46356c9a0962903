"""Kinds of one name joined to one: what each says in a formula, and what follows from which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flint import fmpq

from referee.language.tree import Node
from referee.strategies.declared import RATIONAL_ENTRIES
from referee.strategies.intervals import Interval, interval_of

# What members of a kind are as well: it need not be said.
IMPLIED: Mapping[str, frozenset[str]] = {
    "positive definite": frozenset(
        ("symmetric", "invertible", "positive semidefinite", "normal", "full rank",
         "full column rank", "full row rank")
    ),
    "positive semidefinite": frozenset(("symmetric", "normal")),
    "symmetric": frozenset(("normal",)),
    "hermitian": frozenset(("complex",)),
    "hermitian positive semidefinite": frozenset(("complex", "hermitian")),
    "hermitian positive definite": frozenset(("complex", "hermitian", "invertible", "full rank")),
    "unitary": frozenset(("complex", "invertible", "full rank")),
    "skew": frozenset(("normal",)),
    "diagonal": frozenset(("symmetric", "normal", "upper triangular", "lower triangular")),
    "orthogonal": frozenset(("invertible", "normal", "full rank")),
    "permutation": frozenset(("orthogonal", "invertible", "normal", "full rank", "nonnegative",
                              "stochastic")),
    "projection": frozenset(("symmetric", "idempotent", "normal", "positive semidefinite")),
    "reflection": frozenset(("symmetric", "orthogonal", "involution", "invertible", "normal")),
    "graph Laplacian": frozenset(("symmetric", "positive semidefinite", "normal")),
    "circulant": frozenset(("Toeplitz", "normal")),
    "involution": frozenset(("invertible", "full rank")),
    "invertible": frozenset(("full rank", "full column rank", "full row rank")),
    "stochastic": frozenset(("nonnegative",)),
    "positive": frozenset(("nonnegative",)),
    "probability vector": frozenset(("nonnegative",)),
    "coordinate vector": frozenset(("unit vector", "probability vector", "nonnegative")),
}  # fmt: skip
REAL: Mapping[str, str] = {"hermitian": "symmetric", "unitary": "orthogonal"}
JOINED: Mapping[frozenset[str], str] = {
    frozenset(("symmetric", "idempotent")): "projection",
    frozenset(("symmetric", "orthogonal")): "reflection",
    frozenset(("symmetric", "involution")): "",
    frozenset(("orthogonal", "involution")): "reflection",
    frozenset(("orthogonal", "idempotent")): "",
    frozenset(("positive semidefinite", "invertible")): "positive definite",
    frozenset(("upper triangular", "lower triangular")): "diagonal",
    frozenset(("upper triangular", "symmetric")): "diagonal",
    frozenset(("lower triangular", "symmetric")): "diagonal",
    frozenset(("positive semidefinite", "idempotent")): "projection",
    frozenset(("nonnegative", "unit vector")): "nonnegative unit vector",
    frozenset(("complex", "positive definite")): "hermitian positive definite",
    frozenset(("complex", "positive semidefinite")): "hermitian positive semidefinite",
}
# What a kind says as a formula of {0}, where it is one of several.
FORMULAS: Mapping[str, str] = {
    "symmetric": "symmetric({0})",
    "skew": "{0}.T == -{0}",
    "diagonal": "diagonal({0})",
    "orthogonal": "{0}.T @ {0} == eye({1})",
    "idempotent": "{0} @ {0} == {0}",
    "projection": "{0} @ {0} == {0} and symmetric({0})",
    "involution": "{0} @ {0} == eye({1})",
    "reflection": "{0} @ {0} == eye({1}) and symmetric({0})",
    "normal": "{0}.T @ {0} == {0} @ {0}.T",
    "invertible": "invertible({0})",
    "positive definite": "positive_definite({0})",
    "positive semidefinite": "positive_semidefinite({0})",
    "unit vector": "{0}.T @ {0} == 1",
    "rank one": "rank({0}) == 1",
    "nonnegative": "min({0}) >= 0",
    "positive": "min({0}) > 0",
    "probability vector": "min({0}) >= 0 and sum({0}) == 1",
    "full column rank": "rank({0}) == {1}",
    "stochastic": "min({0}) >= 0 and {0} @ ones({1}, 1) == ones({1}, 1)",
}


def one_of(kinds: Sequence[str]) -> tuple[str, list[str]]:
    """Return the kind that is built for a name of several kinds, and those that are not in it."""
    left = list(dict.fromkeys(kinds))
    if "complex" not in left:
        left = [REAL.get(kind, kind) for kind in left]
    for pair, joined in JOINED.items():
        if joined and pair <= {*left}:
            left = [joined, *(k for k in left if k not in pair)]
    left = [k for k in left if not any(k in IMPLIED.get(other, ()) for other in left)]
    if len(left) > 1:  # members of all kinds that are built are rational
        left = [k for k in left if k != RATIONAL_ENTRIES]
    return (left[0], left[1:]) if left else ("", [])


def both(one: Interval, other: Interval) -> Interval:
    """Return the numbers that are in two intervals."""
    low, open_low = _inner(one.low, one.open_low, other.low, other.open_low, 1)
    high, open_high = _inner(one.high, one.open_high, other.high, other.open_high, -1)
    return Interval(
        one.whole or other.whole,
        low,
        high,
        open_low,
        open_high,
        one.nonzero or other.nonzero,
        (one.rational or other.rational) and not (one.whole or other.whole),
    )


def _inner(
    a: fmpq | str | None, a_open: bool, b: fmpq | str | None, b_open: bool, sign: int
) -> tuple[fmpq | str | None, bool]:
    """Return the bound further inside, upwards where the sign is 1; of a name the first one."""
    if not isinstance(a, fmpq) or not isinstance(b, fmpq):
        return (a, a_open) if a is not None else (b, b_open)
    if a == b:
        return a, a_open or b_open
    return (a, a_open) if (a - b) * sign > 0 else (b, b_open)


def joined_interval(texts: Sequence[str]) -> Interval:
    """Return the numbers that are in all of several intervals."""
    found = Interval()
    for text in texts:
        found = both(found, interval_of(text) or Interval())
    return found


def kind_said(node: Node) -> Iterator[tuple[str, str]]:
    """Yield the name and the kind that an equation or predicate says of it: A = Aᵀ, A² = A."""
    if node.kind in _PREDICATES and node.args[0].kind == "name":
        yield str(node.args[0].value), _PREDICATES[node.kind]
    if node.kind != "==":
        return
    for left, right in (node.args, node.args[::-1]):
        yield from _said_by(left, right)


_PREDICATES: Mapping[str, str] = {
    "symmetric": "symmetric",
    "invertible": "invertible",
    "positive_definite": "positive definite",
    "positive_semidefinite": "positive semidefinite",
    "diagonal": "diagonal",
}


def _said_by(left: Node, right: Node) -> Iterator[tuple[str, str]]:
    """Yield what an equation says whose left side is the longer one."""
    if left.kind == "T" and left.args[0].kind == "name":
        of = left.args[0]
        said = {of: "symmetric", Node("neg", (of,)): "skew", Node("inv", (of,)): "orthogonal"}
        if right in said:
            yield str(of.value), said[right]
    if left.kind == right.kind == "@" and left.args == right.args[::-1] and len(left.args) == 2:
        a, b = left.args
        if a.kind == "name" and b == Node("T", (a,)):
            yield str(a.value), "normal"
    if _square(left) and left.args[0] == right:
        yield str(right.value), "idempotent"
    if right.kind == "eye":
        yield from _of_identity(left)
    if right.kind == "number" and right.value == 1 and _is_length(left):
        yield str(next(n.value for n in left.walk() if n.kind == "name")), "unit vector"


def _of_identity(left: Node) -> Iterator[tuple[str, str]]:
    """Yield what is said of a name by an equation whose other side is the identity."""
    if _square(left):
        yield str(left.args[0].value), "involution"
    elif left.kind == "@":
        a, b = left.args
        for one, other in ((a, b), (b, a)):
            if one == Node("T", (other,)) and other.kind == "name":
                yield str(other.value), "orthogonal"


def _square(node: Node) -> bool:
    if node.kind == "**":
        return node.args[0].kind == "name" and node.args[1].value == 2
    return node.kind == "@" and len(node.args) == 2 and node.args[0] == node.args[1] and (
        node.args[0].kind == "name"
    )  # fmt: skip


def _is_length(node: Node) -> bool:
    if node.kind in {"norm", "norm_squared"}:
        return node.args[0].kind == "name"
    if node.kind == "**" and node.args[0].kind == "norm":
        return _is_length(node.args[0])
    return (
        node.kind == "@"
        and len(node.args) == 2
        and node.args[1].kind == "name"
        and node.args[0] == Node("T", (node.args[1],))
    )


def commuting(node: Node) -> tuple[str, str] | None:
    """Return the two names of which an equation says that they commute."""
    if node.kind != "==" or any(side.kind != "@" or len(side.args) != 2 for side in node.args):
        return None
    (a, b), (c, d) = node.args[0].args, node.args[1].args
    named = a.kind == b.kind == "name" and a != b
    return (str(a.value), str(b.value)) if named and (a, b) == (d, c) else None
