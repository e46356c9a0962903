"""A referee for mathematical claims: proved, held or refuted, with evidence.

``referee.ask`` judges a statement, ``referee.assert_holds`` asserts one in a test, and
``referee.matrices`` draws matrices of a kind. Nothing is imported before it is asked for:
``import referee`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module

from referee.api import OFFERED

TYPE_CHECKING = False  # as typing's, which takes longer to import than everything here
if TYPE_CHECKING:
    from referee.api.answer import Answer as Answer
    from referee.api.answer import Counterexample as Counterexample
    from referee.api.answer import Side as Side
    from referee.api.asking import ask as ask
    from referee.api.asking import assert_holds as assert_holds
    from referee.api.strategies import matrices as matrices
    from referee.api.strategies import vectors as vectors

__all__ = ["Answer", "Counterexample", "Side", "ask", "assert_holds", "matrices", "vectors"]


def __getattr__(name: str) -> object:
    if name not in OFFERED:
        raise AttributeError(f"module 'referee' has no attribute {name!r}")
    return getattr(import_module(OFFERED[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *OFFERED})
