"""Records and certificates: plain data for every verdict, which stands up to being read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

import jsonschema
import numpy as np
import pytest
from flint import arb, fmpq
from small_claims import answer, claim_of, decided

import referee.reports
from referee.__main__ import main
from referee.deciding import claim as corpus
from referee.deciding.claim import Answering, Claim
from referee.deciding.decision import Decision
from referee.deciding.search.sweep import Sweep
from referee.evidence import decoding
from referee.evidence.counted import _sweep
from referee.evidence.plain_numbers import entries, spell
from referee.evidence.proofs import _is_generic
from referee.evidence.record import from_decision, key, stub
from referee.evidence.schema import Record, Verdict, Witness
from referee.evidence.verify import Check, certificates
from referee.language.comparison import Comparison, Truth, equal, implies, less
from referee.language.reading import parse
from referee.numerics import arrays
from referee.numerics.exponential_sums import exponential
from referee.numerics.gaussian import Gaussian
from referee.numerics.scalars import sqrt
from referee.strategies.families import Instance
from referee.strategies.matrices import matrices
from referee.strategies.tokens import from_token

SCHEMA = json.loads((Path(referee.reports.__file__).parent / "record.schema.json").read_text())
VALID = jsonschema.Draft202012Validator(SCHEMA)
CLAIMS = corpus.load()
PREMISE = claim_of(
    matrices(), lambda p, a: implies(a(p), equal(p.n, p.n)), size=None, names="X n d"
)


def broken(_: Instance, __: Answering) -> Comparison:
    raise RuntimeError("broken")


BROKEN = claim_of(matrices(), broken)
BEYOND_FLOATS = claim_of(matrices(), lambda p, a: less(arrays.exp(1000 * p.n), a(p)))

# A claim, an answer to it, and what is to be decided of it.
CASES: dict[str, tuple[Claim, str | None, str]] = {
    "held": (CLAIMS["1.2-E5-gradient"], "X @ (X.T @ w - y) / n", "held"),
    "held by exponentials": (
        CLAIMS["1.1-A5-exponential-decay"],
        "2 * lambda_min / n",
        "held",
    ),
    "held beyond floats": (BEYOND_FLOATS, "2 * exp(1000 * n)", "held"),
    "a held statement": (CLAIMS["1.1-A2-full-rank"], "rank(X) == n", "held"),
    "refuted": (CLAIMS["1.2-E5-gradient"], "X @ (X.T @ w - y) / (2 * n)", "refuted"),
    "refuted by exponentials": (
        CLAIMS["1.1-A5-exponential-decay"],
        "2 * lambda_max / n",
        "refuted",
    ),
    "refuted without a value": (
        CLAIMS["1.3-E23-pseudo-inverse"],
        "inv(X @ X.T) @ X @ y",
        "refuted",
    ),
    "refuted over complex numbers": (
        CLAIMS["1.2-E8-gram-complex"],
        "X @ X.T",
        "refuted",
    ),
    "a refuted statement": (CLAIMS["1.1-A2-full-rank"], "n <= d", "refuted"),
    "ambiguous": (CLAIMS["1.2-E4-loss"], "||X^T w - y||^2/2n", "ambiguous"),
    "ill-typed and false": (
        CLAIMS["1.2-E4-loss"],
        "norm(X @ w - y)**2 / n",
        "ill-typed",
    ),
    "ill-typed everywhere": (CLAIMS["1.2-E4-loss"], "n == d", "ill-typed"),
    "ill-typed and true where it fits": (
        CLAIMS["1.2-A3-system-matrix"],
        "-(1/n) * X.T @ X",
        "ill-typed",
    ),
    "vacuous": (PREMISE, "false", "inconclusive"),
    "undecided": (CLAIMS["1.1-A2-full-rank"], "rank(sqrt(exp(1) + 1) * X) == n", "inconclusive"),
    "unanswered": (CLAIMS["1.2-E4-loss"], None, "unanswered"),
    "unreadable": (CLAIMS["1.2-E4-loss"], "norm(", "error"),
    "broken": (BROKEN, "n", "error"),
}


@cache
def decision(what: str) -> Decision:
    claim, text, _ = CASES[what]
    return decided(claim, text)


def record(what: str) -> Record:
    """Return a fresh copy of a record as a log has it."""
    text = json.dumps(from_decision(decision(what)), allow_nan=False)
    return decoding.record(text.encode(), what)


@pytest.mark.parametrize("what", CASES)
def test_a_record_keeps_its_schema_and_is_plain_data(what: str) -> None:
    plain = from_decision(decision(what))
    assert plain["verdict"] == CASES[what][2]
    VALID.validate(plain)
    text = json.dumps(plain, allow_nan=False)
    assert json.loads(text) == plain
    assert "\n" not in text


def test_what_floats_cannot_see_is_null() -> None:
    margin = record("held beyond floats")["margin"]
    assert (margin["smallest"], margin["median"], margin["float64"]) == (0.5, 0.5, None)


@pytest.mark.parametrize(
    ("sweep", "arithmetic"),
    [
        (Sweep(), None),
        (Sweep(arithmetic="numpy"), "numpy"),
        (Sweep("a branch", arithmetic="numpy"), None),
    ],
)
def test_a_search_says_what_screened(sweep: Sweep, arithmetic: str | None) -> None:
    found = _sweep(sweep)
    assert found is not None
    assert found.get("arithmetic") == arithmetic
    assert ("arithmetic" in found) == (arithmetic is not None)


def test_every_verdict_a_decision_can_have_is_met() -> None:
    decidable = set(get_args(Verdict)) - {"crashed", "missing"}
    assert {verdict for _, _, verdict in CASES.values()} == decidable


def test_a_record_that_is_changed_breaks_the_schema() -> None:
    for change in ({"verdict": "maybe"}, {"instances": -1}, {"equation": "5"}, {"seconds": None}):
        with pytest.raises(jsonschema.ValidationError):
            VALID.validate(record("held") | change)


@pytest.mark.parametrize("claim", [None, CLAIMS["1.2-E4-loss"]], ids=["unknown", "known"])
def test_a_stub_is_a_record_too(claim: Claim | None) -> None:
    row = stub(claim, answer("n", to="1.2-E4-loss"))
    VALID.validate(row)
    assert row["verdict"] == "missing"
    assert row["as_expected"] is False
    assert key(row) == ("1.2-E4-loss", "a_sheet", "")


@pytest.mark.parametrize("what", CASES)
def test_a_record_says_what_was_asked_and_what_was_counted(what: str) -> None:
    claim, text, verdict = CASES[what]
    found, row = decision(what), record(what)
    assert (row["claim"], row["part"], row["answer"]) == (claim.id, claim.part, text)
    assert row["reason"] == found.reason
    if found.case is not None:
        assert row["instances"] == found.findings.decided
        assert row["vacuous"] == found.findings.vacuous
        assert row["undecided"] == found.findings.undecided
        assert row["answer_latex"]
    assert (row["counterexample"] is not None) == (verdict in {"refuted", "ill-typed"})
    assert row["counterexample"] is None or row["tightest"] is None or not found.smallest


@pytest.mark.parametrize("what", [w for w, c in CASES.items() if c[2] == "refuted"])
def test_a_counterexample_shows_the_arrays_and_sides_of_its_instance(what: str) -> None:
    claim = CASES[what][0]
    shown = smallest(record(what))
    assert shown["token"]
    p = from_token(shown["token"])
    assert shown["shape"] == p.shape
    assert set(claim.shows) <= set(shown["values"])
    for name, value in shown["values"].items():
        assert value["entries"] == entries(getattr(p, name))
        assert value["latex"] == p.family.by_name[name].latex
    found = decision(what).smallest
    assert found is not None
    if found.comparison.lhs is not None:
        assert shown["lhs"] == entries(found.comparison.lhs)
        assert shown["lhs"] != shown["rhs"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (fmpq(3), "3"),
        (fmpq(-1, 2), "-1/2"),
        (exponential(1), "e^(1) ≈ 2.718"),
        (1 - 3 * exponential(fmpq(-1, 2)), "1 − 3e^(-1/2) ≈ -0.8196"),
        (-exponential(2) + fmpq(1, 2), "−e^(2) + 1/2 ≈ -6.889"),
        (fmpq(1, 3) ** 100, "≈ 1.94033e-48"),
        (Gaussian(fmpq(1), fmpq(-2)), "1-2i"),
        (sqrt(fmpq(9, 2)) - sqrt(fmpq(5)), "3/2√2 − √5 ≈ -0.1147"),
        (1 - sqrt(fmpq(3)), "1 − √3 ≈ -0.7321"),
        (-sqrt(fmpq(2)), "−√2 ≈ -1.414"),
        (sqrt(fmpq(10) ** 80 + 1), "≈ 1e+40"),
        (arb(2), "2.00000000000000"),
        (fmpq(1, 10**60), "≈ 1e-60"),
        (fmpq(-(10**400)), "≈ -1.00000e+400"),
        (3 * exponential(fmpq(-5000)), "3e^(-5000) ≈ 1.011e-2171"),
        (sum(i * exponential(fmpq(-i)) for i in range(1, 40)), "≈ 0.9207"),
    ],
)
def test_a_number_is_spelled_exactly_or_with_a_decimal(number: Any, text: str) -> None:
    assert spell(number) == text


def test_a_matrix_is_spelled_row_by_row() -> None:
    matrix = np.array([[fmpq(1), fmpq(2)], [fmpq(1, 3), fmpq(0)]], dtype=object)
    assert entries(matrix) == [["1", "2"], ["1/3", "0"]]


# ------------------------------------------------------------------------ certificates

CERTIFIED = [what for what, case in CASES.items() if case[2] in {"refuted", "ill-typed"}]


def checks(*records: Record, claims: Mapping[str, Claim] = CLAIMS) -> list[Check]:
    return list(certificates(records, claims))


def test_the_count_of_a_constructed_network_is_made_again() -> None:
    row: Any = from_decision(decided(CLAIMS["2.2-E27-bound"], "10**12"))
    assert row["evidence"]["found_by"] == "construction"
    (check,) = checks(row)
    assert check.confirmed, check.finding
    row["counterexample"]["smallest"]["lhs"] = [["73786976294838206467"]]
    (check,) = checks(row)
    assert not check.confirmed
    assert "a side is not what the log shows" in check.finding


@pytest.mark.parametrize("what", CERTIFIED)
def test_every_certificate_is_confirmed(what: str) -> None:
    (check,) = checks(record(what))
    assert check.confirmed, check.finding


@pytest.mark.parametrize("what", [w for w in CASES if w not in CERTIFIED])
def test_what_is_not_false_has_no_certificate(what: str) -> None:
    assert checks(record(what)) == []


def changed(what: str, **changes: Any) -> Record:
    return cast("Record", record(what) | changes)


def with_token(what: str, token: str | None) -> Record:
    return with_counterexample(what, token=token)


def with_misfit(what: str, **changes: Any) -> Record:
    found = record(what)["counterexample"]
    misfit = found.get("misfit") if found else None
    assert misfit is not None
    return with_counterexample(what, misfit=misfit | changes)


def with_shown(what: str, **changes: Any) -> Record:
    return with_counterexample(what, smallest=smallest(record(what)) | changes)


def with_counterexample(what: str, **changes: Any) -> Record:
    row = record(what)
    assert row["counterexample"] is not None
    return changed(what, counterexample=row["counterexample"] | changes)


def smallest(row: Record) -> Witness:
    """Return the smallest counterexample of a record that has one."""
    assert row["counterexample"] is not None
    assert row["counterexample"]["smallest"] is not None
    return row["counterexample"]["smallest"]


def of(claim: str, text: str, **changes: Any) -> Record:
    """Return a record of another claim, with no evidence but what it is given."""
    row = stub(CLAIMS[claim], answer(text, to=claim))
    return cast("Record", row | changes)


def at(token: str) -> dict[str, Any]:
    return {"token": token, "smallest": None, "worst": None}


def misfit(family: str, **shape: int) -> dict[str, Any]:
    why = {"family": family, "shape": shape, "why": ""}
    return {"token": None, "smallest": None, "worst": None, "misfit": why}


FORGED: dict[str, Callable[[], Record]] = {
    "another side shown": lambda: with_shown("refuted", lhs=[["7"]]),
    "another array shown": lambda: with_shown(
        "refuted", values={"X": {"latex": "X", "entries": [["7"]]}}
    ),
    "a worst instance at which it is true": lambda: with_counterexample(
        "refuted",
        worst={"token": "least_squares d=1 n=1: 0 0 0 0", "shape": {}, "slack": -1.0},
    ),
    "a right answer": lambda: changed("refuted", answer="X @ (X.T @ w - y) / n"),
    "an answer that cannot be read": lambda: changed("refuted", answer="X @ ("),
    "an answer in other names": lambda: changed("refuted", answer="2 * sigma"),
    "no answer": lambda: changed("refuted", answer=None),
    "another claim": lambda: changed("refuted", claim="1.3-A7-identity"),
    "an unknown claim": lambda: changed("refuted", claim="9.9-E9-nothing"),
    "a held answer called refuted": lambda: changed(
        "held", verdict="refuted", counterexample=record("refuted")["counterexample"]
    ),
    "an instance at which it is true": lambda: with_token(
        "refuted", "least_squares d=1 n=1: 0 0 0 0"
    ),
    "an instance that is none": lambda: with_token("refuted", "least_squares d=1 n=1: 0"),
    "no instance": lambda: with_token("refuted", None),
    "an instance of a family without the names": lambda: with_token(
        "refuted", "matrices d=1 n=1: 0 0"
    ),
    "an instance out of bounds": lambda: with_token("refuted", "least_squares d=1 n=1: 1 0 0 -1"),
    "no counterexample": lambda: changed("refuted", counterexample=None),
    "a shape at which it fits": lambda: of(
        "1.2-E4-loss",
        "norm(X.T @ w - y)**2 / (2 * n)",
        verdict="ill-typed",
        counterexample=misfit("least_squares", d=1, n=1),
    ),
    "a shape that there is not": lambda: with_misfit("ill-typed everywhere", shape={"d": 0}),
    "a misfit that fits": lambda: with_misfit(
        "ill-typed and true where it fits", shape={"d": 1, "n": 1}
    ),
    "a misfit without a shape": lambda: with_misfit("ill-typed everywhere", shape={}),
    "no misfit": lambda: with_counterexample("ill-typed everywhere", misfit=None),
    "a misfit in an unknown family": lambda: with_misfit("ill-typed everywhere", family="none"),
    "ill-typed instead of refuted": lambda: changed("refuted", verdict="ill-typed"),
    "an option that is none": lambda: with_token(
        "refuted", "least_squares(extra=True) d=1 n=1: 1 0 0 0"
    ),
    "a misfit in a family of other sizes": lambda: of(
        "1.2-A4-decomposition",
        "U @ S @ V.T",
        verdict="ill-typed",
        counterexample=misfit("square_matrices_with_svd", d=2, n=1),
    ),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_certificate_is_not_confirmed(forgery: str) -> None:
    (check,) = checks(FORGED[forgery]())
    assert not check.confirmed
    assert check.finding


# The claims speak of their own instances: others may well make a right answer false.
FOREIGN: dict[str, Callable[[], Record]] = {
    "an instance of a wider family": lambda: of(
        "1.3-E20-limit",
        "X @ inv(X.T @ X) @ y",
        verdict="refuted",
        counterexample=at("least_squares(extra=,full_rank=False) d=1 n=1 deficiency=1: 0"),
    ),
    "a misfit at a shape outside the claim": lambda: of(
        "1.2-E6-flow-square",
        "-(1/n) * X.T @ (X @ w - y)",
        verdict="ill-typed",
        counterexample=misfit("least_squares", d=2, n=1),
    ),
}


@pytest.mark.parametrize("forgery", FOREIGN)
def test_a_certificate_from_outside_the_claim_is_not_confirmed(forgery: str) -> None:
    (check,) = checks(FOREIGN[forgery]())
    assert not check.confirmed


def verified(log: Path, *more: str) -> int:
    return main(["verify", str(log), "--fast", *more])  # no header stands beside it


def written(folder: Path, *rows: Record) -> Path:
    log = folder / "records.jsonl"
    log.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    return log


def test_a_log_is_verified_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = written(tmp_path, record("refuted"), record("held"), record("a refuted statement"))
    assert verified(log) == 0
    assert "3 of 3 certificates confirmed" in capsys.readouterr().out


def test_a_forged_line_fails_the_log_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = written(tmp_path, record("refuted"), FORGED["a right answer"]())
    assert verified(log) == 1
    out = capsys.readouterr().out
    assert "NOT confirmed: 1.2-E5-gradient [a_sheet]" in out
    assert "1 of 2 certificates confirmed" in out


@pytest.mark.parametrize(
    "line", ["{", "[]", "5", '"text"', "null", "{}", '{"verdict": "refuted"}', '{"verdict": []}']
)
def test_a_log_that_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    log = tmp_path / "records.jsonl"
    log.write_text(json.dumps(record("held")) + "\n" + line + "\n", encoding="utf-8")
    assert verified(log) == 2
    assert f"{log}:2: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("forged", "field"),
    [
        (lambda: changed("refuted", counterexample=[]), "$.counterexample: "),
        (lambda: with_counterexample("refuted", token=5), "$.counterexample.token: "),
        (
            lambda: with_misfit("ill-typed and true where it fits", shape=[1]),
            "$.counterexample.misfit.shape: ",
        ),
        (lambda: cast("Record", without(record("refuted"), "claim")), "`claim`"),
    ],
)
def test_a_certificate_of_another_form_is_refused_with_its_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], forged: Callable[[], Record], field: str
) -> None:
    log = written(tmp_path, forged())
    assert verified(log) == 2
    err = capsys.readouterr().err
    assert f"{log}:1: $" in err
    assert field in err


def without(row: Record, name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def test_a_log_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verified(tmp_path / "none.jsonl") == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_a_confirmation_decides_the_claim_itself() -> None:
    """Exchange the claim's property for one that always holds: nothing is confirmed any more."""
    row = record("refuted")
    claim = CLAIMS[row["claim"]]
    lenient = Claim(
        **{
            **{name: getattr(claim, name) for name in Claim.__dataclass_fields__},
            "decide": lambda p, a: Comparison(Truth.TRUE, "=", lhs=a(p), rhs=p.n),
        }
    )
    (check,) = checks(row, claims={claim.id: lenient})
    assert not check.confirmed


@pytest.mark.parametrize(
    ("text", "generic"),
    [
        ("X @ (X.T @ w - y) / n", False),
        ("X @ (X.T @ w - y) * n**2 / (3 * d)", False),
        ("w / sum(w)", True),
        ("w * sum(w)**-1", True),
        ("pinv(X.T) @ y", True),
        ("w**n", True),
    ],
)
def test_a_proof_says_where_it_says_nothing(text: str, generic: bool) -> None:
    assert _is_generic(parse(text, dict.fromkeys(["X", "w", "y", "n", "d"]))) is generic
