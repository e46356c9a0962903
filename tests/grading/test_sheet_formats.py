"""Sheets as people hand them in: documents whose headings name the questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import ROOT
from small_claims import one_line

from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.decision import decide
from referee.grading.sheet import Sheet, SheetError, read

CLAIMS = corpus.load("referee.claims")
GRADIENT = "1.2-E5-gradient"
LOSS = "1.2-E4-loss"


def sheet(folder: Path, text: str, name: str = "mine.md") -> Sheet:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path, CLAIMS)


def only(found: Sheet) -> Answer:
    (answer,) = found.answers
    return answer


def notebook(*cells: tuple[str, str], language: str = "python") -> str:
    found = [{"cell_type": kind, "metadata": {}, "source": source} for kind, source in cells]
    return json.dumps({"cells": found, "metadata": {"kernelspec": {"language": language}}})


def test_a_key_alone_is_an_answer(tmp_path: Path) -> None:
    found = sheet(tmp_path, f'"{GRADIENT}" = "X @ w"\nsheet.title = "T"\n', "mine.toml")
    assert (only(found).claim, only(found).text, found.title) == (GRADIENT, "X @ w", "T")
    found = sheet(tmp_path, f'"{GRADIENT}" = ["a", "b"]\n', "mine.toml")
    assert [(a.label, a.text) for a in found.answers] == [("1", "a"), ("2", "b")]


def test_a_key_below_the_head_is_said_to_be_no_part_of_it(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=f"{GRADIENT} is an answer: it stands above the line"):
        sheet(tmp_path, f'[sheet]\n"{GRADIENT}" = "X @ w"\n', "mine.toml")


def test_a_key_that_stands_twice_is_told_with_its_lines(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=f"{GRADIENT} stands twice, in lines 1 and 3"):
        sheet(tmp_path, f'"{GRADIENT}" = "a"\n\n"{GRADIENT}" = "b"\n', "mine.toml")


@pytest.mark.parametrize(
    "heading",
    [
        "## 1.2-E5-gradient",
        "### Question 1.2-E5-gradient: my thoughts",
        "# 1.2-E5",
        "# `1.2-e5-Gradient`",
        "# 1.2–E5–gradient",
        "# Equation 5",
        "# Equation (5)",
        "# Eq. 5",
        "# eqn (5): the gradient",
        "# (5)",
        "**(5)**",
        "Equation 5\n==========",
        "The gradient of L at w\n---",
        "**1.2-E5-gradient**:",
        "# The gradient of L at w",
        "# 3. Gradient of L at w.",
        "# Problem 1.2\n## The gradient of L at w",
        "# Problem 1.2\n## (5)",
    ],
)
@pytest.mark.parametrize("form", ["md", "ipynb"])
def test_a_heading_names_a_question(tmp_path: Path, heading: str, form: str) -> None:
    text = f"# About\n\nwords $x$\n\n{heading}\n\n$$ X w $$\n\n# The end\n\n$$ ignored $$\n"
    text = notebook(("markdown", text)) if form == "ipynb" else text
    answer = only(sheet(tmp_path, text, f"mine.{form}"))
    assert (answer.claim, answer.text, answer.notation) == (GRADIENT, "X w", "mathematics")


@pytest.mark.parametrize(
    "formula",
    [
        "$$\nX w\n$$",
        "$$X w$$ (17)",
        "\\[ X w \\]",
        "\\begin{equation}\nX w\n\\end{equation}",
        "\\begin{equation*} X w \\tag{5} \\end{equation*}",
        "\\begin{align} X w \\nonumber \\end{align}",
        "$$ X w \\quad (5) $$",
        "$$ X w \\label{eq:mine} $$",
        "$X w$",
        "\\(X w\\)",
        "Answer: \\(X w\\).",
        "Answer: $X w$.",
        "**My answer:** $X w$",
        "Answer: `X w`",
        "```\nX w\n```",
        "- so that\n\n    ```\n    X w\n    ```\n",
        "| a |\n\\\\[2pt] is no formula\n\n$$ X w $$",
        "~~~ latex\nX w\n~~~",
        "```python\n# by hand\nimport numpy as np\nanswer = X w\n```",
        "~~~~matlab\n% by hand\nX w;\n~~~~",
        "<!-- $$ not this $$ -->\n\nwhere $x$ is small $y$\n\n$$ X w $$",
        "$$ $$\n\n$$ X w $$",
        "$$ w X $$\n\nAnswer:\n\n$$ X w $$",
        "$$ w X $$\n\n#### Answer\n\n$$ X w $$\n",
        "$$ w X $$\n\n**Answer.**\n\n$$ X w $$\n",
        "\\newcommand{\\data}{X}\n\n$$ \\data w $$",
    ],
)
def test_the_formula_below_a_heading_is_its_answer(tmp_path: Path, formula: str) -> None:
    text = f"## {GRADIENT}\n\nSome words, 5 $ each.\n\n{formula}\n"
    answer = only(sheet(tmp_path, text))
    assert (answer.claim, " ".join((answer.text or "").split())) == (GRADIENT, "X w")
    assert answer.problem == ""


@pytest.mark.parametrize(
    ("info", "notation"),
    [("python", "python"), ("julia", "matlab"), ("{.latex}", "mathematics"), ("", ""), ("c", "")],
)
def test_a_fence_says_what_it_is_written_in(tmp_path: Path, info: str, notation: str) -> None:
    text = f"---\nnotation: matlab\n---\n# {GRADIENT}\n```{info}\nX\n```\n"
    assert only(sheet(tmp_path, text)).notation == (notation or "matlab")
    named = f"# Notes\n```{info or 'text'} {GRADIENT}\nX\n```\n"
    assert (only(sheet(tmp_path, named)).claim, only(sheet(tmp_path, named)).text) == (
        GRADIENT,
        "X",
    )


def test_a_number_names_a_question_where_no_heading_does(tmp_path: Path) -> None:
    text = "# Notes\n$$ a $$\n$$ b \\tag{5} $$\n$$ c $$ (4)\n$$ d \\label{1.2-A9-orthonormal} $$\n"
    found = sheet(tmp_path, text)
    assert [(a.claim, a.text) for a in found.answers] == [
        (GRADIENT, "b"),
        ("1.2-E4-loss", "c"),
        ("1.2-A9-orthonormal", "d"),
    ]


def test_a_heading_outweighs_the_number_of_a_formula(tmp_path: Path) -> None:
    answer = only(sheet(tmp_path, f"# {GRADIENT}\n$$ a \\tag{{4}} $$\n"))
    assert (answer.claim, answer.text) == (GRADIENT, "a")


def test_a_number_of_somebody_s_own_is_none_of_a_question_that_a_heading_names(
    tmp_path: Path,
) -> None:
    text = f"# {GRADIENT}\n$$ a $$\n# Appendix\n$$ b \\tag{{5}} $$\n"
    assert only(sheet(tmp_path, text)).text == "a"


@pytest.mark.parametrize("name", ["mine.md", "mine.tex", "mine.toml"])
def test_lines_may_end_as_on_windows(tmp_path: Path, name: str) -> None:
    texts = {
        "mine.md": f"---\nnames: A = X\n---\n**{GRADIENT}**\n\nAnswer: $A w$\n",
        "mine.tex": f"% names: A = X\n\\section{{{GRADIENT}}}\n\\[\nA w\n\\]\n",
        "mine.toml": f'["{GRADIENT}"]\nanswer = "A w"\nnames = {{A = "X"}}\n',
    }
    (tmp_path / name).write_bytes(texts[name].replace("\n", "\r\n").encode())
    answer = only(read(tmp_path / name, CLAIMS))
    assert (answer.claim, answer.text, answer.names) == (GRADIENT, "A w", (("A", "X"),))


def test_what_may_be_of_two_questions_is_of_none(tmp_path: Path) -> None:
    found = only(sheet(tmp_path, "# Equation 6\n\n$$ w $$\n"))
    assert found.problem == (
        "mine.md, line 1: Equation 6: this may be 1.2-E6-flow, 1.2-E6-flow-square; write the id of"
        " the one that is meant"
    )


def test_several_formulas_are_no_answer_until_one_is_marked(tmp_path: Path) -> None:
    text = f"# {GRADIENT}\n$$ a $$\n\n$$ b $$\n"
    answer = only(sheet(tmp_path, text))
    assert (answer.claim, answer.text) == (GRADIENT, None)
    assert answer.problem == (
        f"mine.md, line 1: {GRADIENT}: 2 formulas (line 2, line 4); write 'Answer:' before one of"
        " them"
    )
    twice = only(sheet(tmp_path, f"# {GRADIENT}\nAnswer: $a$\n\nAnswer: $b$\n"))
    assert "write 'Answer:' before only one" in twice.problem


@pytest.mark.parametrize("heading", ["1.2-E5-gradinet", "1.2-E77", "Equation 99"])
def test_a_question_that_there_is_not_is_said_with_its_line(tmp_path: Path, heading: str) -> None:
    found = sheet(tmp_path, f"# {GRADIENT}\n$$ a $$\n# {heading}\n$$ b $$\n")
    good, bad = found.answers
    assert (good.text, bad.text) == ("a", None)
    assert bad.problem.startswith(f"mine.md, line 4: {heading}: no such question")


def test_headings_of_one_question_are_several_answers(tmp_path: Path) -> None:
    found = sheet(tmp_path, f"# {GRADIENT}\n$$ a $$\n# {GRADIENT}\n$$ b $$\n")
    assert [(a.label, a.text) for a in found.answers] == [("1", "a"), ("2", "b")]


def test_a_document_that_names_no_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"mine.md: no heading names a question; one such as '1.1"):
        sheet(tmp_path, "# Hello\n\n$$ a $$\n")


LATEX = r"""
\documentclass{article}
% notation: latex
% names: A = X
\title{A title}
\newcommand{\data}{A}
\section{1.2-E4-loss in the preamble is no heading}
\begin{document}
\section*{Problem 1.2}
% \subsection{1.2-E6-flow}
\subsection[short]{The gradient of $L$ at $w$ \label{sec:g}}
Words, and \emph{more} of them: 5\% of $x$.
\begin{equation}\label{eq:g}
  \frac{1}{n} \data (\data^{\top} w - y) % by the chain rule
\end{equation}
\subsection{Equation (4)}
\begin{verbatim}
% mine
norm(A'*w - y)^2/(2*n)
\end{verbatim}
\subsection{1.2-A9\textunderscore orthonormal}
\[ a \]
\paragraph{Answer} \[ I_d \]
\section{Appendix}
\[ ignored \]
\end{document}
"""


def test_sections_of_latex_name_questions(tmp_path: Path) -> None:
    found = sheet(tmp_path, LATEX.replace(r"\textunderscore ", "-"), "mine.tex")
    assert found.title == "A title"
    gradient, loss, orthonormal = found.answers
    assert (gradient.claim, gradient.notation) == (GRADIENT, "mathematics")
    assert gradient.where == "mine.tex, line 13"
    assert "".join((gradient.text or "").split()) == r"\frac{1}{n}A(A^{\top}w-y)"
    assert gradient.names == (("A", "X"),)
    assert (loss.claim, loss.text) == ("1.2-E4-loss", "norm(A'*w - y)^2/(2*n)")
    assert (orthonormal.claim, orthonormal.text) == ("1.2-A9-orthonormal", "I_d")


def test_cells_of_a_notebook_are_answers_and_outputs_are_not(tmp_path: Path) -> None:
    cells: list[Any] = json.loads(
        notebook(
            ("raw", "---\nnames: {A: X}\n---"),
            ("markdown", "# Homework\nLet $B$ denote the data matrix."),
            ("code", "import numpy as np\nA = np.eye(3)"),
            ("markdown", f"## {GRADIENT}"),
            ("code", "# first\nanswer = A @ w"),
            ("code", "# 1.2-E4-loss\nB.T @ w"),
            ("markdown", "## 1.2-A9-orthonormal\n\n$$ I $$"),
            ("code", ""),
            ("markdown", "## 1.3-E20-limit"),
        )
    )["cells"]
    cells[4]["outputs"] = [{"data": {"text/latex": ["$$ 1.3-E20-limit $$"]}}]
    text = json.dumps({"cells": cells, "metadata": {"language_info": {"name": "julia"}}})
    found = sheet(tmp_path, text, "mine.ipynb")
    assert [(a.claim, a.text, a.notation, a.where) for a in found.answers] == [
        ("1.2-E4-loss", "B.T @ w", "matlab", "mine.ipynb, cell 6"),
        (GRADIENT, "A @ w", "matlab", "mine.ipynb, cell 5"),
        ("1.2-A9-orthonormal", "I", "mathematics", "mine.ipynb, cell 7, line 3"),
        ("1.3-E20-limit", None, "", "mine.ipynb, cell 9, line 1"),
    ]
    assert found.answers[0].names == (("B", "X"), ("A", "X"))


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Let $A$ denote the data matrix.", {"A": "X"}),
        ("Throughout, let A be the data matrix, and so on.", {"A": "X"}),
        (r"where $\mathbf{A}$ stands for $X$.", {"A": "X"}),
        ("We write $X$ as $A$ and more.", {"A": "X"}),
        ("We denote the data matrix by $A$.", {"A": "X"}),
        ("Let $A$ denote the data matrix and $b$ denote the targets.", {"A": "X", "b": "y"}),
        ("Let $A$ be a matrix.", {}),
        ("Let $A$ denote the data matrix. Let $A$ denote $y$.", {}),
        ("Let $X$ denote the data matrix.", {}),
        ("Let it be.", {}),
    ],
)
def test_a_name_is_taken_from_a_sentence_where_it_is_plain(
    tmp_path: Path, sentence: str, names: dict[str, str]
) -> None:
    answer = only(sheet(tmp_path, f"{sentence}\n\n# {GRADIENT}\n$$ A $$\n"))
    assert dict(answer.names) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f'"{GRADIENT}" = "A"\nsheet.names = {{A = "X", b = "y"}}', {"A": "X", "b": "y"}),
        (f'["{GRADIENT}"]\nanswer = "A"\nnames = {{A = "X"}}', {"A": "X"}),
        (
            (
                f'[sheet]\nnames = {{A = "X", "\\\\theta" = "w"}}\n["{GRADIENT}"]\nanswer = "A"\n'
                'names = {A = "y"}'
            ),
            {"A": "y", "\\theta": "w"},
        ),
        # What a question does not offer is no name there.
        ('"1.2-A9-orthonormal" = "A"\nsheet.names = {A = "X"}', {}),
    ],
)
def test_a_sheet_says_what_its_names_stand_for(
    tmp_path: Path, text: str, names: dict[str, str]
) -> None:
    assert dict(only(sheet(tmp_path, text, "mine.toml")).names) == names


@pytest.mark.parametrize(
    ("names", "line"),
    [
        ('{A = "Q7"}', "names: there is no 'Q7' that A could stand for"),
        ('{A = "lambda_mim"}', "did you mean lambda_min?"),
        ('{"A B" = "X"}', "names: 'A B' is no name; it is one word, such as A, w_t or"),
        ("{A = 3}", 'names is a table of names: names = {A = "X"}'),
        ('"A"', 'names is a table of names: names = {A = "X"}'),
    ],
)
@pytest.mark.parametrize("place", ["head", "entry"])
def test_names_that_stand_for_nothing_are_refused(
    tmp_path: Path, names: str, line: str, place: str
) -> None:
    if place == "head":
        with pytest.raises(SheetError) as refused:
            sheet(tmp_path, f'"{GRADIENT}" = "A"\nsheet.names = {names}', "mine.toml")
        assert line in str(refused.value)
    else:
        text = f'["{GRADIENT}"]\nanswer = "A"\nnames = {names}'
        assert line in only(sheet(tmp_path, text, "mine.toml")).problem


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", " \r\n"])
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("mine.md", ["---", "names: A = X", "---", f"# {GRADIENT}", "", "$$", "A w", "$$", ""]),
        ("mine.md", ["---", "names: A = X", "---", GRADIENT, "====", "```", "A w", "```", ""]),
        ("mine.tex", ["% names: A = X", f"\\section{{{GRADIENT}}}", "\\[", "A w", "\\]", ""]),
        ("mine.toml", ["[sheet]", 'names = {A = "X"}', f'["{GRADIENT}"]', 'answer = "A w"', ""]),
    ],
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
def test_lines_may_end_in_every_way(
    tmp_path: Path, name: str, lines: list[str], end: str, mark: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(mark + end.join(lines).encode())
    answer = only(read(path, CLAIMS))
    assert (answer.claim, answer.text, answer.names) == (GRADIENT, "A w", (("A", "X"),))


@pytest.mark.parametrize(
    "text",
    [
        f"```\n# {LOSS}\n```\n# {GRADIENT}\n$$ w $$\n",
        f"# {GRADIENT}\n```\n# {LOSS}\n```\nAnswer:\n$$ w $$\n",
        f"# {GRADIENT}\n## Work\n$$ v $$\n### By hand\n## Answer\n$$ w $$\n",
        f"<!-- # {LOSS}\n$$ v $$ -->\n# {GRADIENT}\n$$ w $$\n",
        f"# 1.2\n## {GRADIENT}\n#### Answer\n$$ w $$\n",
    ],
)
def test_headings_in_code_and_below_headings_name_no_other_question(
    tmp_path: Path, text: str
) -> None:
    answer = only(sheet(tmp_path, text))
    assert (answer.claim, answer.text, answer.problem) == (GRADIENT, "w", "")


def test_an_answer_s_own_name_stands_for_one_of_its_question(tmp_path: Path) -> None:
    text = f'["{GRADIENT}"]\nanswer = "A"\nnames = {{A = "lambda_min"}}'
    says = "names: A cannot stand for lambda_min: the question has no such name; its names are X, y"
    assert says in only(sheet(tmp_path, text, "mine.toml")).problem


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mine.toml", f'"{GRADIENT}" = "w + A"\nsheet.names = {{A = "lambda_min"}}'),
        ("mine.md", f"---\nnames: A = lambda_min\n---\n# {GRADIENT}\n$$ w + A $$\n"),
        ("mine.tex", f"% names: A = lambda_min\n\\section{{{GRADIENT}}}\n\\[ w + A \\]\n"),
    ],
)
def test_an_unknown_name_is_told_what_it_is_in_other_questions(
    tmp_path: Path, name: str, text: str
) -> None:
    answer = only(sheet(tmp_path, text, name))
    assert (answer.names, answer.foreign) == ((), (("A", "lambda_min"),))
    decision = decide(CLAIMS[GRADIENT], answer)
    says = "in this sheet A is lambda_min, which is no name of this question"
    assert says in decision.reason
    assert decision.refusal is not None
    assert says in decision.refusal.says
    assert [each.written for each in decision.refusal.names] == ["X", "y", "w", "n", "d"]


def test_a_name_that_would_mean_two_things_is_refused(tmp_path: Path) -> None:
    answer = only(sheet(tmp_path, f'"{GRADIENT}" = "y"\nsheet.names = {{y = "X"}}', "mine.toml"))
    assert answer.problem.endswith("names: y is a name of this question, too; give X another one")


@pytest.mark.parametrize(
    ("said", "read_as"),
    [("latex", "mathematics"), ("numpy", "python"), ("matlab", "matlab"), ("canonical",) * 2],
)
def test_a_sheet_says_what_it_is_written_in(tmp_path: Path, said: str, read_as: str) -> None:
    text = f'"{GRADIENT}" = "A"\nsheet.notation = "{said}"'
    assert only(sheet(tmp_path, text, "mine.toml")).notation == read_as
    text = f"---\nnotation: {said}\n---\n# {GRADIENT}\n```\nA\n```"
    assert only(sheet(tmp_path, text)).notation == read_as


@pytest.mark.parametrize("said", ["word", "", "[]", "3"])
def test_a_notation_that_there_is_not_is_refused(tmp_path: Path, said: str) -> None:
    said = said if said in {"[]", "3"} else f'"{said or "x" * 99}"'
    with pytest.raises(SheetError, match=r"\[sheet\]: notation = .*; it is one of python, matlab"):
        sheet(tmp_path, f'"{GRADIENT}" = "A"\nsheet.notation = {said}', "mine.toml")


UNREADABLE = {
    "mine.md": [
        ("# 1.2-E4-loss\n\n$$ a", "line 3: $$ without its end $$"),
        ("# 1.2-E4-loss\n```\na", "line 2: ``` without its end ```"),
        ("\\[ a", "line 1: \\[ without its end \\]"),
        ("\n\n<!-- a", "line 3: <!-- without its end -->"),
        ("\\begin{align} a \\end{align*}", "line 1: \\begin{align} without its end \\end{align}"),
        ("---\nnames: A\n---\n", "names: 'A' is no name; write A = X, B = y"),
        ("\n".join("# h" for _ in range(3_000)), "more than 2,000 headings or 5,000 formulas"),
        ("$$ a $$\n" * 6_000, "more than 2,000 headings or 5,000 formulas"),
        ("\\newcommand{\\a}{a}\n" * 300, "300 commands are defined; at most 200 are read"),
        ("", "no heading names a question; one such as '1.1-E1-dissipation' does"),
    ],
    "mine.tex": [
        ("\\section{(5)}\\begin{verbatim}a", "line 1: \\begin{verbatim} without its end"),
        ("\\section{(5)\n", "no heading names a question"),
    ],
    "mine.ipynb": [
        ("{", "not a notebook: line 1, column 2: "),
        ("[]", "not a notebook: it has no list of cells"),
        ('{"cells": {}}', "not a notebook: it has no list of cells"),
        ('{"cells": [1]}', "cell 1: not a cell of a notebook: it has a kind and a source"),
        ('{"cells": [{"cell_type": "code", "source": [1]}]}', "cell 1: not a cell"),
        ('{"cells": [{"cell_type": "code", "source": "\\ud800"}]}', "cell 1: half of a character"),
        ("[" * 100_000, "not a notebook: nested too deeply"),
        ('{"cells": ' + "9" * 5_000 + "}", "not a notebook: a number of thousands of digits"),
        ('{"cells": [' + "{}," * 10_000 + "{}]}", "10,001 cells; a sheet has at most 10,000"),
        (notebook(("markdown", "a\n$$ b")), "cell 1, line 2: $$ without its end $$"),
    ],
    "mine.txt": [("", "not a sheet: its name does not end in .toml, .md, .tex or .ipynb")],
    "mine": [("", "does not end in .toml, .md, .tex or .ipynb; it has no ending")],
}


@pytest.mark.parametrize(
    ("name", "text", "line"), [(k, *each) for k, v in UNREADABLE.items() for each in v]
)
def test_what_cannot_be_read_is_said_in_one_line_with_its_place(
    tmp_path: Path, name: str, text: str, line: str
) -> None:
    with pytest.raises(SheetError) as refused:
        sheet(tmp_path, text, name)
    assert one_line(str(refused.value))
    assert str(refused.value).startswith(f"{tmp_path / name}: ")
    assert line in str(refused.value)


def documented(start: str, end: str) -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return text.partition(start)[2].partition(end)[0]


def test_the_sheets_that_the_documentation_shows_are_read_as_it_says(tmp_path: Path) -> None:
    shown = documented("````markdown\n", "\n````")
    gradient, limit = sheet(tmp_path, shown).answers
    assert (gradient.claim, gradient.notation) == (GRADIENT, "mathematics")
    assert gradient.names == (("A", "X"),)
    assert (limit.claim, limit.notation) == ("1.3-E20-limit", "python")
    assert limit.text == "A @ np.linalg.inv(A.T @ A) @ y"
    found = sheet(tmp_path, documented("```toml\n# mine.toml\n", "\n```"), "mine.toml")
    assert [(a.claim, a.problem) for a in found.answers] == [(GRADIENT, ""), ("1.3-E20-limit", "")]


TOKENS = (
    "# |## |1.2-E5-gradient|Equation 6|(5)|The loss L(w)|Answer:|**|$$|$|```|~~~|python|`|\\[|\\]"
    "|\\begin{align}|\\end{align}|\\section{|}|\\tag{5}|\\label{|\\newcommand{\\a}{|%|<!--|-->|---"
    "|names: |A = X|let|denote|the data matrix|X w|\n|\n\n| |\\begin{verbatim}|\\end{verbatim}"
    '|\\begin{document}|"|[|{|,|cells|:|\u202e|\x00|\u00e9'
)


def told(folder: Path, text: str, name: str) -> list[str]:
    """Return what is said of a text: of the sheet, or of each of its answers."""
    try:
        found = sheet(folder, text, name)
    except SheetError as error:
        return [str(error)]
    assert all(a.claim in CLAIMS or a.problem for a in found.answers)
    assert all(a.text is None for a in found.answers if a.problem)
    return [a.problem for a in found.answers if a.problem]


@settings(max_examples=400, deadline=None)
@given(
    text=st.lists(st.sampled_from(TOKENS.split("|")), max_size=40).map("".join),
    name=st.sampled_from(["mine.md", "mine.tex", "mine.toml", "mine.ipynb", "cells.ipynb"]),
)
def test_whatever_a_sheet_holds_it_is_answers_or_one_line(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str
) -> None:
    text = notebook(("markdown", text), ("code", text)) if name == "cells.ipynb" else text
    assert all(one_line(line) for line in told(tmp_path_factory.getbasetemp(), text, name))
