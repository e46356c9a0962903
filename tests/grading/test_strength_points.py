"""True answers are worth as much as they say: shares of a rubric, by word."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_claims import examples, one_line

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.effort import Effort
from referee.deciding.strength.words import WORDS
from referee.evidence.schema import Record
from referee.grading import references, rubric
from referee.grading.marking import graded
from referee.grading.rubric import STRENGTHS, RubricError, Terms

CLAIMS = corpus.load(referee.claims.__name__)
RATE, RANK, LINE = "1.1-A6-speed-bound", "1.1-A2-full-rank", "2.2-E27-bound-line"
LITTLE = Effort(scope=60, sample=40, ladder=0, proof=0, search=0)


def marked(claim: str, text: str, terms: Terms | None = None) -> Record:
    answer = Answer("s", claim, text, path="s.toml")
    with examples(CLAIMS[claim], 5):
        return graded(CLAIMS[claim], answer, effort=LITTLE, terms=terms)


@pytest.mark.parametrize(
    ("claim", "text", "word", "given"),
    [
        (RATE, "2 * lambda_min / n", "tight", 4),
        (RATE, "lambda_min / n / 10**6", "of the same order", 3),
        (RATE, "lambda_min / n**2", "loose", 2),
        (RATE, "-1", "worthless", 0),
        (RANK, "rank(X) == n", "tight", 4),
        (RANK, "invertible(X.T @ X)", "circular", 0),
        (LINE, "10**12", "worthless", 0),
        (LINE, "(m + 1)**9 * 100", "loose", 2),
    ],
)
def test_a_true_answer_is_worth_what_it_says(
    claim: str, text: str, word: str, given: float
) -> None:
    found = marked(claim, text, Terms(4))
    assert found["verdict"] == "held"
    assert found["strength"]["word"] == word
    assert found["points"] == {"given": given, "most": 4}
    assert found["strength"]["share"] == given / 4


def test_a_record_without_points_has_no_share() -> None:
    found = marked(RATE, "lambda_min / n")
    assert "points" not in found
    assert "share" not in found["strength"]


def test_what_is_false_or_asks_for_nothing_has_no_strength() -> None:
    assert "strength" not in marked(RATE, "3 * lambda_min / n", Terms(4))
    assert "strength" not in marked("1.2-A2-dimension", "d", Terms(4))


def test_a_condition_that_is_never_true_earns_nothing_and_is_called_worthless() -> None:
    found = marked("2.1-T1-cone", "1 == 2", Terms(4))
    assert found["verdict"] == "inconclusive"
    assert found["strength"]["word"] == "worthless"
    assert found["points"]["given"] == 0


def read(place: Path, text: str) -> dict[str, Terms]:
    path = place / "rubric.toml"
    path.write_text(text)
    return dict(rubric.read(path, CLAIMS).terms)


def test_shares_are_those_of_the_rubric_everywhere_and_for_a_claim(tmp_path: Path) -> None:
    text = f'[rubric]\nloose = 0.25\ncircular = 1\n["{RATE}"]\nloose = 0.125\nsame_order = 1\n'
    found = read(tmp_path, text + f'["{RANK}"]\ncircular = 0.5\n')
    assert found["1.1-E3-bound"].strengths == {
        "tight": 1, "of the same order": 0.75, "loose": 0.25, "worthless": 0, "circular": 1,
    }  # fmt: skip
    assert found[RATE].strengths["loose"] == 0.125
    assert found[RATE].strengths["of the same order"] == 1
    assert found[RANK].strengths["circular"] == 0.5
    assert marked(RATE, "lambda_min / n**2", found[RATE])["points"] == {"given": 0.125, "most": 1}


def test_without_a_rubric_the_shares_are_these(tmp_path: Path) -> None:
    found = rubric.read(tmp_path / "none.toml", CLAIMS)
    assert found.terms[RATE].strengths == STRENGTHS
    assert tuple(STRENGTHS) == WORDS
    assert list(STRENGTHS.values()) == [1, 0.75, 0.5, 0, 0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[rubric]\nloose = 2", "[rubric]: loose = 2; a share is at most 1"),
        ("[rubric]\nloose = -1", "[rubric]: loose = -1; a number from 0 on is needed"),
        ('[rubric]\nworthless = "no"', "[rubric]: worthless = 'no'; a number from 0 on is needed"),
        ("[rubric]\ntight = 1", "[rubric]: unknown key 'tight'; the keys are points"),
        (f'["{RATE}"]\nsame_order = true', f"{RATE}: same_order = True; a number from 0 on"),
        (f'["{RANK}"]\nloose = 1.5', f"{RANK}: loose = 1.5; a share is at most 1"),
        ('["1.2-A2-dimension"]\nloose = 1', "1.2-A2-dimension: loose: the claim asks for no bound"),
        (f'["{RANK}"]\nsign = 1', f"{RANK}: a statement goes there; it has no partial credit"),
    ],
)
def test_a_bad_share_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(RubricError) as raised:
        read(tmp_path, text)
    line = str(raised.value)
    assert one_line(line)
    assert line.removeprefix(f"{tmp_path / 'rubric.toml'}: ").startswith(says)


def test_references_are_those_of_the_sheet() -> None:
    assert references.references_to(CLAIMS["2.2-E27-bound"]) == ("R0", "R1", "R2", "RT")
    assert b"R0" in references.written_in("referee.claims")
