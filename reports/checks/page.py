"""A check as a page: the formulas of the documents with their verdicts beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from referee.evidence.check_schema import Check, Checked, Trouble
from referee.reports import rendering
from referee.reports.answers import instances
from referee.reports.answers.page import LOOKS, shown
from referee.reports.checks.lines import totals
from referee.reports.witness import Shown

# What is no statement has no verdict; its mark is that of an answer that was not given.
ORDER = (
    "refuted", "ill-typed", "ambiguous", "vacuous", "inconclusive", "not read", "held", "proved",
)  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A formula as a page shows it: what it is, how that looks, and what hangs on it."""

    of: Checked
    label: str
    looks: str
    instance: Shown | None
    needed: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Document:
    """A document with its formulas, how many of each verdict, and what cannot be read in it."""

    file: str
    formulas: Sequence[Formula]
    counts: Mapping[str, int]
    troubles: Sequence[Trouble]


def page(found: Check) -> str:
    """Return a check as HTML."""
    documents = [*_documents(found)]
    return rendering.page("check.html.j2", found=found, documents=documents, totals=totals(found))


def _documents(found: Check) -> Iterator[Document]:
    for file in dict.fromkeys(found["files"]):
        own = [each for each in found["formulas"] if each["file"] == file]
        counted = Counter(str(each["verdict"]) for each in own if each["verdict"])
        counts = {name: counted[name] for name in ORDER if counted[name]}
        troubles = [each for each in found["troubles"] if each["file"] == file]
        yield Document(file, [formula(each) for each in own], counts, troubles)


def formula(of: Checked) -> Formula:
    """Return a formula as a page shows it."""
    verdict = of["verdict"]
    instance = of["counterexample"]
    return Formula(
        of,
        (verdict or of["kind"]).capitalize(),
        LOOKS.get(verdict, verdict) if verdict else "unanswered",
        shown(instance) if instance is not None and verdict == "refuted" else None,
        instances.needed(of["needed"]),
    )
