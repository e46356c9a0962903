"""Forms: what a field is in letters, and the axioms that it carries for every instance.

A field that follows from others is built of their letters by its own function; another one is a
letter that is known by equations. Each is true of all instances: a false one would prove
everything, and the tests hold every one against exact instances.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from referee.numerics import linalg
from referee.numerics.arrays import Array
from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.traced.matrices import Traced
from referee.numerics.traced.sizes import NamedSize, NoIntegers, NotTranslated
from referee.numerics.traced.tracing import Letters
from referee.strategies.families import Family, Field, Form, Instance
from referee.strategies.shapes import Shape

Axioms = Callable[[Polynomial, str], Iterable[Axiom]]
Equations = Callable[[Instance, Traced], Iterable[tuple[Array, Array]]]
PROBED = 8  # the shapes up to this size say which sizes are at most which
LOOKED_AT = 6  # instances of each sort, for what a field reads
MOST_PROBED = 3  # dimensions; of more nothing is known
NOTHING: Any = NoIntegers()


def built(p: Instance, field: Field) -> Array:
    """Return what a field's own function makes of letters."""
    found = field.build(p, NOTHING)
    if not isinstance(found, Traced):
        raise NotTranslated(f"{field.name}, {field.meaning}")
    return found


def any_matrix(p: Instance, field: Field) -> Array:
    """Return a letter of which nothing is known."""
    keep_own(p, field)
    return p.number.wrap(p.number.letter(field.name, field.rows, field.columns))


def any_number(p: Instance, field: Field) -> Array:
    """Return an indeterminate number."""
    keep_own(p, field)
    return p.number.scalar(field.name)


def known_by(axioms: Axioms, *, inverse: bool = False, semidefinite: bool = False) -> Form:
    """Return the form of a letter with axioms, which say that it is invertible or may not.

    One that is positive semidefinite has a root.
    """

    def form(p: Instance, field: Field) -> Array:
        keep_own(p, field)
        tracing: Letters = p.number
        A = tracing.letter(field.name, field.rows, field.columns)
        tracing.require(axioms(A, field.name))
        if inverse:
            tracing.guarantee_inverse(A)
        if semidefinite:
            tracing.guarantee_root(A)
        return tracing.wrap(A)

    return form


orthogonal = known_by(known.orthogonal, inverse=True)


def full_column_rank(p: Instance, field: Field) -> Array:
    """Return a letter X for which (XᵀX)⁻¹ exists, if the shapes say so; else any matrix."""
    X = any_matrix(p, field)
    if has_full_column_rank(p, field):
        say_full_column_rank(p.number, X)
    return X


def keep_own(p: Instance, field: Field) -> None:
    """Refuse the letter of a field that is made of one in whose place another array was put.

    The letter stands for what the field is at the instance itself.
    """
    moved = {*p.replaced} & reads(p.family, field.name) if p.replaced else set()
    if moved:
        raise NotTranslated(f"{field.name} with another {', '.join(sorted(moved))}")


def reads(family: Family, name: str) -> set[str]:
    """Return the fields that one is made of, in letters or at some exact instances."""
    key = ("reads", name)
    if key not in family.sources:
        rng = random.Random(name)
        exact = [*islice(family.in_order(), LOOKED_AT)]
        exact += [family.sample_small(rng) for _ in range(LOOKED_AT)]
        family.sources[key] = {f for p in (*exact, letters_of(family)) for f in _read_by(p, name)}
    found: set[str] = family.sources[key]
    return found


def _read_by(p: Instance, name: str) -> set[str]:
    getattr(p, name)
    return {*p.cache} - {name}


def nonzero_column(p: Instance, field: Field) -> Array:
    """Return a column without an entry 0: its diagonal matrix has an inverse."""
    v: Traced = any_matrix(p, field)
    p.number.guarantee_inverse(p.number.diagonal(v.polynomial))
    return v


def of_full_column_rank(p: Instance, field: Field) -> Array:
    """Return a letter X for which (XᵀX)⁻¹ exists."""
    X: Traced = any_matrix(p, field)
    say_full_column_rank(p.number, X)
    return X


def diagonal(p: Instance, field: Field) -> Array:
    """Return a diagonal matrix, by the column on its diagonal if it is square."""
    keep_own(p, field)
    tracing: Letters = p.number
    rows, columns = tracing.vertex(field.rows), tracing.vertex(field.columns)
    if rows != columns:
        return any_matrix(p, field)
    column = tracing.new_letter(f"diagonal of {field.name}", rows, "1")
    tracing.values[f"diagonal of {field.name}"] = lambda at: linalg.diagonal(
        getattr(at, field.name)
    )
    return tracing.wrap(tracing.diagonal(column))


def ones(p: Instance, field: Field) -> Array:
    """Return the column of ones."""
    return p.number.wrap(p.number.ones(p.number.vertex(field.rows)))


def has_full_column_rank(p: Instance, field: Field) -> bool:
    """Say whether matrices of the rank that shapes prescribe have independent columns."""
    sizes: Letters = p.number
    pair = (sizes.vertex(field.columns), sizes.vertex(field.rows))
    return "deficiency" not in p.shape and (pair in sizes.inside or pair[0] == pair[1])


def say_full_column_rank(tracing: Letters, X: Traced) -> None:
    """Guarantee that XᵀX has an inverse, and X too where it is square."""
    gram = X.polynomial.T * X.polynomial
    tracing.guarantee_inverse(gram)
    tracing.inverse(gram)
    if X.polynomial.rows == X.polynomial.columns:
        tracing.guarantee_inverse(X.polynomial)
        tracing.inverse(X.polynomial)


def solving(equations: Equations) -> Form:
    """Return the form of a letter that is known by equations between it and other fields."""

    def form(p: Instance, field: Field) -> Array:
        x = any_matrix(p, field)
        for left, right in equations(p, x):
            p.number.require([known.equation(left.polynomial, right.polynomial, origin=field.name)])
        return x

    return form


def tracing_of(family: Family) -> Letters:
    """Return an arithmetic of letters for a family, with its sizes and how they are ordered."""
    dims = [*family.extent.least]
    shapes = family.extent.up_to(PROBED) if len(dims) <= MOST_PROBED else ()
    names = _names(shapes, dims)
    positive = {names[d].name for d, low in family.extent.least.items() if low >= 1}
    return Letters(names, positive, _inside(shapes, names))


def letters_of(family: Family) -> Instance:
    """Return the instance of letters of a family. Raises NotTranslated where it has no shape."""
    tracing = tracing_of(family)
    # Named sizes are no numbers, which is what a property is to find out that asks for one.
    return Instance(family, tracing.shape, NOTHING, tracing)  # type: ignore[arg-type]


def _names(shapes: Iterable[Shape], dims: list[str]) -> Mapping[str, NamedSize]:
    """Return a name for each dimension: one for two that are always equal."""
    shapes = [*shapes]
    names: dict[str, NamedSize] = {}
    for dim in dims:
        same = (d for d in names if shapes and all(s[d] == s[dim] for s in shapes))
        names[dim] = names.get(next(same, ""), NamedSize(dim))
    return names


def _inside(shapes: Iterable[Shape], names: Mapping[str, NamedSize]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of sizes of which the first is at most the second in every shape."""
    shapes = [*shapes]
    for small in names:
        for large in names:
            known = shapes and all(s[small] <= s[large] for s in shapes)
            if known and names[small].name != names[large].name:
                yield names[small].name, names[large].name
