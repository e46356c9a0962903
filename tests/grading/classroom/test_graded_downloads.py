"""Downloads graded by the command: the same points however they are packed, faults in a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from geometry_homework import FEW, Graded, build, command
from platform_downloads import (
    ABSENT,
    LAYOUTS,
    OF_LAYOUT,
    Pupil,
    pupils,
    rosters,
    sheet,
    zipped,
)

CLAIM = "2-projection"
RIGHT, TURNED, WRONG = "b @ b.T @ a / norm(b)**2", "-(b @ b.T @ a) / norm(b)**2", "a"
ANSWERS = (RIGHT, TURNED, WRONG)
CLASS = pupils()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graded")


@pytest.fixture(scope="module")
def corpus(place: Path) -> Path:
    return build(place)


@pytest.fixture(scope="module")
def cache(place: Path) -> Path:
    """Decisions, shared by all layouts: they have the same answers."""
    return place / "decisions.jsonl"


def graded(place: Path, corpus: Path, cache: Path, *words: object) -> Graded:
    out = place / "out"
    done = command("grade", *words, "--out", out, "--corpus", corpus, "--cache", cache, *FEW)
    return Graded(done.returncode, done.stdout, done.stderr, out)


def handed_in() -> list[tuple[Pupil, bytes]]:
    return [(who, sheet({CLAIM: ANSWERS[who.number % 3]})) for who in CLASS]


@pytest.mark.parametrize(
    "layout", ["canvas", "moodle-online", "blackboard", "gradescope", "github"]
)
def test_everybody_gets_the_same_points_in_every_layout(
    place: Path, corpus: Path, cache: Path, layout: str
) -> None:
    listed = place / f"{layout}.csv"
    listed.write_bytes(rosters([*CLASS, *ABSENT])[OF_LAYOUT.get(layout, layout)])
    download = zipped(place / f"{layout}.zip", LAYOUTS[layout](handed_in()))
    found = graded(place / layout, corpus, cache, download, "--roster", listed)
    assert found.code == 0, found.err
    points = {name: row[CLAIM] for name, row in found.rows.items()}
    worth = {RIGHT: "4", TURNED: "2", WRONG: "1"}
    assert points == {
        **{who.name: worth[ANSWERS[who.number % 3]] for who in CLASS},
        **{who.name: "0" for who in ABSENT},
    }
    assert "40 sheets; 2 on the roster handed in nothing\n" in found.err
    assert found.out.startswith("40 of 40 sheets graded; ")


def refused(place: Path, corpus: Path, cache: Path, *words: object) -> str:
    """Return the one line with which a command that cannot start ends."""
    found = graded(place, corpus, cache, *words)
    assert found.code == 2, found.err
    assert not (place / "out" / "gradebook.csv").exists()
    (line,) = found.err.splitlines()
    return line


def test_bad_downloads_and_rosters_are_one_line(place: Path, corpus: Path, cache: Path) -> None:
    few = zipped(place / "few.zip", LAYOUTS["canvas"](handed_in()[:2]))
    up = zipped(place / "up.zip", {"../ana.toml": b""})
    other = place / "other.csv"
    other.write_bytes(rosters(ABSENT)["canvas"])
    where = place / "refused"
    assert "leads out of the zip; left out" in refused(where, corpus, cache, up)
    assert "is it of another course?" in refused(where, corpus, cache, few, "--roster", other)
    assert not list(where.glob("**/*.toml"))


def test_what_is_wrong_with_one_does_not_keep_others_from_their_points(
    place: Path, corpus: Path, cache: Path
) -> None:
    right = sheet({CLAIM: RIGHT})
    files = {f"Ana Silva_{n}_assignsubmission_file_/mine.toml": right for n in (1, 2)}
    files |= {f"Bob_3_assignsubmission_file_/{n:03}.toml": right for n in range(500)}
    files |= {"Cem_4_assignsubmission_file_/mine.zip": b"PK\x03\x04", "../out.toml": right}
    files |= {"Dora_5_assignsubmission_file_/mine.toml": b"\0" * 20_000_000}
    found = graded(place / "some", corpus, cache, zipped(place / "some.zip", files))
    assert found.code == 1
    assert {name: (row[CLAIM], row["status"]) for name, row in found.rows.items()} == {
        "Ana Silva (1)": ("4", "graded"),
        "Ana Silva (2)": ("4", "graded"),
        "Bob": ("4", "graded"),
        "Cem": ("0", "not read"),
        "Dora": ("0", "not read"),
    }
    assert "some.zip: ../out.toml: leads out of the zip; left out\n" in found.err
    assert "Bob: 500 sheets in one submission; all of them are read\n" in found.err
    assert "Dora: 20,000,000 bytes in " in found.err
    assert "Cem: mine.zip: not a zip that can be opened: " in found.err
