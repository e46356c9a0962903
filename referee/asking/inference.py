"""What is not declared: the smallest sorts and sizes of names under which a statement is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from referee.asking.declarations import Name
from referee.asking.problems import NotRead
from referee.asking.sets import COMPLEX
from referee.asking.tokens import in_latex
from referee.asking.words import MATRIX, NUMBER, VECTOR
from referee.language.comparison import IllTyped
from referee.language.reading import Scope, read
from referee.language.reading.result import LAYOUT, SIZES, DoesNotFit, NotParsed
from referee.language.reading.scope import STATEMENT
from referee.language.tree import Formula, FormulaError
from referee.language.types import node_type
from referee.language.vocabulary import TRUTH
from referee.strategies.declared import Bound, Spec
from referee.strategies.families import FAMILIES, Family
from referee.strategies.functions import COLUMNS

VECTORS = frozenset("abghpquvwxyz")
GENERAL = ("n", "m", "k", "d", "p", "q", "N", "M", "r", "s")
MOST_TRIED = 300  # ways to give names sorts and sizes


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
    misfits = set[str]()
    unparsed = set[_Parsed]()
    for tried, specs in enumerate(_ways(names, dims)):
        if tried == MOST_TRIED:
            misfits.add("")
            break
        if _parsed_by(specs) in unparsed:
            continue
        scope = scope_over(specs, sizes, samples)
        try:
            found = [_read(piece, scope) for piece in pieces]
        except NotRead as error:
            first = first or error
            misfits.add(error.misfit)
            if isinstance(error, _NotParsed):
                unparsed.add(_parsed_by(specs))
            continue
        return Typed(
            tuple(specs), tuple(f for f, _ in found), tuple(s for _, x in found for s in x)
        )
    if first is None:
        raise NotRead("the sizes of the names fit in no way")
    kind = "" if "" in misfits else LAYOUT if LAYOUT in misfits else SIZES
    raise NotRead(first.message, first.at, kind)


class _NotParsed(NotRead):
    """What the grammar alone refuses."""


_Parsed = tuple[frozenset[str], frozenset[str]]


def _parsed_by(specs: Sequence[Spec]) -> _Parsed:
    """Return what the grammar knows of names: which are numbers, and which dimensions there are."""
    numbers = frozenset(spec.name for spec in specs if (spec.rows, spec.columns) == ("1", "1"))
    return numbers, frozenset(d for spec in specs for d in (spec.rows, spec.columns) if d != "1")


def _read(piece: Piece, scope: Scope) -> tuple[tuple[Formula, ...], tuple[str, ...]]:
    try:
        text, places = (piece.text, []) if piece.canonical else in_latex(piece.text)
        found = read(text, scope)
    except FormulaError as error:
        at = None if error.at is None or piece.canonical else error.at
        if at is not None:
            at = piece.at + places[min(at, len(places) - 1)]
        misfit = error.misfit if isinstance(error, DoesNotFit) else ""
        refused = _NotParsed if isinstance(error, NotParsed) else NotRead
        raise refused(_of_functions(error.message), at, misfit) from None
    return _statements(found.formulas, piece, scope), found.said


_OF_FUNCTION = re.compile(rf"(?:evaluate|slope|curvature) of (\w+)×{COLUMNS}, (.+) does not fit")


def _of_functions(message: str) -> str:
    """Return a message about the argument of a declared function in words for people."""
    said = _OF_FUNCTION.fullmatch(message)
    if said is None:
        return message
    wanted = "a number" if said[1] == "1" else f"a vector in R^{said[1]}"
    return f"the argument of the function is {said[2]}, where {wanted} is wanted"


def _statements(formulas: Sequence[Formula], piece: Piece, scope: Scope) -> tuple[Formula, ...]:
    """Return the readings that are statements. Raises NotRead where none is."""
    why = NotRead("this is a formula, and no statement: what is said of it?", piece.at)
    kept = []
    for each in formulas:
        try:
            type_ = node_type(each.root, scope.family, scope.shape)
        except IllTyped as error:
            why = NotRead(
                _in_names(str(error), scope),
                None if piece.canonical else piece.at + (error.at or 0),
            )
            continue
        kept += [each] if type_ == TRUTH else []
    if not kept:
        raise why
    return tuple(kept)


def _in_names(message: str, scope: Scope) -> str:
    """Return a message about sizes with their names in place of the generic numbers."""
    for dim, size in scope.shape.items():
        message = re.sub(rf"\b{size}\b", dim, message)
    return message


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
    if name.function:
        return [(i, Spec(name.name, dim, COLUMNS)) for i, dim in enumerate((*dims, "1"))]
    sorts = [name.sort] if name.sort else sorts_of(name.name)
    found = []
    for place, sort in enumerate(sorts):
        # Of two ways that conventions like as much, the one with more numbers is the smaller.
        cost = 6 * place + (place > 0 and sort != NUMBER)
        found += [(cost + c, Spec(name.name, *size)) for c, size in _sizes(sort, name, dims)]
    return found


def sorts_of(name: str) -> Sequence[str]:
    """Return what a name may be, by how it is written: a capital is a matrix."""
    if name[0].isupper():
        return (MATRIX,)
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
