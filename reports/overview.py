"""The overview of a run: what stands out, and how much there is to rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from referee.evidence.schema import Record
from referee.reports import evidence, wording
from referee.reports.outline import Outline, Row
from referee.reports.verdicts import REJECTED

MILLIONS = 10_000_000  # from here on the last digits are left out


@dataclass(frozen=True)
class Figure:
    """A number with what it counts, and the answer it comes from, if one."""

    value: str
    says: str
    row: Row | None = None


@dataclass(frozen=True)
class Survivor:
    """A conclusion that holds although premises that it was derived from do not."""

    row: Row
    failing: Sequence[Row]


@dataclass(frozen=True)
class Overview:
    """What the first screen says beyond the verdicts."""

    figures: Sequence[Figure]
    survivors: Sequence[Survivor]


def overview(outline: Outline) -> Overview:
    """Return what stands out in an outline."""
    main = [row for part in outline.parts for row in part.main]
    others = [row for group in outline.others for row in group.rows]
    return Overview([*_figures(main, others)], survivors(main))


def _figures(main: Sequence[Row], others: Sequence[Row]) -> Sequence[Figure]:
    records = [row.record for row in (*main, *others)]
    wrong = [r.record for r in others if r.record["expected"] in REJECTED]
    figures = [
        Figure(_many(sum(map(_decided, records))), "instances decided exactly"),
        *_proved(records),
    ]
    screened = sum(map(evidence.screened, records))
    if screened:
        figures.insert(1, Figure(_many(screened), "more screened by floating point"))
    if wrong:
        refuted = sum(record["verdict"] in REJECTED for record in wrong)
        says = f"of {len(wrong):,} wrong variants rejected"
        figures.append(Figure(f"{refuted:,}", says))
    return [*figures, *_weakest(main)]


def _decided(record: Record) -> int:
    return int(record["instances"]) - int(record["vacuous"])


def _many(number: int) -> str:
    return f"{number:,}" if number < MILLIONS else f"{number / 1e6:,.0f} million"


def _proved(records: Sequence[Record]) -> Iterator[Figure]:
    """Yield how many answers are proved for all sizes, and how many more up to some size."""
    grades = [evidence.grade(record) for record in records]
    every, some = grades.count("every-size"), grades.count("proved")
    yield Figure(f"{every:,}", f"{'answer' if every == 1 else 'answers'} proved at every size")
    if some:
        most = max(evidence.proved_up_to(record) for record in records)
        yield Figure(f"{some:,}", f"more proved up to {most}×{most}")


def _weakest(main: Sequence[Row]) -> list[Figure]:
    """Return the weakest bound on an assertion said to hold and not proved."""
    bounded = [row for row in main if evidence.grade(row.record) == "bounded"]
    if not bounded:
        return []
    row = max(bounded, key=lambda row: evidence.bound(row.record) or 0)
    share = wording.percentage(evidence.bound(row.record) or 0)
    return [Figure(f"≤ {share}", "of a family’s instances false, where it is not proved", row)]


def survivors(main: Sequence[Row]) -> list[Survivor]:
    """Return the conclusions that hold although a claim they rest on has no answer that does.

    What an answer rests on is named by its sheet. A premise with several readings fails
    only if all of them do.
    """
    found = []
    for row in main:
        failing = [x for premise in row.record.get("rests_on") or [] for x in _fails(premise, main)]
        if failing and row.record["verdict"] == "held":
            found.append(Survivor(row, failing))
    return found


def _fails(premise: str, main: Sequence[Row]) -> list[Row]:
    rows = [row for row in main if row.record["claim"] == premise]
    return rows[:1] if rows and all(r.record["verdict"] in REJECTED for r in rows) else []
