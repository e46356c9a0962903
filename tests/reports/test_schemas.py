"""The published schemas accept what a run writes and refuse what it must not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from report_records import VERDICTS, bare, record, run, witness

import referee.reports

FOLDER = Path(referee.reports.__file__).parent


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_is_a_record(verdict: str) -> None:
    check = validator("record.schema.json")
    check.validate(record(verdict))
    check.validate(bare(verdict))


def test_a_shape_that_does_not_fit_and_fields_to_come_are_allowed() -> None:
    misfit = {"token": None, "smallest": {"shape": {"d": 2}}, "worst": None}
    check = validator("record.schema.json")
    check.validate(record("ill-typed", counterexample=misfit))
    check.validate(record(equation=[5, 6], remark=3, evidence={"proved": True}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "passed"},
        {"expected": "passed"},
        {"schema": 2},
        {"equation": "5"},
        {"instances": -1},
        {"instances": 1.5},
        {"answer": 3},
        {"as_expected": None},
        {"margin": {"smallest": None, "median": None}},
        {"counterexample": {"token": None}},
        {"tightest": witness(lhs=[[1]])},
        {"tightest": witness(shape={"d": "2"})},
    ],
)
def test_other_records_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        validator("record.schema.json").validate(record(**wrong))


@pytest.mark.parametrize("name", sorted(record()))
def test_no_field_may_be_lost(name: str) -> None:
    lacking = {key: value for key, value in record().items() if key != name}
    with pytest.raises(ValidationError):
        validator("record.schema.json").validate(lacking)


def test_a_run() -> None:
    check = validator("run.schema.json")
    check.validate(run())
    check.validate(run(seed=3, examples=None, seconds=None, started=""))
    with pytest.raises(ValidationError):
        check.validate(run(exit="stopped"))
