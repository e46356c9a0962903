"""SARIF by the standard's own schema, which npm brings along (``python tests/browser/axe.py``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from processes import ROOT

from referee.checking import baseline
from referee.checking.deciding import Effort, check
from referee.evidence.check_schema import Check
from referee.reports.checks import sarif

FOLDER = ROOT / "tests/browser/node_modules/@microsoft/jest-sarif/lib/schemas"
MISSING = "the schema of SARIF is not there: run python tests/browser/axe.py (it needs npm)"
NOTES = r"""Let $A, B \in \mathbb{R}^{m \times n}$. We have $A B = B A$,
$A + B = A - B$, $A = \foo(A)$, $A + A = 2A$. Then $x

"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Check:
    folder = tmp_path_factory.mktemp("a folder, with % and ü")
    (folder / "notes.md").write_text(NOTES, encoding="utf-8")
    return check([folder / "notes.md", folder / "none.md"], Effort())


def errors(log: Any) -> list[str]:
    try:
        (path,) = FOLDER.glob("*.json")
    except ValueError:
        pytest.skip(MISSING)
    schema = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(log)]


def test_it_is_valid_by_the_schema_of_the_standard(found: Check, tmp_path: Path) -> None:
    log = json.loads(sarif.written(found))
    rules = {each["ruleId"] for each in log["runs"][0]["results"]}
    assert {"refuted", "ill-typed", "not-read", "unreadable"} <= rules
    assert errors(log) == []
    known = tmp_path / "known.json"
    known.write_text(baseline.written(found, known), encoding="utf-8")
    assert errors(json.loads(sarif.written(baseline.compared(found, known)))) == []
    assert errors({**log, "runs": [{}]}) != []
