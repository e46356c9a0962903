"""What is declared and defined where a formula stands: by its section and those around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from referee.asking.declarations import Declarations
from referee.asking.problems import NotRead
from referee.asking.sections import declared_in
from referee.checking.formulas import MEMBER, has, names
from referee.checking.prose import restricts, without_nouns
from referee.language.tree import FormulaError

_MATH = re.compile(r"\$([^$]*)\$")
_FOR = re.compile(
    r"^\s*(?:for|given|with|where|if|let|when)\b(?: (?:all|every|any|each|some)\b)?", re.IGNORECASE
)
_CALLED = re.compile(r"\\?([^\W\d_]+)(?:_\{?\w+\}?)?\s*\(")
ALL_NAMES = "*"  # what is said without a name: "all matrices are square"
INNERMOST = 99  # the level of what is declared inside of a paragraph or an item alone


@dataclass(frozen=True)
class Entry:
    """A declaration at its level; ``unread`` says why a part of it was not read.

    ``section`` is the number of the section that it stands in; a ``weak`` one was made for its
    sentence alone, and counts behind it for names of which nothing else is said.
    """

    level: int
    text: str
    names: frozenset[str]
    defined: frozenset[str] = frozenset()
    of_kind: frozenset[str] = frozenset()
    dims: frozenset[str] = frozenset()
    unread: str = ""
    section: int = 0
    weak: bool = False


@dataclass
class Context:
    """Declarations in their order, the level they are made at, and what they define.

    ``section`` counts the sections that have begun, and ``around`` is the level of the last one.
    """

    entries: list[Entry] = field(default_factory=list)
    level: int = 0
    section: int = 0
    around: int = 0

    def enter(self, level: int) -> None:
        """Begin a section of a level: what was declared in those of its level is over."""
        self.entries = [each for each in self.entries if each.level < level]
        self.level = self.around = level
        self.section += 1

    def begin(self, level: int) -> None:
        """Begin a theorem or its proof: what the one before declared is over."""
        self.leave(level)
        self.level = level

    def end(self) -> None:
        """End a theorem or its proof: what follows is of the section again."""
        self.level = self.around

    def leave(self, level: int) -> None:
        """Forget what was declared at a level and below it."""
        self.entries = [each for each in self.entries if each.level < level]

    @property
    def texts(self) -> tuple[str, ...]:
        """The declarations that are read, in their order."""
        return tuple(each.text for each in self._ordered if each.text)

    @property
    def _ordered(self) -> list[Entry]:
        """The declarations, those first that others stand for."""
        return sorted(self.entries, key=lambda each: not each.weak)

    @property
    def defined(self) -> frozenset[str]:
        """The names that stand for something."""
        return self._left("defined")

    @property
    def of_kind(self) -> frozenset[str]:
        """The names of which a kind or a condition is known."""
        return self._left("of_kind")

    @property
    def dims(self) -> frozenset[str]:
        """The sizes that have names."""
        return frozenset(name for each in self.entries for name in each.dims)

    def _left(self, which: str) -> frozenset[str]:
        found = frozenset[str]()
        for each in self._ordered:
            found = (found - each.names) | getattr(each, which)
        return found

    def outer(self, latex: str) -> frozenset[str]:
        """Return the names of a formula that a section around its own declares.

        ALL_NAMES is one of them where something is said of sizes in words alone.
        """
        used = {name.lstrip("\\") for name in names(latex)}
        if any(ALL_NAMES in each.names for each in self.entries):
            used = used | {ALL_NAMES}
        last = {n: 0 if e.weak else e.section for e in self._ordered for n in e.names & used}
        return frozenset(
            name for name, section in last.items() if section != self.section or name == ALL_NAMES
        )

    def loosen(self) -> None:
        """Note that something is said of the sizes of names that are not named."""
        self._add(Entry(self.level, "", frozenset((ALL_NAMES,))))

    def unread(self, latex: str) -> str:
        """Return why something is not known of the names of a formula, "" where all is."""
        used = {name.lstrip("\\") for name in names(latex)}
        seen = set[str]()
        for each in reversed(self._ordered):
            about = each.names & used - seen
            if about and each.unread:
                return each.unread
            seen |= about
        return ""

    def declare(self, text: str, level: int | None = None, *, maybe: bool = False) -> bool:
        """Note a declaration, and say whether all of it was read.

        What is not read, is kept with what of it is, unless it is no more than ``maybe`` one.
        """
        level = self.level if level is None else level
        plain = without_nouns(text)
        try:
            found = declared_in(plain)
        except (NotRead, FormulaError) as error:
            if maybe:
                return False
            return self._declare_parts(text, level, f"“{_short(text)}”: {error}")
        self._add(_entry(level, plain, found))
        return True

    def mention(self, text: str) -> None:
        """Note what a sentence declares for itself, as "for z ∈ ℝᵏ": what follows may go on so."""
        formulas = [each for each in _MATH.findall(text) if has(each, MEMBER)]
        plain = without_nouns(_FOR.sub("Let ", text))
        try:
            entries = [_entry(self.level, plain, declared_in(plain))] if formulas else []
        except (NotRead, FormulaError):
            parts = [part for each in formulas if (part := _part(each))]
            entries = [_entry(self.level, part, declared_in(part)) for part in parts]
            if restricts(_MATH.sub(" ", text)):
                about = frozenset(n.lstrip("\\") for each in formulas for n in names(each))
                entries.append(Entry(self.level, "", about, unread=f"“{_short(text)}”"))
        for entry in entries:
            self._add(replace(entry, weak=True))

    def _add(self, entry: Entry) -> None:
        self.entries.append(replace(entry, section=self.section))

    def _declare_parts(self, text: str, level: int, why: str) -> bool:
        """Note what single formulas of a text declare; say whether its words say no more."""
        parts = [part for formula in _MATH.findall(text) if (part := _part(formula))]
        for part in parts:
            self._add(_entry(level, part, declared_in(part)))
        words = _MATH.sub(" ", text)
        read = len(parts) == len(_MATH.findall(text)) and not restricts(words)
        if not read:
            about = frozenset(n.lstrip("\\") for f in _MATH.findall(text) for n in names(f))
            self._add(Entry(level, "", about, unread=why))
        return read


def _part(formula: str) -> str:
    """Return a declaration that one formula makes alone, "" where it makes none."""
    text = f"Let ${formula}$"
    try:
        found = declared_in(text)
    except (NotRead, FormulaError):
        return ""
    said = any(known.declared for known in found.names.values()) or found.definitions
    return text if said else ""


def _entry(level: int, text: str, found: Declarations) -> Entry:
    defined = frozenset(each.name for each in found.definitions)
    conditions = {n.lstrip("\\") for c in found.conditions for n in names(c.text)}
    kinds = {
        name
        for name, known in found.names.items()
        if known.kinds or known.vector_kinds or known.conditions or known.intervals
    }
    of_kind = frozenset(kinds | conditions)
    anew = frozenset(name for name, known in found.names.items() if known.anew)
    sizes = [size for known in found.names.values() for size in (known.rows, known.columns)]
    dims = frozenset(size for size in sizes if size and not size.isdigit())
    return Entry(level, text, anew | defined, defined, of_kind, dims)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
