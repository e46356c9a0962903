"""Rosters of every platform and none: who is on them, and what is wrong with bad ones in a line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from platform_downloads import LAYOUTS, NAMES, Pupil, pupils, rosters, sheet, table, write

from referee.deciding.claim import Claim
from referee.deciding.corpora import claims_of
from referee.grading.classroom.people import in_order, squeezed, words
from referee.grading.classroom.roster import Roster, read
from referee.grading.sheet import SheetError
from referee.grading.submissions import Collected, collect

MINE = sheet({"1.2-E5-gradient": "X @ (X.T @ w - y) / n"})


@pytest.fixture(scope="module")
def claims() -> Mapping[str, Claim]:
    return claims_of("referee.claims")


def roster(tmp_path: Path, content: bytes | str) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path)


def class_of(
    tmp_path: Path, claims: Mapping[str, Claim], names: list[str], listed: str
) -> Collected:
    path = tmp_path / "roster.csv"
    path.write_text(listed, encoding="utf-8")
    files = {name if "." in name else f"{name}.toml": MINE for name in names}
    return collect(write(tmp_path / "handed-in", files), claims, listed=path)


def said(found: Collected) -> dict[str, tuple[int | None, bool]]:
    return {each.name: (each.place, each.absent) for each in found.submissions}


@pytest.mark.parametrize("platform", ["canvas", "moodle", "blackboard", "gradescope", "github"])
def test_the_platform_is_recognised_and_everybody_named(tmp_path: Path, platform: str) -> None:
    found = roster(tmp_path, rosters(pupils())[platform])
    assert found.platform == platform
    listed = [entry.who.name for entry in found.entries if entry.expected]
    assert listed == [who.name for who in pupils()]
    for entry in found.entries:
        assert len(found.rows[entry.place]) == len(found.head)
    late = [entry.who.name for entry in found.entries if entry.late]
    assert late == (
        [w.name for w in pupils() if w.number % 10 == 3] if platform == "moodle" else []
    )


def test_ids_have_their_kinds(tmp_path: Path) -> None:
    jane = {
        name: dict(roster(tmp_path, content).entries[0].who.ids)
        for name, content in rosters(pupils(1)).items()
    }
    email = "user0a@example.edu"
    assert jane == {
        "canvas": {"canvas": "71000", "sis": "00000X", "login": "user0a"},
        "moodle": {"moodle": "905000", "email": email},
        "blackboard": {"login": "user0a", "sid": "00000X"},
        "gradescope": {"sid": "00000X", "email": email},
        "github": {"identifier": email, "github": "USER0A"},
        "any": {},
    }


def test_under_blind_marking_a_number_is_the_name(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    listed = tmp_path / "roster.csv"
    listed.write_text("Identifier,Status,Grade\nParticipant 5,,\nParticipant 7,,\n", "utf-8")
    files = {"Participant_5_assignsubmission_file_/mine.toml": MINE}
    found = collect(write(tmp_path / "in", files), claims, listed=listed)
    assert found.roster
    assert found.roster.platform == "moodle"
    assert said(found) == {"Participant 5": (0, False), "Participant 7": (1, True)}


def test_rows_are_kept_as_they_are(tmp_path: Path) -> None:
    found = roster(tmp_path, rosters(pupils(2))["canvas"])
    assert found.head[:2] == ["Student", "ID"]
    assert [row[0] for row in found.rows] == [
        "", "    Points Possible", "", "Doe, Jane", "Núñez, José", "Student, Test",
    ]  # fmt: skip
    assert [entry.place for entry in found.entries] == [3, 4, 5]
    assert [entry.expected for entry in found.entries] == [True, True, False]


ROWS = [["Name", "Student ID"], ["Núñez, José", "07"], ["Jane Doe", "b8"]]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_a_table_may_be_written_in_many_ways(tmp_path: Path, sign: str, encoding: str) -> None:
    found = roster(tmp_path, table(ROWS, sign).encode(encoding))
    assert [(e.who.name, dict(e.who.ids)) for e in found.entries] == [
        ("José Núñez", {"sid": "07"}),
        ("Jane Doe", {"sid": "b8"}),
    ]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("sep=;\nName;Mail\nJane Doe;a@b.c\n", ["Jane Doe"]),
        ("Course 5, spring\n\nLast name,First name\nDoe,Jane\n", ["Jane Doe"]),
        ("Nachname;Vorname;Matrikelnummer\nDoe;Jane;1\n", ["Jane Doe"]),
        ("Username\njdoe\nbroe\n", ["jdoe", "broe"]),
        ("id\r\n1\r\n2\r\n", ["1", "2"]),
        ("Surname,First name,ID number,Email address\nDoe,Jane,,j@b.c\n", ["Jane Doe"]),
        ('"Name\n(official)",Student Name\nx,"King, Martin Luther, Jr."\n',
         ["King, Martin Luther, Jr."]),
        ("Student,ID,Section\n Points Possible,,\n\nDoe, 5,A\n", ["Doe"]),
        ("STUDENT ID,E-Mail\n1,\n,\n ,b@c.d\n", ["1", "b@c.d"]),
    ],
)  # fmt: skip
def test_any_table_with_a_name_or_an_id(tmp_path: Path, content: str, names: list[str]) -> None:
    assert [entry.who.name for entry in roster(tmp_path, content).entries] == names


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no column says who a student is (its columns: none); one called name, student id, "),
        (b"a,b\n1,2\n", "no column says who a student is (its columns: a, b); one called name, "),
        (b"Grade,Points\n1,2\n", "no column says who a student is (its columns: Grade, Points)"),
        (b"Name,ID\n", "nobody is on this roster: it has a head and no rows of students"),
        (b"Student,ID,Section\nPoints Possible,,\n", "nobody is on this roster"),
        (b"PK\x03\x04abc", "a zip or an Excel workbook; save the roster as CSV"),
        (b"Name\n\0\0\0\n", "not a table: it holds bytes that no text has"),
        (b"\xff\xfea", "text that is no UTF-16; save the roster as UTF-8"),
        (b'Name\n"' + b"x" * 200_000 + b'"\n', "not a table: field larger than field limit"),
    ],
)
def test_a_bad_roster_is_one_line(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(SheetError) as error:
        roster(tmp_path, content)
    assert str(error.value).startswith(f"{tmp_path / 'roster.csv'}: {why}")
    assert str(error.value).isprintable()


def test_a_roster_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    for place, why in ((tmp_path / "no.csv", "no such file"), (tmp_path, "not a file")):
        with pytest.raises(SheetError, match=f": {why}$"):
            read(place)


# ----------------------------------------------------------------------------- who is who


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Jane Doe", "Doe, Jane"),
        ("doe_jane", "Jane Doe"),
        ("JOSE NUNEZ", "Núñez, José"),
        ("Jane Doe (she, her)", "Jane Doe"),
        ("doejane", "Jane Doe"),
        ("Wei Li", "Li Wei"),
        ("nodewretzkydarcy", "D'Arcy Nodewretzky"),
        ("王 小明", "小明 王"),
    ],
)
def test_a_name_is_found_however_it_is_written(
    tmp_path: Path, claims: Mapping[str, Claim], name: str, listed: str
) -> None:
    found = class_of(tmp_path, claims, [name], table([["Name"], [listed], ["Somebody Else"]]))
    assert said(found) == {in_order(listed): (0, False), "Somebody Else": (1, True)}
    assert found.told == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_the_class_is_its_own(name: str) -> None:
    others = [other for other in NAMES if other != name]
    assert all(words(name) != words(other) for other in others)
    assert all(not squeezed(name) & squeezed(other) for other in others)
    first, _, last = name.rpartition(" ")
    assert in_order(f"{last}, {first}") == name


@pytest.mark.parametrize("name", ["jdoe7", "JDOE7", "0042x", "jdoe7@example.edu", "j.doe"])
def test_a_folder_may_be_called_by_an_id(
    tmp_path: Path, claims: Mapping[str, Claim], name: str
) -> None:
    listed = "Name,Login,Student ID,Email\nJane Doe,jdoe7,0042X,j.doe@example.edu\nBob Roe,,,\n"
    found = class_of(tmp_path, claims, [f"{name}.toml"], listed)
    assert said(found)["Jane Doe"] == (0, False)


def test_two_students_of_one_name_are_told_apart_by_ids_or_not_at_all(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    listed = "Name,Login\nAna Silva,ana1\nAna Silva,ana2\nBob Roe,bob\n"
    told = class_of(tmp_path / "ids", claims, ["ana2", "bob"], listed) if _made(tmp_path) else None
    assert told
    assert [(e.name, e.place, e.absent) for e in told.submissions] == [
        ("Ana Silva (ana1)", 0, True),
        ("Ana Silva (ana2)", 1, False),
        ("Bob Roe", 2, False),
    ]
    doubt = class_of(tmp_path / "names", claims, ["Ana Silva", "bob"], listed)
    assert doubt.told == (
        "Ana Silva: rows 1 and 2 of the roster go by this name; no id says which one it is",
    )
    assert [(e.name, e.place, e.absent, bool(e.answers)) for e in doubt.submissions] == [
        ("Ana Silva (ana1)", 0, True, False),
        ("Ana Silva (ana2)", 1, True, False),
        ("Bob Roe", 2, False, True),
        ("Ana Silva", None, False, True),
    ]
    assert all("could not be told" in e.problems[0] for e in doubt.submissions[:2])


def _made(tmp_path: Path) -> bool:
    for name in ("ids", "names"):
        (tmp_path / name).mkdir()
    return True


def test_two_submissions_for_one_row_are_nobodys(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    found = class_of(
        tmp_path, claims, ["Jane Doe", "doe-jane", "Bob Roe"], "Name\nJane Doe\nBob Roe\n"
    )
    assert [(e.name, e.place) for e in found.submissions if e.answers] == [
        ("Bob Roe", 1), ("Jane Doe (Jane-Doe-2)", None), ("doe-jane", None),
    ]  # fmt: skip
    assert len(found.told) == 2
    assert all("two submissions go by this name" in line for line in found.told)


def test_a_gradebook_of_another_course_is_one_line(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    other = [Pupil(500 + n, who.name) for n, who in enumerate(pupils(20))]
    for layout in ("canvas", "moodle"):
        place = write(tmp_path / layout, LAYOUTS[layout]([(who, MINE) for who in pupils(20)]))
        listed = tmp_path / f"{layout}.csv"
        listed.write_bytes(rosters(other)[layout])
        with pytest.raises(SheetError) as error:
            collect(place, claims, listed=listed)
        assert str(error.value).startswith(f"{listed}: none of the 20 who handed in is on this ")
        assert str(error.value).endswith("is it of another course?")


def test_who_is_not_on_the_roster_is_kept_and_told_of(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    names = ["Jane Doe", *(f"Guest {n}" for n in range(7))]
    found = class_of(tmp_path, claims, names, "Name\nJane Doe\n")
    assert len(found.submissions) == 8
    few = "Guest 0, Guest 1, Guest 2, Guest 3, Guest 4 and 2 more"
    assert found.told == (f"7 submissions are by people not on the roster: {few}",)


def test_somebody_listed_twice_is_once_on_it(tmp_path: Path) -> None:
    found = roster(tmp_path, "Name,ID\nJane Doe,1\nBob Roe,2\nDoe J.,1\n")
    assert [entry.who.name for entry in found.entries] == ["Jane Doe", "Bob Roe"]
    assert found.problems == (
        "roster.csv: Doe J. stands there twice, in rows 1 and 3 below the head; the first counts",
    )
