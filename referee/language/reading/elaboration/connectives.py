"""Relations, properties, and what joins statements."""

from __future__ import annotations

from referee.language.reading.elaboration import relations
from referee.language.reading.elaboration.candidates import Candidate, Candidates, combined
from referee.language.reading.elaboration.parts import Parts
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import Node
from referee.language.vocabulary import TRUTH


class Connectives(Parts):
    """Readings of statements."""

    def _distributed(self, surface: Surface) -> Surface:
        """Read ``a, b > 0`` and ``a and b are positive`` of each of the two."""
        parts = list(surface.args)
        for at in range(len(parts) - 2, -1, -1):
            behind = parts[at + 1]
            lone = parts[at].kind in {"name", "neg", "index"}
            if lone and behind.kind == "compare" and len(behind.args) == 2:
                whole = (parts[at], behind.args[1])
                parts[at] = Surface("compare", whole, behind.value, parts[at].at, parts[at].end)
            elif lone and behind.kind == "property":
                parts[at] = Surface(
                    "property", (parts[at],), behind.value, parts[at].at, behind.end
                )
        return Surface(surface.kind, tuple(parts), surface.value, surface.at, surface.end)

    def _compare(self, surface: Surface) -> Candidates:
        terms = [self.of(each) for each in surface.args]
        if not all(terms):
            return []
        found = relations.compared(self.context, terms, surface.value, surface.at)
        return found or self.misfit(surface, terms, surface.value[0])

    def _property(self, surface: Surface) -> Candidates:
        kind = str(surface.value)
        found = combined(
            [self.of(surface.args[0])],
            lambda a: relations.has_property(self.context, kind, a, surface.at),
        )
        types = self.types(self.of(surface.args[0]))
        return found or self.context.fail(surface, f"{types} that is {kind}: that does not fit")

    def _negation(self, surface: Surface) -> Candidates:
        return self._connected("not", surface)

    def _joined(self, surface: Surface) -> Candidates:
        kind = {"=>": "implies", "<=>": "iff"}.get(surface.kind, surface.kind)
        if kind in {"and", "or"}:
            surface = self._distributed(surface)
        return self._connected(kind, surface)

    def _connected(self, kind: str, surface: Surface) -> Candidates:
        parts = [[c for c in self.of(each) if c.type == TRUTH] for each in surface.args]
        for part, each in zip(parts, surface.args, strict=True):
            if not part:
                return self.context.fail(each, "a statement is expected here, such as a = b")
        return combined(
            parts,
            lambda *args: [
                Candidate(Node(kind, tuple(a.node for a in args), at=surface.at), TRUTH)
            ],
        )
