"""What an entry of the vocabulary says about one operator or function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from referee.language.comparison import IllTyped

Size = tuple[int, int]
TRUTH = "truth"  # the type of a comparison, where an array has its size
Type = Size | str
SCALAR: Size = (1, 1)
# What an operation may bind: a leaf of its own that counts or runs through numbers, or a name that
# is derived by or is random.
INDEX, REAL, VARIABLE, RANDOM = "index", "real", "variable", "random"
ATOM = 10  # how tightly a name binds, in any notation
Piece = tuple[str, int]  # something as written, and how tightly it binds
_SIZES: Sequence[Size] = ((2, 2), (2, 1), (1, 2), (2, 3))


@dataclass(frozen=True)
class Notation:
    """How an operation is written: a template with {0}, {1}, ... and its precedence.

    Higher binds tighter. ``needs`` says for each argument below which precedence it stands in
    parentheses; where it says nothing the template itself encloses the argument.
    """

    template: str
    binds: int = ATOM
    needs: tuple[int, ...] = ()

    def written(self, pieces: Sequence[Piece], parentheses: str) -> Piece:
        """Return the arguments in the template; more than two stand in a row."""
        needs = [*self.needs, *self.needs[-1:] * len(pieces)] or [0] * len(pieces)
        texts = [
            text if binds >= need else parentheses.format(text)
            for (text, binds), need in zip(pieces, needs, strict=False)
        ]
        return self.row(texts), self.binds

    def row(self, texts: Sequence[str]) -> str:
        """Return written arguments in the template, which takes two at a time."""
        row = self.template.format(*texts[:2])
        for text in texts[2:]:
            row = self.template.format(row, text)
        return row


class Filled(Notation):
    """A template that takes all arguments at once: {0}, {1}, {2}, ..."""

    def row(self, texts: Sequence[str]) -> str:
        """Return written arguments in the template."""
        return self.template.format(*texts)


class Listed(Notation):
    """A template whose {1} is all arguments but the first, with commas between them."""

    def row(self, texts: Sequence[str]) -> str:
        """Return written arguments in the template."""
        return self.template.format(texts[0], ", ".join(texts[1:]))


class Together(Notation):
    """A template whose {0} is all arguments, with commas between them."""

    def row(self, texts: Sequence[str]) -> str:
        """Return written arguments in the template."""
        return self.template.format(", ".join(texts))


Chosen = Callable[..., Notation]  # a notation, chosen by the types of the arguments


def on_arrays(arrays: Notation, otherwise: Notation) -> Chosen:
    """Choose the first notation where no argument is a number, else the second."""
    return lambda *types: otherwise if SCALAR in types else arrays


def on_matrices(matrices: Notation, otherwise: Notation) -> Chosen:
    """Choose the first notation where no argument is a number, a column or a row."""
    return lambda *types: matrices if all(min(_size(type_)) > 1 for type_ in types) else otherwise


def on_columns(columns: Notation, otherwise: Notation) -> Chosen:
    """Choose the first notation where every argument is a column or a number, else the second."""
    return lambda *types: columns if all(_size(type_)[1] == 1 for type_ in types) else otherwise


def _size(type_: Type) -> Size:
    """Return the size of an array; a statement, which is none, is written as a number is."""
    return SCALAR if isinstance(type_, str) else type_


@dataclass(frozen=True)
class Changes:
    """What mutation makes of an operation, besides what it makes of any.

    ``to`` is what it is exchanged for, before the functions of the same types; one that is not
    ``offered`` never stands in place of those. ``swapped`` arguments change places, those at
    ``signed`` change sign, and what is ``transposed`` gets a transpose.
    """

    to: tuple[str, ...] = ()
    offered: bool = True
    swapped: bool = False
    signed: tuple[int, ...] = ()
    transposed: bool = False


@dataclass(frozen=True)
class Operation:
    """One operator or function; ``says`` is what it means, in words.

    ``typed`` maps the types of the arguments to the result's (raising IllTyped), ``value``
    computes it. One that ``takes_sizes`` is given the sizes themselves, one that is ``lazy``
    calls for the values it needs; one with ``several`` takes its arity or more, ``most`` at most.
    ``fold`` is its value on constants. ``text`` is None for what is called by its name. ``written``
    are further notations by their names (:mod:`referee.language.writing.notations`), each as it is
    or chosen by the types of the arguments; where there is none it is called by its name too.

    The arguments at ``indices`` are whole numbers, made of sizes, numbers and indices alone, and
    ``value`` is given them as such. One that ``binds`` an index has it for its first argument, then
    a range and what is evaluated for each index; one that binds a real number has it in the same
    way, between its ends. One that binds a variable, or what is random, has what is a function of
    it for its first argument, it for its second, and behind them what the distribution is of.

    Normal forms use its laws: it ``commutes``; it is another one with its arguments exchanged
    (``turned``); its transpose is the same of the transposes (``transposes_inside``); a transpose
    of its argument changes nothing (``ignores_transpose``); its square has a name (``squared``).
    What ``jumps``, or has no value, where a rank drops is known almost everywhere at best; what
    ``bends`` has a kink where its argument is 0; what is ``definite`` is 0 just where that is.
    ``sides`` writes in LaTeX what the two sides of a statement's comparison are.
    """

    says: str
    arity: int
    typed: Callable[..., Type]
    value: Callable[..., Any]
    latex: Notation
    text: Notation | None = None
    takes_sizes: bool = False
    lazy: bool = False
    several: bool = False
    most: int = 0
    indices: tuple[int, ...] = ()
    binds: str = ""
    fold: Callable[..., Fraction] | None = None
    commutes: bool = False
    turned: str = ""
    transposes_inside: bool = False
    ignores_transpose: bool = False
    squared: str = ""
    jumps: bool = False
    bends: bool = False
    definite: bool = False
    sides: tuple[Notation, Notation] | None = None
    written: Mapping[str, Notation | Chosen] = field(default_factory=dict)
    changes: Changes = Changes()

    @property
    def binds_leaf(self) -> bool:
        """Whether its first argument is a leaf that it binds, its last what it is of."""
        return self.binds in {INDEX, REAL}

    @property
    def variable(self) -> int:
        """At which place the name stands that it derives by, or that is random."""
        return 1 if self.binds == RANDOM else -1

    @cached_property
    def is_statement(self) -> bool:
        """Whether its value is a truth, wherever it has one."""
        return TRUTH in self._types((*_SIZES, SCALAR, TRUTH))

    @cached_property
    def is_scalar(self) -> bool:
        """Whether its value is a number whatever the sizes of its arguments."""
        return self._types(_SIZES) == {SCALAR}

    @cached_property
    def keeps_scalars(self) -> bool:
        """Whether its value is a number where its arguments are."""
        return self._types((SCALAR,)) == {SCALAR}

    def _types(self, of: Sequence[Type]) -> set[Type]:
        """Return the types of its values at arguments of some types."""
        found: set[Type] = set()
        places = [(SCALAR,) if k in self.indices else of for k in range(self.arity)]
        for arguments in () if self.takes_sizes else product(*places):
            try:
                found.add(self.typed(*arguments))
            except IllTyped:
                continue
        return found


def spell(type_: Type) -> str:
    """Return a type as text: ``2×1`` or ``a statement``."""
    return "a statement" if isinstance(type_, str) else f"{type_[0]}×{type_[1]}"
