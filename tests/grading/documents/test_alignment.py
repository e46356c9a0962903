"""Solutions read as they were written: which equation answers which claim, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from referee.__main__ import main
from referee.deciding.claim import Claim, load
from referee.deciding.corpora import sheets_of
from referee.grading import sheet
from referee.grading.documents.alignment import Aligned, align
from referee.grading.documents.transcript import transcript
from referee.language.normal_form import normal_form
from referee.language.reading import parse

CLAIMS: Mapping[str, Claim] = load()
SOLUTIONS = Path(__file__).with_name("solutions")
NUMBERED = (SOLUTIONS / "numbered.md").read_text(encoding="utf-8")
RENAMED = (SOLUTIONS / "renamed.tex").read_text(encoding="utf-8")
BY_HAND = sheet.read(sheets_of("referee.claims") / "worked_solution.toml", CLAIMS)
# Of one chain another member than the one that was transcribed by hand: both are stated.
ANOTHER_MEMBER = {"2.1-A3-gates-agree": "A_y", "3.1-E29-at-zero": "L * f_x"}


def form(claim: str, text: str) -> str:
    return normal_form(parse(text, dict.fromkeys(CLAIMS[claim].names)), CLAIMS[claim].family)


def answers(text: str, names: Mapping[str, str] | None = None) -> dict[str, Aligned]:
    return {each.claim: each for each in align(text, CLAIMS, names).answers}


def read_as(found: Mapping[str, Aligned]) -> dict[str, tuple[str, ...]]:
    return {name: each.read for name, each in found.items() if each.settled}


def test_every_numbered_equation_goes_to_every_claim_with_its_number() -> None:
    found = answers(NUMBERED)
    numbered = {name for name, claim in CLAIMS.items() if claim.equation is not None}
    assert numbered <= set(found)
    for name in numbered:
        own = CLAIMS[name].equation
        assert found[name].equation.number in ((own,) if isinstance(own, int) else own or ())
    assert {found[name].equation.number for name in numbered} == set(range(1, 33))


def test_what_is_sure_is_what_was_transcribed_by_hand() -> None:
    found = read_as(answers(NUMBERED))
    assert len(found) >= 22
    for name, read in found.items():
        by_hand = {form(name, a.text) for a in BY_HAND.to(name) if a.text is not None}
        same = {form(name, text) for text in read} & by_hand
        assert same or read == (ANOTHER_MEMBER.get(name),), (name, read)


def test_what_is_ill_typed_as_it_stands_is_read_and_said_to_be() -> None:
    found = answers(NUMBERED)
    for name, text in {
        "1.2-E6-flow": "-(1/n) * X.T @ X @ w + (1/n) * X @ y",
        "1.2-E8-gram": "S**2",
    }.items():
        assert [form(name, each) for each in found[name].read] == [form(name, text)]
        assert found[name].trouble.startswith("ill-typed at d = ")
        assert not found[name].settled


def test_another_hand_is_read_with_its_own_letters() -> None:
    found = read_as(answers(RENAMED))
    expected = {
        "1.2-E4-loss": "norm(X.T @ w - y)**2 / (2 * n)",
        "1.2-E5-gradient": "1/n * X @ (X.T @ w - y)",
        "1.2-E6-flow": "-(1/n) * X @ X.T @ w + 1/n * X @ y",
        "1.3-E20-limit": "X @ inv(X.T @ X) @ y",
        "1.3-E17-interpolation": "y",
        "1.3-E23-pseudo-inverse": "pinv(X @ X.T) @ X @ y",
        "2.2-E27-bound": "(m + 1)**(d * H)",
        "3.1-E28-homogeneity": "alpha**L",
        "3.2-E30c-euler": "L * f_x",
    }
    for name, text in expected.items():
        assert [form(name, each) for each in found[name]] == [form(name, text)], name


def test_without_its_names_another_hand_is_not_read_as_ours() -> None:
    silent = RENAMED.replace("Let $A$ denote the data matrix", "").replace("denote the", "are")
    found = read_as(answers(silent))
    assert not {name for name in found if name.startswith("1.")}
    told = read_as(answers(silent, {"A": "X", "b": "y", r"\theta": "w"}))
    assert told == read_as(answers(RENAMED))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("$$L(w) = a \\quad (5)$$", "the number says the gradient, the left side the loss"),
        ("$$\\nabla_w L(w) = X(X^T w - y)/n \\quad (4)$$", "the number is another claim's"),
        ("$$\\nabla_v L(v) = v$$", "another variable"),
        ("$$\\nabla_w L(w) = \\mathrm{foo}(w)$$", "nothing that can be read"),
        ("$$\\nabla_w L(w) = X^T w - y$$", "of another size"),
    ],
)
def test_nothing_doubtful_is_settled(text: str, why: str) -> None:
    assert not read_as(answers(text)), why


def test_of_several_that_state_the_same_the_first_is_sure_and_the_rest_is_looked_at() -> None:
    found = answers("$$\\frac{d}{dt}(\\frac12\\|u(t) - y\\|^2) = -(u - y)^T H (u - y)/n$$ (1)")
    assert found["1.1-E1-dissipation"].settled
    assert not found["1.1-E1-any-model"].settled


def test_the_sheet_of_a_solution_reads_back_as_its_answers(tmp_path: Path) -> None:
    for text in (NUMBERED, RENAMED):
        found = align(text, CLAIMS)
        for accept in (False, True):
            path = tmp_path / "sheet.md"
            path.write_text(transcript("A solution", found, CLAIMS, accept=accept), "utf-8")
            back = sheet.read(path, CLAIMS)
            answered = {a.claim: a for a in back.answers if a.text is not None}
            wanted = {a.claim for a in found.answers if a.settled or (accept and a.read)}
            assert set(answered) == wanted
            assert not [a.problem for a in back.answers if a.problem]
            assert all(dict(a.names).items() <= found.names.items() for a in answered.values())


def test_the_command_writes_a_sheet_and_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, page = tmp_path / "sheet.md", tmp_path / "review.html"
    source = SOLUTIONS / "numbered.md"
    assert main(["read", str(source), "--out", str(out), "--page", str(page)]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0].endswith(" to be looked at")
    html = page.read_text(encoding="utf-8")
    assert "<math" in html
    assert 'id="1.2-E5-gradient"' in html
    assert sheet.read(out, CLAIMS).answers


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["X @ y"], "a formula needs --claim=ID"),
        (["missing.md"], "missing.md: No such file"),
        (["solution.md", "--out", "sheet.toml"], "the sheet is written as Markdown"),
        (["solution.md", "--names", "A"], "write A = X, B = y"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", *arguments]) == 2
    found = capsys.readouterr().err.strip()
    assert says in found
    assert "\n" not in found


def test_a_hostile_document_is_a_page_without_scripts(tmp_path: Path) -> None:
    source, page = tmp_path / "solution.md", tmp_path / "page.html"
    source.write_text("$$\\nabla_w L(w) = <script>alert(1)</script> \\quad (5)$$\n-->\n", "utf-8")
    assert main(["read", str(source), "--out", str(tmp_path / "s.md"), "--page", str(page)]) == 0
    assert "<script>alert" not in page.read_text(encoding="utf-8")
