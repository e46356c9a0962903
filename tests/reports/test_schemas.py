"""The published schemas accept what a run writes and refuse what it must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import ValidationError
from published_schemas import validator
from report_records import VERDICTS, bare, record, run, witness

from referee.reports import schemas


@pytest.mark.parametrize("name", schemas.FILES)
def test_the_files_are_what_the_definition_gives(name: str) -> None:
    written = schemas.path_of(name).read_text(encoding="utf-8")
    assert written == schemas.text(name), "write them: python -m referee.reports.schemas"


def test_the_files_are_written_where_they_belong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schemas, "path_of", lambda name: tmp_path / name)
    schemas.main()
    assert {path.name for path in tmp_path.iterdir()} == set(schemas.FILES)
    assert (tmp_path / "run").read_text(encoding="utf-8") == schemas.text("run")


def descriptions(schema: object) -> list[str]:
    """Return what a schema says of its fields."""
    if isinstance(schema, list):
        return [text for each in schema for text in descriptions(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema["description"]] if isinstance(schema.get("description"), str) else []
    return own + [text for each in schema.values() for text in descriptions(each)]


@pytest.mark.parametrize("name", schemas.FILES)
def test_a_description_is_one_line(name: str) -> None:
    said = descriptions(schemas.json_schema(name))
    assert len(said) > 10
    assert all(text and "\n" not in text for text in said)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_is_a_record(verdict: str) -> None:
    check = validator("record")
    check.validate(record(verdict))
    check.validate(bare(verdict))


def test_a_shape_that_does_not_fit_and_fields_to_come_are_allowed() -> None:
    misfit = {"token": None, "smallest": {"shape": {"d": 2}}, "worst": None}
    check = validator("record")
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
        {"tightest": witness(sides=["a"])},
        {"tightest": witness(picture={"kind": "loss", "data": {"at": 0.0}})},
        {"evidence": {"identity": {"proved": True, "reason": ""}}},
        {"evidence": {"identity": {"proved": False}}},
        {"evidence": {"sweep": {"batched": True}}},
        {"credit": {"case": "sign"}},
        {"fault": "nobody"},
    ],
)
def test_other_records_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        validator("record").validate(record(**wrong))


@pytest.mark.parametrize("name", sorted(record()))
def test_no_field_may_be_lost(name: str) -> None:
    lacking = {key: value for key, value in record().items() if key != name}
    with pytest.raises(ValidationError):
        validator("record").validate(lacking)


def test_a_run() -> None:
    check = validator("run")
    check.validate(run())
    check.validate(run(seed=3, examples=None, seconds=None, started=""))
    with pytest.raises(ValidationError):
        check.validate(run(exit="stopped"))
