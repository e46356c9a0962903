"""A class of 40 in every layout: whose what is, however it is packed; names come from rosters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from platform_downloads import (
    ABSENT,
    LAYOUTS,
    OF_LAYOUT,
    Files,
    Pupil,
    blackboard_note,
    packed,
    pupils,
    rosters,
    sheet,
    write,
    zipped,
)

from referee.deciding.claim import Claim
from referee.deciding.corpora import claims_of
from referee.grading.classroom.layouts.table import NAMES
from referee.grading.sheet import SheetError
from referee.grading.submissions import Collected, Submission, collect

GRADIENT, LIMIT = "1.2-E5-gradient", "1.3-E20-limit"
ANSWERS = (
    {GRADIENT: "X @ (X.T @ w - y) / n", LIMIT: "X @ inv(X.T @ X) @ y"},
    {GRADIENT: "X @ (X.T @ w - y)"},
    {LIMIT: "pinv(X.T) @ y"},
)
CLASS = pupils()


@pytest.fixture(scope="module")
def claims() -> Mapping[str, Claim]:
    return claims_of("referee.claims")


def handed_in() -> list[tuple[Pupil, bytes]]:
    return [(who, sheet(ANSWERS[who.number % len(ANSWERS)])) for who in CLASS]


def texts(found: Submission) -> dict[str, list[str | None]]:
    return {claim: [a.text for a in given] for claim, given in found.answers.items()}


def packed_in(tmp_path: Path, layout: str, zip_: bool) -> Path:
    files = LAYOUTS[layout](handed_in())
    return zipped(tmp_path / "class.zip", files) if zip_ else write(tmp_path / "class", files)


@pytest.mark.parametrize("zip_", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_everybody_has_the_answers_and_the_name_of_the_roster(
    tmp_path: Path, claims: Mapping[str, Claim], layout: str, zip_: bool
) -> None:
    listed = tmp_path / "roster.csv"
    listed.write_bytes(rosters([*CLASS, *ABSENT])[OF_LAYOUT.get(layout, layout)])
    found = collect(packed_in(tmp_path, layout, zip_), claims, listed=listed)
    assert [each.name for each in found.submissions] == [who.name for who in (*CLASS, *ABSENT)]
    for who, each in zip(CLASS, found.submissions, strict=False):
        assert texts(each) == {k: [v] for k, v in ANSWERS[who.number % len(ANSWERS)].items()}
        assert (list(each.problems), each.refused, each.absent) == ([], False, False)
    assert [each.name for each in found.submissions if each.absent] == [w.name for w in ABSENT]
    places = [each.place for each in found.submissions]
    assert places == sorted(p for p in places if p is not None)
    assert len({each.id for each in found.submissions}) == len(found.submissions)
    assert [line for line in found.told if ": layout: " not in line] == []


@pytest.mark.parametrize("zip_", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_without_a_roster_everybody_is_one_student(
    tmp_path: Path, claims: Mapping[str, Claim], layout: str, zip_: bool
) -> None:
    found = collect(packed_in(tmp_path, layout, zip_), claims).submissions
    wanted = sorted(str(ANSWERS[who.number % len(ANSWERS)].values()) for who in CLASS)
    given = [{k: v for k, (v,) in texts(each).items()} for each in found]
    assert sorted(str(each.values()) for each in given) == wanted
    assert not any(each.problems or each.refused for each in found)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_is_recognised_and_may_be_said(
    tmp_path: Path, claims: Mapping[str, Claim], layout: str
) -> None:
    place = packed_in(tmp_path, layout, zip_=True)
    itself = collect(place, claims)
    said = collect(place, claims, layout=layout.partition("-")[0])
    assert [each.name for each in said.submissions] == [each.name for each in itself.submissions]
    assert said.told == itself.told


def test_ids_and_lateness_are_the_platforms(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    jane = {}
    for layout in ("canvas", "moodle", "blackboard", "gradescope", "github"):
        found = collect(packed_in(tmp_path / layout, layout, zip_=False), claims).submissions
        (jane[layout],) = [e for e in found if set(e.ids.values()) & _ids(CLASS[0])]
        late = sum(each.late for each in found)
        assert late == (4 if layout == "canvas" else 0), layout
    assert {layout: each.ids for layout, each in jane.items()} == {
        "canvas": {"canvas": "71000"},
        "moodle": {"moodle": "905000"},
        "blackboard": {"login": "user0a"},
        "gradescope": {"sid": "00000X", "email": "user0a@example.edu"},
        "github": {"github": "user0a"},
    }
    assert [each.name for each in jane.values()] == ["doejane", *["Jane Doe"] * 3, "user0a"]


def _ids(who: Pupil) -> set[str]:
    return {str(who.canvas), str(who.moodle), who.login, who.sid}


# ------------------------------------------------------------- what platforms do besides

MINE = sheet({GRADIENT: "X @ (X.T @ w - y) / n"})
OTHER = sheet({GRADIENT: "X @ (X.T @ w - y)"})
MORE = sheet({LIMIT: "pinv(X.T) @ y"})


def read(tmp_path: Path, claims: Mapping[str, Claim], files: Files, layout: str = "") -> Collected:
    return collect(write(tmp_path / "handed-in", files), claims, layout=layout)


def one(found: Collected) -> Submission:
    (only,) = found.submissions
    return only


def test_canvas_numbers_what_is_handed_in_again(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    files = {
        "doejane_1_10_mine.toml": OTHER,
        "doejane_1_12_mine-1.toml": OTHER,
        "doejane_LATE_1_13_mine-2.toml": MINE,
        "doejane_1_11_part-2.toml": MORE,
        "roebob_2_20_part-1.toml": MINE,
        "roebob_2_21_part-2.toml": MORE,
    }
    jane, bob = read(tmp_path, claims, files).submissions
    assert texts(jane) == {GRADIENT: ["X @ (X.T @ w - y) / n"], LIMIT: ["pinv(X.T) @ y"]}
    assert (jane.attempt, jane.late, jane.problems) == (3, True, [])
    assert texts(bob) == texts(jane)
    assert (bob.attempt, bob.late) == (None, False)


def test_canvas_text_links_groups_and_anonymous_students(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    files = {
        "projectgroup7_3_33_mine.toml": MINE,
        "doejane_1_text.html": b"<p>1.2-E5-gradient: X @ (X.T @ w - y) / n</p>",
        "anon_aB3x9_4_44_mine.toml": MINE,
        "anon_Zz777_55_mine.toml": OTHER,
        "roebob_LATE_6_link.html": b"<a href='https://example.org'>here</a>",
        "yoko_8_question_12_99_mine.toml": MINE,
    }
    found = {each.name: each for each in read(tmp_path, claims, files, "canvas").submissions}
    assert set(found) == {
        "projectgroup7", "doejane", "anonymous aB3x9", "anonymous Zz777", "roebob", "yoko",
    }  # fmt: skip
    assert [found["roebob"].refused, found["roebob"].late] == [True, True]
    assert len(found["roebob"].problems) == 1
    assert all(texts(found[name]) for name in found if name != "roebob")


@pytest.mark.parametrize(
    "place",
    [
        "Jane Doe_12_assignsubmission_file_/mine.toml",
        "Jane Doe_12_assignsubmission_file/deep/er/mine.toml",
        "Jane Doe_12_assignsubmission_file_mine.toml",
        "Jane_Doe_12_assignsubmission_file_my_own_mine.toml",
        "course-HW 1-77/Jane Doe_12_assignsubmission_file/mine.toml",
    ],
)
def test_moodle_of_every_version_names_a_student_once(
    tmp_path: Path, claims: Mapping[str, Claim], place: str
) -> None:
    beside = place.partition("_assign")[0] + "_assignsubmission_onlinetext_/onlinetext.html"
    found = one(read(tmp_path, claims, {place: MINE, beside: b"<p>See the file, please.</p>"}))
    assert (found.name, found.ids, found.problems) == ("Jane Doe", {"moodle": "12"}, [])
    assert texts(found) == {GRADIENT: ["X @ (X.T @ w - y) / n"]}


def test_moodle_marks_blind(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    places = [f"Participant_{n}_assignsubmission_file_/mine.toml" for n in (123, 45)]
    found = read(tmp_path, claims, dict.fromkeys(places, MINE)).submissions
    assert [(each.name, each.ids["moodle"]) for each in found] == [
        ("Participant 123", "123"),
        ("Participant 45", "45"),
    ]


def test_blackboard_takes_the_latest_attempt_and_what_was_typed(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    jane, bob = Pupil(1, "Jane (J.) Doe"), Pupil(2, "Bob Roe")
    early, later = "HW_1_j_doe_attempt_2024-01-09-10-00-00", "HW_1_j_doe_attempt_2024-01-10-9-00-00"
    note = blackboard_note(jane, "x").replace(jane.login, "j_doe").encode()
    typed = blackboard_note(bob, "x", "<p>1.2-E5-gradient = X @ (X.T @ w - y) / n</p>")
    found = read(
        tmp_path,
        claims,
        {
            f"{early}_mine.toml": OTHER,
            f"{early}.txt": note,
            f"{later}_my_sheet.toml": MINE,
            f"{later}.txt": note,
            f"HW_1_{bob.login}_attempt_2024-01-10-10-00-00.txt": typed.encode(),
        },
    ).submissions
    assert [(each.name, each.ids, each.attempt) for each in found] == [
        ("Jane (J.) Doe", {"login": "j_doe"}, 2),
        ("Bob Roe", {"login": "user2a"}, None),
    ]
    assert [texts(each) for each in found] == [{GRADIENT: ["X @ (X.T @ w - y) / n"]}] * 2
    assert found[0].file == "my_sheet.toml"
    assert not any(each.problems for each in found)


def test_a_group_of_gradescope_is_a_student_each(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    metadata = """---
submission_1:
  :submitters:
  - :name: Jane Doe
    :sid: '007'
    :email: jane@example.edu
  - :name: Bob Roe
    :sid:
    :email: bob@example.edu
  :history:
  - :id: 4
    :created_at: 2024-01-01 10:00:00 Z
    :score: &zero !ruby/object:BigDecimal 27:0.0
  - :id: 5
    :created_at: 2024-01-02 10:00:00 Z
    :score: *zero
submission_2:
  :submitters: []
"""
    files = {
        "submission_metadata.yml": metadata.encode(),
        "submission_1/mine.toml": MINE,
        "submission_2/mine.toml": OTHER,
        "submission_3/mine.toml": MORE,
    }
    found = read(tmp_path, claims, files).submissions
    assert [(e.name, dict(e.ids), e.attempt) for e in found] == [
        ("Jane Doe", {"sid": "007", "email": "jane@example.edu"}, 3),
        ("Bob Roe", {"email": "bob@example.edu"}, 3),
        ("submission_2", {}, None),
        ("submission_3", {}, None),
    ]
    assert texts(found[0]) == texts(found[1]) == {GRADIENT: ["X @ (X.T @ w - y) / n"]}


def test_github_logins_may_hold_dashes(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    files = {}
    for login in ("jane-a", "jane-b"):
        files[f"hw-1-submissions/hw-1-{login}/mine.toml"] = MINE
        files[f"hw-1-submissions/hw-1-{login}/.github/classroom/autograding.json"] = b"{}"
        files[f"hw-1-submissions/hw-1-{login}/README.md"] = b"# 1.2-E5-gradient\n\n$$ w $$\n"
    found = read(tmp_path, claims, {f"around/{k}": v for k, v in files.items()}).submissions
    assert len(found) == 2
    place = tmp_path / "handed-in" / "around" / "hw-1-submissions"
    found = collect(place, claims).submissions
    assert [(e.name, e.ids) for e in found] == [
        ("jane-a", {"github": "jane-a"}),
        ("jane-b", {"github": "jane-b"}),
    ]
    # The repository's README is the homework's text, beside a sheet no answer.
    assert texts(found[0]) == {GRADIENT: ["X @ (X.T @ w - y) / n"]}


def test_github_s_zips_are_called_by_their_branch(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    files = {f"hw-{login}-main/{name}": MINE for login in ("ana", "ben") for name in ("a.toml",)}
    files |= {place.replace("a.toml", "README.md"): b"# Homework\n" for place in files}
    found = read(tmp_path, claims, files).submissions
    assert [(each.name, list(each.problems)) for each in found] == [("ana", []), ("ben", [])]


def test_a_student_s_file_is_not_taken_for_the_platform_s(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    files = {f"{name}/mine.toml": MINE for name in ("ana", "ben")}
    files["ben/submission_metadata.yml"] = b"ana: {':submitters': [{':name': ben}]}\n["
    found = read(tmp_path, claims, files).submissions
    assert [(each.name, list(each.problems)) for each in found] == [("ana", []), ("ben", [])]


def test_attempts_are_folders_or_zips_in_the_zip(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    zips = {
        "jane.zip": packed({"jane/mine.toml": MINE, "__MACOSX/jane/._mine.toml": b"\0"}),
        "bob_attempt_1.zip": packed({"mine.toml": OTHER}),
        "bob_attempt_10.zip": packed({"mine.toml": MINE}),
        "bob_attempt_9.zip": packed({"mine.toml": OTHER}),
    }
    found = collect(zipped(tmp_path / "class.zip", {f"hw/{k}": v for k, v in zips.items()}), claims)
    assert [(e.name, e.attempt) for e in found.submissions] == [("bob", 10), ("jane", None)]
    folders = {
        "jane/attempt 1/mine.toml": OTHER,
        "jane/attempt 2/mine.toml": MINE,
        "bob/mine.zip": packed({"a/mine.toml": MINE}),
        "eve/eve_attempt_2.zip": packed({"mine.toml": MINE}),
        "eve/eve_attempt_1.zip": packed({"mine.toml": OTHER}),
    }
    inside = read(tmp_path, claims, folders)
    assert [(e.name, e.attempt) for e in inside.submissions] == [
        ("bob", None),
        ("eve", 2),
        ("jane", 2),
    ]
    for each in (*found.submissions, *inside.submissions):
        assert texts(each) == {GRADIENT: ["X @ (X.T @ w - y) / n"]}
        assert not each.problems


TIMES = ("2017-01-30-15-30-10", "2017-02-01-09-00-00")


@pytest.mark.parametrize(
    "times",
    [
        TIMES,
        tuple(time.replace("-", "") for time in TIMES),
        ("2017-01-30 15.30.10", "2017-02-01 09.00.00 UTC"),
        ("attempt_9", "attempt_10"),
    ],
)
def test_a_zip_for_each_student_and_attempt_in_the_zip(
    tmp_path: Path, claims: Mapping[str, Claim], times: tuple[str, str]
) -> None:
    first, second = times
    zips = {f"Jane_Doe_{n:05}_{first}": OTHER for n in (12, 13)}
    zips |= {f"Jane_Doe_{n:05}_{second}": MINE for n in (12, 13)} | {f"Bob_Roe_00014_{first}": MINE}
    packs = {f"{k}.zip": packed({"mine.toml": v, "timestamp.txt": b"x"}) for k, v in zips.items()}
    folders = {f"{name}/mine.toml": text for name, text in zips.items()}
    listed = tmp_path / "roster.csv"
    listed.write_text("Name,ID\nJane Doe,00012\nJane Doe,00013\nBob Roe,00014\n", "utf-8")
    for place in (zipped(tmp_path / "1.zip", packs), write(tmp_path / "2", folders)):
        found = collect(place, claims, listed=listed).submissions
        assert [(each.name, each.place) for each in found] == [
            ("Jane Doe (00012)", 0),
            ("Jane Doe (00013)", 1),
            ("Bob Roe", 2),
        ]
        assert [texts(each) for each in found] == [{GRADIENT: ["X @ (X.T @ w - y) / n"]}] * 3
        assert not any(each.problems for each in found)
        assert [each.attempt for each in found][:2] == [10 if "attempt" in first else 2] * 2


def test_who_handed_in_no_file_is_not_lost(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    place = "HW_u1_attempt_2024-01-01-10-00-00.txt"
    found = one(read(tmp_path, claims, {place: blackboard_note(CLASS[0], "").encode()}))
    assert list(found.problems) == ["u1: no file was handed in"]
    assert found.refused


def test_sections_full_of_sheets_are_no_students(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    files = {f"section {s}/{name}{s}.toml": MINE for s in (1, 2) for name in ("ana", "ben", "cem")}
    found = read(tmp_path, claims, files).submissions
    assert [each.name for each in found][:2] == ["section 1/ana1", "section 1/ben1"]
    assert len(found) == 6


def test_notes_beside_a_sheet_are_no_error(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    files = {
        "ana/mine.toml": MINE,
        "ana/notes.md": b"# Dear grader\n\nI hope it is right.\n",
        "ana/photo.jpg": b"\xff\xd8",
        "ana/work.pdf": b"%PDF",
        "ben/mine.toml": MINE,
        "ben/more.tex": b"\\section{1.3-E20-limit}\n\\[ X (X^\\top X)^{-1} y \\]\n",
    }
    ana, ben = read(tmp_path, claims, files).submissions
    assert (ana.problems, ben.problems) == ([], [])
    assert ana.file == "mine.toml"
    assert set(ben.answers) == {GRADIENT, LIMIT}


def test_a_broken_sheet_beside_a_good_one_is_told_of(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    files = {"ana/mine.toml": MINE, "ana/rest.toml": b"[", "ben/mine.toml": MINE}
    ana, _ = read(tmp_path, claims, files).submissions
    assert len(ana.problems) == 1
    assert ana.problems[0].startswith("ana: rest.toml: not TOML: ")
    assert not ana.refused


def test_two_files_that_answer_one_question(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    files = {"ana/a.toml": MINE, "ana/b.toml": OTHER, "ana/c.toml": MINE, "ben/a.toml": MINE}
    ana, _ = read(tmp_path, claims, files).submissions
    assert texts(ana) == {GRADIENT: ["X @ (X.T @ w - y) / n", "X @ (X.T @ w - y)"]}
    assert list(ana.problems) == [
        f"ana: {GRADIENT}: answered in a.toml, b.toml; the worst of them counts"
    ]


def test_nothing_but_notes_is_one_line(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    files = {"ana/a.pdf": b"", "ana/b.jpg": b"", "ben/mine.toml": MINE}
    ana, ben = read(tmp_path, claims, files).submissions
    assert ana.refused
    assert list(ana.problems) == [
        "ana: no sheet (.toml, .md, .tex or .ipynb) among what was handed in: a.pdf, b.jpg"
    ]
    assert not ben.refused


def test_a_photograph_is_named_in_the_line(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    found = one(read(tmp_path, claims, {"doejane_1_2_photo.jpg": b""}))
    assert found.refused
    assert list(found.problems) == [
        "doejane: photo.jpg: not a sheet: its name does not end in .toml, .md, .tex or .ipynb"
    ]


def test_a_folder_with_the_platform_s_zip_and_the_roster_is_the_download(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    folder = write(tmp_path / "downloads", {"roster.csv": rosters([*CLASS, *ABSENT])["any"]})
    zipped(folder / "submissions.zip", LAYOUTS["folders"](handed_in()))
    found = collect(folder, claims, listed=folder / "roster.csv")
    assert [each.name for each in found.submissions] == [who.name for who in (*CLASS, *ABSENT)]


def test_five_hundred_files_of_one_student_are_one_submission(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    files = {f"ana/{n:03}.toml": b'"1.3-A5-dimension" = "d - n"\n' for n in range(500)}
    files["ana/499.toml"] = MINE
    ana, ben = read(tmp_path, claims, files | {"ben/499.toml": MINE}).submissions
    assert list(ana.problems) == ["ana: 500 sheets in one submission; all of them are read"]
    assert set(ana.answers) == {GRADIENT, "1.3-A5-dimension"}
    assert len(ben.answers) == 1


def test_two_students_of_one_name_are_two(tmp_path: Path, claims: Mapping[str, Claim]) -> None:
    files = {f"Ana Silva_{n}_assignsubmission_file_/mine.toml": MINE for n in (5, 6)}
    found = read(tmp_path, claims, files).submissions
    assert [each.name for each in found] == ["Ana Silva (5)", "Ana Silva (6)"]
    assert len({each.id for each in found}) == 2


def test_what_the_layout_does_not_name_is_kept_or_told_of(
    tmp_path: Path, claims: Mapping[str, Claim]
) -> None:
    files = LAYOUTS["canvas"](handed_in()[:4]) | {"late by mail.toml": MINE, "grades.csv": b"a,b\n"}
    found = read(tmp_path, claims, files)
    assert "late by mail.toml" in [each.name for each in found.submissions]
    assert found.told[-1] == "handed-in: 1 file is nobody's: grades.csv"


@pytest.mark.parametrize("layout", sorted(set(NAMES) - {"folders", "flat"}))
def test_a_layout_that_is_not_there_is_one_line(
    tmp_path: Path, claims: Mapping[str, Claim], layout: str
) -> None:
    with pytest.raises(SheetError) as error:
        read(tmp_path, claims, {"ana.toml": MINE}, layout)
    assert f"--layout={layout}: nothing is named as in the layout of " in str(error.value)


BAD = (b"\0\0", b"a: [1\n", b"a: }", b"[" * 100_000, b"a: \xff\n", b"a: *b\n- c\n")


@pytest.mark.parametrize("metadata", BAD)
def test_bad_metadata_is_one_line(
    tmp_path: Path, claims: Mapping[str, Claim], metadata: bytes
) -> None:
    files = {"submission_metadata.yml": metadata, "submission_1/mine.toml": MINE}
    with pytest.raises(SheetError, match="not the metadata that Gradescope writes") as error:
        read(tmp_path, claims, files)
    assert str(error.value).isprintable()


ODD = (b"", b"- a\n- b\n", b"a: &x [*x]\n", b"a: {b: &c {d: *c}}\n", b"submission_1: 5\n", b"5")


@pytest.mark.parametrize("metadata", ODD)
def test_metadata_that_says_nothing_loses_nobody(
    tmp_path: Path, claims: Mapping[str, Claim], metadata: bytes
) -> None:
    files = {"submission_metadata.yml": metadata, "submission_1/mine.toml": MINE}
    found = {each.name: each for each in read(tmp_path, claims, files).submissions}
    assert texts(found["submission_1"])
