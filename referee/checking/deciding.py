"""Verdicts on the formulas of documents: each statement asked within limits, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Protocol, cast

from referee.asking.apart import WITHIN, Question, asked_side_by_side
from referee.checking.finding import found_in
from referee.checking.items import STATEMENT, Item, Problem, Try
from referee.checking.misfits import Known, ill_typed
from referee.checking.pieces import NoDocument
from referee.checking.sources import pieces_of
from referee.deciding.limits import Limits
from referee.evidence.answer_schema import Asked
from referee.evidence.check_schema import Check, Checked, Kind, Trouble

LONGEST_NAME = 40  # of a statement, while it is decided
# What may be for want of a hypothesis that was left out.
NO_VALUE = "has no value"
OPEN = frozenset(("refuted", "ambiguous", "vacuous"))


class Asking(Protocol):
    """Who decides statements: so many at a time, within limits, each yielded with its number.

    ``begun`` is told the number of each as it begins, where that is known.
    """

    def __call__(
        self,
        questions: Sequence[Question],
        processes: int,
        limits: Limits,
        *,
        begun: Callable[[int], None] = ...,
    ) -> Iterator[tuple[int, Asked]]:
        """Yield what is said of each as it comes."""


@dataclass(frozen=True)
class Effort:
    """How documents are checked: processes, limits of each statement, search on top, seed, by whom.

    ``ask`` decides on this machine or on others.
    """

    workers: int = 1
    limits: Limits = WITHIN
    search: float | None = None
    seed: int = 0
    ask: Asking = asked_side_by_side


@dataclass(frozen=True)
class Document:
    """A document as it was named, with its formulas and what in it cannot be read."""

    file: str
    items: Sequence[Item]
    problems: Sequence[Problem]
    unread: str = ""

    @property
    def files(self) -> list[str]:
        """The document, and what it takes in."""
        return [*dict.fromkeys([self.file, *(each.piece.file or self.file for each in self.items)])]


def document(path: Path) -> Document:
    """Read a document; why it cannot be read is in it."""
    try:
        items, problems = found_in(pieces_of(path))
    except NoDocument as error:
        return Document(str(path), [], [], str(error))
    return Document(str(path), items, problems)


class Watching(Protocol):
    """Who is told how far a check is."""

    def start(self, total: int, *, known: int, what: str) -> None:
        """Be told how many statements there are."""

    def more(self, number: int) -> None:
        """Be told of as many more: what could not be read is asked in another way."""

    def begin(self, name: str) -> None:
        """Be told which statement is being decided."""

    def step(self, verdict: str, name: str) -> None:
        """Be told what became of one."""


def check(paths: Sequence[Path], effort: Effort, watch: Watching | None = None) -> Check:
    """Return what is known of the formulas of documents, in the order of files and places."""
    documents = _alone([document(path) for path in paths])
    items = [item for each in documents for item in each.items]
    known = _verdicts(items, effort, watch)
    formulas: list[Checked] = []
    for each in documents:
        formulas += _formulas(each, known, len(formulas))
    return {
        "schema": 1,
        "files": [*dict.fromkeys(file for each in documents for file in each.files)],
        "formulas": formulas,
        "troubles": [trouble for each in documents for trouble in _troubles(each)],
        "gone": 0,
        "seed": effort.seed,
        "version": version("claims-referee"),
    }


def _alone(documents: Sequence[Document]) -> list[Document]:
    """Return documents without those that another one takes in: they are checked there."""
    inner = {Path(file).resolve() for each in documents for file in each.files[1:]}
    kept = [each for each in documents if Path(each.file).resolve() not in inner]
    return kept or list(documents)


def _formulas(of: Document, every: Known, start: int) -> Iterator[Checked]:
    """Yield what is known of a document's formulas, the first of which has a number."""
    numbers = range(start, start + len(of.items))
    known = {number - start: every[number] for number in numbers if number in every}
    wrong = {*ill_typed(of.items, known)}
    for number, item in enumerate(of.items):
        found = _checked(item, known.get(number))
        found["file"] = item.piece.file or of.file
        if number in wrong:
            found["verdict"] = "ill-typed"
        yield found


def _troubles(of: Document) -> Iterator[Trouble]:
    if of.unread:
        yield {"file": of.file, "line": 0, "column": 0, "reason": of.unread}
    for each in of.problems:
        line, column = each.piece.place(each.at)
        file = each.piece.file or of.file
        yield {"file": file, "line": line, "column": column, "reason": each.reason}


def _verdicts(
    items: Sequence[Item], effort: Effort, watch: Watching | None
) -> Mapping[int, tuple[Try, Asked]]:
    """Return what is said of the statements among formulas, by their places in the row."""
    known: dict[int, tuple[Try, Asked]] = {}
    first: dict[int, Asked] = {}
    waiting = {n: item.tries for n, item in enumerate(items) if item.tries}
    while waiting:
        tries = {n: row[0] for n, row in waiting.items()}
        asked = _asked(tries, effort, watch, is_first=not known)
        for number, answer in asked.items():
            tried = waiting[number][0]
            first.setdefault(number, answer)
            known[number] = tried, _counted(items[number], tried, answer, first[number])
        waiting = {
            n: tries[1:]
            for n, tries in waiting.items()
            if asked[n]["verdict"] == "not read" and len(tries) > 1
        }
    return known


def _asked(
    tries: Mapping[int, Try], effort: Effort, watch: Watching | None, *, is_first: bool
) -> Mapping[int, Asked]:
    """Return what is said of statements; the same one is asked once."""
    different = list(dict.fromkeys(tries.values()))
    questions = [
        Question(each.statement, seed=effort.seed, search=effort.search, section=each.section)
        for each in different
    ]
    said = _side_by_side(questions, effort, watch, is_first=is_first)
    place = {each: number for number, each in enumerate(different)}
    return {number: said[place[each]] for number, each in tries.items()}


def _side_by_side(
    questions: Sequence[Question], effort: Effort, watch: Watching | None, *, is_first: bool
) -> Mapping[int, Asked]:
    if watch is None:
        return dict(effort.ask(questions, effort.workers, effort.limits))
    if is_first:
        watch.start(len(questions), known=0, what="statement")
    else:
        watch.more(len(questions))
    said: dict[int, Asked] = {}
    names = [_named(number, question) for number, question in enumerate(questions, start=1)]
    found = effort.ask(
        questions, effort.workers, effort.limits, begun=lambda number: watch.begin(names[number])
    )
    for number, answer in found:
        said[number] = answer
        watch.step(answer["verdict"], names[number])
    return said


def _named(number: int, question: Question) -> str:
    """Return a statement as a line of progress names it: on one line, and no control in it."""
    text = " ".join(question.statement.split())
    line = "".join(c if c.isprintable() else "�" for c in text)
    return f"({number:,}) {line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + '…'}"


def _counted(item: Item, tried: Try, answer: Asked, first: Asked) -> Asked:
    """Return the answer that counts: without a hypothesis that was not read nothing is refuted."""
    if answer["verdict"] == "not read" or answer["verdict"] not in OPEN:
        return answer if answer["verdict"] != "not read" else first
    if not tried.whole:
        return {**first, "verdict": "not read"}
    instance = answer["counterexample"]
    if instance is not None and NO_VALUE in instance["note"]:
        reason = f"it is not said where it has a value: {instance['note']}"
        return {**answer, "verdict": "not read", "reason": reason, "counterexample": None}
    if item.doubt:
        reason = f"what its section says of its names is not read: {item.doubt}"
        return {**answer, "verdict": "not read", "reason": reason, "counterexample": None}
    return answer


def _checked(item: Item, known: tuple[Try, Asked] | None) -> Checked:
    line, column = item.piece.place(item.at)
    tried, answer = known or (None, None)
    unasked = item.kind == STATEMENT and answer is None
    return {
        "file": "",
        "line": line,
        "column": column,
        "cell": item.piece.cell,
        "name": item.name,
        "latex": item.latex,
        "kind": cast("Kind", item.kind),
        "why": "" if unasked else item.why,
        "verdict": answer["verdict"] if answer else "not read" if unasked else None,
        "reason": answer["reason"] if answer else item.why if unasked else "",
        "statement": tried.statement if tried else "",
        "section": list(tried.section) if tried else [],
        "declared": answer["declared"] if answer else [],
        "inferred": answer["inferred"] if answer else [],
        "assumed": answer["assumed"] if answer else [],
        "needed": answer["needed"] if answer else [],
        "counterexample": answer["counterexample"] if answer else None,
        "known": False,
        "seconds": answer["seconds"] if answer else 0.0,
    }
