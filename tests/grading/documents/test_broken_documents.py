"""Documents that are broken, endless or hostile: what can be read of them is, in bounded work."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest

from referee.__main__ import main
from referee.deciding.claim import load
from referee.grading.documents import delimiters
from referee.grading.documents.alignment import align
from referee.grading.documents.equations import MOST_CHARACTERS, MOST_EQUATIONS, equations
from referee.grading.sheets.contents import Unreadable

CLAIMS = load()
GRADIENT = r"\begin{equation} \nabla_w L(w) = \frac{1}{n} X (X^\top w - y) \tag{5} \end{equation}"


# Nine times the next one, eight times over.
NEXT = {name: f"\\{chr(ord(name) + 1)}" for name in "abcdefgh"}
GROWING = "".join(f"\\newcommand{{\\{name}}}{{{body * 9}}}\n" for name, body in NEXT.items())


def latex(text: str) -> list[str]:
    return [each.latex for each in equations(text)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", r" $$ unclosed \begin{align} a &= b"),
        (r"\begin{align} a ", ""),
        (r"\begin{verbatim} ", ""),
        ("``` \n", ""),
        ("<!-- ", ""),
        ("", "$"),
        (r"5 \$ and \[", ""),
        ("~~~ x\n```\n$w$\n```\n", ""),
        ("\\newcommand{\\unfinished}{{{\n", ""),
    ],
)
def test_what_has_no_end_takes_nothing_with_it(before: str, after: str) -> None:
    assert any(r"\nabla_w L(w)" in each for each in latex(f"{before}{GRADIENT}{after}"))


def test_code_and_comments_hold_no_mathematics() -> None:
    hidden = "```\n$a$\n```\n~~~tex\n$b$\n~~~\n`$c$` % $d$\n<!-- $e$\n-->"
    hidden += r"\begin{verbatim}$f$\end{verbatim}"
    assert latex(f"{hidden} $g$") == ["g"]
    shown = delimiters.without_code(f"{hidden} $g$")
    assert (len(shown), shown.count("\n")) == (len(hidden) + 4, hidden.count("\n"))


def test_dollars_of_prices_are_no_mathematics() -> None:
    assert latex(r"it costs \$5 or $x$ and $$y$$ (3), \(z\) and \[u\]") == ["x", "y", "z", "u"]
    assert latex("$$ and $") == []
    assert latex("") == []


@pytest.mark.parametrize(
    "piece",
    ["$", "$x", "\\(", "\\[", "$$", "`", "<!--", "\\begin{align}", "\\begin{verbatim}", "```\n",
     "{", "\\newcommand{\\a}{", "let A denote the ", "\\begin{aligned}", "% $\n", "~~~ x\n"],
)  # fmt: skip
def test_each_end_is_looked_for_a_few_times_however_long_a_document(
    monkeypatch: pytest.MonkeyPatch, piece: str
) -> None:
    looked_for: list[str] = []
    real = delimiters._Ends.of

    def counting(self: delimiters._Ends, pattern: str, at: int) -> re.Match[str] | None:
        before = pattern in self.missing
        found = real(self, pattern, at)
        looked_for.extend([] if before or found else [pattern])
        return found

    monkeypatch.setattr(delimiters._Ends, "of", counting)
    with suppress(Unreadable):  # for so many formulas
        equations(piece * 3_000)
    assert len(looked_for) == len(set(looked_for)) <= 4


def test_too_many_formulas_and_too_long_ones_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text, says in (
        ("$x$ " * (MOST_EQUATIONS + 1), f"more than {MOST_EQUATIONS:,} formulas"),
        (f"\n$${'x' * (MOST_CHARACTERS + 1)}$$", "line 2: a formula of 20,001 characters"),
        ("x" * 5_000_000, "5,000,000 bytes"),
    ):
        path = tmp_path / "solution.tex"
        path.write_text(text, encoding="utf-8")
        assert main(["read", str(path)]) == 2
        shown = capsys.readouterr().err
        assert shown.startswith(f"referee: {path}: ")
        assert says in shown
        assert shown.count("\n") == 1


@pytest.mark.parametrize(
    "definitions",
    [
        "\\newcommand{\\a}{\\b}\n\\newcommand{\\b}{\\a}\n",
        "\\newcommand{\\a}{\\a\\a\\a}\n",
        "\\def\\a{\\a w}\n",
        "\\newcommand{\\a}[1]{\\a{#1#1}}\n",
        GROWING,
    ],
)
def test_commands_that_call_themselves_or_grow_without_end_end(definitions: str) -> None:
    text = definitions + GRADIENT.replace(r"\frac{1}{n}", r"\a")
    (found,) = align(text, CLAIMS).answers
    assert (found.claim, found.read, found.settled) == ("1.2-E5-gradient", (), False)
    assert found.written == r"\a X (X^\top w - y)"
    assert found.trouble.startswith(r"column 1: the command \a is not read")
    assert found.refusal is not None
    assert found.refusal.place == (0, 2)


@pytest.mark.parametrize(
    "text",
    [
        r"\begin{align}\begin{split} LEFT &= RIGHT \end{split}\tag{5}\end{align}",
        r"\begin{equation}\begin{gathered} LEFT = RIGHT \end{gathered}\tag{5}\end{equation}",
        r"\[ \begin{aligned} LEFT &= RIGHT \end{aligned} \tag{5} \]",
    ],
)
def test_nested_environments_are_one_equation(text: str) -> None:
    filled = text.replace("LEFT", r"\nabla_w L(w)").replace("RIGHT", r"\frac1n X(X^\top w - y)")
    (found,) = align(filled, CLAIMS).answers
    assert (found.claim, found.settled) == ("1.2-E5-gradient", True)


def test_a_broken_formula_is_pointed_to_on_the_terminal_and_on_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, page = tmp_path / "solution.md", tmp_path / "page.html"
    broken = r"\nabla_w L(w) = \frac{1}{n} X (X^\top w - y"
    path.write_text(f"$$ {broken} \\tag{{5}} $$\r\n", encoding="utf-8")
    assert main(["read", str(path), "--out", str(tmp_path / "sheet.md"), "--page", str(page)]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(k for k, line in enumerate(lines) if "this ( is never closed" in line)
    assert lines[at + 1].strip() == r"\frac{1}{n} X (X^\top w - y"
    assert lines[at + 2].index("^") == lines[at + 1].index("(")
    assert lines[at + 3].endswith(r"can be read: \frac{1}{n} X (X^\top w - y)")
    shown = page.read_text(encoding="utf-8")
    assert re.search(r'X <mark><span class="vh">[^<]*</span>\(<span', shown)


def test_a_formula_that_is_not_read_is_pointed_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "n * lamda", "--claim", "1.1-A5-exponential-decay"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    first, *below = said.err.splitlines()
    assert first.startswith("referee: column 5: unknown name 'lamda' (did you mean lambda_min, the")
    assert below[:3] == [
        "n * lamda",
        "    ^^^^^",
        "the nearest that can be read: n * lambda_min",
    ]
