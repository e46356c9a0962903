"""A judge: answers decided as a run under pytest decides them, without pytest."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings

from referee.deciding.answer import Answer
from referee.deciding.corpora import claims_of, located
from referee.deciding.decision import Memory
from referee.deciding.effort import Effort
from referee.evidence.schema import Record
from referee.grading.marking import graded, rubric_of
from referee.grading.rubric import Rubric, read
from referee.running import profiles
from referee.running.cache import deciding_version
from referee.running.terms import Refused, Terms


class Judge:
    """Decides answers to the claims of a corpus. Raises Refused for a corpus of another version."""

    def __init__(self, terms: Terms) -> None:
        self.terms, self.memory = terms, Memory()
        _settle(terms)
        package = located(terms.corpus)
        self.claims = claims_of(package)
        self.rubric = self._rubric(package)
        here = deciding_version(package)
        if here != terms.version:
            raise Refused(
                f"its corpus and libraries have version {here}, here it is {terms.version}"
            )
        usual = Effort(stop=True)
        self.effort = Effort(
            proof=usual.proof if terms.proof is None else terms.proof,
            search=usual.search if terms.search is None else terms.search,
            stop=True,
        )

    def _rubric(self, package: str) -> Rubric:
        if not self.terms.rubric:
            return rubric_of(package, self.claims, None)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rubric.toml"
            path.write_text(self.terms.rubric, encoding="utf-8")
            return read(path, self.claims)

    def decide(self, answer: Answer) -> Record:
        """Return the record of an answer, with its points."""
        return graded(
            self.claims[answer.claim],
            answer,
            seed=self.terms.seed,
            effort=self.effort,
            limits=self.terms.limits,
            terms=self.rubric.terms[answer.claim],
            memory=self.memory,
        )


def _settle(terms: Terms) -> None:
    """Load Hypothesis's profile, before claims are imported: a property keeps what it finds."""
    profiles.register()
    profiles.seed(terms.seed)
    settings.load_profile(profiles.DEFAULT)
    if terms.examples is not None:
        settings.register_profile("claims-run", settings(), max_examples=terms.examples)
        settings.load_profile("claims-run")
