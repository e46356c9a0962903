"""What a page may ask about: the claims of a corpus, and what is told of them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from referee.deciding.claim import Claim
from referee.deciding.limits import Limits
from referee.grading.references import references_to
from referee.language.latex import to_latex
from referee.language.reading import parse
from referee.language.tree import FormulaError
from referee.reports import live

DECIDING = Limits(20, 1_000)


@dataclass(frozen=True)
class Corpus:
    """The claims that a page offers, who looks at it, and what a decision may take.

    For ``students``, who hand in answers to them, no answer of the reference leaves the server,
    and nothing that is held against one. ``limits`` are those of one decision.
    """

    package: str
    claims: Mapping[str, Claim]
    students: bool = False
    seed: int = 0
    limits: Limits = DECIDING

    @cached_property
    def title(self) -> str:
        """What the corpus is called."""
        return str(importlib.import_module(self.package).TITLE)

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """The titles of its parts."""
        return dict(importlib.import_module(self.package).PARTS)

    def asked(self, name: str) -> Claim:
        """Return a claim as it is decided here: for students a true answer is not weighed."""
        claim = self.claims[name]
        return replace(claim, asks=None) if self.students else claim

    def about(self, name: str) -> live.About:
        """Return what a page tells of a claim."""
        claim = self.claims[name]
        offered = claim.offered(claim.family)
        return {
            "claim": claim.id,
            "part": claim.part,
            "blank": claim.blank,
            "equation": list(claim.equation) if isinstance(claim.equation, tuple)
            else claim.equation,
            "statement": claim.states,
            "given": claim.given,
            "names": [{"written": each, "meaning": says} for each, says in offered.items()],
            "weighed": claim.asks is not None,
            "reference": [] if self.students else [_shown(claim, t) for t in references_to(claim)],
        }  # fmt: skip


def _shown(claim: Claim, text: str) -> live.Shown:
    try:
        latex = to_latex(parse(text, dict.fromkeys(claim.names)), claim.family)
    except FormulaError:
        latex = ""
    return {"answer": text, "latex": latex}
