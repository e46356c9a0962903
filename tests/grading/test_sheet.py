"""Sheets: what they say is read as data, and what is wrong with them is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_claims import one_line

from referee.deciding import claim as corpus
from referee.deciding.answer import SETTLED, Answer
from referee.grading.sheet import MOST_BYTES, Sheet, SheetError, read

CLAIMS = corpus.load()
KEYS = (
    "answer", "name", "reading", "expect", "because", "unanswered", "rests_on", "notation", "names",
)  # fmt: skip
MADE_OF = "a name is made of letters, digits and . _ + -"


def sheet(folder: Path, text: str, name: str = "a_sheet.toml") -> Sheet:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path, CLAIMS)


def only(found: Sheet) -> Answer:
    (answer,) = found.answers
    return answer


def test_a_table_is_an_answer(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        """
        [sheet]
        title = "A title"
        ["1.2-E4-loss"]
        answer = "norm(w)"
        reading = "read so"
        because = "a reason"
        expect = "refuted"
        rests_on = "1.2-E5-gradient 1.2-E6-flow"
        """,
    )
    assert (found.name, found.title) == ("a_sheet", "A title")
    answer = only(found)
    assert (answer.claim, answer.text) == ("1.2-E4-loss", "norm(w)")
    assert (answer.reading, answer.because, answer.expect) == ("read so", "a reason", "refuted")
    assert answer.rests_on == "1.2-E5-gradient 1.2-E6-flow"
    assert (answer.label, answer.id, answer.problem) == ("", "a_sheet", "")


def test_a_sheet_without_a_title_is_called_by_its_name(tmp_path: Path) -> None:
    assert sheet(tmp_path, "").title == "a sheet"
    assert sheet(tmp_path, "").answers == ()


def test_an_array_of_tables_is_several_answers_with_names_or_numbers(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        """
        [["1.2-E4-loss"]]
        answer = "1"
        [["1.2-E4-loss"]]
        answer = "2"
        name = "R2"
        [["1.2-E4-loss"]]
        answer = "3"
        """,
    )
    assert [a.label for a in found.answers] == ["1", "R2", "3"]
    assert [a.id for a in found.answers] == ["a_sheet-1", "a_sheet-R2", "a_sheet-3"]
    assert [a.text for a in found.to("1.2-E4-loss")] == ["1", "2", "3"]
    assert found.to("1.2-E5-gradient") == []


def test_the_expectation_of_the_sheet_holds_where_an_answer_has_none(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        """
        [sheet]
        expect = "refuted"
        ["1.2-E4-loss"]
        answer = "1"
        ["1.2-E5-gradient"]
        answer = "w"
        expect = "held"
        ["1.2-E6-flow"]
        unanswered = "not yet"
        """,
    )
    assert [a.expect for a in found.answers] == ["refuted", "held", "unanswered"]


def test_a_blank_left_on_purpose_is_unanswered_with_its_reason(tmp_path: Path) -> None:
    answer = only(sheet(tmp_path, '["1.2-E4-loss"]\nunanswered = "not yet"'))
    assert answer.text is None
    assert answer.problem == ""
    assert answer.because == "not yet"


def test_answers_stay_in_the_order_of_the_file(tmp_path: Path) -> None:
    ids = list(CLAIMS)[::-1][:6]
    text = "\n".join(f'["{name}"]\nanswer = "n"' for name in ids)
    assert [a.claim for a in sheet(tmp_path, text).answers] == ids


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '["1.2-E4-los"]\nanswer = "n"',
            "a_sheet.toml: 1.2-E4-los: no such claim; did you mean 1.2-E4-loss?",
        ),
        (
            '["nothing"]\nanswer = "n"',
            "a_sheet.toml: nothing: no such claim; see the ids in the reference sheet",
        ),
        (
            '[1.2-E4-loss]\nanswer = "n"',
            'a_sheet.toml: 1: no such claim; an id is quoted, as in ["1.2-E4-loss"]',
        ),
        ('"1.2-E4-loss" = 5', 'a_sheet.toml: 1.2-E4-loss: an entry is a table: answer = "..."'),
        (
            '["1.2-E4-loss"]\nanwser = "n"',
            "a_sheet.toml: 1.2-E4-loss: unknown key 'anwser'; the keys are " + ", ".join(KEYS),
        ),
        (
            '["1.2-E4-loss"]\nanswer = 5',
            'a_sheet.toml: 1.2-E4-loss: the answer must be a string: answer = "..."',
        ),
        (
            '["1.2-E4-loss"]\nanswer = ["n"]',
            'a_sheet.toml: 1.2-E4-loss: the answer must be a string: answer = "..."',
        ),
        (
            '["1.2-E4-loss"]\nanswer = "n"\nbecause = 5',
            'a_sheet.toml: 1.2-E4-loss: because must be a string: because = "..."',
        ),
        (
            '["1.2-E4-loss"]\nreading = "so"',
            'a_sheet.toml: 1.2-E4-loss: no answer; write answer = "..."',
        ),
        ('["1.2-E4-loss"]', 'a_sheet.toml: 1.2-E4-loss: no answer; write answer = "..."'),
        (
            '["1.2-E4-loss"]\nanswer = "n"\nexpect = "true"',
            "a_sheet.toml: 1.2-E4-loss: expect = 'true'; it is one of " + ", ".join(SETTLED),
        ),
        (
            '["1.2-E4-loss"]\nanswer = "n"\nname = "two words"',
            f"a_sheet.toml: 1.2-E4-loss: name = 'two words'; {MADE_OF}",
        ),
    ],
)
def test_a_bad_entry_is_a_bad_answer_with_its_one_line(
    tmp_path: Path, text: str, problem: str
) -> None:
    answer = only(sheet(tmp_path, text))
    assert answer.problem == problem
    assert answer.text is None


def test_one_bad_entry_leaves_the_others_alone(tmp_path: Path) -> None:
    found = sheet(tmp_path, '["nothing"]\nanswer = "n"\n["1.2-E4-loss"]\nanswer = "n"')
    assert [bool(a.problem) for a in found.answers] == [True, False]


def test_a_second_answer_under_one_name_is_a_bad_answer_and_hides_none(tmp_path: Path) -> None:
    entry = '[["1.2-E4-loss"]]\nanswer = "n"\nname = "same"\n'
    found = sheet(tmp_path, 3 * entry)
    assert [bool(a.problem) for a in found.answers] == [False, True, True]
    assert len({a.id for a in found.answers}) == 3
    assert "two answers are named 'same'" in found.answers[1].problem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not toml", "not TOML"),
        (
            '["1.2-E4-loss"]\n["1.2-E4-loss"]',
            "not TOML: 1.2-E4-loss stands twice, in lines 1 and 2",
        ),
        ("sheet = 5", "a_sheet.toml: .sheet.: it is a table"),
        ("[sheet]\ntitle = 5", "the title must be a string"),
        ('[sheet]\ntitel = "a"', "unknown key 'titel'"),
        ('[sheet]\nexpect = "true"', "expect = 'true'; it is one of held"),
        ("a = " + "[" * 5000 + "]" * 5000, "."),
    ],
)
def test_what_is_no_sheet_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SheetError, match=message) as caught:
        sheet(tmp_path, text)
    assert one_line(str(caught.value))


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"none\.toml: No such file"):
        read(tmp_path / "none.toml", CLAIMS)
    with pytest.raises(SheetError, match="not a file"):
        read(tmp_path, CLAIMS)
    (tmp_path / "latin.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(SheetError, match="byte 9 is not UTF-8"):
        read(tmp_path / "latin.toml", CLAIMS)
    (tmp_path / "large.toml").write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(SheetError, match="1,000,001 bytes; a sheet has at most 1,000,000"):
        read(tmp_path / "large.toml", CLAIMS)


def problems(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a text as a sheet, of all of it or of its answers."""
    try:
        return [a.problem for a in sheet(folder, text).answers if a.problem]
    except SheetError as error:
        return [str(error)]


@given(st.text(alphabet="[]\"=\n1.2-E4loss answer'{},#", max_size=80))
@settings(
    deadline=None,
    database=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_is_a_sheet_or_refused_and_nothing_else_happens(tmp_path: Path, text: str) -> None:
    assert all(map(one_line, problems(tmp_path, text)))


def test_a_sheet_says_whether_its_answers_are_studied(tmp_path: Path) -> None:
    entry = '["1.2-E4-loss"]\nanswer = "n"'
    assert not sheet(tmp_path, entry).answers[0].study
    assert sheet(tmp_path, f"[sheet]\nstudy = true\n{entry}").answers[0].study
    with pytest.raises(SheetError, match="study is true or false: study = true"):
        sheet(tmp_path, f'[sheet]\nstudy = "yes"\n{entry}')


@pytest.mark.parametrize("text", ["", " ", "\\n\\t "])
def test_an_empty_answer_is_no_answer(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'["1.2-E5-gradient"]\nanswer = "{text}"\n', encoding="utf-8")
    (answer,) = read(path, CLAIMS).answers
    assert (answer.text, answer.problem, answer.expect) == (None, "", None)


def test_a_mark_of_the_byte_order_is_no_part_of_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b'\xef\xbb\xbf["1.2-E4-loss"]\nanswer = "w"\n')
    (answer,) = read(path, CLAIMS).answers
    assert answer.text == "w"
