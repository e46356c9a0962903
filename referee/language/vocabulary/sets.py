"""Where a vector lies: in a span, in a convex hull, among the columns of a matrix."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from referee.language import comparison
from referee.language.comparison import Comparison, IllTyped, fact
from referee.language.vocabulary.operation import TRUTH, Changes, Notation, Operation, Type, spell
from referee.language.vocabulary.sizes import array
from referee.numerics import arrays, linalg, subdifferential
from referee.numerics.arrays import Array
from referee.numerics.precision import NotComputed

MOST_CORNERS = 12


def _rows_agree(left: Type, right: Type) -> Type:
    a, b = array(left, "in_span"), array(right, "in_span")
    if a[0] != b[0]:
        raise IllTyped(f"a vector in R^{a[0]} and the columns of {spell(b)}")
    return TRUTH


def _vector_and_columns(name: str) -> Callable[[Type, Type], Type]:
    def typed(left: Type, right: Type) -> Type:
        a = array(left, name)
        if a[1] != 1:
            raise IllTyped(f"a vector is needed, not {spell(a)}")
        return _rows_agree(left, right)

    return typed


def in_span(v: Array, a: Array) -> Comparison:
    """Decide whether every column of v lies in the column span of a (rational)."""
    return comparison.equal(v, a @ (linalg.pinv(a) @ v))


def in_hull(v: Array, a: Array) -> Comparison:
    """Decide whether the vector v is a convex combination of the columns of a.

    Raises NotComputed for numbers that are not rational, and beyond MOST_CORNERS columns.
    """
    if not (arrays.is_exact(v) and linalg.is_rational(v) and linalg.is_rational(a)):
        raise NotComputed("a convex hull of numbers that are not rational")
    if max(a.shape) > MOST_CORNERS:
        raise NotComputed(f"a convex hull of more than {MOST_CORNERS} points or coordinates")
    return fact(subdifferential.in_hull(v, a), "in the convex hull")


def is_column(v: Array, a: Array) -> Comparison:
    """Decide whether the vector v is one of the columns of a."""
    return comparison.any_of(*(comparison.equal(v, a[..., j : j + 1]) for j in range(a.shape[-1])))


FUNCTIONS: Mapping[str, Operation] = {
    "in_span": Operation(
        "the columns of the first are combinations of the columns of the second",
        2,
        _rows_agree,
        in_span,
        Notation(r"{0} \in \operatorname{{col}}({1})", 2, (3, 3)),
        sides=(
            Notation("{0}"),
            Notation(r"\text{{its projection onto }} \operatorname{{col}}({1})"),
        ),
        changes=Changes(to=("in_hull", "is_column"), swapped=True),
        written={
            "unicode": Notation("{0} ∈ col({1})", 2, (3, 0)),
            "lean": Notation("∀ j, {0}ᵀ j ∈ Submodule.span ℝ (Set.range {1}ᵀ)", 0, (10, 10)),
        },
    ),
    "in_hull": Operation(
        "a vector is a convex combination of the columns of a matrix",
        2,
        _vector_and_columns("in_hull"),
        in_hull,
        Notation(r"{0} \in \operatorname{{conv}}\{{\text{{columns of }} {1}\}}", 2, (3, 9)),
        changes=Changes(to=("in_span", "is_column")),
        written={
            "unicode": Notation("{0} ∈ conv{{columns of {1}}}", 2, (3, 9)),
            "lean": Notation("{0}ᵀ 0 ∈ convexHull ℝ (Set.range {1}ᵀ)", 4, (10, 10)),
        },
    ),
    "is_column": Operation(
        "a vector is one of the columns of a matrix",
        2,
        _vector_and_columns("is_column"),
        is_column,
        Notation(r"{0} \in \{{\text{{columns of }} {1}\}}", 2, (3, 9)),
        sides=(Notation("{0}"), Notation(r"\text{{the nearest column of }} {1}")),
        changes=Changes(to=("in_span", "in_hull")),
        written={
            "unicode": Notation("{0} ∈ {{columns of {1}}}", 2, (3, 9)),
            "lean": Notation("{0}ᵀ 0 ∈ Set.range {1}ᵀ", 4, (10, 10)),
        },
    ),
}
