"""Two runs are compared right: what changed, and what of it is worse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from report_records import bare, record, run, witness

from referee.__main__ import main
from referee.evidence.schema import Record
from referee.reports import comparison, log

PROVED = {"identity": {"proved": True, "up_to": 6, "shapes": 36, "degree": 9, "bits": 50}}
MARGIN = {"smallest": 0.25, "median": 0.0, "float64": None}


def unexpected(verdict: str, **fields: Any) -> Record:
    return record(verdict, expected="held", as_expected=False, **fields)


@pytest.mark.parametrize(
    ("old", "new", "kind", "worse"),
    [
        (record(), unexpected("refuted"), "newly refuted", True),
        (record(), record("refuted"), "newly refuted", False),
        (record(), unexpected("ill-typed"), "newly refuted", True),
        (unexpected("refuted"), record(), "newly held", False),
        (record("refuted"), record(expected="refuted", as_expected=False), "newly held", True),
        (record(), bare("crashed", claim="1.2-E5-gradient"), "no longer decided", True),
        (record(), record("inconclusive"), "no longer decided", True),
        (record("refuted"), record("unanswered"), "verdict changed", False),
        (record(), record(expected="refuted", as_expected=False), "no longer expected", True),
        (record(evidence=PROVED), record(), "proof lost", True),
        (record(), record(evidence=PROVED), "newly proved", False),
        (record(), record(margin=MARGIN), "margin moved", False),
        (record(), record(answer="X"), "answer changed", False),
    ],
)
def test_a_change(old: Record, new: Record, kind: str, *, worse: bool) -> None:
    [change] = comparison.compare([old], [new])
    assert (change.kind, change.worse) == (kind, worse)
    assert change.detail


def test_what_is_the_same_is_no_change() -> None:
    rows = [record(), record("refuted", claim="b"), bare(claim="c")]
    assert comparison.compare(rows, rows) == []
    nearly = record(margin={**record()["margin"], "smallest": -0.5001})
    assert comparison.compare(rows[:1], [nearly]) == []
    assert comparison.lines([]) == ["Nothing changed."]


def test_rows_that_come_and_go_and_what_is_worse_first() -> None:
    changes = comparison.compare(
        [record(), record(claim="gone")],
        [record(margin=MARGIN), record(claim="come"), unexpected("refuted", claim="bad")],
    )
    assert [(c.kind, c.worse) for c in changes] == [
        ("missing", True),
        ("new", True),
        ("margin moved", False),
        ("new", False),
    ]
    assert comparison.headline(changes) == (
        "4 changes, 2 for the worse: 1 missing, 1 margin moved, 2 new."
    )
    assert comparison.lines(changes)[1] == "worse missing: gone worked_solution: was held"


def test_answers_of_one_claim_are_told_apart() -> None:
    old = [record(label="R1"), record(label="R2")]
    [change] = comparison.compare(old, [record(label="R1"), unexpected("refuted", label="R2")])
    assert change.name == "1.2-E5-gradient worked_solution-R2"


def written(path: Path, *rows: Record) -> Path:
    for row in rows:
        log.append(path, row)
    return path


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = written(tmp_path / "a" / "records.jsonl", record(), record(claim="b"))
    new = written(tmp_path / "b" / "records.jsonl", unexpected("refuted"), record(claim="b"))
    (tmp_path / "b" / "run.json").write_text(json.dumps(run()))
    page = tmp_path / "page.html"
    assert main(["report", "compare", str(old), str(new), "--out", str(page)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "1 change, 1 for the worse: 1 newly refuted."
    assert out[1].startswith("worse newly refuted: 1.2-E5-gradient worked_solution: held → refuted")
    html = page.read_text(encoding="utf-8")
    for shown in ("Two runs compared", "Least squares", "Newly refuted", ">worse<"):
        assert shown in html
    assert main(["report", "compare", str(old), str(old)]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"


@pytest.mark.parametrize("field", ["claim", "sheet", "label", "blank", "reason", "answer"])
def test_no_text_of_a_comparison_acts(tmp_path: Path, field: str) -> None:
    hostile = "<script>alert(1)</script><b onclick=x>\x1b[31m"
    old = written(tmp_path / "old.jsonl", record())
    new = written(tmp_path / "new.jsonl", unexpected("refuted", **{field: hostile}))
    page = tmp_path / "page.html"
    assert main(["report", "compare", str(old), str(new), "--out", str(page)]) == 1
    html = page.read_text(encoding="utf-8")
    assert html.count("<script") == 1
    assert "<b onclick" not in html
    assert "\x1b" not in html


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No such file"),
        ("{", "not JSON"),
        (json.dumps(record(margin=3)), "$.margin: Expected"),
    ],
)
def test_unusable_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, says: str
) -> None:
    old = written(tmp_path / "old.jsonl", record())
    new = tmp_path / "new.jsonl"
    if content is not None:
        new.write_text(content + "\n")
    page = tmp_path / "page.html"
    assert main(["report", "compare", str(old), str(new), "--out", str(page)]) == 2
    found = capsys.readouterr()
    assert found.err.count("\n") == 1
    assert says in found.err
    assert found.out == ""
    assert not page.exists()


def at(token: str, slack: float) -> Record:
    """Return a record whose smallest margin was seen at an instance."""
    seen = {**witness(), "token": token, "slack": slack}
    return record(margin={**MARGIN, "smallest": slack}, tightest=seen)


@pytest.mark.parametrize(
    ("new", "reseeded", "kind"),
    [
        (at("b", 0.5), True, "drawn otherwise"),
        (at("b", 0.5), False, "margin moved"),
        (at("a", 0.5), True, "margin moved"),  # no seed moves the margin of one instance
    ],
)
def test_what_the_seed_alone_explains_is_told_apart(
    new: Record, kind: str, *, reseeded: bool
) -> None:
    [change] = comparison.compare([at("a", 0.25)], [new], reseeded=reseeded)
    assert (change.kind, change.worse) == (kind, False)


def test_runs_have_names_that_differ() -> None:
    one, other = Path("/runs/mon/out/records.jsonl"), Path("/runs/tue/out/records.jsonl")
    assert comparison.names(one, other) == ("mon/out/records.jsonl", "tue/out/records.jsonl")
    assert comparison.names(one, one.with_name("b.jsonl")) == ("out/records.jsonl", "out/b.jsonl")
    assert comparison.names(one, one) == ("out/records.jsonl", "out/records.jsonl")


def test_a_page_links_to_the_runs_and_shows_what_is_wrong(tmp_path: Path) -> None:
    for name, rows in (("old", [record()]), ("new run", [unexpected("refuted")])):
        folder = tmp_path / name
        folder.mkdir()
        for row in rows:
            log.append(folder / "records.jsonl", row)
    (tmp_path / "new run" / "index.html").write_text("", encoding="utf-8")
    page = tmp_path / "pages" / "changes.html"
    page.parent.mkdir()
    runs = [str(tmp_path / name / "records.jsonl") for name in ("old", "new run")]
    assert main(["report", "compare", *runs, "--out", str(page)]) == 1
    text = page.read_text(encoding="utf-8")
    assert 'href="../new%20run/index.html#claim-1.2-E5-gradient--worked_solution"' in text
    assert "old/index.html" not in text
    assert "counterexample" in text.lower()
    assert '<math display="block">' in text
