"""Verdicts: their order, words, and which of them ask for attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import get_args

from referee.evidence.schema import Record, Verdict

ORDER: tuple[str, ...] = get_args(Verdict)  # as the schema lists them
REJECTED = frozenset({"refuted", "ill-typed"})
# Verdicts about the run rather than the answer, the most alarming first.
UNSETTLED = ("crashed", "missing", "error", "ambiguous", "inconclusive")

# What follows a number in a sentence: one, several.
PHRASES: Mapping[str, tuple[str, str]] = {
    "held": ("holds", "hold"),
    "refuted": ("is refuted", "are refuted"),
    "ill-typed": ("is ill-typed", "are ill-typed"),
    "ambiguous": ("is ambiguous", "are ambiguous"),
    "inconclusive": ("is inconclusive", "are inconclusive"),
    "unanswered": ("is left unanswered", "are left unanswered"),
    "error": ("ended in an error", "ended in an error"),
    "crashed": ("crashed", "crashed"),
    "missing": ("is missing", "are missing"),
}


def count(records: Iterable[Record]) -> dict[str, int]:
    """Return how often each verdict occurs, in the usual order, zeros left out."""
    found = Counter(str(record["verdict"]) for record in records)
    return {verdict: found[verdict] for verdict in ORDER if found[verdict]}


def is_unexpected(record: Record) -> bool:
    """Whether a verdict is not the one its sheet expects (held, where it says nothing)."""
    return not record["as_expected"]


def needs_attention(record: Record) -> bool:
    """Whether a reader must not miss this record."""
    return is_unexpected(record) or record["verdict"] in UNSETTLED


def urgency(record: Record) -> int:
    """Return a rank by which alarming records come first."""
    verdict = record["verdict"]
    return UNSETTLED.index(verdict) if verdict in UNSETTLED else len(UNSETTLED)
