"""What is said in words is said correctly."""

from __future__ import annotations

import pytest
from report_records import bare, record

from referee.reports import wording


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (None, "–"),
        (0.0, "0"),
        (-0.0, "0"),
        (-0.5, "−0.5"),
        (-0.04, "−0.04"),
        (1 / 3, "0.333"),
        (1e-16, "1 × 10⁻¹⁶"),
        (-2.5e20, "−2.5 × 10²⁰"),
        (1, "1"),
    ],
)
def test_a_decimal(number: float | None, words: str) -> None:
    assert wording.decimal(number) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, "–"), (0, "0 ms"), (0.1765, "176 ms"), (12.34, "12.3 s"), (125, "2 min 5 s"),
     (7260, "2 h 1 min")],
)  # fmt: skip
def test_a_duration(seconds: float | None, words: str) -> None:
    assert wording.duration(seconds) == words


def test_equations() -> None:
    assert wording.equations(None) == ""
    assert wording.equations(5) == "Eq. (5)"
    assert wording.equations([5, 6, 7]) == "Eqs. (5), (6) and (7)"


@pytest.mark.parametrize(
    ("name", "scalar", "sign"),
    [("=", True, "≠"), ("≤", True, ">"), ("≤", False, "≰"), ("<", True, "≥"), ("or", True, "")],
)
def test_a_relation_that_fails(name: str, *, scalar: bool, sign: str) -> None:
    assert wording.sign(name, fails=True, scalar=scalar) == sign


def test_relations_that_are_properties() -> None:
    assert wording.property_of("symmetric", fails=False) == "symmetric"
    assert wording.property_of("symmetric", fails=True) == "fails: symmetric"
    assert all(wording.property_of(name, fails=True) == "" for name in ("=", "and", "iff", ""))


def test_tallies() -> None:
    wrong = record(expected="refuted", as_expected=False)
    assert wording.tally([record("refuted"), record("ill-typed")]) == "2 of 2 refuted or ill-typed"
    assert wording.tally([record("refuted"), wrong]) == "1 of 2 refuted; 1 survives"
    assert wording.tally([record(), record("refuted", expected="held")]) == "1 of 2 hold"
    assert wording.tally([record(expected=None)]) == "1 of 1 holds"


def test_expectations() -> None:
    assert wording.expectation(record()) == "as expected"
    assert "expected refuted" in wording.expectation(record(expected="refuted", as_expected=False))
    assert "held" in wording.expectation(record("refuted", expected=None, as_expected=False))


def test_what_was_tried() -> None:
    tried = record(violations=1, instances=1200)
    assert (
        wording.instances(tried)
        == "1,201 tried: 1,198 decided, 1 undecided, 2 vacuous, 1 violation"
    )
    assert wording.evidence(tried) == "200 smallest (up to size 3), 150 sampled, 100 by Hypothesis"
    assert wording.evidence(record(evidence={})) == ""
    assert wording.instances(bare()) == "none tried"
    assert wording.instances(record(undecided=0, vacuous=0)) == "300 decided"
    assert wording.instances(record(violations=11)).endswith("11 violations")


def test_margins() -> None:
    exact = {"smallest": 0.0, "median": 0.0, "float64": 0.0}
    assert wording.margins(record(margin=exact)) == [("Margin", "0 throughout")]
    varied = wording.margins(record(margin={**exact, "largest": 1.0}))
    assert varied == [("Smallest margin", "0 (attained)"), ("Median margin", "0 (attained)")]
    assert wording.margins(bare()) == []


@pytest.mark.parametrize(
    ("smallest", "seen", "words"),
    [(0.0, -1e-16, "−1 × 10⁻¹⁶"), (0.0, 0.0, ""), (0.5, None, ""), (None, None, "")],
)
def test_what_float64_sees(smallest: float | None, seen: float | None, words: str) -> None:
    margin = {"smallest": smallest, "median": smallest, "float64": seen}
    assert wording.rounded(record(margin=margin)) == words


def test_the_gist_of_a_reason() -> None:
    assert wording.gist("") == ""
    assert wording.gist("one\ntwo") == "one"
    assert wording.gist("Traceback (most recent call last):\n  x\nValueError: no\n") == (
        "ValueError: no"
    )


def test_what_was_not_settled() -> None:
    rows = [record(), record("crashed"), record("error"), record("error")]
    assert wording.unsettled(rows) == "Among all answers 1 crashed and 2 ended in an error."
    assert wording.unsettled([record("refuted")]) == ""
    assert wording.surprises(rows) == "3 verdicts are not the expected ones."


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0302, "3.1 %"), (1.0, "100 %"), (0.5, "50 %"), (0.00012, "0.012 %"), (0.0, "0 %"),
     (0.115, "12 %"), (0.01, "1.0 %")],
)  # fmt: skip
def test_a_percentage_is_rounded_up(share: float, words: str) -> None:
    assert wording.percentage(share) == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the factor is missing", "The factor is missing"),
        ("a subspace is closed", "A subspace is closed"),
        ("it's so", "It's so"),
        ("w(0) = 0 is none", "w(0) = 0 is none"),
        ("m = 1, H = 2: 2 > 1", "m = 1, H = 2: 2 > 1"),
        ("a = 0 fails", "a = 0 fails"),
        ("relu(relu(x)) has 2 pieces", "relu(relu(x)) has 2 pieces"),
        ("u_i = Xv_i", "u_i = Xv_i"),
        ("", ""),
        ("1/2 stands", "1/2 stands"),
    ],
)
def test_a_sentence_starts_with_a_capital_but_a_formula_stays(text: str, shown: str) -> None:
    assert wording.sentence(text) == shown


def test_a_matrix_as_text() -> None:
    assert wording.matrix([["-1/2"]]) == "−1/2"
    assert wording.matrix([["1", "0"], ["0", "1"]]) == "[1 0; 0 1]"
    assert wording.matrix([["1"] * 9]) == "[1 1 1 1 1 1 …]"


def test_where_an_answer_stands() -> None:
    assert wording.place(record(blank="the loss", equation=None)) == "the loss"
    assert wording.place(record()) == "the gradient of L at w (Eq. (5))"
    assert wording.place(bare(claim="c")) == "c"


def test_proofs() -> None:
    proved = {"proved": True, "up_to": 8, "shapes": 36, "degree": 612, "bits": 51.7}
    text = wording.proof(record(evidence={"identity": proved}))
    assert "all 36 shapes up to 8" in text
    assert "2⁻⁵¹" in text
    none = {"proved": False, "reason": "an exponential"}
    elsewhere = wording.proof(record(evidence={"identity": proved | {"generic": True}}))
    assert "up to 8, where no divisor vanishes and no rank drops, wrong" in elsewhere
    assert wording.proof(record(evidence={"identity": none})) == "none: an exponential"
    assert wording.proof(record(evidence={"identity": None})) == ""
    assert wording.proof(bare()) == ""


def test_a_proof_at_every_size_comes_first_and_says_how_long_it_is() -> None:
    found = {
        "proved": True,
        "names": ["n", "d"],
        "reason": "",
        "certificates": [{"cofactors": [1]}],
    }
    text = wording.proof(record(evidence={"identity": None, "every_size": found}))
    assert text == "for every n and d: by 1 step from axioms"
    same = found | {"certificates": [{"cofactors": []}]}
    text = wording.proof(record(evidence={"identity": None, "every_size": same}))
    assert text == "for every n and d: both sides are the same in letters"
    none = found | {"proved": False, "reason": "not translated: a rank", "certificates": []}
    up_to = {"proved": False, "reason": "an exponential"}
    text = wording.proof(record(evidence={"identity": up_to, "every_size": none}))
    assert text == "none: an exponential; not for every size: not translated: a rank"
