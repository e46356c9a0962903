"""A judge: answers decided as a run under pytest decides them, without pytest."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import claims_of, located
from referee.deciding.decision import Memory
from referee.evidence.schema import Record
from referee.grading.marking import graded, rubric_of
from referee.grading.rubric import Rubric, read
from referee.numerics import batches
from referee.running import profiles
from referee.running.cache import version_elsewhere
from referee.running.terms import Refused, Terms


class Judge:
    """Decides answers to the claims of a corpus. Raises Refused for a corpus of another version."""

    terms_type, item_type = Terms, Answer

    def __init__(self, terms: Terms) -> None:
        self.terms, self.memory = terms, Memory()
        _settle(terms)
        package = located(terms.corpus)
        self.claims = claims_of(package)
        self.rubric = self._rubric(package)
        _check(version_elsewhere(package), terms.version)
        cannot = batches.trouble(terms.device)
        if cannot:
            raise Refused(cannot)

    def _rubric(self, package: str) -> Rubric:
        if not self.terms.rubric:
            return rubric_of(package, self.claims, None)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rubric.toml"
            path.write_text(self.terms.rubric, encoding="utf-8")
            return read(path, self.claims)

    @property
    def is_spent(self) -> bool:
        """Whether memory ran out here: what lives on after that may be broken in any way."""
        return self.memory.exhausted

    def decide(self, answer: Answer) -> Record:
        """Return the record of an answer, with its points."""
        return record_of(self.claims[answer.claim], answer, self.terms, self.rubric, self.memory)


def record_of(claim: Claim, answer: Answer, terms: Terms, rubric: Rubric, memory: Memory) -> Record:
    """Return the record of an answer, here or elsewhere."""
    studied = {"all": True, "marked": answer.study, "none": False}
    return graded(
        claim,
        answer,
        seed=terms.seed,
        effort=terms.effort,
        limits=terms.limits,
        # The corpus's own sheets expect verdicts, other people's earn points.
        terms=rubric.terms[claim.id] if answer.path else None,
        memory=memory,
        studied=studied[terms.study],
    )


def _check(here: str, wanted: str) -> None:
    """Raise Refused where the version of what decides is not the one that is wanted."""
    if here != wanted:
        raise Refused(f"its corpus and libraries have version {here}, here it is {wanted}")


def _settle(terms: Terms) -> None:
    """Load Hypothesis's profile, before claims are imported: a property keeps what it finds."""
    profiles.register()
    profiles.seed(terms.seed)
    settings.load_profile(terms.profile)
    if terms.examples is not None:
        settings.register_profile("claims-run", settings(), max_examples=terms.examples)
        settings.load_profile("claims-run")
