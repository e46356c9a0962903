"""A run decided again: every row from its sheet, seed and request, leaf by leaf.

A decision is a pure function of a claim, an answer, a seed and what was asked for. So a log is
believed in nothing: what stands in it is held against what is decided here, and the list of its
rows against the corpus and its sheets.
"""

from __future__ import annotations

import importlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from hypothesis import settings

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import claims_of
from referee.deciding.decision import Memory
from referee.deciding.effort import Effort
from referee.evidence import decoding
from referee.evidence.record import answer_of, key, stub
from referee.evidence.schema import Record, Request, Run
from referee.grading.marking import graded, rubric_of
from referee.running import profiles
from referee.running.session import Asked, Selection
from referee.strategies.distributions import IN_WORDS

Key = tuple[str, str, str]  # claim, sheet, label
# What a row says that cannot be decided again, and why.
LEFT_OUT = {
    "seconds": "how long it took is not the same twice",
    "replay": "the command names a place on the machine where the run was",
    "evidence.every_size.seconds": "nor is how long the search for a proof took",
}
STOPPED = "stopped: "  # what a row says that a limit ended: on another machine it may not
# What a row says before anything is decided.
KNOWN = frozenset(
    [
        "part",
        "equation",
        "reading",
        "answer",
        "statement",
        "blank",
        "given",
        "expected",
        "because",
        "rests_on",
        "as_expected",
    ]
)
LONGEST = 80  # characters of a value that is shown


@dataclass(frozen=True)
class Job:
    """All that decides a log's rows again: where the corpus is, what was asked for, the sheets."""

    package: str
    seed: int
    request: Request
    sheets: tuple[str, ...] = ()
    rubric: Path | None = None

    def selection(self, claims: Mapping[str, Claim]) -> Selection:
        """Read the sheets again."""
        return Selection.of(Asked(self.package, self.sheets, (), Path()), claims)

    @property
    def effort(self) -> Effort:
        """What was done for an answer."""
        asked = self.request
        return Effort(
            proof=asked["proof"], search=asked["search"], device=asked["device"], stop=asked["stop"]
        )


def rows_amiss(records: Sequence[Record], header: Run, known: Iterable[Key]) -> Iterator[str]:
    """Yield which rows stand twice, which no sheet has and which are not there.

    ``known`` are the rows of all sheets that could be read again.
    """
    found, known = Counter(map(key, records)), set(known)
    sheets = {sheet for _, sheet, _ in known}
    for row, count in found.items():
        if count > 1:
            yield f"{_said(row)}: the row stands {count} times"
        if row[1] in sheets and row not in known:
            yield f"{_said(row)}: no sheet has this row"
    asked = header.get("request")
    if asked is not None and asked["rows"] != len(records):
        yield f"{len(records)} rows, but the run had {asked['rows']}"
    if asked is not None and not asked["part"]:
        named = set(header["sheets"])
        missing = (row for row in known if row[1] in named and row not in found)
        yield from (f"{_said(row)}: the row is not there" for row in sorted(missing))


def header_amiss(header: Run, selection: Selection, package: str) -> Iterator[str]:
    """Yield what a header says of the corpus and its sheets that is not so."""
    corpus = importlib.import_module(package)
    titles = {sheet.name: sheet.title for sheet in selection.sheets}
    told: dict[str, Any] = {name: header.get(name) for name in ("title", "parts", "distributions")}
    found = {"title": corpus.TITLE, "parts": corpus.PARTS, "distributions": dict(IN_WORDS)}
    known = {name: title for name, title in header["sheets"].items() if name in titles}
    yield from differences(told, found, "run.json")
    yield from differences(known, {name: titles[name] for name in known}, "run.json.sheets")
    if header["main"] != next(iter(header["sheets"]), ""):
        yield f"run.json.main is {_short(header['main'])}, which is not the first sheet"
    asked, examples = header.get("request"), header["examples"]
    if asked is not None and examples is not None and examples != asked["examples"]:
        yield f"run.json.examples is {examples}, but {asked['examples']} were asked for"


def differences(told: Any, decided: Any, place: str = "") -> Iterator[str]:
    """Yield where two records differ, leaf by leaf: what the log says and what was decided."""
    if isinstance(told, dict) and isinstance(decided, dict):
        places = {name: f"{place}.{name}" if place else name for name in {*told, *decided}}
        for name, below in sorted(places.items()):
            if below in LEFT_OUT:
                continue
            if name not in told or name not in decided:
                which = "is not in the log" if name not in told else "stands in the log alone"
                yield f"{below} {which}"
            else:
                yield from differences(told[name], decided[name], below)
    elif isinstance(told, list) and isinstance(decided, list) and len(told) == len(decided):
        for number, pair in enumerate(zip(told, decided, strict=True)):
            yield from differences(*pair, f"{place}[{number}]")
    elif type(told) is not type(decided) or told != decided:
        yield f"{place} is {_short(told)} in the log, {_short(decided)} decided again"


def share_of(records: Sequence[Record], share: float, seed: int) -> list[Record]:
    """Return a share of the rows, drawn by the seed, in their order."""
    count = round(share * len(records))
    chosen = random.Random(f"share {seed}").sample(range(len(records)), count)
    return [records[i] for i in sorted(chosen)]


def redecided(records: Sequence[Record], job: Job, *, workers: int) -> Iterator[tuple[Record, str]]:
    """Yield each record with the first place where it differs, "" where it does not.

    The rows of one claim are decided by one process, as they share instances.
    """
    by_claim: dict[str, list[Record]] = {}
    for record in records:
        by_claim.setdefault(record["claim"], []).append(record)
    # In new processes, since a property takes Hypothesis's settings when it is imported.
    with get_context("spawn").Pool(workers) as pool:
        for pairs in pool.imap_unordered(partial(_decided_again, job), by_claim.values()):
            yield from pairs


def _decided_again(job: Job, records: list[Record]) -> list[tuple[Record, str]]:
    _settled(job)
    claims, memory = claims_of(job.package), Memory()
    answers = _answers(job.selection(claims))
    terms = rubric_of(job.package, claims, job.rubric).terms if _has_points(records) else {}
    found = []
    for record in records:
        again = _graded(job, record, claims, answers, terms, memory)
        plain = None if again is None else json.loads(json.dumps(again))
        first = next(differences(record, plain), "") if plain is not None else "no such claim"
        found.append((record, first))
    return found


def verify(
    path: Path, job: Job, *, share: float = 1.0, workers: int = 1, show: Callable[[str], object]
) -> bool:
    """Decide a log's rows again, or a share of them, and show what is not as it says.

    Returns whether all is. What was never decided is counted and left out. Raises ValueError and
    OSError, each with one line, for what cannot be read.
    """
    records, header = decoding.records(path), decoding.header(path)
    amiss: list[str] = []
    if header is not None:
        claims = claims_of(job.package)
        selection = job.selection(claims)
        answers = _answers(selection)
        amiss += header_amiss(header, selection, job.package)
        amiss += rows_amiss(records, header, answers)
        amiss += undecided_amiss(records, claims, answers)
    for line in amiss:
        show(f"NOT as it was asked for: {decoding.on_one_line(line)}\n")
    chosen = [r for r in share_of(records, share, job.seed) if not was_never_decided(r)]
    wrong = 0
    for record, first in redecided(chosen, job, workers=workers):
        wrong += bool(first)
        if first:
            says = decoding.on_one_line(f"{_said(key(record))}: {first}")
            show(f"NOT as decided again: {says}\n")
    never = sum(map(was_never_decided, records))
    also = f"; {never} that the run could not read or end are left out" if never else ""
    same = f"{len(chosen) - wrong} of {len(chosen)} rows are what is decided again{also}"
    show(f"{same}\n" if share else "no row was decided again, as was asked for\n")
    return not wrong and not amiss


def was_never_decided(record: Record) -> bool:
    """Say whether a row tells of no decision: of a limit, a lost worker, a sheet in disorder.

    A verdict is believed in no row that says so: it would stand in the log unchecked.
    """
    stopped = record["verdict"] == "inconclusive" and record["reason"].startswith(STOPPED)
    lost = record["verdict"] == "error" and record.get("fault") is not None
    return stopped or lost or record["verdict"] in {"missing", "crashed"}


def undecided_amiss(
    records: Iterable[Record], claims: Mapping[str, Claim], answers: Mapping[Key, Answer]
) -> Iterator[str]:
    """Yield where a row of no decision differs from what its claim and its sheet say of it."""
    for record in filter(was_never_decided, records):
        claim, answer = claims.get(record["claim"]), answers.get(key(record))
        if claim is None or answer is None:
            continue
        known: dict[str, Any] = {
            name: v for name, v in stub(claim, answer).items() if name in KNOWN
        }
        told = {name: v for name, v in record.items() if name in KNOWN}
        yield from (f"{_said(key(record))}: {line}" for line in differences(told, known))


def _settled(job: Job) -> None:
    """Give Hypothesis the settings and the seed of the run."""
    profiles.register()
    settings.load_profile(profiles.DEFAULT)
    settings.register_profile("claims-run", settings(), max_examples=job.request["examples"])
    settings.load_profile("claims-run")
    profiles.seed(job.seed)


def _answers(selection: Selection) -> dict[Key, Answer]:
    """Return the answers of the sheets that can be read again, by their rows."""
    rows = (answer for name in selection.claims for answer in selection.answers(name))
    return {(answer.claim, answer.sheet, answer.label): answer for answer in rows}


def _graded(
    job: Job,
    record: Record,
    claims: Mapping[str, Claim],
    answers: Mapping[Key, Answer],
    terms: Mapping[str, Any],
    memory: Memory,
) -> Record | None:
    claim = claims.get(record["claim"])
    if claim is None:
        return None
    answer = answers.get(key(record)) or answer_of(record)
    return graded(
        claim,
        answer,
        seed=job.seed,
        effort=job.effort,
        terms=terms[claim.id] if "points" in record else None,
        studied={"all": True, "marked": answer.study, "none": False}[job.request["study"]],
        memory=memory,
    )


def _has_points(records: Iterable[Record]) -> bool:
    return any("points" in record for record in records)


def _said(row: Key) -> str:
    return f"{row[0]} [{row[1]} {row[2]}]".replace(" ]", "]")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
