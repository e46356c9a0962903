"""Derivations are right line by line, short, and in the letters of their claim."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from latex_sums import read, unmarked

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.case import Case
from referee.deciding.every_size import EverySize, prove_for_every_size
from referee.evidence.derivations import Telling, derivations
from referee.evidence.letters_in_latex import Notation
from referee.evidence.proof_check import chain_fault, fault
from referee.evidence.record import stub
from referee.evidence.schema import Derivation, Record
from referee.evidence.verify import proofs
from referee.grading import sheet
from referee.language.reading import parse
from referee.numerics.free_algebra.certificates import Certificate, product
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.orders import letters_of
from referee.numerics.free_algebra.span import combination

CLAIMS = corpus.load()
FOLDER = Path(referee.claims.__file__).parent / "sheets"
HELD: list[Answer] = [
    each
    for name in ("reference", "worked_solution", "mutants")
    for each in sheet.read(FOLDER / f"{name}.toml", CLAIMS).answers
    if each.text is not None and each.expect in {None, "held"}
]
REFERENCE = {each.claim: each for each in HELD if each.sheet == "reference"}
MATH = re.compile(r"\\\((.*?)\\\)")


@cache
def case_of(each: Answer) -> Case:
    assert each.text is not None
    claim = CLAIMS[each.claim]
    return Case(claim, parse(each.text, dict.fromkeys(claim.names)))


@cache
def proof_of(each: Answer) -> EverySize:
    case = case_of(each)
    return prove_for_every_size(case.claim.decide, case.answer, case.family)


@cache
def proved() -> list[Answer]:
    """Return the answers of the corpus that are proved for every size."""
    return [each for each in HELD if proof_of(each).holds]


def told(each: Answer) -> list[Derivation]:
    return derivations(proof_of(each), case_of(each))


def of(claim: str) -> list[Derivation]:
    return told(REFERENCE[claim])


def meanings(notation: Notation, certificate: Certificate, words: list[Word]) -> dict[str, Word]:
    """Return what each symbol stands for. No two products may look alike."""
    found: dict[str, Word] = {}
    words = [*words, *(w for axiom in certificate.axioms for w in axiom.polynomial.terms)]
    letters: dict[Word, str] = {(a,): notation.letter(a).latex for a in letters_of(words)}
    for word, latex in {**letters, **notation.named}.items():
        assert found.setdefault(latex, word) == word, latex
    return found


def test_all_the_proofs_of_the_reference_are_told() -> None:
    assert sum(each.sheet == "reference" for each in proved()) == 45


def test_each_line_differs_from_the_one_before_by_one_cofactor_and_the_ends_are_the_sides() -> None:
    steps = 0
    for each in proved():
        proof, case = proof_of(each), case_of(each)
        assert proof.traced is not None
        notation = Telling(proof.traced, case).notation
        equations = zip(proof.traced.goals, proof.certificates, told(each), strict=True)
        for goal, certificate, chain in equations:
            words = [*goal.left.terms, *goal.right.terms]
            symbols = meanings(notation, certificate, words)
            shape = (goal.left.rows, goal.left.columns)
            at = goal.left
            assert read(chain["start"], shape, symbols) == at
            for step in chain["steps"]:
                at = at - product(certificate.cofactors[step["cofactor"]], certificate.statements)
                assert read(step["latex"], shape, symbols) == at, step["latex"]
                steps += 1
            assert at == goal.right
            data = encode(certificate, goal.left, goal.right)
            assert fault(data) == ""
            assert chain_fault(data, [step["cofactor"] for step in chain["steps"]]) == ""
    assert steps > 200


def test_what_is_told_does_not_hang_on_what_was_told_before() -> None:
    for each in proved():
        case = case_of(each)
        alone = prove_for_every_size(case.claim.decide, case.answer, case.family)
        assert told(each) == told(each) == derivations(alone, case)


def test_no_step_of_any_proof_of_the_corpus_can_be_left_out() -> None:
    certificates = [c for each in proved() for c in proof_of(each).certificates]
    assert len(certificates) > 80
    for certificate in certificates:
        products = [product(c, certificate.axioms).terms for c in certificate.cofactors]
        for i in range(len(products)):
            rest = products[:i] + products[i + 1 :]
            assert combination(certificate.claim.terms, rest) is None


# How many steps a person needs; a longer derivation is a change for the worse.
STEPS = {
    "1.2-A5-gram-powers": 11,
    "1.2-E9-columns": 2,
    "1.2-E14-constant": 17,
    "1.3-A2-loss-limit": 5,
    "1.3-E17-interpolation": 3,
    "1.3-E19-limit-coefficients": 5,
    "1.3-E23-pseudo-inverse": 10,
    "1.3-A7-identity": 5,
    "1.3-A9-transposed-identity": 6,
    "1.3-A10-conclusion": 8,
}


@pytest.mark.parametrize("claim", STEPS)
def test_derivations_are_short(claim: str) -> None:
    assert sum(len(chain["steps"]) for chain in of(claim)) <= STEPS[claim]


def test_no_name_that_only_we_use_is_shown() -> None:
    for each in proved():
        for chain in told(each):
            said = [step["by"] for step in chain["steps"]] + chain["where"]
            latex = [chain["start"], *(step["latex"] for step in chain["steps"])]
            latex += [*chain["supposing"], *(m for text in said for m in MATH.findall(text))]
            for formula in latex:
                assert formula.isascii(), formula  # ours have ∂, × and ᵀ
                assert not re.search(r"\w_(inf|star)|\bsigma\b(?<!\\sigma)|mathrm", formula), (
                    formula
                )


def test_a_derivation_as_a_person_writes_it() -> None:
    (chain,) = of("1.3-E17-interpolation")
    assert chain == {
        "supposing": [],
        "begins": "",
        "start": r"X^{\top} w^\infty",
        "steps": [
            {
                "cofactor": chain["steps"][0]["cofactor"],
                "by": r"\((X^{\top} X)^{-1}(X^{\top} X) = I\)",
                "latex": r"\overline{(X^{\top} X)^{-1} X^{\top}} \underline{\overline{X}}"
                r" \underline{X^{\top} w^\infty}",
            },
            {
                "cofactor": chain["steps"][1]["cofactor"],
                "by": r"property of \(w^\infty\): \(X X^{\top} w^\infty = X y\)",
                "latex": r"\underline{(X^{\top} X)^{-1} X^{\top} X} y",
            },
            {
                "cofactor": chain["steps"][2]["cofactor"],
                "by": r"\((X^{\top} X)^{-1}(X^{\top} X) = I\)",
                "latex": "y",
            },
        ],
        "ends": "",
        "where": [],
    }


def test_products_are_written_by_the_symbols_of_the_claim() -> None:
    (gram,), (economy,) = of("1.2-E8-gram"), of("1.2-E8-gram-economy")
    assert gram["steps"][-1]["latex"] == r"U \Sigma \Sigma^{\top} U^{\top}"
    assert economy["steps"][-1]["latex"] == r"U_n \Sigma_n^{2} U_n^{\top}"
    assert r"\(U_n = U I_{d \times n}\)" in economy["where"]
    assert r"\(I_{d \times n}\): the first \(n\) columns of the identity" in economy["where"]


def test_a_side_that_is_multiplied_out_stands_first_as_the_claim_states_it() -> None:
    (gradient,) = of("1.2-E5-gradient")
    assert gradient["begins"] == r"\nabla_w L(w)"
    assert gradient["start"] == r"\frac{1}{n} X X^{\top} w - \frac{1}{n} X y"
    assert gradient["ends"] == r"\frac{1}{n} X \left(X^{\top} w - y\right)"
    assert gradient["steps"] == []
    (kernel,) = of("1.1-A1-linear-kernel")
    assert (kernel["begins"], kernel["start"], kernel["ends"]) == ("H", r"X^{\top} X", "")
    # The statement says more than one equation: what it sets equal to the answer is not known.
    assert {chain["begins"] for chain in of("1.3-E22-characterisation")} == {""}
    # What is compared is not what the claim states, but something that follows from it.
    assert {chain["begins"] for chain in of("1.2-E11-particular")} == {""}


def test_what_the_claim_supposes_and_letters_that_may_be_anything_are_said() -> None:
    (powers,) = of("1.2-A5-powers")
    assert powers["supposing"] == [r"A A^{\top} = A^{\top} A"]
    assert any(step["by"].endswith(", as is supposed") for step in powers["steps"])
    assert r"\(z\): any column" in powers["where"]
    assert r"\operatorname{diag}(z)" in powers["start"]
    (square,) = of("1.2-E6-flow-square")
    assert square["where"] == [r"\(n = d\)"]


def test_a_chain_that_leaves_out_a_cofactor_or_takes_one_twice_is_caught() -> None:
    proof = proof_of(REFERENCE["1.3-A7-identity"])
    assert proof.traced is not None
    goal, certificate = proof.traced.goals[0], proof.certificates[0]
    data, steps = encode(certificate, goal.left, goal.right), [*range(len(certificate.cofactors))]
    wrongs: list[list[object]] = [
        [],
        [*steps[1:]],
        [*steps, 0],
        [*steps[:-1], 99],
        [*map(bool, steps[:2]), *steps[2:]],
        ["0"],
    ]
    for wrong in wrongs:
        assert chain_fault(data, wrong).startswith("the steps are not")
    assert chain_fault(data | {"sides": []}, steps).startswith("the steps are not")
    assert chain_fault(encode(certificate), steps).startswith("the steps are not")


def test_verify_holds_the_steps_against_the_certificate() -> None:
    proof = proof_of(REFERENCE["1.3-A7-identity"])
    assert proof.traced is not None
    goal = proof.traced.goals[0]
    data: dict[str, Any] = {
        "proved": True,
        "names": list(proof.names),
        "certificates": [encode(proof.certificates[0], goal.left, goal.right)],
        "derivations": told(REFERENCE["1.3-A7-identity"]),
    }

    def finding(**other: object) -> str:
        answer = REFERENCE["1.3-A7-identity"]
        row = stub(CLAIMS[answer.claim], answer)
        evidence = {"evidence": {"every_size": data | other}}
        (check,) = proofs([cast("Record", row | evidence)], CLAIMS)
        return check.finding

    steps = data["derivations"][0]["steps"]
    assert finding() == ""
    assert finding(derivations=[]) == "0 derivations of 1 equations"
    short = {**data["derivations"][0], "steps": steps[1:]}
    assert finding(derivations=[short]).startswith("the steps are not the cofactors")
    assert finding(derivations=None) == ""  # as in a log from before there were derivations


def test_marks_are_taken_off() -> None:
    assert unmarked(r"A \overline{\underline{B^{\top}} C} \underline{D}") == r"A B^{\top} C D"
