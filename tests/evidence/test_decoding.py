"""Every line of a log is a record by the definition, or is refused with its place and field."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from report_pages import rows
from report_records import bare, record, run, searched, witness

from referee.evidence import decoding
from referee.reports.schemas import json_schema

VALID = jsonschema.Draft202012Validator(json_schema("record"))
WHERE = "records.jsonl:7"
PROVED = {
    "proved": True,
    "up_to": 6,
    "shapes": 36,
    "degree": 9,
    "bits": 50.5,
    "generic": False,
}
CREDIT = {
    "case": "sign",
    "share": 0.5,
    "says": "right up to its sign",
    "answer": "-(n)",
    "instances": 9,
    "proved": True,
}
OWN_NAMES = frozenset({"shape", "values", "distributions"})  # whose names are the record's own
REQUIRED = {
    "margin": {"smallest", "median", "float64"},
    "sweep": {"batched", "reason", "distributions", "suspected", "false_finds", "climbed"},
    "identity": {"proved", "up_to", "shapes", "degree", "bits"},
    "counterexample": {"token", "smallest", "worst"},
    "points": {"given", "most"},
    "picture": {"kind", "data"},
    "misfit": {"family", "shape", "why"},
}


@cache
def whole() -> list[dict[str, Any]]:
    """Return records that have every field there is between them."""
    swept = {**searched()["evidence"], "identity": PROVED}
    misfit = {"family": "matrices", "shape": {"d": 1}, "why": "a row too many"}
    nowhere = {"token": None, "smallest": None, "worst": witness(sides=["a", "b"])}
    more = [
        record(evidence=swept, equation=[5, 6], rests_on=["a"], fault="run"),
        record("ill-typed", counterexample={**nowhere, "misfit": misfit}),
        record("refuted", credit=CREDIT, points={"given": 1.5, "most": 2}, expected=None),
        bare(credit=None, counterexample=None),
    ]
    return [json.loads(json.dumps(each)) for each in (*rows(), *more)]


def line(found: object) -> bytes:
    return json.dumps(found).encode()


def refusal(found: object) -> str:
    """Return how a line is refused, without where it stands."""
    with pytest.raises(ValueError, match=r"^records\.jsonl:7: ") as raised:
        decoding.record(line(found), WHERE)
    assert "\n" not in str(raised.value)
    return str(raised.value).removeprefix(f"{WHERE}: ")


def test_what_stood_there_is_returned() -> None:
    for each in whole():
        text = json.dumps(each)
        assert json.dumps(decoding.record(text.encode(), WHERE)) == text
        VALID.validate(each)


# --------------------------------------------------------------------- each field, spoiled

Place = tuple[str | int, ...]


def places(found: object, at: Place = ()) -> Iterator[tuple[Place, object]]:
    """Yield what is in plain data with its place, outermost first."""
    if isinstance(found, dict | list):
        for name, each in found.items() if isinstance(found, dict) else enumerate(found):
            yield (*at, name), each
            yield from places(each, (*at, name))


def every_place() -> Iterator[tuple[dict[str, Any], Place, object]]:
    """Yield each field once for each type that it has, with a record where it has it."""
    seen = set()
    for found in whole():
        for at, each in places(found):
            if (at, type(each)) not in seen:
                seen.add((at, type(each)))
                yield found, at, each


def changed(found: object, at: Place, change: Callable[[Any, str | int], object]) -> Any:
    """Return a copy that is changed at a place: what it stands in, and its name there."""
    copied: Any = copy.deepcopy(found)
    part = copied
    for name in at[:-1]:
        part = part[name]
    change(part, at[-1])
    return copied


def spelled(at: Place) -> str:
    """Spell a place as a refusal does, up to where names are the record's own."""
    known = next((at[: i + 1] for i, name in enumerate(at) if name in OWN_NAMES), at)
    return "$" + "".join(f".{name}" if isinstance(name, str) else f"[{name}]" for name in known)


def spoil(part: Any, name: str | int) -> None:
    """Put there what no field allows that holds what stands there."""
    part[name] = [["x"]] if isinstance(part[name], dict) else {"x": {"y": None}}


def test_another_type_is_refused_with_its_field() -> None:
    tried = 0
    for found, at, _ in every_place():
        assert refusal(changed(found, at, spoil)).startswith(spelled(at)), at
        tried += 1
    assert tried > 150


def add(part: Any, name: str | int) -> None:
    part[name]["smallst"] = 0


def test_an_unknown_field_is_named_with_its_place() -> None:
    tried = set()
    for found, at, each in every_place():
        if isinstance(each, dict) and at[-1] not in OWN_NAMES:
            said = refusal(changed(found, at, add))
            assert said.startswith(spelled(at)), at
            assert said.endswith(": unknown field 'smallst'"), at
            tried.add(at[-1])
    assert {"margin", "evidence", "sweep", "identity", "data", "histogram", "credit"} <= tried
    assert refusal({**record(), "remark": 3}) == "$: unknown field 'remark'"


def remove(part: Any, name: str | int) -> None:
    del part[name]


def test_a_field_that_must_be_there_is_named() -> None:
    tried = set()
    for found, at, _ in every_place():
        inside = str(at[-2]) if len(at) > 1 else ""
        needed = REQUIRED.get(inside, set()) if inside else set(bare())
        if at[-1] in needed and "hypotheses" not in at:
            lacking = changed(found, at, remove)
            assert f"required field `{at[-1]}`" in refusal(lacking), at
            with pytest.raises(jsonschema.ValidationError):
                VALID.validate(lacking)
            tried.add(inside)
    assert tried == {"", *REQUIRED}


# ------------------------------------------------------------------- what is said of what


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"verdict": "passed"}, "$.verdict: Invalid enum value 'passed'"),
        ({"verdict": "\ud800"}, "$: a name that is not Unicode"),
        ({"expected": "passed"}, "$.expected: Invalid enum value 'passed'"),
        ({"fault": "nobody"}, "$.fault: Invalid enum value 'nobody'"),
        ({"schema": 2}, "$.schema: 2, but this reads 1"),
        ({"schema": True}, "$.schema: Expected `int`, got `bool`"),
        ({"instances": -1}, "$.instances: Expected `int` >= 0"),
        ({"instances": 1.0}, "$.instances: Expected `int`, got `float`"),
        ({"seconds": -0.5}, "$.seconds: Expected `float` >= 0.0"),
        ({"seconds": 2**60 + 1}, "$.seconds: 1152921504606846977 is read as"),
        ({"seconds": 10**400}, "$.seconds: Number out of range"),
        ({"tightest": witness(sides=["a"])}, "$.tightest.sides: Expected `array` of length >= 2"),
        ({"evidence": {"identity": {"proved": True, "reason": ""}}}, "$.evidence.identity: "),
        ({"evidence": {"identity": {"proved": False}}}, "$.evidence.identity: "),
        ({"tightest": witness(picture={"kind": "loss", "data": {}})}, "$.tightest.picture.data: "),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, Any], says: str) -> None:
    assert refusal({**record(), **change}).startswith(says)


def test_a_picture_of_an_unknown_kind_may_hold_anything() -> None:
    unknown = {"kind": "sculpture", "data": {"picture": {"kind": "loss"}, "identity": {}}}
    row = record(tightest=witness(picture=unknown))
    assert decoding.record(line(row), WHERE) == row


@pytest.mark.parametrize(
    ("number", "says"),
    [("NaN", "NaN"), ("Infinity", "Infinity"), ("-Infinity", "-Infinity"), ("1e999", "Infinity")],
)
def test_a_number_that_is_not_finite_is_refused_with_its_field(number: str, says: str) -> None:
    text = json.dumps(record(margin={"smallest": 0.125, "median": None, "float64": None}))
    assert text.count("0.125") == 1
    with pytest.raises(ValueError, match=rf"^a: \$\.margin\.smallest: {says} is not a number"):
        decoding.record(text.replace("0.125", number).encode(), "a")


def test_a_field_that_stands_twice_is_refused() -> None:
    text = line(record())[:-1] + b', "verdict": "refuted"}'
    with pytest.raises(ValueError, match=r"^a: not JSON: 'verdict' stands twice in an object$"):
        decoding.record(text, "a")


def test_no_text_of_a_log_spoils_the_line_that_refuses_it() -> None:
    said = refusal({**record(), "\x1b[31m\n" * 400: 1})
    assert said.isprintable()
    assert len(said) < 400


def test_a_header_is_read_by_the_definition_too(tmp_path: Path) -> None:
    corpus = {"name": "geometry", "folder": None, "version": "1"}
    for good in (run(), run(corpus=corpus, distributions={"small": "few"}, seed=3)):
        assert decoding.run(line(good), "run.json") == good
    for change, says in (
        ({"seed": "3"}, "$.seed: Expected `int | null`, got `str`"),
        ({"remark": 1}, "$: unknown field 'remark'"),
        ({"corpus": {"name": "geometry", "folder": None}}, "$.corpus: Object missing required"),
        ({"exit": "stopped"}, "$.exit: Invalid enum value 'stopped'"),
    ):
        with pytest.raises(ValueError, match=r"^run\.json: ") as raised:
            decoding.run(line(run(**change)), "run.json")
        assert str(raised.value).startswith(f"run.json: {says}")
    assert decoding.header(tmp_path / "records.jsonl") is None
