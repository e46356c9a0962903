"""What a run leaves: a row for every item, a header, a page, and an ending in the terminal."""

from __future__ import annotations

import html
import math
from typing import Any

import pytest
from referee_runs import Run, referee, written

from referee.deciding.corpora import version_of

PLAIN = (str, int, float, bool, type(None))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("report")
    return referee(folder / "new" / "report", "--sheet", written(folder), "-v")


def corpus() -> dict[str, Any]:
    from referee.deciding import claim

    return dict(claim.load("referee.claims"))


def test_there_is_one_row_for_each_item(run: Run) -> None:
    rows = [(r["claim"], r["sheet"], r["label"]) for r in run.records]
    assert len(rows) == len(set(rows))
    assert {claim for claim, _, _ in rows} == set(corpus())
    assert len(rows) == len(corpus()) + 1  # one claim is answered twice
    assert f"collected {len(rows)} items" in run.out


def test_rows_are_plain_json(run: Run) -> None:
    def check(value: Any) -> None:
        if isinstance(value, dict):
            assert all(isinstance(key, str) for key in value)
            for each in value.values():
                check(each)
        elif isinstance(value, list):
            for each in value:
                check(each)
        else:
            assert isinstance(value, PLAIN)
            assert not isinstance(value, float) or math.isfinite(value)

    check(run.records)


def test_the_log_is_ascii_with_a_line_for_each_row(run: Run) -> None:
    content = (run.folder / "records.jsonl").read_bytes()
    assert content.isascii()
    assert content.endswith(b"\n")
    assert content.count(b"\n") == len(run.records)


def test_the_header_says_what_was_run(run: Run) -> None:
    assert run.header["main"] == "sheet"
    assert run.header["sheets"] == {"sheet": "A sheet"}
    assert run.header["examples"] == 5
    assert run.header["exit"] == "complete"
    assert run.header["corpus"]["name"] == "referee.claims"
    assert run.header["corpus"]["folder"] is None
    assert run.header["corpus"]["version"] == version_of("referee.claims")


def test_the_page_names_every_claim(run: Run) -> None:
    page = html.unescape(run.page)
    assert [claim for claim in corpus() if claim not in page] == []


def test_nothing_but_the_report_is_left_in_its_folder(run: Run) -> None:
    names = {path.name for path in run.folder.iterdir()}
    assert names == {"records.jsonl", "run.json", "index.html"}


def test_the_terminal_ends_with_the_verdicts_and_the_report(run: Run) -> None:
    ending = run.ending()
    for word in ("held", "refuted", "ill-typed", "unanswered", "1.1 ", "1.2 ", "all parts"):
        assert word in ending
    assert "Every verdict is the expected one." in ending
    assert f"report: {(run.folder / 'index.html').resolve().as_uri()}" in ending


@pytest.mark.parametrize(
    ("item", "verdict"),
    [
        ("gradient_flow.py::test_gradient[sheet]", "held"),
        ("gradient_flow.py::test_loss[sheet-R1]", "held"),
        ("gradient_flow.py::test_loss[sheet-R2]", "refuted"),
        ("convergence.py::test_dissipation[sheet]", "refuted"),
        ("gradient_flow.py::test_flow[sheet]", "unanswered"),
    ],
)
def test_the_verdict_stands_where_pytest_shows_the_outcome(
    run: Run, item: str, verdict: str
) -> None:
    (line,) = [x for x in run.out.splitlines() if x.startswith(f"claims/{item}")]
    assert line.split()[1] == verdict


def test_an_answer_that_needs_reading_shows_no_traceback(run: Run) -> None:
    assert "Traceback" not in run.out
    assert 'File "' not in run.out
