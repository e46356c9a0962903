"""A run of a class: its answers on their way to decisions.

The sheets of a class are read, answers with one normal form are one answer, those that a
former run has decided are taken from its log, and the rest is decided, as sheets of its own by
pytest or by a cluster. Decisions are kept as they arrive: whatever ends a run, the next one goes
on there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.evidence.schema import Record
from referee.grading.overrides import plain
from referee.grading.references import written_in
from referee.grading.rubric import Rubric
from referee.grading.sheet import read
from referee.grading.submissions import Submission
from referee.running import rubric_file
from referee.running.cache import Decisions, Key, deciding_version
from referee.running.classes import cluster_run, pytest_run
from referee.running.classes.asked import Asked, as_read, as_written, plainness
from referee.running.classes.setup import Ending, Setup
from referee.running.classes.sheets import label_of, written
from referee.running.progress import Progress


@dataclass
class ClassRun:
    """The answers of a class on their way to decisions; ``claims`` are those that were asked.

    ``questions`` is the list of them as a command line names it, empty for all; ``with_reference``
    says whether grades carry the reference's answers.
    """

    setup: Setup
    claims: Mapping[str, Claim]
    rubric: Rubric
    questions: str = ""
    with_reference: bool = False
    asked: dict[tuple[object, ...], Asked] = field(default_factory=dict)
    lost: dict[Key, Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        how = (self.setup.examples, self.setup.proof, self.setup.search, self.setup.limits)
        version = deciding_version(
            self.setup.package, self.rubric.text, written_in(self.setup.package), *map(str, how)
        )
        self.decisions = Decisions(self.setup.cache, version)

    def ask(self, answer: Answer) -> Asked:
        """Return an answer as read, each text in each notation once."""
        at = as_written(answer)
        if at not in self.asked:
            self.asked[at] = as_read(self.claims[answer.claim], answer)
        return self.asked[at]

    def distinct(self, submissions: Iterable[Submission]) -> dict[Key, Answer]:
        """Return the distinct answers of a class, each as it is written the shortest."""
        found: dict[Key, Answer] = {}
        for submission in submissions:
            for answers in submission.answers.values():
                for answer in (a for a in answers if a.text is not None and not a.problem):
                    key = self.ask(answer).key
                    if key is not None:
                        found[key] = min(found.get(key, answer), answer, key=plainness)
        return found

    def form(self, answer: Answer) -> str:
        """Return what answers that are one have in common: the normal form, else the text."""
        if answer.text is None or answer.problem:
            return ""
        asked = self.ask(answer)
        return asked.key[1] if asked.key else plain(answer.text)

    def decide(self, wanted: Mapping[Key, Answer], progress: Progress) -> Ending:
        """Decide what no former run has decided; return how that ended."""
        open_ = {key: each for key, each in wanted.items() if self.decisions.get(key) is None}
        progress.start(len(open_), known=len(wanted) - len(open_))
        if not open_:
            return Ending()
        labels = {label_of(key): key for key in open_}
        # What a former run has left there is not what becomes of this one.
        (self.setup.work / "records.jsonl").unlink(missing_ok=True)
        sheets, rubric = written(self.setup.work, open_), self._rubric_file()
        if self.setup.cluster:
            return self._by_cluster(sheets, rubric, labels, progress)
        return self._by_pytest(sheets, rubric, labels, progress)

    def _by_pytest(
        self,
        sheets: Sequence[Path],
        rubric: Path | None,
        labels: Mapping[str, Key],
        progress: Progress,
    ) -> Ending:
        listener = pytest_run.Listener(labels, self.decisions, progress)
        ending = pytest_run.decide(self.setup, rubric, sheets, listener)
        progress.end()
        for record in pytest_run.rows(self.setup.work / "records.jsonl"):
            key = labels.get(str(record["label"]))
            if key is not None and self.decisions.get(key) is None:
                self.lost[key] = self._lost(record)
        return ending

    def _by_cluster(
        self,
        sheets: Sequence[Path],
        rubric: Path | None,
        labels: Mapping[str, Key],
        progress: Progress,
    ) -> Ending:
        answers = {
            labels[answer.label]: replace(answer, path=str(path))
            for path in sheets
            for answer in read(path, self.claims).answers
            if answer.label in labels
        }

        def keep(key: Key, record: Record) -> None:
            self.decisions.add(key, record)
            if self.decisions.get(key) is None:
                self.lost[key] = self._lost(record)
            progress.step(record["verdict"])

        ending = cluster_run.decide(self.setup, rubric, self.claims, answers, keep)
        progress.end()
        return ending

    def _lost(self, record: Record) -> Record:
        """Return the row of an answer without a decision; say what may have killed a worker."""
        if record["verdict"] != "crashed":
            return record
        what = f"the worker was killed: over {self.setup.limits}, or from outside"
        return record | {"reason": what}

    def _rubric_file(self) -> Path | None:
        """Return the rubric of this run as a file, written if an assignment changes it."""
        if not self.rubric.altered:
            return self.setup.rubric
        path = self.setup.work / "rubric.toml"
        path.write_text(rubric_file.written(self.rubric, self.claims), encoding="utf-8")
        return path
