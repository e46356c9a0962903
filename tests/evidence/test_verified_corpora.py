"""A log says which corpus it is of; whoever verifies it says which one is imported."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from report_records import run as header
from small_claims import decided
from tiny_corpus import PARTS, build

from referee.__main__ import main
from referee.deciding import claim as corpus
from referee.deciding.corpora import is_installed, located, version_of
from referee.evidence.record import from_decision


@pytest.fixture(autouse=True)
def _nothing_is_left_imported(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take back what a corpus that is imported leaves in this process."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(corpus, "REGISTRY", dict(corpus.REGISTRY))
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.startswith("sizes_"):
            del sys.modules[name]
    importlib.invalidate_caches()


def logged(folder: Path, name: str, text: str = "n + 1") -> Path:
    """Write a corpus and the log of an answer to its first claim, as a run leaves them."""
    package = located(str(build(folder, name)))
    claim = corpus.load(package)["1-size"]
    log = folder / "report" / "records.jsonl"
    log.parent.mkdir()
    log.write_text(json.dumps(from_decision(decided(claim, text))) + "\n", encoding="utf-8")
    said = {"name": package, "folder": str(folder / name), "version": version_of(package)}
    say(log, corpus=said)
    return log


def say(log: Path, **fields: Any) -> None:
    """Write the header of an earlier version: it does not say what was asked for."""
    text = json.dumps(header(**{"versions": {}} | fields))
    log.with_name("run.json").write_text(text, encoding="utf-8")


def said_of(log: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(log.with_name("run.json").read_text(encoding="utf-8"))
    return dict(found["corpus"])


Captured = pytest.CaptureFixture[str]


def not_again(log: Path) -> str:
    says = "no run.json beside it says what was asked for; its rows are not decided again"
    says += " (--fast asks for certificates alone)"
    return f"{log}: {says}\n"


def test_a_log_says_what_to_type_and_that_verifies_it(tmp_path: Path, capsys: Captured) -> None:
    log = logged(tmp_path, "sizes_known")
    assert main(["verify", str(log)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "a log of the corpus 'sizes_known'; name it: " in line
    assert main(["verify", str(log), line.rpartition(" ")[2]]) == 1
    assert capsys.readouterr() == ("1 of 1 certificates confirmed\n", not_again(log))
    assert main(["verify", str(log), line.rpartition(" ")[2], "--fast"]) == 0
    assert capsys.readouterr() == ("1 of 1 certificates confirmed\n", not_again(log))


def test_a_log_does_not_choose_what_is_imported(tmp_path: Path, capsys: Captured) -> None:
    log = logged(tmp_path, "sizes_hostile")
    del sys.modules["sizes_hostile"]
    mark = tmp_path / "mark"
    with (tmp_path / "sizes_hostile" / "__init__.py").open("a", encoding="utf-8") as stream:
        stream.write(f"open({str(mark)!r}, 'w').close()\n")
    assert main(["verify", str(log)]) == 2
    assert not mark.exists()
    assert capsys.readouterr().err.count("\n") == 1


def test_without_a_header_it_is_the_built_in_one(tmp_path: Path, capsys: Captured) -> None:
    log = logged(tmp_path, "sizes_unsaid")
    say(log)  # a header of an earlier version says nothing
    assert main(["verify", str(log)]) == 1
    log.with_name("run.json").unlink()
    assert main(["verify", str(log)]) == 1
    assert capsys.readouterr().out.count("the corpus has no such claim") == 2
    assert main(["verify", str(log), "--corpus", str(tmp_path / "sizes_unsaid"), "--fast"]) == 0


def test_another_version_is_warned_of_in_one_line(tmp_path: Path, capsys: Captured) -> None:
    log = logged(tmp_path, "sizes_later")
    say(log, corpus=said_of(log) | {"version": "another"})
    assert main(["verify", str(log), "--corpus", str(tmp_path / "sizes_later"), "--fast"]) == 0
    out, err = capsys.readouterr()
    assert out == "1 of 1 certificates confirmed\n"
    other = f"{log}: decided with another version of the corpus 'sizes_later'\n"
    assert err == other + not_again(log)


def test_a_header_that_is_none_is_refused_in_one_line(tmp_path: Path, capsys: Captured) -> None:
    log = logged(tmp_path, "sizes_header")
    say(log, corpus="sizes_header")
    assert main(["verify", str(log)]) == 2
    assert "run.json: $.corpus: Expected `object`, got `str`" in capsys.readouterr().err


def test_the_version_of_a_corpus_is_that_of_its_sources_wherever_it_lies(tmp_path: Path) -> None:
    package = located(str(build(tmp_path / "one", "sizes_version")))
    before = version_of(package)
    assert not is_installed(package)
    assert is_installed("referee.claims")
    source = tmp_path / "one" / "sizes_version" / "sizes.py"
    source.write_text(source.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert version_of(package) != before
    again = version_of(package)
    source.with_name(".#sizes.py").symlink_to(tmp_path / "nowhere")  # as editors lock a file
    assert version_of(package) == again


def test_parts_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    claims = corpus.load(located(str(build(tmp_path, "sizes_parts"))))
    assert [claim.part for claim in claims.values()] == ["1", "1.9", "1.10", "2", "10"]
    assert sorted(PARTS, key=corpus.natural) == ["1", "1.9", "1.10", "2", "10"]
    mixed = ["B2", "", "10", "A", "2a", "B10", "2"]
    assert sorted(mixed, key=corpus.natural) == ["", "2", "2a", "10", "A", "B2", "B10"]
