"""Wrong answers in words, and their counterexamples as numbers to try."""

from __future__ import annotations

import ast
from typing import Any

from class_records import COURSE, grade, student, wrong
from report_records import record, witness

from referee.reports import feedback, mistakes, numbers_to_try


def test_a_sentence_tells_numbers_both_values_and_what_differs() -> None:
    assert mistakes.sentence(wrong()) == (
        "With X = [1 −1/2] your formula gives 3, the gradient of L at w is 1;"
        " the sign of y is what differs; the sign of y"
    )


def test_without_a_value_that_belongs_there_none_is_claimed() -> None:
    at = witness(answer=[["3"]])
    found = wrong(counterexample={"token": "t", "smallest": at, "worst": None})
    assert "gives 3;" in mistakes.sentence(found)
    assert "gradient" not in mistakes.sentence(found)


def test_of_several_values_that_would_be_right_one_is_an_example() -> None:
    at = witness(answer=[["3"]], fits=[["1/2"]])
    found = wrong(counterexample={"token": "t", "smallest": at, "worst": None})
    assert "gives 3; 1/2, for example, would be right;" in mistakes.sentence(found)
    page = feedback.pages(COURSE)(student("Bo", grade(found)))
    assert '</b>; <b class="held">1/2</b>, for example, would be right.' in page
    known = witness(answer=[["3"]], belongs=[["1"]], fits=[["1/2"]])
    assert mistakes.fits(known) == ""


def test_a_kind_is_what_was_decided_and_nothing_else() -> None:
    assert mistakes.kinds(wrong()) == ["sign"]
    assert mistakes.kinds(wrong() | {"verdict": "ill-typed"}) == ["sign", "wrong dimension"]
    plain = record("refuted")
    assert mistakes.kinds(plain) == ["no single slip"]
    credit: Any = {"case": "n == 1", "share": 0.5, "says": "", "answer": "", "instances": 1,
                   "proved": False}  # fmt: skip
    assert mistakes.kinds(plain | {"credit": credit}) == ["right at some sizes"]
    assert mistakes.kinds(plain | {"credit": credit | {"case": "factor"}}) == ["factor"]


def test_numpy_is_python_with_whole_matrices_and_their_shapes() -> None:
    found = witness(shape={"d": 1, "n": 2, "deficiency": 0})
    code = numbers_to_try.numpy(found)
    ast.parse(code)
    assert "X = np.array([[1, -1/2]])  # 1 × 2" in code
    assert "w = np.array([[0.8647]])" in code
    assert "deficiency" not in code
    assert numbers_to_try.sizes(found["shape"]) == "d = 1, n = 2"


def test_names_and_entries_from_outside_are_no_code() -> None:
    hostile = {"latex": "X", "entries": [["__import__('os')"], ["1\nx = 2"]]}
    code = numbers_to_try.numpy(witness(values={"import": hostile, "a b\n": hostile}))
    tree = ast.parse(code)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert {type(node) for node in tree.body} <= {ast.Import, ast.Assign}


def test_latex_is_whole_and_says_the_shape() -> None:
    text = numbers_to_try.as_latex(witness())
    assert r"X = \begin{pmatrix} 1 & -\tfrac{1}{2} \end{pmatrix} \\ % 1 × 2" in text
    assert r"w = \approx 0.8647" not in text
    assert r"w \approx 0.8647" in text
    assert text.startswith(r"\begin{gather*}")


def test_a_long_matrix_is_not_put_into_a_sentence() -> None:
    long = {"latex": "X", "entries": [["1"] * 9] * 9}
    found = wrong(
        counterexample={"token": "t", "worst": None, "smallest": witness(
            values={"X": long}, answer=[["3"]])}
    )  # fmt: skip
    assert mistakes.sentence(found).startswith("Your formula gives 3")
    assert "1, 1, 1, 1, 1, 1, 1, 1, 1" in numbers_to_try.numpy(
        found["counterexample"]["smallest"]  # type: ignore[index, arg-type]
    )
