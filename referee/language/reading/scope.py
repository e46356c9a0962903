"""What a text is read in: the names that stand there, their sizes, and what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from referee.language.vocabulary import TRUTH, Type
from referee.strategies.families import Family, Field, Shape, dimension

STATEMENT = "statement"
NOTATIONS = ("", "python", "matlab", "mathematics")
# Sizes that no two sums of few of them share: what fits at them fits because it was meant to.
_GENERIC = (23, 41, 71, 113, 173, 251, 347, 467)


class Asking(Protocol):
    """What asks for a formula: a claim."""

    @property
    def family(self) -> Family:
        """The family whose instances the formula is about."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the formula may use."""

    @property
    def size(self) -> str | None:
        """Its rows and columns as dimensions ("d 1"), None for a statement."""

    @property
    def states(self) -> str:
        """LaTeX in which ``{answer}`` stands for the formula."""


@dataclass(frozen=True)
class Distribution:
    """How a name is distributed: a binder ``expectation_KIND`` and the texts of its parameters.

    Texts are in the canonical spelling; a text "0" is a zero of the size that is wanted there.
    """

    kind: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Scope:
    """The names that a text may use, over a family that says what they are.

    ``wants`` is the size that is asked for as dimensions ("d 1"), "statement", or None where
    anything will do. ``notation`` is what a sheet declares ("python", "matlab", "mathematics"), ""
    where it declares none: then a product ``A * B`` that could be either is ambiguous.
    ``aliases`` maps names of the writer's to names of the family. ``samples`` says whether x_i is
    the i-th of the "columns" or "rows" of X; "" where only the meaning of X may tell. ``states`` is
    LaTeX with ``{answer}`` in it, whose left side an answer may repeat. ``macros`` are the
    document's own commands, each with its body and the number of its arguments. ``random`` says how
    names are distributed over which an expectation is, in an order in which each one's parameters
    depend on those before it alone. ``even`` takes all
    dimensions for one: so a text is read that fits at no others, for it to be judged ill-typed.
    """

    family: Family
    names: tuple[str, ...]
    wants: str | None = None
    notation: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)
    samples: str = ""
    states: str = ""
    macros: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    random: Mapping[str, Distribution] = field(default_factory=dict)
    even: bool = False

    @cached_property
    def shape(self) -> Shape:
        """A generic shape: every dimension of the family with a size of its own."""
        if self.even:
            return dict.fromkeys(self.family.shapes[0], _GENERIC[0])
        return dict(zip(self.family.shapes[0], _GENERIC, strict=False))

    @cached_property
    def wanted(self) -> Type | None:
        """The type that is asked for at the generic shape, None where any will do."""
        return self.wanted_at(self.shape)

    def wanted_at(self, shape: Shape) -> Type | None:
        """Return the type that is asked for at a shape, None where any will do."""
        if self.wants is None:
            return None
        if self.wants == STATEMENT:
            return TRUTH
        rows, columns = self.wants.split()
        return dimension(rows, shape), dimension(columns, shape)

    @cached_property
    def is_complex(self) -> bool:
        """Whether some names of the family are complex."""
        return any("complex" in each.meaning for each in self.family.fields)

    def field(self, name: str) -> Field:
        """Return what the family says of one of its names."""
        return self.family.by_name[name]


def scope_of(
    asking: Asking,
    *,
    notation: str = "",
    aliases: Mapping[str, str] | None = None,
    macros: Mapping[str, tuple[str, int]] | None = None,
) -> Scope:
    """Return the scope in which an answer to a claim is read.

    Raises ValueError for a notation that there is none of, and for an alias of no name.
    """
    if notation not in NOTATIONS:
        raise ValueError(f"no notation {notation!r}: there are {', '.join(NOTATIONS[1:])}")
    for alias, name in (aliases or {}).items():
        if name not in asking.names:
            offered = ", ".join(asking.names)
            raise ValueError(f"{alias} stands for {name}, which is no name here: {offered}")
    return Scope(
        asking.family,
        asking.names,
        STATEMENT if asking.size is None else asking.size,
        notation,
        dict(aliases or {}),
        states=asking.states,
        macros=dict(macros or {}),
    )
