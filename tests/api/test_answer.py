"""``referee.ask`` and ``referee.assert_holds``, as somebody uses them in Python."""

from __future__ import annotations

import json
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from answers import asked, instance, value
from processes import python
from published_schemas import validator

import referee
from referee import Answer, Counterexample, ask, assert_holds

FALSE = "tr(A B) == tr(A) tr(B)"
WHERE = "A, B in R^(n x n)"


@pytest.fixture(scope="module")
def refuted() -> Answer:
    return ask(FALSE, where=WHERE)


def test_a_false_statement_is_refuted_by_the_smallest_instance(refuted: Answer) -> None:
    found = refuted.counterexample
    assert (refuted.verdict, refuted.holds) == ("refuted", False)
    assert found is not None
    assert found.sizes == {"n": 2}
    assert found["A"].tolist() == [[1, 0], [0, 0]]
    assert found["B"].tolist() == [[0, 0], [0, 1]]
    assert all(isinstance(x, Fraction) for x in found["A"].flat)


def test_the_same_are_floats_for_numpy(refuted: Answer) -> None:
    found = refuted.counterexample
    assert found is not None
    A, B = found.floats["A"], found.floats["B"]
    assert A.dtype == np.float64
    left, right = found.sides
    assert np.trace(A @ B) == left.floats[0, 0] == 0
    assert np.trace(A) * np.trace(B) == right.floats[0, 0] == 1
    assert left.exact is not None
    assert left.exact[0, 0] == 0
    assert found.relation == "="


def test_a_true_statement_is_proved() -> None:
    found = ask("tr(A B) = tr(B A)", where=WHERE)
    assert (found.verdict, found.holds, found.counterexample) == ("proved", True, None)
    assert found.evidence["every_size"]["proved"]


def test_an_answer_is_no_bool(refuted: Answer) -> None:
    with pytest.raises(TypeError, match="an answer is no bool; read its verdict"):
        bool(refuted)


def test_what_is_not_read_is_an_answer_too() -> None:
    found = ask("A + ", where=WHERE)
    assert (found.verdict, found.holds, found.evidence) == ("not read", False, {})
    assert "\n" not in found.reason


def test_an_answer_is_shown_in_a_notebook_and_in_a_console(refuted: Answer) -> None:
    assert repr(refuted).startswith(f"<{FALSE}\nrefuted   n = 2:")
    assert "<math>" in refuted._repr_html_()
    assert refuted._repr_latex_().startswith("$")
    assert r"\begin{pmatrix} 1 & 0 \\ 0 & 0 \end{pmatrix}" in refuted._repr_latex_()
    assert refuted.to_html().startswith("<!DOCTYPE html>")
    assert "import numpy as np" in refuted.to_python()


@pytest.mark.parametrize("statement", [FALSE, "tr(A B) = tr(B A)", "A +"])
def test_the_json_follows_its_schema(statement: str) -> None:
    found = json.loads(ask(statement, where=WHERE).to_json())
    validator("answer").validate(found)


def test_what_is_not_rational_is_in_the_floats_alone() -> None:
    root = value("x", [["√2 ≈ 1.414"]], fractions=None, floats=[[2**0.5]])
    found = Answer(asked(counterexample=instance(values=[root]))).counterexample
    assert isinstance(found, Counterexample)
    assert list(found) == []
    assert found.floats["x"][0, 0] == 2**0.5
    with pytest.raises(KeyError, match="x is not rational"):
        found["x"]


def test_names_are_found_as_they_are_shown() -> None:
    found = ask("λ x_1 = x_1 where λ in R, x_1 in R^n").counterexample
    assert found is not None
    assert list(found) == ["lam", "x_1"]
    assert found["λ"] is found["lam"]
    assert found["x₁"] is found["x_1"]


def test_what_is_not_real_is_no_float() -> None:
    imaginary = value("z", [["i"]], fractions=None, floats=[[None]])
    found = Answer(asked(counterexample=instance(values=[imaginary]))).counterexample
    assert found is not None
    assert np.isnan(found.floats["z"]).all()


# ------------------------------------------------------------------------------- in a test suite


def test_what_holds_passes() -> None:
    assert_holds("tr(A B) = tr(B A)", where=WHERE, proved=True)


def test_what_is_false_fails_with_its_counterexample() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_holds(FALSE, where=WHERE)
    assert str(caught.value).splitlines()[:3] == [
        FALSE,
        "is refuted, not held:",
        "refuted   n = 2:  A = [1 0; 0 0],  B = [0 0; 0 1]      tr(A B) = 0,  tr(A)·tr(B) = 1",
    ]


def test_what_only_held_fails_where_a_proof_is_wanted() -> None:
    assert_holds("‖A x‖ ≤ ‖A‖ ‖x‖")
    with pytest.raises(AssertionError, match="is held, not proved"):
        assert_holds("‖A x‖ ≤ ‖A‖ ‖x‖", proved=True)


def test_what_cannot_be_read_is_a_fault_of_the_test() -> None:
    with pytest.raises(ValueError, match=r"^A \+ \)\): "):
        assert_holds("A + ))")


def test_no_seconds_are_refused() -> None:
    with pytest.raises(ValueError, match="seconds=0: more than 0 s"):
        ask("1 = 1", seconds=0)


def test_it_can_be_asked_in_any_thread() -> None:
    found: list[Answer] = []
    thread = threading.Thread(target=lambda: found.append(ask(FALSE, where=WHERE)))
    thread.start()
    thread.join()
    assert found[0].verdict == "refuted"


# ------------------------------------------------------------------------------------- the package


def test_the_package_offers_what_it_says() -> None:
    assert set(referee.__all__) <= set(dir(referee))
    for name in referee.__all__:
        assert getattr(referee, name).__doc__
    missing = "nothing"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(referee, missing)


ASKED = """
import sys
import referee
assert not {"numpy", "flint", "hypothesis", "jinja2"} & set(sys.modules)
answer = referee.ask("tr(A B) = tr(B A)", seconds=60)
assert answer.verdict == "proved", answer
assert "torch" not in sys.modules
import os
assert os.listdir() == [], os.listdir()
"""


def test_asking_imports_no_torch_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = python("-c", ASKED, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
