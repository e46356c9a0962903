"""What ``import referee`` offers other people's Python: statements asked, and what is said.

Here live the names that are promised to stay: they are typed, documented in ``docs/ask.md`` and
exported by the package, which imports them when they are asked for. They may use every room but
the commands. A new name is a function or a class here and an entry of ``OFFERED``.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing's, which takes longer to import than everything here
if TYPE_CHECKING:
    from collections.abc import Mapping

# What the package offers, by the module that it is imported from.
OFFERED: Mapping[str, str] = {
    "Answer": "referee.api.answer",
    "Counterexample": "referee.api.answer",
    "Side": "referee.api.answer",
    "ask": "referee.api.asking",
    "assert_holds": "referee.api.asking",
    "matrices": "referee.api.strategies",
    "vectors": "referee.api.strategies",
}
