"""What is not declared: the smallest sorts and sizes of names under which a statement is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from referee.asking.declarations import Name
from referee.asking.problems import NotRead
from referee.asking.sets import COMPLEX
from referee.asking.words import MATRIX, NUMBER, VECTOR
from referee.language.reading import Scope, read
from referee.language.reading.scope import STATEMENT
from referee.language.tree import Formula, FormulaError
from referee.strategies.declared import Bound, Spec
from referee.strategies.families import FAMILIES, Family
from referee.strategies.kinds.over_complex import KINDS as OVER_COMPLEX

VECTORS = frozenset("abghpquvwxyz")
GENERAL = ("n", "m", "k", "d", "p", "q", "N", "M", "r", "s")
MOST_TRIED = 600  # ways to give names sorts and sizes


@dataclass(frozen=True)
class Piece:
    """A formula of a statement: its text, where it stands, whether it is in canonical spelling."""

    text: str
    at: int
    canonical: bool = False


@dataclass(frozen=True)
class Typed:
    """Names with their sizes, and what each piece of a statement then is: one formula or more."""

    specs: tuple[Spec, ...]
    formulas: tuple[tuple[Formula, ...], ...]
    said: tuple[str, ...] = ()


def scope_over(specs: Sequence[Spec], sizes: Sequence[Bound], samples: str = "") -> Scope:
    """Return the scope of statements about declared names."""
    family = family_of(specs, sizes)
    return Scope(family, tuple(family.by_name), STATEMENT, samples=samples)


def family_of(specs: Sequence[Spec], sizes: Sequence[Bound]) -> Family:
    """Return the family of declared names."""
    of = "+".join(spec.spelled for spec in specs)
    return FAMILIES["declared"](of=of, sizes="+".join(each.spelled for each in sizes))


def typed(
    names: Sequence[Name],
    pieces: Sequence[Piece],
    dims: Sequence[str],
    sizes: Sequence[Bound] = (),
    samples: str = "",
) -> Typed:
    """Return the first way to complete declarations in which all pieces are statements.

    Raises NotRead, with what the reader says of the likeliest way, where there is none.
    """
    first: NotRead | None = None
    for specs in islice(_ways(names, dims), MOST_TRIED):
        scope = scope_over(specs, sizes, samples)
        try:
            found = [_read(piece, scope) for piece in pieces]
        except NotRead as error:
            first = first or error
            continue
        return Typed(
            tuple(specs), tuple(f for f, _ in found), tuple(s for _, x in found for s in x)
        )
    raise first or NotRead("the sizes of the names fit in no way")


def _read(piece: Piece, scope: Scope) -> tuple[tuple[Formula, ...], tuple[str, ...]]:
    try:
        found = read(piece.text, scope)
    except FormulaError as error:
        at = None if error.at is None or piece.canonical else error.at + piece.at
        raise NotRead(error.message, at) from None
    return found.formulas, found.said


def _ways(names: Sequence[Name], dims: Sequence[str]) -> Iterator[list[Spec]]:
    """Yield ways to complete declarations, those first that conventions prefer."""
    known = list(dims)
    if not known:
        taken = {name.name for name in names}
        known = [next(d for d in GENERAL if d not in taken)]
    options = [_options(name, known) for name in names]
    places = product(*(range(len(each)) for each in options))
    many = 1
    for each in options:
        many *= len(each)
    ordered = sorted(places, key=lambda p: (_cost(options, p), p)) if many <= 50_000 else places
    for place in ordered:
        yield [options[i][k][1] for i, k in enumerate(place)]


def _cost(options: Sequence[Sequence[tuple[int, Spec]]], place: Sequence[int]) -> int:
    return sum(options[i][k][0] for i, k in enumerate(place))


def _options(name: Name, dims: Sequence[str]) -> list[tuple[int, Spec]]:
    """Return what a name may be, each with how far it is from what conventions say."""
    if name.rows:
        kind = COMPLEX if name.complex else ""
        return [(0, Spec(name.name, name.rows, name.columns, kind))]
    sorts = [name.sort] if name.sort else sorts_of(name.name)
    found = []
    for cost, sort in enumerate(sorts):
        found += [(3 * cost + c, Spec(name.name, *size)) for c, size in _sizes(sort, name, dims)]
    return found


def sorts_of(name: str) -> Sequence[str]:
    """Return what a name may be, by how it is written: a capital is a matrix."""
    if name[0].isupper():
        return MATRIX, VECTOR, NUMBER
    if len(name.partition("_")[0]) == 1 and name[0] in VECTORS:
        return VECTOR, NUMBER, MATRIX
    return NUMBER, VECTOR, MATRIX


def _sizes(sort: str, name: Name, dims: Sequence[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    if sort == NUMBER:
        yield 0, ("1", "1")
    elif sort == VECTOR:
        yield from ((i, (dim, "1")) for i, dim in enumerate(dims))
    else:
        for (i, rows), (j, columns) in product(enumerate(dims), repeat=2):
            if rows == columns or not name.square:
                yield (i + j if rows != columns else i), (rows, columns)


def in_words(specs: Sequence[Spec]) -> Iterator[str]:
    """Yield lines of set mathematics: ``A, B ∈ ℝⁿˣⁿ``."""
    groups: dict[str, list[Spec]] = {}
    for spec in specs:
        groups.setdefault(set_of(spec), []).append(spec)
    for where, members in groups.items():
        yield f"{', '.join(spelled(each.name) for each in members)} ∈ {where}"


_RAISED = dict(zip("0123456789nmkdijpqrstxNMT", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿᵐᵏᵈⁱʲᵖqʳˢᵗˣᴺᴹᵀ", strict=True))
_NOT_RAISED = frozenset("qN")


def set_of(spec: Spec) -> str:
    """Return the set that a spec is in, its kind left out."""
    field = "ℂ" if spec.kind in OVER_COMPLEX else "ℝ"
    if spec.is_number:
        return "ℤ" if spec.kind.startswith("integer") else field
    both = (spec.rows,) if spec.columns == "1" else (spec.rows, spec.columns)
    raised = all(c in _RAISED and c not in _NOT_RAISED for dim in both for c in dim)
    if raised:
        return field + "ˣ".join("".join(_RAISED[c] for c in dim) for dim in both)
    return f"{field}^({'×'.join(both)})" if len(both) > 1 else f"{field}^{both[0]}"


_GREEK: Mapping[str, str] = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau"
        " upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi"
        " Omega".split(),
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        strict=True,
    )
)
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_MARKED = {"star": "*", "prime": "′", "hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}


def spelled(name: str) -> str:
    """Return a name in Unicode: lambda_1 is λ₁."""
    base, _, below = name.partition("_")
    head = _GREEK.get(base, base)
    if below in _MARKED:
        return head + _MARKED[below]
    if below.isdigit():
        return head + below.translate(_LOWERED)
    return f"{head}_{_GREEK.get(below, below)}" if below else head


def with_kind(spec: Spec, kind: str) -> Spec:
    """Return a spec with a kind."""
    return replace(spec, kind=kind)
