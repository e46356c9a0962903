"""The corpus itself: every claim is answered three times over, and every formula can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from math_core import LatexToMathML
from small_claims import examples

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.decision import decide
from referee.deciding.effort import Effort
from referee.grading.sheet import Sheet, read
from referee.language.latex import to_latex
from referee.language.reading import parse
from referee.language.types import type_of

CLAIMS = corpus.load()
FOLDER = Path(referee.claims.__file__).parent / "sheets"
every_claim = pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
SHEETS: dict[str, Sheet] = {
    name: read(FOLDER / f"{name}.toml", CLAIMS)
    for name in ("worked_solution", "reference", "mutants")
}


def answers(*sheets: str) -> list[Answer]:
    return [a for name in sheets for a in SHEETS[name].answers]


ALL_ANSWERS = answers("worked_solution", "reference", "mutants")


def test_no_sheet_has_a_bad_entry() -> None:
    assert [a.problem for a in ALL_ANSWERS if a.problem] == []
    assert all(a.text or a.expect == "unanswered" for a in ALL_ANSWERS)


@every_claim
def test_a_claim_is_answered_by_the_worked_solution(claim: Claim) -> None:
    found = SHEETS["worked_solution"].to(claim.id)
    assert found
    assert all(a.expect for a in found)
    assert all(a.because for a in found if a.expect != "held")


@every_claim
def test_a_claim_has_a_reference_answer_and_all_of_them_hold(claim: Claim) -> None:
    found = SHEETS["reference"].to(claim.id)
    assert found
    assert all(a.expect == "held" for a in found)


@every_claim
def test_a_claim_has_at_least_two_wrong_variants(claim: Claim) -> None:
    found = SHEETS["mutants"].to(claim.id)
    assert sum(a.expect == "refuted" for a in found) >= 2
    assert all(a.expect in {"refuted", "ill-typed"} for a in found)
    assert all(a.label and a.because for a in found)
    texts = [a.text for a in found]
    assert len(set(texts)) == len(texts)
    held = {a.text for a in answers("reference", "worked_solution") if a.claim == claim.id
            and a.expect == "held"}  # fmt: skip
    assert held.isdisjoint(texts)


@pytest.mark.parametrize("text", ["true", "false"])
@pytest.mark.parametrize("claim", [c for c in CLAIMS.values() if c.size is None],
                         ids=[c.id for c in CLAIMS.values() if c.size is None])  # fmt: skip
def test_no_claim_that_asks_for_a_statement_takes_one_that_says_nothing(
    claim: Claim, text: str
) -> None:
    right = {a.text for a in answers("reference", "worked_solution") if a.claim == claim.id
             and a.expect == "held"}  # fmt: skip
    with examples(claim, 5):
        found = decide(claim, Answer("a_sheet", claim.id, text), effort=Effort(search=0.5))
    assert found.verdict != "held" or text in right


@every_claim
def test_the_names_of_a_claim_exist_in_its_family(claim: Claim) -> None:
    family = claim.family
    assert set(claim.names) <= set(family.by_name)
    assert set(claim.shows) <= set(family.by_name)
    assert len(set(claim.names)) == len(claim.names)
    assert len(set(claim.shows)) == len(claim.shows)
    assert all(claim.offered(family).values())


@every_claim
def test_a_claim_says_what_it_is_about(claim: Claim) -> None:
    assert claim.part in referee.claims.PARTS
    assert claim.states.count("{answer}") == 1
    assert claim.blank
    assert claim.given or claim.part == ""
    for shape in claim.family.shapes:
        claim.type_at(shape)


def converts(latex: str) -> bool:
    mathml = LatexToMathML().convert_with_local_state(latex, displaystyle=True)
    return mathml.startswith("<math") and "merror" not in mathml


@every_claim
def test_a_statement_and_all_its_answers_are_set_in_mathematics(claim: Claim) -> None:
    family = claim.family
    assert converts(claim.states.replace("{answer}", r"{\square}"))
    for answer in (a for a in ALL_ANSWERS if a.claim == claim.id and a.text):
        latex = to_latex(parse(answer.text or "", dict.fromkeys(claim.names)), family)
        assert converts(latex)
        assert converts(claim.states.replace("{answer}", "{" + latex + "}"))
    for name in claim.shows:
        assert converts(family.by_name[name].latex)


@every_claim
def test_answers_that_hold_are_well_typed_at_every_shape(claim: Claim) -> None:
    family = claim.family
    for answer in (a for a in ALL_ANSWERS if a.claim == claim.id and a.expect == "held"):
        formula = parse(answer.text or "", dict.fromkeys(claim.names))
        for shape in family.shapes:
            assert type_of(formula, family, shape) == claim.type_at(shape)


def equations(claim: Claim) -> set[int]:
    found = claim.equation
    return set(found) if isinstance(found, tuple) else set() if found is None else {found}


def test_every_equation_of_the_worked_solution_is_a_claim() -> None:
    covered = set().union(*map(equations, CLAIMS.values()))
    assert covered == set(range(1, 33))


@every_claim
def test_an_id_names_the_equation_of_its_claim(claim: Claim) -> None:
    kind = claim.id.split("-")[1]
    if kind.startswith("E"):
        number = int("".join(c for c in kind if c.isdigit()))
        assert number in equations(claim)
    else:
        assert equations(claim) == set()


HANDFUL = [
    "1.1-E1-dissipation", "1.1-A2-full-rank", "1.1-E3-bound", "1.1-A6-speed",
    "1.2-E5-gradient", "1.2-E8-gram-complex", "1.2-E10-homogeneous", "1.2-A15-where-it-lies",
    "1.3-E20-limit", "1.3-A5-dimension", "1.3-E22-characterisation", "1.3-A10-from-anywhere",
]  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [a for a in ALL_ANSWERS if a.claim in HANDFUL],
    ids=lambda a: f"{a.claim}-{a.id}",
)
def test_answers_get_the_verdicts_they_deserve(answer: Answer) -> None:
    claim = CLAIMS[answer.claim]
    with examples(claim, 25):
        found = decide(claim, answer)
    assert found.verdict == answer.expect, found.reason
    assert found.expected
