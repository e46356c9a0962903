"""A certificate is of its claim: of its equation, its letters and sizes, its family's axioms."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from proved_records import PROVED, proved

from referee.__main__ import main
from referee.deciding import claim as corpus
from referee.evidence import verify
from referee.evidence.proof_check import fault

Data = dict[str, Any]


def of(record: Data) -> Any:
    return record["evidence"]["every_size"]


def finding(*records: Any) -> list[str]:
    """Return what is said of the proofs that are not confirmed."""
    found = verify.proofs(records, corpus.load())
    return [each.finding for each in found if not each.confirmed]


@pytest.mark.parametrize("name", PROVED)
def test_what_was_proved_is_of_its_claim(name: str) -> None:
    assert finding(proved(name)) == []


def another_equation(record: Data) -> None:
    """Prove 0 = 0 in place of the claim: it follows from nothing."""
    for each in of(record)["certificates"]:
        each["claim"]["terms"], each["cofactors"], each["lemmas"] = [], [], []


def an_axiom_of_nobody(record: Data) -> None:
    """State the claim itself as an axiom, from which it follows at once."""
    for each in of(record)["certificates"]:
        axiom = {**each["claim"], "label": "XᵀX = I", "origin": "X"}
        none = [0] * len(each["nonzero"])
        each["axioms"], each["lemmas"] = [axiom], []
        each["cofactors"] = [[[[["1", []]], none], [], 0, []]]


def another_size(record: Data) -> None:
    """Rename a size everywhere: all products meet as before."""
    for each in of(record)["certificates"]:
        text = json.dumps(each["letters"]).replace('"d"', '"n"')
        each["letters"] = json.loads(text)
        for part in (each["claim"], *each["axioms"], *each["lemmas"]):
            for side in ("rows", "columns"):
                part[side] = part[side].replace("d", "n")


def another_answer(record: Data) -> None:
    record["answer"] = "2 * X.T @ pinv(X @ X.T)"


def another_claim(record: Data) -> None:
    record["claim"] = "1.3-A9-transposed-identity"


def a_name_of_an_axiom(record: Data) -> None:
    of(record)["certificates"][0]["axioms"][0]["label"] = "X is zero"


def a_field_of_an_axiom(record: Data) -> None:
    of(record)["certificates"][0]["axioms"][0]["origin"] = "w"


def a_certificate_twice(record: Data) -> None:
    of(record)["certificates"] *= 2


def more_sizes(record: Data) -> None:
    of(record)["names"].append("k")


def a_claim_of_nobody(record: Data) -> None:
    record["claim"] = "9.9-nowhere"


def no_formula(record: Data) -> None:
    record["answer"] = "__import__('os').system('true')"


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (another_equation, "the certificate is of another equation than the claim's"),
        (an_axiom_of_nobody, "XᵀX = I: the family carries no such axiom"),
        (another_size, "the claim has no letter"),
        (another_answer, "of another equation"),
        (another_claim, "the claim cannot be held against it"),
        (a_name_of_an_axiom, "X is zero: the family carries no such axiom"),
        (a_field_of_an_axiom, "the family carries no such axiom"),
        (a_certificate_twice, "2 certificates for 1 equations"),
        (more_sizes, "it is said to be for every n, d, k"),
        (a_claim_of_nobody, "the corpus has no such claim"),
        (no_formula, "the claim cannot be held against it"),
    ],
)
def test_a_proof_of_something_else_is_found_without_deciding_again(
    tamper: Callable[[Data], None],
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    record = proved("1.3-A7-identity")
    tamper(record)
    # Each adds up: what is wrong with it is only that it is not of the claim.
    assert not any(map(fault, of(record)["certificates"]))
    (said,) = finding(record)
    assert says in said
    log = tmp_path / "records.jsonl"
    log.write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert main(["verify", str(log), "--fast"]) == 1
    assert says in capsys.readouterr().out


def test_a_premise_is_an_axiom_of_its_own_equation_alone() -> None:
    record, other = proved("1.2-A5-powers"), proved("1.2-A5-powers")
    other["answer"] = "A == A"
    premises = {a["label"] for a in of(record)["certificates"][0]["axioms"]}
    (said,) = finding(other)
    assert any(said.startswith(label) for label in premises)


def test_a_divisor_that_may_vanish_is_said() -> None:
    record = proved("1.3-A7-identity")
    (data,) = of(record)["certificates"]
    data["nonzero"] = [[["1", [["t", 1]]]]]
    for part in (data["claim"], *data["axioms"]):
        for term in part["terms"]:
            term[0][1] = [0]
    for cofactor in data["cofactors"]:
        cofactor[0][1] = [0]
    _, left, place, right = data["cofactors"][0]
    data["cofactors"] += [[[[[sign, []]], [1]], left, place, right] for sign in ("1", "-1")]
    assert fault(data) == ""
    assert finding(record) == ["it divides by t, which may be 0"]
