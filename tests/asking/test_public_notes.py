"""Statements as they stand in public notes: no verdict is wrong, and few are missing.

What is not decided as it should be stands here by its text, with the reason. A gap that is mended
has to leave the list, so that the list says what is missing.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from referee.asking import judging
from referee.asking.judging import HELD, PROVED, REFUTED, judge

Verdicts = Callable[[dict[str, Any]], tuple[str, str]]

NOTES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("public_notes.toml").read_text(encoding="utf-8")
)["note"]
_NORMS = "the norms of operators by largest sums of rows or columns"
_FEW = "the condition leaves one instance of each size, and twenty are asked for"
# No verdict: which piece is missing.
GAPS: Mapping[str, str] = {
    "J_x softmax(x) = diag(softmax(x)) - softmax(x) softmax(x)^T": "J_x for a Jacobian",
    "A^2 = 0 implies A = 0": _FEW,
    "AB = I implies BA = I": "few instances of a condition are found in the work that is allowed",
    "A^3 = I implies A = I": _FEW,
    "x^H x = 0 implies x = 0": _FEW,
    "[A, [B, C]] + [B, [C, A]] + [C, [A, B]] = 0": "a bracket that is defined",
    r"\|A\|_\infty \le \|A\|_2": _NORMS,
    "np.linalg.norm(A @ x) <= np.linalg.norm(A, np.inf) * np.linalg.norm(x)": _NORMS,
    r"\lfloor x \rfloor + \lfloor y \rfloor = \lfloor x + y \rfloor": "whole parts of numbers",
    "A_{ij}^2 < A_{ii} A_{jj}": "free indices of entries",
    r"\lim_{t\to\infty} \sigma(t) = \infty": "infinity as a value",
    r"\det(A) \in \mathbb{R}": "that a value is in a set",
    "The eigenvalues of a symmetric matrix are real.": "that a value is in a set",
    "Let A be an n×n matrix. If A is diagonalizable then A is symmetric.": "diagonalizable",
    "Every invertible matrix is diagonalizable.": "diagonalizable",
    "The inverse of an upper triangular matrix is upper triangular.": "triangular as a claim",
    "If the rows of A sum to one then A 1 = 1.": "sums of rows",
    r"$\mathrm{tr}(ABC) = \mathrm{tr}(CAB)$ whenever the products are defined": "a remark",
    "If Ax = 0 has a nonzero solution then A = 0": "a quantifier within a statement",
    r"If $Ax = 0$ for some $x \neq 0$, then $A = 0$.": "a quantifier within a statement",
    "x^T A x = 0 for all x implies A = 0": "a quantifier within a statement",
    # False, since sizes do not fit from n = 2 on; that is what is said.
    "np.linalg.solve(A, b) == b @ np.linalg.inv(A)": "a row is no column",
    r"\nabla_x (b^\top x + c) = b^\top": "a row is no column",
}


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """Return what judges a note and gives its verdict and reason, once on all workers together."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "public-notes"
    folder.mkdir(exist_ok=True)

    def found(note: dict[str, Any]) -> tuple[str, str]:
        path = folder / f"{NOTES.index(note)}"
        if not path.exists():
            judged = judge(note["text"], where=note.get("where", ""))
            half = path.with_suffix(f".{os.getpid()}")
            half.write_text(f"{judged.verdict}: {judged.reason}", encoding="utf-8")
            half.replace(path)
        told, _, reason = path.read_text(encoding="utf-8").partition(": ")
        return told, reason

    return found


@pytest.fixture(autouse=True)
def _verdicts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drop no hypotheses of what holds: which are needed is looked at elsewhere."""
    monkeypatch.setattr(judging, "needed", lambda *_: ())


def _id(note: dict[str, Any]) -> str:
    return f"{note['text']} | {note.get('where', '')}"


@pytest.mark.parametrize("note", NOTES, ids=_id)
def test_a_note_is_decided_and_never_wrongly(note: dict[str, Any], verdict: Verdicts) -> None:
    found, reason = verdict(note)
    said = f"{found}: {reason}"
    text = note["text"]
    right = {PROVED, HELD} if note["truth"] else {REFUTED}
    wrong = {REFUTED} if note["truth"] else {PROVED, HELD}
    assert found not in wrong, said
    if text in GAPS and note.get("gap", True) and found not in right:
        return
    assert found in right, said


def test_there_are_enough_and_half_of_them_are_false() -> None:
    false = sum(not note["truth"] for note in NOTES)
    assert len(NOTES) >= 500
    assert len(NOTES) * 2 // 5 < false < len(NOTES) * 3 // 5


def test_gaps_are_those_of_notes_and_few() -> None:
    texts = {note["text"] for note in NOTES}
    assert GAPS.keys() <= texts
    assert len(GAPS) < len(texts) // 20


def test_what_is_true_is_often_proved(verdict: Verdicts) -> None:
    """Proofs are worth more than instances: how many there are is no accident."""
    some = [note for note in NOTES if note["kind"] == "algebra" and note["truth"]]
    proved = [note for note in some if verdict(note)[0] == PROVED]
    assert len(proved) * 2 > len(some)
