"""Families that are put together from declarations: what stands behind ``where`` in a statement.

Each field is spelled ``A.n.n``, with a kind ``A.n.n.symmetric`` or an interval
``t.1.1.number_gt_0``; fields are joined by +. What sizes satisfy is spelled ``n.ge.2+n.le.d``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from referee.numerics.arrays import Array
from referee.numerics.batches import beside
from referee.strategies.families import Family, Field, Hypothesis, Shape, dimension, family
from referee.strategies.fields import size
from referee.strategies.functions import constants, function_field, is_function, of_name, wider
from referee.strategies.integer_vectors import DENOMINATOR, Bounds
from referee.strategies.intervals import interval_of, number_in
from referee.strategies.kinds.declared import commuting, of_kind
from referee.strategies.kinds.every import kind_of_name
from referee.strategies.kinds.kind import Kind, by_entry
from referee.strategies.kinds.over_complex import KINDS as OVER_COMPLEX
from referee.strategies.rationals import Arithmetic, free, matrix_of, natural
from referee.strategies.shapes import Shapes
from referee.strategies.value_kinds import ALL, NOT_NEGATIVE, POSITIVE

REACH = 32  # of the sizes of a family with one; of one with several see :func:`_reach`
REACH_OF_SEVERAL = 20
SMALL, SMALL_OF_SEVERAL = 4, 3  # sizes that are drawn most; many sizes have many shapes
MANY = 3  # dimensions
COMMUTES = "commutes~"
GREEK_LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau"
    " upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
GREEK = frozenset(GREEK_LETTERS.split())
GREEK_NAMES: Mapping[str, str] = {"lam": "lambda"}  # lambda is no name of Python's
MARKS: Mapping[str, str] = {
    "star": "{}^{{*}}", "prime": "{}'", "hat": r"\hat{{{}}}", "bar": r"\bar{{{}}}",
    "tilde": r"\tilde{{{}}}", "dot": r"\dot{{{}}}",
}  # fmt: skip
SIGNS: Mapping[str, str] = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "ne": "≠"}
_HOLDS: Mapping[str, Callable[[int, int], bool]] = {
    "ge": lambda a, b: a >= b,
    "gt": lambda a, b: a > b,
    "le": lambda a, b: a <= b,
    "lt": lambda a, b: a < b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
}


@dataclass(frozen=True)
class Spec:
    """One declared name: its dimensions, and its kind, interval or partner; "" for none."""

    name: str
    rows: str
    columns: str
    kind: str = ""

    @property
    def spelled(self) -> str:
        """The text of a family's option."""
        kind = self.kind if interval_of(self.kind) else self.kind.replace(" ", "-")
        parts = (self.name, self.rows, self.columns, kind)
        return ".".join(part for part in parts if part)

    @property
    def is_number(self) -> bool:
        """Whether it is 1×1."""
        return self.rows == self.columns == "1"

    @property
    def partner(self) -> str:
        """The name that it commutes with, "" for none."""
        return self.kind.removeprefix(COMMUTES) if self.kind.startswith(COMMUTES) else ""

    @property
    def says(self) -> str:
        """The kind in words, of what is of one."""
        if self.partner:
            return f"matrix that commutes with {self.partner}"
        interval = interval_of(self.kind)
        return kind_named(self.kind).says if interval is None else interval.says


@dataclass(frozen=True)
class Bound:
    """What two sizes satisfy, or a size and a number: ``n ge 2``, ``n le d``."""

    left: str
    sign: str
    right: str

    @property
    def spelled(self) -> str:
        """The text of a family's option."""
        return f"{self.left}.{self.sign}.{self.right}"

    @property
    def says(self) -> str:
        """It in words."""
        return f"{self.left} {SIGNS[self.sign]} {self.right}"

    def holds(self, shape: Shape) -> bool:
        """Say whether it holds at a shape."""
        right = int(self.right) if self.right.isdigit() else shape[self.right]
        return _HOLDS[self.sign](shape[self.left], right)


def spec_of(text: str) -> Spec:
    """Return a declared name from its text. Raises ValueError for any other text."""
    name, *rest = text.split(".")
    if len(rest) not in {2, 3}:
        raise ValueError(f"not a declaration: {text[:80]!r}")
    kind = "".join(rest[2:])
    return Spec(name, rest[0], rest[1], kind if interval_of(kind) else kind.replace("-", " "))


def bound_of(text: str) -> Bound:
    """Return what sizes satisfy from its text. Raises ValueError for any other text."""
    parts = text.split(".")
    if len(parts) != 3 or parts[1] not in _HOLDS:
        raise ValueError(f"not a bound of a size: {text[:80]!r}")
    return Bound(*parts)


@family
def declared(*, of: str = "A.n.n", sizes: str = "") -> Family:
    """Return all instances of declarations: every name with its size and kind."""
    specs = [spec_of(text) for text in of.split("+") if text]
    bounds = [bound_of(text) for text in sizes.split("+") if text]
    dims = list(dict.fromkeys([*(d for s in specs for d in (s.rows, s.columns)), *_named(bounds)]))
    dims = [dim for dim in dims if not dim.isdigit()]
    fields = [*_fields(specs)]
    taken = {field.name for field in fields}
    numbers = [size(dim, "a size") for dim in dims if dim not in taken]
    return Family(
        "declared",
        shapes_of(dims, bounds, specs),
        (*fields, *numbers),
        tuple(_hypotheses(specs, bounds)),
    )


def _named(bounds: Sequence[Bound]) -> list[str]:
    return [side for each in bounds for side in (each.left, each.right)]


def shapes_of(dims: Sequence[str], bounds: Sequence[Bound], specs: Sequence[Spec] = ()) -> Shapes:
    """Return the shapes at which bounds hold and every name has a value."""
    arrays = {dim for spec in specs for dim in (spec.rows, spec.columns)}
    zero = {b.left for b in bounds if (b.sign, b.right) == ("ge", "0")} - arrays
    least = {dim: int(dim not in zero) for dim in dims} or {"one": 1}
    for each in bounds:
        if each.right.isdigit() and each.sign in {"ge", "gt", "eq"}:
            low = int(each.right) + (each.sign == "gt")
            least[each.left] = max(least[each.left], low)
    most = {} if dims else {"one": 1}
    for each in bounds:
        if each.right.isdigit() and each.sign in {"le", "lt", "eq"}:
            high = int(each.right) - (each.sign == "lt")
            most[each.left] = min(most.get(each.left, high), high)
    small = SMALL_OF_SEVERAL if len(dims) >= MANY else SMALL
    small = max(small, *(low + 1 for low in least.values())) if dims else 1
    checks = [partial(_exists, spec) for spec in specs if spec.kind]

    def allowed(shape: Shape) -> bool:
        return all(b.holds(shape) for b in bounds) and all(check(shape) for check in checks)

    reach = (REACH_OF_SEVERAL if len(dims) > 1 else REACH) if dims else 0
    return Shapes(least, allowed, small, most, reach)


def _exists(spec: Spec, shape: Shape) -> bool:
    """Say whether there is an array of a kind at a shape."""
    interval = interval_of(spec.kind)
    if interval is not None or spec.partner:
        return interval is None or not interval.lacks(shape)
    size = (dimension(symbol, shape) for symbol in (spec.rows, spec.columns))
    return not kind_named(spec.kind).lacks(*size)


def _of_entries(
    name: str,
    says: str,
    entry: Callable[[int], Sequence[Bounds]],
    least: int = 0,
    narrow: Mapping[str, str] | None = None,
) -> Kind:
    """Return the kind of all arrays whose entries are numbers of one sort."""

    def build(p: Arithmetic, ints: np.ndarray, rows: int, columns: int) -> Array:
        raised = ints + beside(np.array([least] * (rows * columns) + [0]), ints)
        return matrix_of(p, raised, rows, columns)

    return Kind(
        name,
        says,
        lambda r, c: (*entry(r * c), DENOMINATOR),
        build,
        lambda r, c: (lambda _, new: new(r, c),),
        lambda r, c: by_entry(list(np.ndindex(r, c))),
        narrow=narrow or {},
    )


ANY = _of_entries("", "matrix", free)
RATIONAL_ENTRIES = "rational entries"
ENTRIES: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        _of_entries(RATIONAL_ENTRIES, "array of rational numbers", free),
        _of_entries("nonnegative", "array without a negative entry", natural, 0, NOT_NEGATIVE),
        _of_entries("positive", "array of positive entries", natural, 1, POSITIVE),
        Kind(
            "whole",
            "array of whole numbers",
            lambda r, c: free(r * c),
            lambda p, ints, r, c: p.number(ints.reshape(*ints.shape[:-1], r, c)),
            lambda r, c: (lambda _, new: new(r, c),),
            lambda r, c: by_entry(list(np.ndindex(r, c)), 0),
            narrow={ALL: "its entries are whole numbers"},
        ),
    )
}


def kind_named(name: str) -> Kind:
    """Return the kind of a declaration. Raises ValueError for a name without a construction."""
    if is_function(name):
        return of_name(name)
    return ENTRIES.get(name) or OVER_COMPLEX.get(name) or (kind_of_name(name) if name else ANY)


def _fields(specs: Sequence[Spec]) -> Iterator[Field]:
    """Yield the fields of declared names. Raises ValueError for a kind without a construction."""
    pairs = {s.partner: s.name for s in specs if s.partner}
    for spec in specs:
        latex = latex_of(spec.name)
        interval = interval_of(spec.kind or "number") if spec.is_number else None
        if interval is not None:
            yield number_in(interval, spec.name, "a number", latex)
        elif is_function(spec.kind):
            yield function_field(spec.kind, spec.name, spec.rows, latex)
        elif spec.partner:
            yield replace(commuting((spec.partner, spec.name), spec.rows)[1], latex=latex)
        elif spec.name in pairs and not spec.kind:
            field = commuting((spec.name, pairs[spec.name]), spec.rows)[0]
            yield replace(field, latex=latex)
        else:
            kind = kind_named(spec.kind)
            yield of_kind(kind, spec.name, spec.rows, spec.columns, kind.says, latex)


def latex_of(name: str) -> str:
    r"""Return a name in LaTeX: ``sigma_1`` is ``\sigma_{1}``, ``w_star`` is ``w^{*}``."""
    base, _, below = name.partition("_")
    head = rf"\{GREEK_NAMES.get(base, base)}" if base in GREEK or base in GREEK_NAMES else base
    if below in MARKS:
        return MARKS[below].format(head)
    return rf"{head}_{{{below}}}" if below else head


def _hypotheses(specs: Sequence[Spec], sizes: Sequence[Bound]) -> Iterator[Hypothesis]:
    """Yield what can be dropped: the kind of each name, and what sizes satisfy."""
    own = {number for s in specs if is_function(s.kind) for number in constants(s.kind).values()}
    for spec in specs:
        if is_function(spec.kind):
            yield from _of_function(spec, specs)
        if is_function(spec.kind) or spec.name in own:
            continue  # a constant of a function is what it is
        widest = "complex" if spec.kind in OVER_COMPLEX else ""
        if spec.kind != widest:
            others = [replace(s, kind=widest) if s is spec else s for s in specs]
            option = {"of": "+".join(each.spelled for each in others)}
            yield Hypothesis(f"{spec.name} {spec.kind}", f"{spec.name} is a {spec.says}", option,
                             about=spec.name)  # fmt: skip
    for bound in sizes:
        if (bound.sign, bound.right) in {("ge", "0"), ("ge", "1")}:
            continue  # it says that there is such a size
        kept = [each for each in sizes if each is not bound]
        kept += [Bound(dim, "ge", "1") for dim in (bound.left, bound.right) if not dim.isdigit()]
        rest = "+".join(each.spelled for each in kept)
        yield Hypothesis(bound.says, f"{bound.says} holds", {"sizes": rest})


def _of_function(spec: Spec, specs: Sequence[Spec]) -> Iterator[Hypothesis]:
    """Yield the properties of a function that can be dropped one at a time."""
    for said, kind in wider(spec.kind):
        others = [replace(s, kind=kind) if s is spec else s for s in specs]
        option = {"of": "+".join(each.spelled for each in others)}
        yield Hypothesis(f"{spec.name} {said}", f"{spec.name} is {said}", option, about=spec.name)
