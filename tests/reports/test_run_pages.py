"""A run with more answers than a page takes: a page a part, and a list of these."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from report_records import record, run

from referee.evidence.schema import Record
from referee.reports import run_pages


def answers(part: str, number: int, verdict: str = "held") -> list[Record]:
    return [record(verdict, claim=f"{part}-E{i}", part=part) for i in range(number)]


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_pages, "MOST", 3)


def claims(page: Path) -> set[str]:
    return set(re.findall(r'id="claim-([\w.]+-E\d)"', page.read_text(encoding="utf-8")))


def test_every_answer_is_on_one_page_of_its_part(tmp_path: Path) -> None:
    rows = [*answers("1.1", 2), *answers("1.2", 4, "refuted"), *answers("1.1", 1)]
    run_pages.write(tmp_path / "index.html", rows, run())
    pages = sorted((tmp_path / "index-parts").iterdir())
    assert [page.name for page in pages] == ["1.html", "2.html", "3.html"]
    assert [len(claims(page)) for page in pages] == [2, 3, 1]
    listed = unescape((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert re.findall(r'href="(index-parts/\d\.html)"', listed) == [
        f"index-parts/{page.name}" for page in pages
    ]
    assert "(1 of 2)" in listed
    assert "7 answers on 3 pages" in listed


def test_what_needs_attention_is_linked_to_where_it_stands(tmp_path: Path) -> None:
    rows = [*answers("1.1", 3), record("refuted", claim="9-E1", part="9", as_expected=False)]
    run_pages.write(tmp_path / "index.html", rows, run())
    listed = (tmp_path / "index.html").read_text(encoding="utf-8")
    ((path, anchor),) = re.findall(r'href="(index-parts/\d\.html)#([\w.-]+)"', listed)
    assert f'id="{anchor}"' in (tmp_path / path).read_text(encoding="utf-8")


def test_pages_of_an_earlier_run_go_and_nothing_else(tmp_path: Path) -> None:
    run_pages.write(tmp_path / "index.html", answers("1.1", 9))
    folder = tmp_path / "index-parts"
    (folder / "notes.html").write_text("somebody's", encoding="utf-8")
    run_pages.write(tmp_path / "index.html", answers("1.1", 4))
    assert {page.name for page in folder.iterdir()} == {"1.html", "2.html", "notes.html"}
    run_pages.write(tmp_path / "index.html", answers("1.1", 3))
    assert {page.name for page in folder.iterdir()} == {"notes.html"}
    assert claims(tmp_path / "index.html") == {"1.1-E0", "1.1-E1", "1.1-E2"}
