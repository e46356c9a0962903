"""Zips that mean harm, and zips that are only odd: a line each, and nothing is written outside."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from platform_downloads import Files, packed, sheet, zipped

from referee.deciding.claim import Claim
from referee.deciding.corpora import claims_of
from referee.grading.classroom import archives
from referee.grading.classroom.archives import Budget, of_zip
from referee.grading.classroom.download import Download
from referee.grading.sheet import SheetError
from referee.grading.submissions import collect

GRADIENT = "1.2-E5-gradient"
MINE = sheet({GRADIENT: "X @ (X.T @ w - y) / n"})
ZEROS = b"\0" * 40_000_000


@pytest.fixture(scope="module")
def claims() -> Mapping[str, Claim]:
    return claims_of("referee.claims")


def opened(tmp_path: Path, content: bytes, budget: Budget | None = None) -> Download:
    (tmp_path / "class.zip").write_bytes(content)
    into = tmp_path / "into"
    into.mkdir()
    return of_zip(tmp_path / "class.zip", into, budget or archives.of_class())


def names(found: Download) -> list[str]:
    return ["/".join(file.parts) for file in found.files if not file.trouble]


def left(found: Download) -> dict[str, str]:
    """Return why files were left in the zip; all of them are listed."""
    return {"/".join(file.parts): file.trouble for file in found.files if file.trouble}


def entries(*them: tuple[str, bytes]) -> bytes:
    """Return a zip of entries, which may have one name."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, content in them:
            archive.writestr(name, content)
    return stream.getvalue()


OUTSIDE = (
    "../ana.toml", "a/../../ana.toml", "/etc/ana.toml", "C:\\ana.toml", "c:/ana.toml",
    "..\\..\\ana.toml", "\\\\server\\share\\ana.toml", "a/..", "//ana.toml",
)  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_outside_is_left_out(tmp_path: Path, name: str) -> None:
    found = opened(tmp_path, entries((name, MINE), ("ben.toml", MINE)))
    assert names(found) == ["ben.toml"]
    (line,) = found.problems
    assert "left out" in line
    assert written(tmp_path / "into") == {"ben.toml"}
    assert {path.name for path in tmp_path.iterdir()} == {"class.zip", "into"}


def written(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "name", ["CON.toml", "a:b.toml", "c:ana.toml", "x" * 250 + ".toml", "a\nb.toml", " .toml"]
)
def test_odd_names_are_kept_and_written_under_safe_ones(tmp_path: Path, name: str) -> None:
    found = opened(tmp_path, entries((name, MINE)))
    (file,) = found.files
    assert file.name == name
    assert file.path.read_bytes() == MINE
    assert len(file.path.name) <= 100
    assert file.path.is_relative_to(tmp_path / "into")


def test_names_that_stand_there_twice_or_in_other_case_are_all_kept(tmp_path: Path) -> None:
    them = [("ana.toml", MINE), ("ana.toml", b"x = 1"), ("Ana.toml", b"y = 1"), ("ANA.TOML", MINE)]
    found = opened(tmp_path, entries(*them))
    assert names(found) == ["ANA.TOML", "Ana.toml", "ana (2).toml", "ana.toml"]
    assert [file.path.read_bytes() for file in found.files] == [MINE, b"y = 1", b"x = 1", MINE]
    assert found.problems == ("ana.toml: stands there twice; one is ana (2).toml",)


def test_folders_of_windows_are_folders(tmp_path: Path) -> None:
    found = opened(tmp_path, entries(("hw\\Jane Doe\\mine.toml", MINE), ("hw/", b"")))
    assert names(found) == ["hw/Jane Doe/mine.toml"]


def test_a_name_in_utf_8_that_does_not_say_so_is_read(tmp_path: Path) -> None:
    content = entries(("Josxx.toml", MINE)).replace(b"Josxx", "José".encode())
    assert names(opened(tmp_path, content)) == ["José.toml"]


def test_links_are_left_out(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("ana.toml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("ben.toml", MINE)
    found = opened(tmp_path, stream.getvalue())
    assert names(found) == ["ben.toml"]
    assert left(found) == {"ana.toml": "a symbolic link; left out: hand in the file itself"}


def test_what_is_encrypted_is_left_out(tmp_path: Path) -> None:
    content = bytearray(entries(("ana.toml", MINE), ("ben.toml", MINE)))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + at] |= 1
    found = opened(tmp_path, bytes(content))
    assert names(found) == ["ben.toml"]
    assert left(found) == {"ana.toml": "encrypted; left out: pack it without a password"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_are_left_out(tmp_path: Path, method: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("ana.toml", MINE)
    found = opened(tmp_path, stream.getvalue())
    assert names(found) == []
    assert left(found) == {"ana.toml": f"packed by method {method}; left out: deflate is read"}


def test_a_bomb_is_left_out_by_its_ratio(tmp_path: Path) -> None:
    found = opened(tmp_path, entries(("bomb.toml", ZEROS), ("ben.toml", MINE)))
    assert names(found) == ["ben.toml"]
    line = left(found)["bomb.toml"]
    assert line.startswith("40,000,000 bytes in ")
    assert line.endswith("as a zip bomb has; left out")
    assert written(tmp_path / "into") == {"ben.toml"}


def test_a_bomb_that_lies_about_its_size_is_cut_short(tmp_path: Path) -> None:
    content = bytearray(entries(("bomb.toml", ZEROS)))
    for sign, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        where = content.index(sign) + at
        content[where : where + 4] = (90).to_bytes(4, "little")
    found = opened(tmp_path, bytes(content))
    assert names(found) == []
    assert list(left(found)) == ["bomb.toml"]
    assert sum(path.stat().st_size for path in (tmp_path / "into").rglob("*.toml")) <= 1_000


def test_more_than_may_be_unpacked_is_one_line(tmp_path: Path) -> None:
    budget = Budget(entries=10, total=1_000, each=800)
    with pytest.raises(SheetError, match="more than 0 MB when unpacked; nothing of it is read"):
        opened(tmp_path, entries(*((f"{n}.toml", b"#" * 400) for n in range(5))), budget)


def test_an_entry_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    budget = Budget(entries=10, total=10_000_000, each=1_000_000)
    large = b"#1a\n" * 300_000
    found = opened(tmp_path, entries(("a.toml", large), ("b.toml", MINE)), budget)
    assert names(found) == ["b.toml"]
    assert left(found) == {"a.toml": "more than 1 MB; left out"}
    assert written(tmp_path / "into") == {"b.toml"}


def test_what_lies_very_deep_is_left_out(tmp_path: Path) -> None:
    found = opened(tmp_path, entries(("a/" * 20_000 + "a.toml", MINE), ("ben.toml", MINE)))
    assert names(found) == ["ben.toml"]
    (line,) = found.problems
    assert line.endswith("…: lies 20,001 folders deep; left out")
    assert len(line) < 200


def test_too_many_entries_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="5 entries; at most 3 are unpacked"):
        opened(tmp_path, entries(*((f"{n}.toml", b"") for n in range(5))), Budget(3, 100, 100))


def test_what_is_no_sheet_is_not_unpacked(tmp_path: Path) -> None:
    found = opened(tmp_path, entries(("ana/film.mp4", ZEROS), ("ana/mine.toml", MINE)))
    assert names(found) == ["ana/film.mp4", "ana/mine.toml"]
    assert found.problems == ()
    assert written(tmp_path / "into") == {"mine.toml"}


GOOD = packed({"ana.toml": MINE, "ben.toml": MINE})


def broken() -> Iterator[bytes]:
    yield b""
    yield b"PK"
    yield b"not a zip at all"
    yield from (GOOD[:at] for at in range(0, len(GOOD), 7))
    yield from (GOOD[:at] + b"\xff\xff\xff\xff" + GOOD[at + 4 :] for at in range(0, len(GOOD), 3))


def test_a_broken_zip_is_one_line_or_lacks_something(tmp_path: Path) -> None:
    place, refused = tmp_path / "class.zip", []
    for number, content in enumerate(broken()):
        place.write_bytes(content)
        try:
            found = of_zip(place, tmp_path / str(number), Budget(100, 100_000, 100_000))
        except SheetError as error:
            refused.append(str(error))
            continue
        kept = [file for file in found.files if file.ending == "toml" and not file.trouble]
        assert all(file.path.read_bytes() for file in kept)
        assert len(found.files) + len(found.problems) > 0
    assert len(refused) > 50
    assert all(line.startswith(f"{place}: ") and line.isprintable() for line in refused)


# -------------------------------------------------------------------------------- zips in zips


def submissions(tmp_path: Path, claims: Mapping[str, Claim], files: Files) -> dict[str, list[str]]:
    found = collect(zipped(tmp_path / "class.zip", files), claims)
    assert all(each.refused or each.answers for each in found.submissions)
    return {each.name: list(each.problems) for each in found.submissions}


def test_a_bomb_of_one_student_harms_nobody_else(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    quine = packed({"mine.toml": ZEROS})
    for _ in range(25):
        quine = packed({"more.zip": quine, "again.zip": quine[:2_000]})
    files = {
        "ana.zip": packed({"a.toml": ZEROS}),
        "ben.zip": packed({"mine.toml": MINE}),
        "cem.zip": quine,
        "dora.zip": b"PK\x03\x04 no zip",
        "emil.zip": packed({"../mine.toml": MINE, "mine.toml": MINE}),
        "fay.zip": packed({}),
    }
    found = submissions(tmp_path, claims, files)
    assert set(found) == {"ana", "ben", "cem", "dora", "emil", "fay"}
    assert "ana: 40,000,000 bytes in " in found["ana"][0]
    assert found["ben"] == []
    assert any("more than 20 zips in one submission" in line for line in found["cem"])
    assert found["dora"][0].startswith("dora: dora.zip: not a zip that can be opened: ")
    assert found["emil"] == ["emil: emil.zip: ../mine.toml: leads out of the zip; left out"]
    assert found["fay"] == ["fay: no file was handed in"]
    assert all(len(lines) < 50 for lines in found.values())
    assert {path.name for path in tmp_path.iterdir()} == {"class.zip"}


def test_a_zip_of_nothing_is_one_line(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    for files in ({}, {"../a.toml": MINE}):
        with pytest.raises(SheetError, match="no sheets: ") as error:
            collect(zipped(tmp_path / "class.zip", files), claims)
        assert "\n" not in str(error.value)
