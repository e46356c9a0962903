"""Statements of documents, decided on other machines as they are here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from referee.asking.apart import Question
from referee.deciding.corpora import OWN
from referee.deciding.limits import Limits
from referee.evidence.answer_schema import Asked
from referee.running import cluster
from referee.running.cache import deciding_version
from referee.running.terms import StatementTerms


@dataclass(frozen=True)
class StatementsOnCluster:
    """Decides statements on the cluster at an address. Raises NoCluster where it is called."""

    address: str

    def __call__(
        self,
        questions: Sequence[Question],
        processes: int,
        limits: Limits,
        *,
        begun: Callable[[int], None] = lambda _: None,
    ) -> Iterator[tuple[int, Asked]]:
        """Yield what is said of each as it comes; when one begins, nobody says here."""
        del processes, begun
        terms = StatementTerms(deciding_version(OWN), limits)
        with closing(cluster.decide(self.address, terms, dict(enumerate(questions)))) as decided:
            for number, found in decided:
                lost = isinstance(found, cluster.Lost)
                yield number, questions[number].unanswered(_why(found)) if lost else found


def _why(lost: cluster.Lost) -> str:
    if lost.fault:
        return f"a fault of the referee's own: {lost.fault}"
    return "what judged it crashed each time that it was tried"
