"""What students type into a platform's box, as its editors leave it, is read as a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from platform_downloads import write

from referee.deciding.claim import Claim
from referee.deciding.corpora import claims_of
from referee.deciding.decision import readings
from referee.grading.classroom.online_text import as_sheet, lines_of
from referee.grading.submissions import Submission, collect
from referee.language.normal_form import normal_form

GRADIENT, LIMIT = "1.2-E5-gradient", "1.3-E20-limit"
RIGHT = {GRADIENT: "X @ (X.T @ w - y) / n", LIMIT: "X @ inv(X.T @ X) @ y"}


@pytest.fixture(scope="module")
def claims() -> Mapping[str, Claim]:
    return claims_of("referee.claims")


def typed(tmp_path: Path, claims: Mapping[str, Claim], html: str) -> Submission:
    place = "Jane Doe_12_assignsubmission_onlinetext_/onlinetext.html"
    (found,) = collect(write(tmp_path / "in", {place: html.encode()}), claims).submissions
    return found


def meant(claims: Mapping[str, Claim], found: Submission) -> dict[str, set[str]]:
    """Return what an answer says in normal form."""
    return {
        name: {
            normal_form(formula, claims[name].family)
            for answer in given
            for formula in readings(claims[name], answer)
        }
        for name, given in found.answers.items()
    }


PLAIN = "X(X^T w - y)/n", "X inv(X^T X) y"
TYPED = {
    "a line each": f"<p>{GRADIENT}: {PLAIN[0]}</p><p>{LIMIT}: {PLAIN[1]}</p>",
    "breaks": f"{GRADIENT} = {PLAIN[0]}<br>{LIMIT} = {PLAIN[1]}<br/>",
    "a list": f"<ul><li>{GRADIENT}: {PLAIN[0]}</li>\n<li>{LIMIT}: {PLAIN[1]}</li></ul>",
    "below headings": f"<h3>{GRADIENT}</h3><p>{PLAIN[0]}</p><h3>Equation 20</h3><p>{PLAIN[1]}</p>",
    "below lines": f"<p>{GRADIENT}</p><p>{PLAIN[0]}</p><p>&nbsp;</p><p>(20)</p><p>{PLAIN[1]}</p>",
    "in bold": f"<p><b>{GRADIENT}:</b> {PLAIN[0]}</p><p><strong>{LIMIT}</strong><br>{PLAIN[1]}</p>",
    "a table": f"<table><tr><td>{GRADIENT}</td><td>{PLAIN[0]}</td></tr>"
    f"<tr><td>{LIMIT}</td><td>{PLAIN[1]}</td></tr></table>",
    "no sign between": f"<p>{GRADIENT} {PLAIN[0]}</p><p>{LIMIT} {PLAIN[1]}</p>",
    "Answer:": f"<p>{GRADIENT}</p><p>Answer: {PLAIN[0]}</p><p>{LIMIT}: {PLAIN[1]}</p>",
    "TOML": f'<pre>"{GRADIENT}" = "{RIGHT[GRADIENT]}"\n["{LIMIT}"]\n'
    f'answer = "{RIGHT[LIMIT]}"</pre>',
    "TOML in paragraphs": f"<p>&quot;{GRADIENT}&quot;&nbsp;= &ldquo;{PLAIN[0]}&rdquo;</p>"
    f"<p>“{LIMIT}” = “{PLAIN[1]}”</p>",
    "TOML, broken": f'<p>"{GRADIENT}" = "{PLAIN[0]}"</p><p>{LIMIT} = "{PLAIN[1]}"</p>Thanks',
    "Markdown": f"<p>## {GRADIENT}</p><p>$$ \\frac1n X (X^\\top w - y) $$</p>"
    f"<p># {LIMIT}</p><p>$X (X^\\top X)^{{-1}} y$</p>",
    "Moodle's editor": f"<p>{GRADIENT}: \\( \\frac{{1}}{{n}} X (X^\\top w - y) \\)</p>"
    f"<p>{LIMIT}:</p><p>\\[ X (X^{{\\top}} X)^{{-1}} y \\]</p>",
    "Canvas's editor": f'<p>{GRADIENT}: <img class="equation_image" alt="LaTeX: x"'
    ' title="\\frac1n X (X^\\top w - y)" data-equation-content="\\frac1n X (X^\\top w - y)"'
    f' src="/equation_images/x"></p><p>{LIMIT}: <img class="equation_image"'
    ' alt="LaTeX: X (X^\\top X)^{-1} y"></p>',
    "MathML with its LaTeX": f"<p>{GRADIENT}:</p><p>"
    '<math alttext="\\frac1n X (X^\\top w - y)"><mi>X</mi></math></p>'
    f"<p>{LIMIT}: {PLAIN[1]}</p>",
    "MathML with LaTeX beside it": f"<html><head><title>{LIMIT}</title><body><p>{GRADIENT}:</p><p>"
    "<math><semantics><mi>X</mi><annotation encoding='application/x-tex'>\\frac1n X (X^\\top w - y)"
    f"</annotation></semantics></math></p><p>{LIMIT}: {PLAIN[1]}</p></body></html>",
    "plain text": f"{GRADIENT}: {PLAIN[0]}\r\n\r\n{LIMIT}: {PLAIN[1]}\r\n",
    "scripts": f"<script>alert('{GRADIENT}: w')</script><style>p {{}}</style>"
    f"<p>{GRADIENT}: {PLAIN[0]}</p><p>{LIMIT}: {PLAIN[1]}</p>",
    "words around": f"<p>Dear all,</p><p>{GRADIENT}: {PLAIN[0]}</p><p>{LIMIT}: {PLAIN[1]}</p>",
}  # fmt: skip


@pytest.mark.parametrize("how", TYPED)
def test_answers_are_read_however_they_are_typed(
    tmp_path: Path, claims: Mapping[str, Claim], how: str
) -> None:
    found = typed(tmp_path, claims, TYPED[how])
    wanted = typed(tmp_path / "file", claims, TYPED["TOML"])
    assert meant(claims, found) == meant(claims, wanted)
    assert list(found.problems) == []


def test_a_formula_that_is_a_picture_is_refused_and_not_lost(claims: Mapping[str, Claim]) -> None:
    for picture in ("<math><mi>X</mi></math>", "<img data-mathml='«math»' alt='X'>"):
        sheet, _ = as_sheet(f"<p>{GRADIENT}</p><p>{picture}</p>", claims)
        assert "`(a formula without its LaTeX)`" in sheet


def test_what_is_typed_keeps_its_signs(claims: Mapping[str, Claim]) -> None:
    assert lines_of("<p>a &lt; b &amp; c</p>") == "\na < b & c\n"
    assert lines_of("a < b and c > d") == "a < b and c > d"
    assert as_sheet("<p>1.3-A5-dimension = d &minus; n</p>", claims) == (
        "\n## 1.3-A5-dimension\n\n`d − n`\n\n", "md",
    )  # fmt: skip


@pytest.mark.parametrize(
    "html",
    ["", "<p></p>", "<p>See the attached file.</p>", "<p>1.2</p><p>w</p>", "\0", "<" * 5_000,
     "<div>" * 5_000, "&#0;&#xD800;", "<p>no: question: here</p>"],
)  # fmt: skip
def test_text_without_a_question_is_one_line(
    tmp_path: Path, claims: Mapping[str, Claim], html: str
) -> None:
    found = typed(tmp_path, claims, html)
    assert found.refused
    assert len(found.problems) == 1
    assert found.problems[0].startswith("Jane Doe: no heading names a question")


def test_text_and_file_are_one_submission(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    before = "Jane Doe_12_assignsubmission"
    files = {
        f"{before}_file_/mine.toml": f'"{GRADIENT}" = "{RIGHT[GRADIENT]}"\n'.encode(),
        f"{before}_onlinetext_/onlinetext.html": f"<p>{LIMIT}: {PLAIN[1]}</p>".encode(),
    }
    (found,) = collect(write(tmp_path, files), claims).submissions
    assert set(found.answers) == {GRADIENT, LIMIT}
    assert list(found.problems) == []
