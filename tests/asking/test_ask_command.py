"""``referee ask``: what it says, how it ends, and what it does with what nobody should ask."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from processes import python
from published_schemas import validator

from referee.__main__ import main

FALSE = "tr(AB) = tr(A) tr(B) where A, B in R^(n x n)"
TRUE = "tr(AB) = tr(BA) where A, B in R^(n x n)"


@pytest.fixture(autouse=True)
def _terminal_of_100_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are broken as in a terminal of the width that the documents show."""
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.parametrize(
    ("words", "status", "begins"),
    [
        ([FALSE], 1, "refuted   n = 2:  A = [1 0; 0 0],  B = [0 0; 0 1]      tr(A B) = 0,"),
        ([TRUE], 0, "proved    for every n"),
        (["|x^T y| <= ||x|| ||y|| where x, y in R^n"], 0, "held      "),
        (["A +"], 2, "not read  "),
        (["tr(AB) = tr(BA)", "--strict"], 2, "not read  "),
        (["A = A where A in R^(n x n) invertible, A = 0"], 3, "vacuous   "),
        (["--where=A, B in R^(n x n)", "tr(AB) = tr(A) tr(B)"], 1, "refuted   "),
    ],
)
def test_the_exit_status_says_the_verdict(
    capsys: pytest.CaptureFixture[str], words: list[str], status: int, begins: str
) -> None:
    assert main(["ask", *words]) == status
    said = capsys.readouterr()
    assert said.out.startswith(begins), said.out
    assert said.err == ""


def test_what_was_inferred_is_said_first(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "tr(AB) = tr(BA)"])
    assert capsys.readouterr().out.splitlines()[0] == "inferred  A, B ∈ ℝⁿˣⁿ"


def test_a_statement_may_come_from_the_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"\n{FALSE}\n"))
    assert main(["ask", "-"]) == 1
    assert capsys.readouterr().out.startswith("refuted")


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (io.StringIO("x" * 100_001), "the input is longer than 100,000 characters"),
        (io.TextIOWrapper(io.BytesIO(b"\xff"), "utf-8"), "the input is no text in utf-8"),
    ],
)
def test_an_input_that_is_none_is_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, read: object, says: str
) -> None:
    monkeypatch.setattr(sys, "stdin", read)
    assert main(["ask", "-"]) == 2
    assert capsys.readouterr().err.startswith(f"referee: {says}")


def test_as_json_it_follows_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", FALSE, "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    validator("answer").validate(said)
    assert said["counterexample"]["values"][0]["fractions"] == [["1", "0"], ["0", "0"]]
    assert said["record"]["replay"] == f"referee ask '{FALSE}' --seed=0"


def test_as_python_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", FALSE, "--python"]) == 1
    done = python("-c", f"{capsys.readouterr().out}\nprint(left, right)")
    assert done.stdout == "0.0 1.0\n", done.stderr


def test_as_latex_a_proof_is_a_derivation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Q^T Q = I where Q in R^(n x n) orthogonal", "--latex"]) == 0
    assert r"\begin{align*}" in capsys.readouterr().out


def test_a_page_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    assert main(["ask", FALSE, f"--html={page}"]) == 1
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert capsys.readouterr().out.startswith("refuted")
    assert main(["ask", FALSE, f"--html={tmp_path}"]) == 2  # a folder


@pytest.mark.parametrize(
    "option", ["--seconds=0", "--seconds=nan", "--megabytes=0", "--seconds=1e9"]
)
def test_limits_that_are_none_are_a_line(capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert main(["ask", TRUE, option]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"referee: {option.partition('=')[0]}=")
    assert said.count("\n") == 1


HOSTILE = [
    "det(A^999999999) = 1",
    "A" * 5_000,
    "(" * 3_000 + "A" + ")" * 3_000,
    "2^2^2^2^2^2^2 = x",
    "sum_(i=1)^10000000 i = x",
    "__import__('os').system('touch x') = 1",
    "{{ 7*7 }} \\input{x} <script>alert(1)</script>",
    "\udc80\x00\x1b[2J = \u202e",
    "A = B where A in R^(9999999 x 9999999)",
    "A = A where A in R^(n x n), A in R^(m x k)",
    "",
    "where",
    "= = =",
]


@pytest.mark.parametrize("statement", HOSTILE)
def test_whatever_is_asked_there_is_an_answer_in_time(
    capsys: pytest.CaptureFixture[str], statement: str
) -> None:
    assert main(["ask", "--megabytes=300", "--", statement]) in {0, 1, 2, 3}
    said = capsys.readouterr()
    assert said.out.isprintable() or set(said.out) - {"\n"}
    assert not any(ord(c) < 32 and c != "\n" for c in said.out)
    assert said.out.count("\n") < 40
    assert said.err == ""


def test_a_terminal_without_unicode_has_it_in_ascii() -> None:
    words = ("-m", "referee", "ask", "tr(AB) = tr(BA)")
    done = python(*words, variables={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "inferred  A, B in R^(n x n)")
    assert done.stdout.isascii()


def test_no_torch_is_imported() -> None:
    done = python("-X", "importtime", "-m", "referee", "ask", TRUE)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert "numpy" in imported
    assert not {"torch", "pytest", "jinja2"} & imported
