"""What every part of elaboration asks of the whole: the readings of a part, and refusals."""

from __future__ import annotations

from collections.abc import Sequence

from referee.language.reading.elaboration.by_sizes import by_sizes
from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidates,
    Context,
    distinct,
)
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import MOST_DEPTH, MOST_NODES, FormulaError

TOO_DEEP = f"too large: at most {MOST_NODES} operations, {MOST_DEPTH} levels deep, are read"


def _has_its_axes(surface: Surface) -> bool:
    """Say whether code gives an array its axes: x[:, None], x.reshape(-1, 1), x.ravel().

    What np.diag returns has one axis whatever the others have: to lay it out tells nothing.
    """
    if surface.kind == "group":
        return _has_its_axes(surface.args[0])
    new = surface.kind == "index" and any(each.kind == "new axis" for each in surface.args)
    laid = new or (surface.kind == "call" and surface.value in {"reshape", "flat"})
    return laid and surface.args[0].value != "diag"


class Parts:
    """The typed readings of the parts of one text, each part once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        # A part is kept beside what is known of it: what is freed leaves its id to another one.
        self.known: dict[int, tuple[Surface, Candidates]] = {}
        self.depth = 0

    def of(self, surface: Surface) -> Candidates:
        """Return the typed readings of a part; none where it fits nowhere."""
        known = self.known.get(id(surface))
        if known is not None:
            return known[1]
        self.context.step()
        self.depth += 1
        if self.depth > 2 * MOST_DEPTH:
            raise FormulaError(TOO_DEEP, surface.at)
        found = distinct(self.read(surface))
        self.depth -= 1
        self.known[id(surface)] = surface, found
        return found

    def read(self, surface: Surface) -> Candidates:
        """Return the readings of a part by its kind."""
        raise FormulaError("this cannot stand here", surface.at)

    def unknown(self, surface: Surface) -> FormulaError:
        """Return the refusal of a letter that is no name."""
        return FormulaError(
            f"unknown name {surface.value!r}; the names here are"
            f" {', '.join(self.context.scope.names)}",
            surface.at,
        )

    def check_axes(self, surfaces: Sequence[Surface]) -> None:
        """Refuse x[:, None] * y, which NumPy spreads over two axes where y has one."""
        laid = [each for each in surfaces if _has_its_axes(each)]
        others = [each for each in surfaces if each not in laid]
        if laid and any(c.is_column for each in others for c in self.of(each)):
            raise FormulaError(
                "an array of two axes beside one that may have one: write x * y, or x @ y.T",
                laid[0].at,
            )

    def types(self, candidates: Candidates) -> str:
        """Return the types of some readings in words."""
        types = dict.fromkeys(
            self.context.spelled(each.type) for each in candidates if each.type != ANY_SIZE
        )
        return " or ".join(types) or "a number"

    def misfit(self, surface: Surface, parts: list[Candidates], word: str) -> Candidates:
        """Note that parts fit nowhere together; return no candidates."""
        types = f" {word} ".join(self.types(part) for part in parts)
        said = f"the sizes do not fit: {types}"
        return self.context.fail(surface, said, by_sizes(surface, parts, word))
