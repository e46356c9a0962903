"""Which formulas cannot be true for want of sizes that fit, where the document says the sizes.

What is declared may be meant for other formulas than one that does not fit: a name of a section
around it has to fit in a statement beside it, and derivatives have to be laid out as elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from referee.checking.formulas import names
from referee.checking.items import Item, Try
from referee.evidence.answer_schema import Asked

Known = Mapping[int, tuple[Try, Asked]]
DECIDED = frozenset(("proved", "held", "refuted"))
TRUE = frozenset(("proved", "held"))
_DERIVATIVE = re.compile(r"\\nabla|\\partial|∇|\\frac\s*\{\s*d")
FEWEST = 2  # derivatives that fit, for each that fits as a transpose alone


def ill_typed(items: Sequence[Item], known: Known) -> Iterator[int]:
    """Yield the numbers of a document's statements that declared sizes rule out."""
    layouts = sum(1 for _, answer in known.values() if answer["misfit"] == "layout")
    columns = sum(
        answer["verdict"] in TRUE and _DERIVATIVE.search(tried.statement) is not None
        for tried, answer in known.values()
    )
    sure = {"sizes"} | ({"layout"} if columns >= FEWEST * layouts else set())
    for number, (tried, answer) in known.items():
        whole = tried.whole and not items[number].doubt
        wrong = answer["verdict"] == "not read" and answer["misfit"] in sure and whole
        if wrong and items[number].outer <= _fitting(items, known, items[number].section):
            yield number


def _fitting(items: Sequence[Item], known: Known, section: int) -> set[str]:
    """Return the names in the statements of a section that were decided."""
    return {
        name.lstrip("\\")
        for number, (_, answer) in known.items()
        if items[number].section == section and answer["verdict"] in DECIDED
        for name in names(items[number].latex)
    }
