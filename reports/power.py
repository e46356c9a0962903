"""Power over a whole run: the sums over all answers whose single-node changes were decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from referee.evidence.schema import Need, Record
from referee.reports.wording import counted

VERDICTS: tuple[Need, ...] = ("needed", "not needed", "proved not needed", "undecided")


@dataclass(frozen=True)
class Figures:
    """How many answers were studied, what became of their mutants and of their hypotheses.

    ``hypotheses`` counts the pairs of an answer and a hypothesis by verdict.
    """

    answers: int
    generated: int
    refuted: int
    equivalent: int
    survived: int
    hypotheses: dict[Need, int]

    @property
    def inconclusive(self) -> int:
        """Mutants that say nothing, as a premise that is never met."""
        return self.generated - self.refuted - self.equivalent - self.survived


def figures(records: Sequence[Record]) -> Figures | None:
    """Return the figures of a run; None where nothing was studied."""
    found = [m for r in records if (m := r["evidence"].get("mutation"))]
    if not found:
        return None
    said = Counter(
        entry["verdict"] for r in records for entry in r["evidence"].get("hypotheses") or ()
    )
    return Figures(
        len(found),
        generated=sum(each["generated"] for each in found),
        refuted=sum(each["refuted"] for each in found),
        equivalent=sum(each["equivalent"] for each in found),
        survived=sum(each["survived"] for each in found),
        hypotheses={name: said[name] for name in VERDICTS},
    )


def lines(records: Sequence[Record]) -> Iterator[str]:
    """Yield the figures in words, a line each for mutants and hypotheses."""
    sums = figures(records)
    if sums is None:
        return
    parts = [
        f"{sums.refuted:,} refuted",
        f"{sums.equivalent:,} equivalent",
        f"{sums.survived:,} survived",
        f"{sums.inconclusive:,} inconclusive",
    ]
    yield f"{counted(sums.generated, 'mutant')}: {', '.join(parts)}"
    pairs = ", ".join(f"{number} {name}" for name, number in sums.hypotheses.items())
    yield f"hypotheses: {pairs}"
