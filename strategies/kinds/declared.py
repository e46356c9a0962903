"""Fields of a kind, as a family declares them: ``symmetric("A", "n")``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from referee.numerics.arrays import Array
from referee.strategies import forms
from referee.strategies.families import Field, Form, Instance, Places, Shape, dimension
from referee.strategies.forms import known_by
from referee.strategies.kinds import columns as of_columns
from referee.strategies.kinds import (
    entries,
    orthogonal,
    over_complex,
    pairs,
    ranks,
    similar,
    spectra,
    vectors,
)
from referee.strategies.kinds.every import kind_of_name
from referee.strategies.kinds.kind import Axes, Kind

# The forms of kinds that more is known of than axioms between letters.
FORMS: Mapping[str, Form | None] = {
    **dict.fromkeys(over_complex.KINDS),  # letters stand for real matrices
    entries.diagonal.name: forms.diagonal,
    ranks.full_column_rank.name: forms.of_full_column_rank,
    vectors.ones.name: forms.ones,
}


def of_kind(
    kind: Kind | str, name: str, rows: str, columns: str, meaning: str = "", latex: str = ""
) -> Field:
    """Return a field of all (rows, columns) members of a kind, or of one that is named.

    Raises ValueError, in one line, for a name without a construction, for dimensions that the
    kind never has, and, as soon as one is asked for, for a shape that it does not have.
    """
    of = kind_of_name(kind) if isinstance(kind, str) else kind

    def size(shape: Shape) -> tuple[int, int]:
        found = dimension(rows, shape), dimension(columns, shape)
        of.check(*found)
        return found

    def build(p: Instance, ints: np.ndarray) -> Array:
        return of.build(p, ints, *size(p.shape))

    if rows.isdigit() and columns.isdigit():
        size({})
    return Field(
        name,
        rows,
        columns,
        latex or name,
        meaning or _any(of.says),
        build,
        lambda shape: of.bounds(*size(shape)),
        lambda shape: tuple(of.ways(*size(shape))),
        lambda shape: of_dimensions(of.axes(*size(shape)), rows, columns),
        of.narrow,
        form=FORMS.get(
            of.name,
            known_by(of.axioms, inverse=of.invertible, semidefinite=of.semidefinite),
        ),
    )


def of_dimensions(axes: Axes, rows: str, columns: str) -> Sequence[Places]:
    """Return to which indices of named dimensions integers belong; a number is no dimension."""
    dims = rows, columns
    return [
        tuple((dims[axis], i) for axis, i in places if not dims[axis].isdigit()) for places in axes
    ]


def _any(says: str) -> str:
    return f"a{'n' * (says[0] in 'aeiou')} {says}"


def _of_squares(kind: Kind, name: str, rows: str, meaning: str = "", latex: str = "") -> Field:
    return of_kind(kind, name, rows, rows, meaning, latex)


def _of_vectors(kind: Kind, name: str, rows: str, meaning: str = "", latex: str = "") -> Field:
    return of_kind(kind, name, rows, "1", meaning, latex)


def of_given_rank(
    rank: int, name: str, rows: str, columns: str, meaning: str = "", latex: str = ""
) -> Field:
    """Return a field of all (rows, columns) matrices of one rank."""
    return of_kind(ranks.of_given_rank(rank), name, rows, columns, meaning, latex)


def commuting(names: tuple[str, str], rows: str, meaning: str = "") -> tuple[Field, Field]:
    """Return two fields of (rows, rows) matrices A and B with AB = BA."""
    a, b = names

    def size(shape: Shape) -> int:
        return dimension(rows, shape)

    says = meaning or f"a matrix; {a}{b} = {b}{a}"
    return (
        Field(
            *(a, rows, rows, a, says),
            lambda p, ints: pairs.first(p, ints, size(p.shape)),
            lambda shape: pairs.first_bounds(size(shape)),
            form=forms.any_matrix,
        ),
        Field(
            *(b, rows, rows, b, says),
            lambda p, ints: pairs.second(p, p.integers_of(a), ints, size(p.shape)),
            lambda shape: pairs.second_bounds(size(shape)),
            form=forms.solving(lambda p, B: [(getattr(p, a) @ B, B @ getattr(p, a))]),
        ),
    )


symmetric = partial(_of_squares, entries.symmetric)
skew = partial(_of_squares, entries.skew)
diagonal = partial(_of_squares, entries.diagonal)
upper_triangular = partial(_of_squares, entries.upper_triangular)
lower_triangular = partial(_of_squares, entries.lower_triangular)
toeplitz = partial(of_kind, entries.toeplitz)
circulant = partial(_of_squares, entries.circulant)
vandermonde = partial(of_kind, entries.vandermonde)
graph_laplacian = partial(_of_squares, entries.laplacian)
stochastic = partial(_of_squares, entries.stochastic)
permutation = partial(_of_squares, orthogonal.permutation_matrix)
projection = partial(_of_squares, orthogonal.projection)
reflection = partial(_of_squares, orthogonal.reflection)
idempotent = partial(_of_squares, similar.idempotent)
involution = partial(_of_squares, similar.involution)
nilpotent = partial(_of_squares, similar.nilpotent)
repeated_eigenvalues = partial(_of_squares, similar.repeated_eigenvalues)
close_eigenvalues = partial(_of_squares, similar.close_eigenvalues)
normal = partial(_of_squares, spectra.normal)
positive_semidefinite = partial(_of_squares, spectra.positive_semidefinite)
positive_definite = partial(_of_squares, spectra.positive_definite)
repeated_singular_values = partial(of_kind, spectra.repeated_singular_values)
close_singular_values = partial(of_kind, spectra.close_singular_values)
invertible = partial(_of_squares, ranks.invertible)
full_column_rank = partial(of_kind, ranks.full_column_rank)
full_row_rank = partial(of_kind, ranks.full_row_rank)
rank_one = partial(of_kind, ranks.rank_one)
zero_column = partial(of_kind, of_columns.zero_column)
parallel_columns = partial(of_kind, of_columns.parallel_columns)
unit_vector = partial(_of_vectors, vectors.unit_vector)
nonnegative_unit_vector = partial(_of_vectors, vectors.nonnegative_unit_vector)
probability_vector = partial(_of_vectors, vectors.probability_vector)
coordinate_vector = partial(_of_vectors, vectors.coordinate_vector)
ones = partial(_of_vectors, vectors.ones)
