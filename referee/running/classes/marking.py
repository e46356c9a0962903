"""A class as plain data: grades of answers, shared by those who gave the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.evidence.schema import Record
from referee.grading.classroom.told import shortened
from referee.grading.overrides import Override
from referee.grading.reading import printable
from referee.grading.references import in_latex, references_to
from referee.grading.submissions import Submission
from referee.grading.template import self_check
from referee.reports.grades import Grade, Reference, Student, is_never_true, said_of, undecided
from referee.running.classes.asked import as_written
from referee.running.classes.rows import row_of
from referee.running.classes.run import ClassRun
from referee.running.overruling import Word

# Verdicts that a student's lines tell of.
TOLD = ("ambiguous", "inconclusive", "error", "crashed", "missing")


def graded(
    run: ClassRun, submissions: Sequence[Submission], word: Word | None = None
) -> list[Student]:
    """Return a class as plain data: a student each, with a grade for every claim.

    Students with the same answer to a claim share one grade, so that a class takes little
    more memory than its distinct answers. What an instructor decided counts for more.
    """
    marking = _Marking(run, word or Word())
    return [_student(run, submission, marking) for submission in submissions]


@dataclass
class _Marking:
    """Grades as they are made: one for students with the same answer to a claim."""

    run: ClassRun
    word: Word
    shared: dict[tuple[object, ...], Grade] = field(default_factory=dict)

    def grade(self, claim_id: str, submission: Submission) -> Grade:
        """Return the grade of a student's answers to a claim."""
        answers = submission.answers.get(claim_id) or [Answer("", claim_id, None)]
        at = (claim_id, *((as_written(a), a.problem, a.reading) for a in answers))
        if at not in self.shared:
            self.shared[at] = _grade(self.run, claim_id, answers, self.word)
        own = self.word.on_student(claim_id, submission.id)
        return self.shared[at] if own is None else _overruled(self.shared[at], own)


def _overruled(grade: Grade, own: Override) -> Grade:
    """Return a grade with the points that an instructor gave a student."""
    before = grade["override"]["before"] if "override" in grade else grade["points"]["given"]
    found: Grade = {
        **grade,
        "points": {"given": own.points, "most": grade["points"]["most"]},
        "override": {"before": before, "reason": own.reason},
    }
    found.pop("decided", None)
    return found


def _student(run: ClassRun, submission: Submission, marking: _Marking) -> Student:
    grades = [marking.grade(claim_id, submission) for claim_id in run.claims]
    told = [
        said_of(submission.name, grade, record)
        for grade in grades
        for record in undecided(grade)
        if record["verdict"] in TOLD and not is_never_true(record)
    ]
    file = printable(submission.file or submission.path.name)
    return {
        "name": submission.name,
        "id": submission.id,
        "file": file,
        "command": self_check(file, run.setup.package, run.questions) if file else "",
        "problems": shortened(submission.name, [*submission.problems, *told]),
        "refused": submission.refused,
        "grades": grades,
        "ids": {kind: printable(value) for kind, value in submission.ids.items()},
        "place": submission.place,
        "attempt": submission.attempt,
        "late": submission.late,
        "absent": submission.absent,
    }


def _grade(run: ClassRun, claim_id: str, answers: Sequence[Answer], word: Word) -> Grade:
    """Return the grade of a claim: of several answers, the worst one counts."""
    claim, most = run.claims[claim_id], round(run.rubric.terms[claim_id].points, 4)
    records = [row_of(run, claim_id, answer) for answer in answers]
    forms = [run.form(answer) for answer in answers]
    said = [word.on_form(claim_id, form) for form in forms]
    found = [float(_points(record)) for record in records]
    given = [own.points if own else points for own, points in zip(said, found, strict=True)]
    worst = min(range(len(records)), key=lambda i: (given[i], -i))
    grade: Grade = {
        "claim": claim_id,
        "part": claim.part,
        "form": forms,
        "verdict": records[worst]["verdict"],
        "fault": records[worst].get("fault", ""),
        "points": {"given": given[worst], "most": most},
        "credit": records[worst].get("credit"),
        "records": records,
    }
    decided = [form for form, own in zip(forms, said, strict=True) if own]
    if decided:
        grade["decided"] = decided
    if run.with_reference:
        grade["reference"] = _references(claim)
    counts = said[worst]
    if counts is not None:
        grade["override"] = {"before": min(found), "reason": counts.reason}
    return grade


def _references(claim: Claim) -> list[Reference]:
    spelled, latex = references_to(claim), in_latex({claim.id: claim}).get(claim.id, [])
    return [{"answer": text, "latex": set_} for text, set_ in zip(spelled, latex, strict=True)]


def _points(record: Record) -> float:
    return record["points"]["given"] if "points" in record else 0.0
