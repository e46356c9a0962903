"""Typed readings of a part of a text, and what joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from referee.language.comparison import IllTyped
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.notations.recognise import Evidence
from referee.language.reading.scope import Scope
from referee.language.tree import FormulaError, Node, constant
from referee.language.vocabulary import (
    BINDERS,
    FUNCTIONS,
    LITERALS,
    SCALAR,
    TRUTH,
    Size,
    Type,
    operation,
)
from referee.strategies.families import Shape

ANY_SIZE = "any size"  # of a 0 or 1 that takes the size of what it stands beside
MOST_READINGS = 48  # of one part
MOST_STEPS = 60_000


class Candidate(NamedTuple):
    """A reading of a part: its tree and its type at the generic shape."""

    node: Node
    type: Type

    @property
    def is_array(self) -> bool:
        """Whether this is a vector or matrix, not a number or statement."""
        return not isinstance(self.type, str) and self.type != SCALAR

    @property
    def size(self) -> Size:
        """The rows and columns; (0, 0) for a statement."""
        if isinstance(self.type, SetOf):
            return self.type.size
        return (0, 0) if isinstance(self.type, str) else self.type

    @property
    def is_column(self) -> bool:
        """Whether this is a column of several entries."""
        return self.size[1] == 1 and self.size[0] > 1

    @property
    def is_square(self) -> bool:
        """Whether this is a square matrix that is no number."""
        return self.is_array and self.size[0] == self.size[1]


Candidates = list[Candidate]


class Failure(NamedTuple):
    """What did not fit, and where; ``misfit`` says whether the sizes alone rule it out."""

    at: int
    message: str
    misfit: str = ""


@dataclass(frozen=True)
class Convention:
    """What signs mean that differ between notations; one text keeps to one of each.

    ``entrywise`` says whether ``*`` and ``/`` of two arrays go entry by entry, ``base`` from which
    number indices in brackets count, ``columns`` whether a list of numbers is a column,
    ``magnitudes`` whether bars are magnitudes of entries, not the norm or determinant.
    """

    entrywise: bool = False
    base: int = 1
    columns: bool = False
    magnitudes: bool = False


class SetOf(str):
    """The type of a set that is made of the columns of a matrix of some size."""

    size: Size

    @classmethod
    def of(cls, kind: str, size: Size) -> SetOf:
        """Return the type of a set of a kind."""
        made = cls(f"set {kind}")
        made.size = size
        return made


@dataclass
class Context:
    """What elaboration knows: the scope, a shape, the notation; and what did not fit."""

    scope: Scope
    shape: Shape
    evidence: Evidence
    convention: Convention = field(default_factory=Convention)
    bound: dict[str, str] = field(default_factory=dict)  # indices as written, as they are called
    failures: list[Failure] = field(default_factory=list)
    steps: int = 0
    said: list[str] = field(default_factory=list)

    def index_called(self, written: str) -> str:
        """Return a name for an index that nothing else has: its own, or another letter."""
        taken = {*self.scope.names, *self.shape, *self.bound.values(), *_WORDS}
        return next(each for each in (written, *_INDICES) if each not in taken)

    def symbol(self, size: int) -> str:
        """Return a size as a dimension of the family, or as digits."""
        return next((name for name, each in self.shape.items() if each == size), str(size))

    def spelled(self, type_: Type) -> str:
        """Return a type in the family's dimensions: d×n, or a statement."""
        if isinstance(type_, SetOf):
            return f"the columns of {self.spelled(type_.size)}"
        if isinstance(type_, str):
            return "a statement" if type_ == TRUTH else "a number"
        if type_ == SCALAR:
            return "a number"
        return f"{self.symbol(type_[0])}×{self.symbol(type_[1])}"

    def dimension(self, size: int, at: int) -> Node:
        """Return a size as a node: a dimension's name, or a number."""
        symbol = self.symbol(size)
        if symbol.isdigit():
            return Node("number", value=Fraction(symbol), at=at)
        return Node("name", value=symbol, at=at)

    def fail(self, surface: Surface, message: str, misfit: str = "") -> Candidates:
        """Note that a part fits nowhere, and why; return no candidates."""
        self.failures.append(Failure(surface.at, message, misfit))
        return []

    def step(self) -> None:
        """Count a step; raises FormulaError where there are too many."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise FormulaError("this can be read in too many ways: write * and brackets")

    def made(self, kind: str, args: Iterable[Candidate], at: int) -> Candidate | None:
        """Return an operation of the vocabulary on typed parts, None where they do not fit."""
        self.step()
        parts = tuple(args)
        try:
            type_ = operation(kind).typed(*(each.type for each in parts))
        except (IllTyped, TypeError):
            return None
        nodes = tuple(each.node for each in parts)
        if kind == "/" and constant(nodes[1]) == 0:
            raise FormulaError("division by zero; divide by something else", at)
        return Candidate(Node(kind, nodes, at=at), type_)


_WORDS = frozenset((*FUNCTIONS, *BINDERS, *LITERALS))
_INDICES = ("i", "j", "k", "l", "p", "q", "r", *(f"i{k}" for k in range(1, 40)))


def distinct(candidates: Iterable[Candidate]) -> Candidates:
    """Return candidates each once; raises FormulaError for too many."""
    found = list(dict.fromkeys(candidates))
    if len(found) > MOST_READINGS:
        raise FormulaError(
            "this can be read in too many ways: write * and brackets", found[0].node.at
        )
    return found


def combined(
    parts: Iterable[Candidates], join: Callable[..., Iterable[Candidate | None]]
) -> Candidates:
    """Return what joins each choice of one candidate a part."""
    return distinct(_joined(list(parts), join))


def _joined(
    parts: list[Candidates], join: Callable[..., Iterable[Candidate | None]]
) -> Iterator[Candidate]:
    for chosen in product(*parts):
        for found in join(*chosen):
            if found is not None:
                yield found


def resized(context: Context, candidate: Candidate, type_: Type) -> Candidates:
    """Return a 0 or 1 of any size as the array of a size that is meant."""
    if candidate.type != ANY_SIZE or isinstance(type_, str) or type_ == SCALAR:
        return []
    return [Candidate(node, type_) for node in _filled(context, candidate.node, type_)]


def _filled(context: Context, node: Node, size: Size) -> list[Node]:
    if node.kind == "neg":
        return [Node("neg", (each,), at=node.at) for each in _filled(context, node.args[0], size)]
    sizes = tuple(context.dimension(each, node.at) for each in size)
    if node.value == 0:
        return [Node("zeros", sizes, at=node.at)]
    found = [Node("ones", sizes, at=node.at)]
    if size[0] == size[1]:
        found.append(Node("eye", sizes[:1], at=node.at))
    return found


def has(function: str) -> bool:
    """Say whether the vocabulary has a function."""
    return function in FUNCTIONS or function in BINDERS


Handler = Callable[[Surface], Candidates]
Handlers = Mapping[str, Handler]
