"""A judge of statements, each in a copy of its process, within limits, as ``check`` has it here."""

from __future__ import annotations

from referee.asking.apart import Question, asked_apart
from referee.deciding.corpora import OWN
from referee.evidence.answer_schema import Asked
from referee.running.cache import deciding_version
from referee.running.terms import Refused, StatementTerms


class Judge:
    """Decides statements. Raises Refused for another version of the referee."""

    terms_type, item_type = StatementTerms, Question
    is_spent = False  # what a statement takes, it takes in the copy

    def __init__(self, terms: StatementTerms) -> None:
        self.limits, here = terms.limits, deciding_version(OWN)
        if here != terms.version:
            raise Refused(
                f"its sources and libraries have version {here}, here it is {terms.version}"
            )

    def decide(self, question: Question) -> Asked:
        """Return what is said of a statement."""
        return asked_apart(question, self.limits)
