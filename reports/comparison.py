"""Comparisons of two runs: what changed between them, and what of it is worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from referee.evidence.schema import Record, Word
from referee.reports import evidence, wording
from referee.reports.header import Header
from referee.reports.outline import ClaimRows, Row, outline
from referee.reports.verdicts import REJECTED, UNSETTLED

Key = tuple[str, str, str]
# Kinds of changes, the most alarming first.
KINDS = (
    "missing",
    "no longer decided",
    "newly refuted",
    "verdict changed",
    "no longer expected",
    "says less",
    "proof lost",
    "newly held",
    "newly proved",
    "says more",
    "margin moved",
    "answer changed",
    "new",
    "drawn otherwise",
)
SEED = "drawn otherwise"  # what another seed explains alone: other instances, the same verdict
WORDS = get_args(Word)  # from the strongest to what says nothing
MOVED = 0.01  # a margin has moved where it changes by more than this, relative to the larger


@dataclass(frozen=True)
class Change:
    """What changed of one answer; ``worse`` says whether it is for the worse."""

    kind: str
    old: Record | None
    new: Record | None
    worse: bool
    detail: str

    @property
    def record(self) -> Record:
        """The record to read the answer's names from: the new one where there is one."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change is of a record")
        return found

    @property
    def name(self) -> str:
        """The answer's claim, sheet and label."""
        claim, *rest = key(self.record)
        return " ".join([claim, "-".join(part for part in rest if part)])


def key(record: Record) -> Key:
    """Return what identifies an answer in several runs."""
    return str(record["claim"]), str(record["sheet"]), str(record["label"])


def compare(
    old: Sequence[Record], new: Sequence[Record], *, reseeded: bool = False
) -> list[Change]:
    """Return the changes from one run to another, the most alarming kinds first.

    ``reseeded`` says that their seeds differ: a margin that moved at another instance is then
    told apart, since the seed alone explains it.

    Worse is what is missing, is no longer decided, has a verdict that is not the expected
    one any more, or lost its proof.
    """
    before, after = ({key(record): record for record in run} for run in (old, new))
    changes = [c for k, record in after.items() for c in _changes(before.get(k), record, reseeded)]
    changes += [_missing(record) for k, record in before.items() if k not in after]
    return sorted(changes, key=lambda change: (not change.worse, KINDS.index(change.kind)))


def _missing(record: Record) -> Change:
    return Change("missing", record, None, worse=True, detail=f"was {record['verdict']}")


def _changes(old: Record | None, new: Record, reseeded: bool) -> Iterator[Change]:
    if old is None:
        detail = str(new["verdict"])
        yield Change("new", None, new, worse=not new["as_expected"], detail=detail)
        return
    if old["verdict"] != new["verdict"]:
        yield _verdict(old, new)
        return
    if old["as_expected"] and not new["as_expected"]:
        detail = f"{new['verdict']}, expected {new['expected'] or 'held'}"
        yield Change("no longer expected", old, new, worse=True, detail=detail)
    yield from _strength(old, new)
    before, after = (evidence.sizes_proved(record) for record in (old, new))
    if after < before:
        detail = wording.proof(new) or "none was tried"
        yield Change("proof lost", old, new, worse=True, detail=detail)
    elif after > before:
        yield Change("newly proved", old, new, worse=False, detail=wording.proof(new))
    if old["answer"] != new["answer"]:
        detail = f"{old['answer']} → {new['answer']}"
        yield Change("answer changed", old, new, worse=False, detail=detail)
    elif _moved(old, new):
        margins = (wording.decimal(r["margin"]["smallest"]) for r in (old, new))
        kind = SEED if reseeded and not _another_margin(old, new) else "margin moved"
        yield Change(kind, old, new, worse=False, detail=" → ".join(margins))


def _strength(old: Record, new: Record) -> Iterator[Change]:
    """Yield whether a true answer is found to say less than before, or more."""
    before, after = (r["strength"]["word"] if "strength" in r else None for r in (old, new))
    if before is None or after is None or before == after:
        return
    less = WORDS.index(after) > WORDS.index(before)
    kind, detail = "says less" if less else "says more", f"{before} → {after}"
    yield Change(kind, old, new, worse=less, detail=detail)


def _verdict(old: Record, new: Record) -> Change:
    kind = "verdict changed"
    if new["verdict"] in UNSETTLED:
        kind = "no longer decided"
    elif new["verdict"] in REJECTED and old["verdict"] not in REJECTED:
        kind = "newly refuted"
    elif new["verdict"] == "held":
        kind = "newly held"
    worse = kind == "no longer decided" or (old["as_expected"] and not new["as_expected"])
    detail = f"{old['verdict']} → {new['verdict']}: {wording.gist(new['reason'])}"
    return Change(kind, old, new, worse=worse, detail=detail)


def _moved(old: Record, new: Record) -> bool:
    a, b = old["margin"]["smallest"], new["margin"]["smallest"]
    if a is None or b is None:
        return a is not b
    return bool(abs(a - b) > MOVED * max(abs(a), abs(b)))


def _another_margin(old: Record, new: Record) -> bool:
    """Whether an instance that both runs saw has another margin: no seed explains that."""
    before, after = _slacks(old), _slacks(new)
    return any(before[token] != after[token] for token in before.keys() & after.keys())


def _slacks(record: Record) -> dict[str, float]:
    """Return the margins of the instances a record keeps, by their tokens."""
    found = record["counterexample"]
    kept = [found["smallest"], found["worst"]] if found else [record["tightest"]]
    return {
        each["token"]: each["slack"]
        for each in kept
        if each and each["token"] is not None and each["slack"] is not None
    }


def names(old: Path, new: Path) -> tuple[str, str]:
    """Return names by which two files are told apart: as much of their paths as that takes."""
    one, other = old.absolute().parts, new.absolute().parts
    most = max(len(one), len(other))
    length = next((n for n in range(2, most + 1) if one[-n:] != other[-n:]), 2)
    return "/".join(one[-length:]), "/".join(other[-length:])


def headline(changes: Sequence[Change]) -> str:
    """Say in one sentence what changed."""
    if not changes:
        return "Nothing changed."
    counts = {kind: sum(change.kind == kind for change in changes) for kind in KINDS}
    parts = [f"{number:,} {kind}" for kind, number in counts.items() if number]
    worse = sum(change.worse for change in changes)
    for_the_worse = f"{worse:,} for the worse" if worse else "none for the worse"
    return f"{wording.counted(len(changes), 'change')}, {for_the_worse}: {', '.join(parts)}."


def lines(changes: Sequence[Change]) -> list[str]:
    """Return the changes as plain lines, what is worse marked by a word."""
    return [
        headline(changes),
        *(
            f"{'worse ' if change.worse else '      '}{change.kind}: {change.name}: {change.detail}"
            for change in changes
        ),
    ]


@dataclass(frozen=True)
class Group:
    """The changes of one kind."""

    kind: str
    changes: Sequence[Change]


def grouped(changes: Sequence[Change]) -> list[Group]:
    """Return changes by kind, the most alarming kinds first."""
    groups = [Group(kind, [c for c in changes if c.kind == kind]) for kind in KINDS]
    return [group for group in groups if group.changes]


@dataclass(frozen=True)
class ComparedRun:
    """One of two runs: what it is called, and where its page and the answers on it are."""

    name: str
    started: str
    seed: int | None
    answers: int
    page: str
    anchors: Mapping[Key, str]

    def link(self, record: Record) -> str:
        """Return the address of an answer on the run's page, empty where there is no page."""
        return f"{self.page}#{self.anchors[key(record)]}" if self.page else ""


def compared_run(name: str, records: Sequence[Record], header: Header, page: str) -> ComparedRun:
    """Return what a page of a comparison says of a run, whose own page is at ``page``."""
    shown = outline(records, header)
    rows = [row for part in shown.parts for claim in part.claims for row in _rows(claim)]
    anchors = {key(row.record): row.anchor for row in rows}
    return ComparedRun(name, header.started, header.seed, len(records), page, anchors)


def _rows(claim: ClaimRows) -> list[Row]:
    return [*claim.main, *(row for group in claim.others for row in group.rows)]
