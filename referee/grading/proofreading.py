"""A homework in one file, proofread before anybody is graded by it.

Its answers have to hold and its wrong variants to be refuted. Formulas a single node away from an
answer are wrong variants that nobody wrote: those that are true as well, though their values are
others, are listed, since a question that takes them may say less than was meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import CorpusError, corpus_version, folder_of, place_of
from referee.deciding.decision import Decision, decide
from referee.deciding.document_corpus import COPY, ORIGIN
from referee.deciding.document_text import Line, Question, read_homework
from referee.deciding.effort import Effort
from referee.deciding.limits import Limits, OverTime, held
from referee.evidence.power import power
from referee.grading.rubric import RubricError, read

NAME = "proofread"
UNSAID = "; not searched, as was asked for"
KEPT = "proofread.json"
REFUTED = ("refuted", "ill-typed")
EFFORT = Effort(scope=250, sample=80, ladder=1, search=0.0, beside=0, settled=True)
LIMITS = Limits(60, None)
MOST_LISTED = 10  # of a question


class Unsound(CorpusError):
    """A homework with answers that do not hold, or wrong variants that do: a line for each."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines[-1])
        self.lines = lines


def proofread(package: str, claims: Mapping[str, Claim]) -> list[str]:
    """Return lines for the instructor on a homework in one file; none for any other corpus.

    What was found is kept beside the package while nothing changes. Raises Unsound.
    """
    folder = folder_of(package)
    if not (folder / ORIGIN).is_file():
        return []
    version = corpus_version([folder_of("referee"), folder_of("referee.strategies"), folder])
    known = _known(folder / KEPT, version)
    if known is not None:
        return known
    found = _Proofreader(folder, str(place_of(package)), claims)
    found.read()
    if found.wrong:
        raise Unsound(found.wrong)
    (folder / KEPT).write_text(json.dumps({"version": version, "lines": found.lines}))
    return found.lines


def _known(path: Path, version: str) -> list[str] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return list(map(str, found["lines"])) if found["version"] == version else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


class _Proofreader:
    """What is found out about a document: what is wrong, and what the instructor should know."""

    def __init__(self, folder: Path, shown: str, claims: Mapping[str, Claim]) -> None:
        self.folder, self.shown, self.claims = folder, shown, claims
        self.wrong: list[str] = []
        self.lines: list[str] = []

    def read(self) -> None:
        questions = read_homework(self.folder / COPY).questions
        for question in questions:
            self._question(question, self.claims[question.id])
        try:
            read(self.folder / "sheets" / "rubric.toml", self.claims)
        except RubricError as error:
            self.wrong.append(self._of_rubric(str(error), questions))

    def _of_rubric(self, says: str, questions: list[Question]) -> str:
        says = says.partition("rubric.toml: ")[2] or says
        for each in questions:
            if says.startswith(f"{each.id}:"):
                credited = [line for line, _ in (*each.partial, *each.nearly)]
                told = [line.at for line in credited if repr(line.text) in says]
                at = (*told, *(line.at for line in credited), each.at)[0]
                return f"{self.shown}:{at}: {each.id}: partial credit:{says[len(each.id) + 1 :]}"
        return f"{self.shown}: {says}"

    def _question(self, question: Question, claim: Claim) -> None:
        lines = ([question.answer] if question.answer else []) + question.same
        decisions = [self._holds(claim, line) for line in lines]
        for line in [*question.wrong, *(line for line, _ in question.nearly)]:
            self._is_refuted(claim, line)
        first = decisions[0] if decisions else None
        # Of a bound, or a condition, what is true and says less is measured, and is no news.
        if first is not None and first.verdict == "held" and claim.asks is None:
            self.lines += self._survivors(claim, first, question.at)

    def _decided(self, claim: Claim, line: Line) -> Decision | None:
        try:
            with held(LIMITS):
                return decide(claim, Answer(NAME, claim.id, line.text), effort=EFFORT)
        except OverTime:
            return None

    def _holds(self, claim: Claim, line: Line) -> Decision | None:
        found = self._decided(claim, line)
        if found is None or found.verdict != "held":
            self.wrong.append(self._says(claim, line, "the answer", found))
        return found

    def _is_refuted(self, claim: Claim, line: Line) -> None:
        found = self._decided(claim, line)
        if found is None or found.verdict == "inconclusive":
            self.lines.append(self._says(claim, line, "the wrong variant", found))
        elif found.verdict not in REFUTED:
            self.wrong.append(self._says(claim, line, "the wrong variant", found))

    def _says(self, claim: Claim, line: Line, what: str, found: Decision | None) -> str:
        verdict = f"is {found.verdict}" if found else f"takes more than {LIMITS.seconds:g} s"
        reason = found.reason.partition("\n")[0].replace(UNSAID, "") if found else ""
        verdict = verdict.replace("is held", "holds").replace("is error", "cannot be read")
        return f"{self.shown}:{line.at}: {claim.id}: {what} {line.text} {verdict}: {reason}"

    def _survivors(self, claim: Claim, decision: Decision, at: int) -> Iterator[str]:
        """Yield variants that the question takes for right, though their values are others."""
        if decision.case is None:
            return
        try:
            with held(LIMITS):
                found = power(claim, decision.case.formula).distinct
        except OverTime:
            yield f"{self.shown}:{at}: {claim.id}: its variants take too long; not all were tried"
            return
        for text in found[:MOST_LISTED]:
            yield f"{self.shown}:{at}: {claim.id}: also taken for right: {text}"


__all__ = ["Unsound", "proofread"]
