"""Indices that are mistaken are told as slips: exchanged, one for another, a row for a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from referee.deciding.answer import Answer
from referee.deciding.corpora import claims_of, located
from referee.grading import slips
from referee.grading.index_slips import mistaken_indices
from referee.language.reading import parse
from referee.language.spelling import to_text

HOMEWORK = r"""# Indices

Let $A, B \in \mathbb{R}^{n \times n}$ and $x, y \in \mathbb{R}^{n}$.

## 1. Sums

**form** The form: $x^\top A y = □$
answer: $\sum_{i=1}^n \sum_{j=1}^n A_{ij} x_i y_j$

**trace** The trace: $\operatorname{tr}(A B) = □$
answer: $\sum_{i=1}^n \sum_{k=1}^n A_{ik} B_{ki}$

**corner** An entry of the product: $(A B)_{12} = □$, where $n \ge 2$
answer: $\sum_{k=1}^n A_{1k} B_{k2}$

**first** The first column: $A e_1 = □$
answer: $A_{:,1}$
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path: Path = tmp_path_factory.mktemp("indices") / "indices.md"
    path.write_text(HOMEWORK, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(path.parent / "cache"))
        yield located(str(path))


def slip(package: str, claim: str, answer: str) -> tuple[str, str]:
    """Return the kind of an answer's slip and what is said, formulas in their places."""
    found = slips.slip_of(claims_of(package)[claim], Answer("s", claim, answer))
    if found is None:
        return "", ""
    said = found["says"].replace("{there}", found["there"]).replace("{right}", found["right"])
    return found["kind"], re.sub(r"\\left\[(\w)\\right\]_\{(.+?), (.+?)\}", r"\1_\2\3", said)


@pytest.mark.parametrize(
    ("claim", "answer", "said"),
    [
        ("1-form", r"\sum_{i=1}^n \sum_{j=1}^n A_{ji} x_i y_j",
         r"A_ji stands where A_ij belongs: the indices are exchanged"),
        ("1-form", r"\sum_{p=1}^n \sum_{q=1}^n A_{qp} x_p y_q",
         r"it is as if A_ji stood where A_ij belongs: the indices are exchanged"),
        ("1-form", r"\sum_{i=1}^n \sum_{j=1}^n A_{ij} x_j y_i",
         r"it is as if A_ji stood where A_ij belongs: the indices are exchanged"),
        ("1-form", r"\sum_{i=1}^n \sum_{j=1}^n A_{ij} x_i y_i",
         "i stands where j belongs: an index differs"),
        ("1-trace", r"\sum_{i=1}^n \sum_{k=1}^n A_{ik} B_{ik}",
         "B_ik stands where B_ki belongs: the indices are exchanged"),
        ("1-corner", r"\sum_{k=1}^n A_{2k} B_{k1}",
         "A_2k B_k1 stands where A_1k B_k2 belongs: the indices are exchanged"),
        ("1-corner", r"\sum_{k=1}^n A_{k1} B_{k2}",
         "A_k1 stands where A_1k belongs: the indices are exchanged"),
        ("1-first", r"A_{1,:}^\top", "A_1: stands where A_:1 belongs: a row for a column"),
        ("1-first", r"A_{1,:}", "A_1: stands where A_:1 belongs: a row for a column"),
    ],
)  # fmt: skip
def test_a_mistaken_index_is_told(package: str, claim: str, answer: str, said: str) -> None:
    assert slip(package, claim, answer) == ("index", said)


@pytest.mark.parametrize(
    ("claim", "answer"),
    [
        ("1-form", r"\sum_{j=1}^n \sum_{i=1}^n A_{ji} x_j y_i"),
        ("1-form", r"2 \sum_{i=1}^n \sum_{j=1}^n A_{ji} x_i y_j"),
        ("1-trace", r"\sum_{i=1}^n A_{ii} B_{ii} + 1"),
    ],
)
def test_a_right_answer_and_one_of_two_changes_have_none(
    package: str, claim: str, answer: str
) -> None:
    assert slip(package, claim, answer)[0] != "index"


def test_a_transpose_that_was_written_is_told_as_one(package: str) -> None:
    kind, said = slip(package, "1-form", r"\sum_{i=1}^n \sum_{j=1}^n (A^\top)_{ij} x_i y_j")
    assert kind == "transpose"
    assert "a transpose differs" in said


def test_nothing_bound_is_replaced_and_no_formula_is_its_own_mistake(package: str) -> None:
    claim = claims_of(package)["1-form"]
    text = "sum_over(i, 1, n, sum_over(j, 1, n, entry(A, i, j)*entry(x, i)*entry(y, j)))"
    root = parse(text, dict.fromkeys(claim.names)).root
    found = [other for other, _ in mistaken_indices(root)]
    assert root not in found
    for other in found:
        assert to_text(other).startswith("sum_over(i, 1, n, sum_over(j, 1, n, ")
        assert not other.free
