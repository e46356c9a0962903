"""What is declared: of names, conditions on them, and what is defined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from referee.asking.words import NUMBER


@dataclass
class Name:
    """What is known of a name: where it stands first, its sort, dimensions and kinds.

    ``declared`` says whether anything is; ``every`` whether that is behind "for all".
    """

    name: str
    written: str
    at: int
    sort: str = ""
    rows: str = ""
    columns: str = ""
    kinds: list[str] = field(default_factory=list)
    vector_kinds: list[str] = field(default_factory=list)
    intervals: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    vector_conditions: list[str] = field(default_factory=list)
    square: bool = False
    complex: bool = False
    function: bool = False
    constants: tuple[str, ...] = ()  # of a function: L where it is L-smooth
    declared: bool = False
    every: bool = False
    sized_at: int | None = None

    @property
    def anew(self) -> bool:
        """Whether what is said of it is all there is: it has a size, is a number or a function."""
        return bool(self.rows or self.function or (self.sort == NUMBER and self.declared))

    def joined(self, before: Name) -> Name:
        """Return it with what was said of it before: its size, and of which kinds it is."""
        if self.anew:
            return self
        return replace(
            self,
            sort=before.sort or self.sort,
            rows=before.rows,
            columns=before.columns,
            kinds=[*dict.fromkeys([*before.kinds, *self.kinds])],
            vector_kinds=[*dict.fromkeys([*before.vector_kinds, *self.vector_kinds])],
            intervals=[*dict.fromkeys([*before.intervals, *self.intervals])],
            conditions=[*dict.fromkeys([*before.conditions, *self.conditions])],
            vector_conditions=[
                *dict.fromkeys([*before.vector_conditions, *self.vector_conditions])
            ],
            square=self.square or before.square,
            declared=self.declared or before.declared,
            complex=self.complex or before.complex,
            function=before.function,
            constants=before.constants,
            sized_at=before.sized_at,
        )


@dataclass(frozen=True)
class Condition:
    """What is to hold of names: a formula as it was written, or a canonical one."""

    text: str
    at: int
    canonical: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The words of it, as far as they may be names."""
        return frozenset(re.findall(r"[^\W\d_]+(?:_\w+)?", self.text))


@dataclass(frozen=True)
class Definition:
    """A name, the name of its argument for a function, and the formula that it stands for."""

    name: str
    argument: str
    text: str
    at: int
    name_at: int
    sure: bool


@dataclass
class Declarations:
    """All that is declared: of names by their names, conditions, definitions."""

    names: dict[str, Name] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    samples: str = ""
    columns: str = ""  # the letter of X = [x_1 … x_n]
    random: list[str] = field(default_factory=list)  # x ~ N(m, S), as it is written

    def name(self, name: str, written: str, at: int) -> Name:
        """Return what is known of a name, nothing yet where it is new."""
        return self.names.setdefault(name, Name(name, written, at))

    def redeclare(self, later: Declarations) -> None:
        """Take what is declared later: what gives a name a size stands for what was said before.

        What says more of a name, as "A is symmetric", is added. A condition on names of both, as
        AB = BA, goes with the names that it was about.
        """
        new = {each.name for each in later.definitions}
        new |= {name for name, known in later.names.items() if known.anew}
        self.names = {name: known for name, known in self.names.items() if name not in new}
        self.definitions = [each for each in self.definitions if each.name not in new]
        self.conditions = [each for each in self.conditions if not new & each.names]
        for name, known in later.names.items():
            self.names[name] = known.joined(self.names[name]) if name in self.names else known
        self.definitions += later.definitions
        self.conditions += later.conditions
        self.samples = later.samples or self.samples
        self.columns = later.columns or self.columns
