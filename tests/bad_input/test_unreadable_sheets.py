"""Sheets and entries that are not as they should be: one line each, the rest is decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from graded_sheets import GOOD, GOOD_CLAIMS, Graded, graded, no_traceback

KEYS = "the keys are answer, name, reading, expect, because, unanswered, rests_on"
VERDICTS = "it is one of held, refuted, ill-typed, ambiguous, inconclusive, unanswered"

# claim as shown: (its entry, what the line says after sheet and claim)
ENTRIES: dict[str, tuple[str, str]] = {
    "1.2-E6-flw": (
        '["1.2-E6-flw"]\nanswer = "w"\n',
        "no such claim; did you mean 1.2-E6-flow?",
    ),
    "convergence": (
        '["convergence"]\nanswer = "w"\n',
        "no such claim; see the ids in the reference sheet",
    ),
    "1": (
        '[1.2-E7-sum]\nanswer = "w_H"\n',
        'no such claim; an id is quoted, as in ["1.2-E7-sum"]',
    ),
    r"a\x1b[31m\nb": (
        '["a\\u001b[31m\\nb"]\nanswer = "w"\n',
        "no such claim; see the ids in the reference sheet",
    ),
    "x::y[z]": ('["x::y[z]"]\nanswer = "w"\n', "no such claim"),
    "1.2-E4-loss": ('["1.2-E4-loss"]\nbecause = "?"\n', 'no answer; write answer = "..."'),
    "1.2-E5-gradient": (
        '["1.2-E5-gradient"]\nanswer = 3\n',
        'the answer must be a string: answer = "..."',
    ),
    "1.2-E6-flow": (
        '["1.2-E6-flow"]\nanswer = ["w", "X"]\n',
        'the answer must be a string: answer = "..."',
    ),
    "1.1-A4-least-eigenvalue": (
        '["1.1-A4-least-eigenvalue"]\nanswer = true\n',
        'the answer must be a string: answer = "..."',
    ),
    "1.1-E2-kernel": (
        '["1.1-E2-kernel"]\nanswer = 1979-05-27T07:32:00Z\n',
        'the answer must be a string: answer = "..."',
    ),
    "1.1-A1-linear-kernel": (
        '["1.1-A1-linear-kernel"]\nansver = "X.T @ X"\n',
        f"unknown key 'ansver'; {KEYS}",
    ),
    "1.2-A4-decomposition": (
        '["1.2-A4-decomposition"]\nanswer = "S"\nbecause = 5\n',
        'because must be a string: because = "..."',
    ),
    "1.2-A9-orthonormal": (
        '["1.2-A9-orthonormal"]\nanswer = "eye(d)"\nrests_on = "1.2-E8-gram 1.2-E8-grim"\n',
        "rests_on: no such claim '1.2-E8-grim'; did you mean 1.2-E8-gram?",
    ),
    "1.2-E8-gram": (
        '["1.2-E8-gram"]\nanswer = "S"\nexpect = "true"\n',
        f"expect = 'true'; {VERDICTS}",
    ),
    "1.2-E9-columns": (
        '["1.2-E9-columns"]\nanswer = "S"\nname = "R 1[x]"\n',
        "name = 'R 1[x]'; a name is made of letters, digits and . _ + -",
    ),
    "1.3-E20-limit": ('"1.3-E20-limit" = 3\n', 'an entry is a table: answer = "..."'),
    "1.3-E21-feasible": ('"1.3-E21-feasible" = []\n', ""),
}
DOUBLED = """
[["1.3-E17-interpolation"]]
name = "R1"
answer = "y"
[["1.3-E17-interpolation"]]
name = "R1"
answer = "0 * y"
[["1.3-E17-interpolation"]]
name = "R1"
answer = "2 * y"
"""
BARE = ("1.3-E20-limit", "1.3-E21-feasible")  # keys outside of any table come first


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    folder = tmp_path_factory.mktemp("entries")
    path = folder / "answers.toml"
    first = [text for claim, (text, _) in ENTRIES.items() if claim in BARE]
    then = [text for claim, (text, _) in ENTRIES.items() if claim not in BARE]
    path.write_text("".join([*first, GOOD, *then, DOUBLED]), encoding="utf-8")
    return graded(folder, path)


@pytest.mark.parametrize("claim", [c for c, (_, line) in ENTRIES.items() if line])
def test_an_entry_gets_one_line_that_names_sheet_and_claim(entries: Graded, claim: str) -> None:
    record = entries.record(claim, "answers")
    line = ENTRIES[claim][1]
    assert record["verdict"] == "error"
    assert record["reason"].startswith(f"answers.toml: {claim}: {line}")
    assert record["reason"].isprintable()
    shown = [x for x in entries.lines_with(record["reason"]) if not x.startswith("  ")]
    assert len(shown) == 1


def test_answers_of_one_name_are_told_apart_and_the_first_is_decided(entries: Graded) -> None:
    found = [r for r in entries.records if r["claim"] == "1.3-E17-interpolation"]
    assert {r["label"]: r["verdict"] for r in found}.keys() == {"R1", "R1-2", "R1-3"}
    assert entries.record("1.3-E17-interpolation", "answers", "R1")["verdict"] != "error"
    for label in ("R1-2", "R1-3"):
        assert entries.record("1.3-E17-interpolation", "answers", label)["reason"] == (
            "answers.toml: 1.3-E17-interpolation: two answers are named 'R1';"
            " give each a name of its own"
        )


def test_the_other_claims_of_the_sheet_are_decided(entries: Graded) -> None:
    assert {entries.verdict(claim, "answers") for claim in GOOD_CLAIMS} == {"held"}


def test_an_empty_list_of_answers_leaves_the_claim_unanswered(entries: Graded) -> None:
    assert entries.verdict("1.3-E21-feasible", "answers") == "unanswered"


def test_bad_entries_make_the_run_red_without_a_traceback(entries: Graded) -> None:
    assert entries.code == 1
    assert no_traceback(entries.out)
    assert all(line.isprintable() for line in entries.out.splitlines())


TWICE = "not TOML: 1.2-E4-loss stands twice, in lines 1 and 3; several answers are written [["
TOO_LARGE = 'x = "' + "w" * 1_000_000 + '"'
SHEETS: dict[str, tuple[bytes, str]] = {
    "broken": (b"x = [1,\n", "not TOML: "),
    "unclosed-string": (b'["1.2-E4-loss"]\nanswer = "w\n', "not TOML: "),
    "declared-twice": (b'["1.2-E4-loss"]\nanswer = "1"\n["1.2-E4-loss"]\n', TWICE),
    "raw-control-character": (b'x = "\x00"\n', "not TOML: "),
    "latin-1": (b'title = "L\xf6sung"\n', "byte 10 is not UTF-8"),
    "utf-16": ('x = "1"\n'.encode("utf-16"), "UTF-16 text; save the sheet as UTF-8"),
    "utf-16-le": ('x = "1"\n'.encode("utf-16-le"), "UTF-16 text; save the sheet as UTF-8"),
    "long-integer": (b"x = " + b"1" * 5_000, "not a sheet: a number of thousands of digits"),
    "binary": (bytes(range(256)), "is not UTF-8"),
    "nested": (b"x = " + b"[" * 100_000, "not "),
    "large": (TOO_LARGE.encode(), "1,000,006 bytes; a sheet has at most 1,000,000"),
    "head-no-table": (b"sheet = 3\n", '[sheet]: it is a table: title = "..."'),
    "head-key": (b'[sheet]\ntitel = "x"\n', "[sheet]: unknown key 'titel'; the keys are title,"),
    "head-title": (b"[sheet]\ntitle = 3\n", "[sheet]: the title must be a string"),
    "head-expect": (b'[sheet]\nexpect = "yes"\n', f"[sheet]: expect = 'yes'; {VERDICTS}"),
    "head-expect-list": (b"[sheet]\nexpect = []\n", f"[sheet]: expect = '[]'; {VERDICTS}"),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sheets")


@pytest.fixture(scope="module")
def sheets(place: Path) -> Graded:
    (place / "good.toml").write_text(GOOD, encoding="utf-8")
    paths = [place / "good.toml"]
    for name, (content, _) in SHEETS.items():
        paths.append(place / f"{name}.toml")
        paths[-1].write_bytes(content)
    (place / "folder.toml").mkdir()
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / "good.toml").write_text(GOOD, encoding="utf-8")
    paths += [place / "folder.toml", place / "nowhere.toml", place / "elsewhere" / "good.toml"]
    return graded(place, *paths)


def problem(run: Graded, path: Path) -> str:
    (found,) = [r for r in run.records if r["reason"].startswith(f"{path}: ")]
    assert found["verdict"] == "error"
    return str(found["reason"])


@pytest.mark.parametrize("name", SHEETS)
def test_an_unreadable_sheet_gets_one_line_that_names_the_file(
    sheets: Graded, place: Path, name: str
) -> None:
    reason = problem(sheets, place / f"{name}.toml")
    assert SHEETS[name][1] in reason
    assert reason.isprintable()
    assert len(sheets.lines_with(reason)) == 1


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("folder.toml", "not a file"),
        ("nowhere.toml", "No such file or directory"),
        ("elsewhere/good.toml", "another sheet has the same name; rename the file"),
    ],
)
def test_what_is_no_sheet_of_its_own_gets_one_line(
    sheets: Graded, place: Path, name: str, line: str
) -> None:
    assert problem(sheets, place / name) == f"{place / name}: {line}"


def test_toml_errors_say_where(sheets: Graded, place: Path) -> None:
    assert "line 2, column 12" in problem(sheets, place / "unclosed-string.toml")
    assert "in lines 1 and 3" in problem(sheets, place / "declared-twice.toml")


def test_a_readable_sheet_beside_them_is_decided(sheets: Graded) -> None:
    assert {sheets.verdict(claim, "good") for claim in GOOD_CLAIMS} == {"held"}


def test_unreadable_sheets_make_the_run_red_without_a_traceback(sheets: Graded) -> None:
    assert sheets.code == 1
    assert no_traceback(sheets.out)
    assert all(line.isprintable() for line in sheets.out.splitlines())


@pytest.fixture(scope="module", params=["broken.toml", "nowhere.toml"])
def alone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    folder = tmp_path_factory.mktemp("alone")
    (folder / "broken.toml").write_text("x = [1,\n", encoding="utf-8")
    return graded(folder, folder / request.param)


def test_an_unreadable_sheet_alone_makes_the_run_red(alone: Graded) -> None:
    assert alone.code == 1
    assert [r["verdict"] for r in alone.records] == ["error"]
    assert "1 answer needs attention:" in alone.out
    assert no_traceback(alone.out)


def test_a_file_with_any_name_is_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "odd [x] ::ÿ'\".toml"
    path.write_text(GOOD + '["1.2-E4-loss"]\nanswer = "w["\n', encoding="utf-8")
    run = graded(tmp_path, path)
    assert len({r["sheet"] for r in run.records}) == 1
    found = {r["claim"]: r for r in run.records}
    assert {found[claim]["verdict"] for claim in GOOD_CLAIMS} == {"held"}
    assert found["1.2-E4-loss"]["verdict"] == "error"


def test_an_empty_sheet_answers_nothing_and_fails_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_bytes(b"")
    run = graded(tmp_path, path)
    assert run.code == 0, run.out
    assert {r["verdict"] for r in run.records} == {"unanswered"}
