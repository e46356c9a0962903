"""Templates in every format: short, about the questions asked for, and sheets when filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from math_core import LatexToMathML

import referee.claims
from referee.__main__ import main
from referee.deciding import claim as corpus
from referee.grading.questions import NoQuestion, chosen
from referee.grading.sheet import read
from referee.grading.sheets.formats import FORMATS
from referee.grading.template import template
from referee.language.reading import scope_of
from referee.language.reading.example import example

CLAIMS = corpus.load("referee.claims")


def written(form: str, *, verbose: bool = False) -> str:
    return template(referee.claims.TITLE, referee.claims.PARTS, CLAIMS, form=form, verbose=verbose)


def one_by_one(blank: str, filled: str) -> Callable[[str, list[str]], str]:
    """Return what fills the blanks of a text in their order."""

    def fill(text: str, answers: list[str]) -> str:
        assert text.count(blank) == len(answers)
        for answer in answers:
            text = text.replace(blank, filled.replace("ANSWER", answer), 1)
        return text

    return fill


def in_cells(text: str, answers: list[str]) -> str:
    notebook = json.loads(text)
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for cell, answer in zip(cells, answers, strict=True):
        cell["source"] = [answer]
        cell["outputs"] = [{"output_type": "stream", "text": ["$$ 1 $$"]}]
    return json.dumps(notebook)


FILLED: Mapping[str, Callable[[str, list[str]], str]] = {
    "toml": one_by_one(' = ""\n', ' = "ANSWER"\n'),
    "md": one_by_one("$$\n\n$$", "$$\nANSWER\n$$"),
    "tex": one_by_one("\\[\n% your answer\n\\]", "\\[\n% mine, 100\\% sure\n  ANSWER\n\\]"),
    "ipynb": in_cells,
}


def test_every_format_has_a_template_and_a_way_to_fill_it() -> None:
    assert set(FILLED) == set(FORMATS)


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("form", FORMATS)
def test_a_template_is_a_sheet_with_every_question_unanswered(
    tmp_path: Path, form: str, *, verbose: bool
) -> None:
    path = tmp_path / f"mine.{form}"
    path.write_text(written(form, verbose=verbose), encoding="utf-8")
    found = read(path, CLAIMS)
    assert [answer.claim for answer in found.answers] == list(CLAIMS)
    assert all(a.text is None and not a.problem and not a.names for a in found.answers)


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("form", FORMATS)
def test_a_template_that_is_filled_in_gives_the_answers(
    tmp_path: Path, form: str, *, verbose: bool
) -> None:
    path = tmp_path / f"mine.{form}"
    answers = [f"{number} + {example(scope_of(c))}" for number, c in enumerate(CLAIMS.values())]
    fill = FILLED[form]
    if form == "toml" and verbose:
        fill = one_by_one('\nanswer = ""\n', '\nanswer = "ANSWER"\n')
    path.write_text(fill(written(form, verbose=verbose), answers), encoding="utf-8")
    found = read(path, CLAIMS)
    assert [a.problem for a in found.answers if a.problem] == []
    assert {a.claim: a.text for a in found.answers} == dict(zip(CLAIMS, answers, strict=True))


def test_a_template_takes_a_line_or_two_a_question() -> None:
    assert written("toml").count("\n") < 4 * len(CLAIMS)
    assert written("toml", verbose=True).count("\n") > 10 * len(CLAIMS)
    lines = written("md").splitlines()
    assert sum(bool(line) for line in lines) < 5 * len(CLAIMS)


@pytest.mark.parametrize("form", ["md", "tex", "ipynb"])
def test_what_is_asked_for_stands_as_mathematics(form: str) -> None:
    text = written(form)
    if form == "ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
    shown = r"The gradient of L at w (d×1) from $X$, $y$, $w$, $n$, $d$: $\nabla_w L(w) = \square$"
    assert shown in text.splitlines()
    assert "$w(0)$" in text or "$u(0)$" in text


def test_every_formula_of_a_template_can_be_set() -> None:
    formulas = re.findall(r"\$([^$\n]+)\$", written("md", verbose=True))
    assert len(formulas) > 3 * len(CLAIMS)
    for formula in set(formulas):
        mathml = LatexToMathML().convert_with_local_state(formula, displaystyle=False)
        assert "merror" not in mathml, formula


def test_a_notebook_is_one_that_jupyter_opens() -> None:
    notebook = json.loads(written("ipynb"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 4)
    for cell in notebook["cells"]:
        assert set(cell) - {"outputs", "execution_count"} == {"cell_type", "metadata", "source"}
        assert ("outputs" in cell) == (cell["cell_type"] == "code")


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("1.2-E5-gradient", ["1.2-E5-gradient"]),
        ("1.2-E5", ["1.2-E5-gradient"]),
        ("2.2-E27", ["2.2-E27-bound", "2.2-E27-bound-plane", "2.2-E27-bound-line"]),
        ("(27)", ["2.2-E27-bound", "2.2-E27-bound-plane", "2.2-E27-bound-line"]),
        ("28", ["3.1-E28-homogeneity", "3.1-E28-chain", "3.1-E28-which-factors"]),
        ("1.2-E4..1.2-E6-flow", ["1.2-E4-loss", "1.2-E5-gradient", "1.2-E6-flow"]),
        (" 1.2-E5 , 1.2-E4,1.2-E4 ", ["1.2-E4-loss", "1.2-E5-gradient"]),
        ("1.2–E5", ["1.2-E5-gradient"]),
        ("2.1", [c.id for c in CLAIMS.values() if c.part == "2.1"]),
        ("1.1-1.3", [c.id for c in CLAIMS.values() if c.part in {"1.1", "1.2", "1.3"}]),
        ("1.3..2.1", [c.id for c in CLAIMS.values() if c.part in {"1.3", "2.1"}]),
    ],
)
def test_questions_are_chosen_by_part_id_number_and_range(asked: str, ids: list[str]) -> None:
    assert list(chosen(asked, CLAIMS)) == ids


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("1.2-E5-gradinet", "no question '1.2-E5-gradinet'; did you mean 1.2-E5-gradient?"),
        ("1.2,1.4", "no question '1.4'; did you mean 1.3?"),
        ("(99)", "no question '(99)'; there are 1.1 and 1.1-E1-dissipation, ..."),
        (",", "no questions in ','; write a part or an id, as in 1.1 and 1.1-E1-dissipation"),
        ("1.3..1.2", "1.3..1.2: 1.2 comes before 1.3; turn them round"),
        ("..", "no question ''; there are 1.1 and 1.1-E1-dissipation, ..."),
        ("1.2\x1b[31m", r"no question '1.2\\x1b[31m'; did you mean 1.3?"),
    ],
)
def test_what_is_no_question_is_refused_in_a_line(asked: str, line: str) -> None:
    with pytest.raises(NoQuestion) as refused:
        chosen(asked, CLAIMS)
    assert str(refused.value) == line


def test_the_command_writes_the_template_that_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["sheet", "--format", "md", "--questions", "1.2-E5,2.2-E27"]
    assert main(words) == 0
    text = capsys.readouterr().out
    headings = [line for line in text.splitlines() if line.startswith("### ")]
    assert headings == [
        "### 1.2-E5-gradient (5)",
        "### 2.2-E27-bound (27)",
        "### 2.2-E27-bound-plane (27)",
        "### 2.2-E27-bound-line (27)",
    ]
    assert "Given" not in text
    assert main([*words, "--verbose"]) == 0
    assert "Given" in capsys.readouterr().out
    assert main(["sheet", "--questions", "1.2-E77"]) == 2
    assert capsys.readouterr().err.startswith(
        "referee: --questions: no question '1.2-E77'; did you mean "
    )
