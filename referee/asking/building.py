"""The kinds, intervals and sizes of a family while it is built, and its premises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flint import fmpq

from referee.asking.inference import Typed, family_of
from referee.asking.kinds import IMPLIED, both
from referee.asking.known import Reading
from referee.asking.lines import in_unicode
from referee.language.reading import parse
from referee.language.tree import Node
from referee.strategies.declared import Bound
from referee.strategies.intervals import Interval


class Building:
    """Kinds and intervals of names, as far as they are built so far; premises for the rest."""

    def __init__(
        self,
        reading: Reading,
        found: Typed,
        sizes: Sequence[Bound],
        claims: tuple[Node, ...],
    ) -> None:
        self.reading, self.claims, self.said = reading, claims, found.said
        specs = found.specs
        self.specs = {spec.name: spec for spec in specs}
        self.kinds: dict[str, list[str]] = {spec.name: [] for spec in specs}
        self.intervals: dict[str, list[Interval]] = {spec.name: [] for spec in specs}
        self.partners: dict[str, str] = {}
        self.built_for: set[str] = set()  # names that are of a kind only for an inverse to exist
        self.declared_kinds: dict[str, str] = {}  # of functions, where a derivative is assumed
        self.supposed: list[Node] = []
        self.lacking = ""
        self.large: list[str] = []  # sizes that are bounded for entries to exist
        self.sizes = list(sizes)
        self.premises: list[Node] = []
        self.dims = {d for s in specs for d in (s.rows, s.columns) if not d.isdigit()}
        self.dims |= {size.left for size in sizes}

    def formulas(self, texts: Sequence[str]) -> None:
        """Take formulas, as they are written, for premises."""
        names = dict.fromkeys([*self.specs, *self.dims])
        self.premises += [parse(text, names).root for text in texts]

    def bound(self, name: str, sign: str, value: fmpq | str) -> bool:
        """Bound a number by a value or a size. Returns False where no interval says that."""
        if sign == "!=" and value != 0:
            return False
        found = Interval(
            False,
            value if sign in {">", ">=", "=="} else None,
            value if sign in {"<", "<=", "=="} else None,
            sign == ">",
            sign == "<",
            sign == "!=",
        )
        known = joined([*self.intervals[name], found])
        if isinstance(value, str) and not (
            joined(self.intervals[name]).high is None and sign in {"<", "<="}
        ):
            return False
        self.intervals[name] = [known]
        return True

    def has_inverse(self, node: Node) -> bool:
        """Say whether what a node is made of makes it invertible: a product of invertible ones."""
        if node.kind in {"@", "T", "inv", "neg"}:
            return all(map(self.has_inverse, node.args))
        if node.kind == "eye":
            return True
        return self.is_of("invertible", node)

    def is_of(self, kind: str, node: Node) -> bool:
        """Say whether a node is a name of a kind, declared so or of one that has it."""
        of = self.kinds.get(str(node.value), []) if node.kind == "name" else []
        return kind in of or kind in _implied(of)

    def written(self, node: Node) -> str:
        """Return a node in Unicode."""
        plain = [replace(spec, kind="") for spec in self.specs.values()]
        return in_unicode(node, family_of(plain, [Bound(dim, "ge", "1") for dim in self.dims]))


def joined(intervals: Sequence[Interval]) -> Interval:
    """Return the numbers that are in all of several intervals."""
    found = Interval()
    for each in intervals:
        found = both(found, each)
    return found


def _implied(kinds: Sequence[str]) -> set[str]:
    return {other for kind in kinds for other in IMPLIED.get(kind, ())}
