"""``referee check`` from documents to lists, files for other programs, baselines and statuses."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from published_schemas import validator

from referee.checking import baseline
from referee.checking.deciding import Effort, check
from referee.commands.check import status
from referee.evidence.check_schema import Check
from referee.reports.checks import github, lines, page, plain, sarif

NOTES = r"""# Notes

Let $A, B \in \mathbb{R}^{n \times n}$.

- (1) $\operatorname{tr}(A B) = \operatorname{tr}(B A)$
- (2) $\operatorname{tr}(A B) = \operatorname{tr}(A) \operatorname{tr}(B)$
- (3) $(A B)^{-1} = A^{-1} B^{-1}$ for all invertible $A$ and $B$
- (4) $\operatorname{foo}(A) = A$
- (5) $\det(A B) = \det(A) \det(B)$, where $A$ is <b>blue</b> and round

Let $X \in \mathbb{R}^{n \times d}$ have full column rank. The hat matrix is
$$H = X (X^\top X)^{-1} X^\top,$$
so that $\operatorname{tr}(H) = n$.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("documents")
    (found / "notes.md").write_text(NOTES, encoding="utf-8")
    (found / "broken.ipynb").write_text("{", encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def found(folder: Path) -> Check:
    return check([folder / "notes.md"], Effort(workers=2))


def by_name(found: Check) -> dict[str, str | None]:
    return {each["name"]: each["verdict"] for each in found["formulas"] if each["name"]}


def test_every_statement_has_its_verdict(found: Check) -> None:
    assert by_name(found) == {
        "1": "proved", "2": "refuted", "3": "refuted", "4": "not read", "5": "proved",
    }  # fmt: skip
    assert found["formulas"][-1]["verdict"] == "refuted"
    assert found["formulas"][-1]["counterexample"] is not None


def test_a_list_says_where_and_how_many_of_how_many(found: Check) -> None:
    shown = lines.text(found).splitlines()
    assert [line.split(" ", 1)[0].rpartition("notes.md:")[2] for line in shown[:-1]] == [
        "6:8", "7:8", "8:8", "13:10",
    ]  # fmt: skip
    assert "n = 2" in shown[0]
    assert "tr(A B) = 0" in shown[0]
    assert shown[-1].startswith("5 of 6 statements decided: 2 proved, 3 refuted, 1 not read")
    assert len(lines.text(found, verbose=True).splitlines()) == len(found["formulas"]) + 1


def test_the_order_is_that_of_the_document_whatever_ends_first(found: Check, folder: Path) -> None:
    again = check([folder / "notes.md"], Effort(workers=1))

    def timeless(of: Check) -> list[dict[str, Any]]:
        return [{**each, "seconds": 0} for each in of["formulas"]]

    assert timeless(again) == timeless(found)


def test_json_is_valid_by_the_published_schema(found: Check) -> None:
    validator("check").validate(json.loads(plain.written(found)))


def test_sarif_has_what_the_standard_requires(found: Check) -> None:
    log = json.loads(sarif.written(found))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert run["tool"]["driver"]["name"] == "referee"
    assert len(set(rules)) == len(rules)
    assert len(run["results"]) == 4
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"].startswith("file:///")
        assert place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1


def test_annotations_are_a_line_each(found: Check) -> None:
    shown = github.written(found).splitlines()
    assert Counter(line.split(" ")[0] for line in shown[:-1]) == {"::error": 3, "::notice": 1}
    assert all("\n" not in line and line.count("::") >= 2 for line in shown[:-1])


def test_a_page_shows_texts_as_texts(found: Check) -> None:
    html = page.page(found)
    assert "Refuted" in html
    assert "<b>blue" not in html


def test_what_is_known_is_left_out(found: Check, folder: Path) -> None:
    path = folder / "known.json"
    path.write_text(baseline.written(found, path), encoding="utf-8")
    known = baseline.compared(found, path)
    assert status(found, strict=False) == 1
    assert status(known, strict=True) == 0
    assert lines.text(known).count("\n") == 1
    assert "4 known" in lines.text(known)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert {each["file"] for each in told["known"]} == {"notes.md"}


def test_a_baseline_knows_a_formula_with_its_verdict_alone(found: Check, folder: Path) -> None:
    path = folder / "old.json"
    told = json.loads(baseline.written(found, path))
    told["known"] = [each | {"verdict": "ambiguous"} for each in told["known"]]
    path.write_text(json.dumps(told), encoding="utf-8")
    known = baseline.compared(found, path)
    assert status(known, strict=False) == 1
    assert known["gone"] == 4


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": 2, "known": []}', '{"schema": 1, "known": [1]}']
)
def test_a_file_that_is_no_baseline_is_one_line(found: Check, folder: Path, text: str) -> None:
    path = folder / "none.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="no baseline") as caught:
        baseline.compared(found, path)
    assert "\n" not in str(caught.value)


def test_statuses(found: Check, folder: Path) -> None:
    unread = check([folder / "broken.ipynb"], Effort())
    assert status(unread, strict=False) == 2
    fine: Check = {**found, "formulas": [f for f in found["formulas"] if f["verdict"] != "refuted"]}
    assert status(fine, strict=False) == 0
    assert status(fine, strict=True) == 3
    both: Check = {**found, "troubles": unread["troubles"]}
    assert status(both, strict=False) == 1


HIDDEN = r"""Let $A \in \mathbb{R}^{n \times n}$ be a sparse invertible matrix that is blue.

We have $\det(A) = \operatorname{tr}(A)$, and $\det(A^\top) = \det(A)$.

We have $(A B)^2 = A^2 B^2$ for $A$ and $B$ of the green kind.
"""


def test_nothing_is_refuted_where_a_hypothesis_was_not_read(tmp_path: Path) -> None:
    path = tmp_path / "hidden.md"
    path.write_text(HIDDEN, encoding="utf-8")
    found = check([path], Effort())
    verdicts = [each["verdict"] for each in found["formulas"] if each["kind"] == "statement"]
    assert verdicts == ["not read", "proved", "not read"]
