"""Overrides: what an instructor decided, in a file, held against a class."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN, claims_of
from referee.grading.overrides import OverrideError, read
from referee.grading.submissions import Submission
from referee.reports.queue import answer_id
from referee.running.overruling import Class, File, Word, written

GRADIENT, RANK = "1.2-E5-gradient", "1.1-A2-full-rank"
MOST = {GRADIENT: 2.0, RANK: 1.0}
GOOD = f'[[override]]\nquestion = "{GRADIENT}"\npoints = 1\nreason = "see the margin"\n'


@pytest.fixture(scope="module")
def claims() -> dict[str, Claim]:
    return dict(claims_of(OWN))


def form_of(answer: Answer) -> str:
    """Stand for the normal form: products commute; in another notation a text is another."""
    return answer.notation + "*".join(sorted((answer.text or "").replace(" ", "").split("*")))


def handed_in(name: str, *texts: str, notation: str = "", **ids: str) -> Submission:
    answers = {GRADIENT: [Answer(name, GRADIENT, t, notation=notation) for t in texts]}
    return Submission(name, name.replace(" ", "-"), Path(f"{name}.toml"), answers, ids=ids)


CLASS = (
    handed_in("Ana Lee", "x*y", login="al123"),
    handed_in("Ben", "y * x"),
    handed_in("Cem", "z"),
    handed_in("Dora", "q"),
    handed_in("Emil", "q", notation="latex"),
)


def word(claims: dict[str, Claim], folder: Path, *texts: str, strict: bool = True) -> Word:
    files = []
    for number, text in enumerate(texts):
        path = folder / f"overrides-{number}.toml"
        path.write_text(text, encoding="utf-8")
        files.append(File(path, read(path, claims, MOST), strict))
    return Class(CLASS, form_of).word(files)


def test_a_student_is_found_by_whatever_the_student_goes_by(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    for name in ("Ana Lee", "ana  lee", "AL123", "Ana-Lee"):
        found = word(claims, tmp_path, f'{GOOD}student = "{name}"\n')
        own = found.on_student(GRADIENT, "Ana-Lee")
        assert own is not None
        assert (own.points, own.reason) == (1, "see the margin")
        assert found.on_student(GRADIENT, "Ben") is None
        assert found.on_student(RANK, "Ana-Lee") is None


@pytest.mark.parametrize("answer", ["x*y", "y*x", " y  *  x "])
def test_an_answer_is_decided_for_everybody_who_gave_it_however_it_is_written(
    claims: dict[str, Claim], tmp_path: Path, answer: str
) -> None:
    found = word(claims, tmp_path, f'{GOOD}answer = "{answer}"\n')
    assert found.on_form(GRADIENT, "x*y") is not None
    assert found.on_form(GRADIENT, "z") is None
    assert found.told == []


def test_an_answer_is_found_by_the_id_that_the_queue_gives_it(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    name = answer_id(GRADIENT, "latexq")
    found = word(claims, tmp_path, f'{GOOD}answer = "q"\nid = "{name}"\n')
    assert found.on_form(GRADIENT, "latexq") is not None
    assert found.on_form(GRADIENT, "q") is None


def test_one_text_that_is_two_answers_is_not_guessed_at(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    with pytest.raises(OverrideError, match="several answers") as error:
        word(claims, tmp_path, f'{GOOD}answer = "q"\n')
    assert answer_id(GRADIENT, "q") in str(error.value)


def test_what_nobody_gave_changes_nothing_is_said_and_is_kept(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    found = word(claims, tmp_path, f'{GOOD}answer = "w"\n')
    assert found.found == {}
    (line,) = found.told
    assert line.endswith("nobody gave this answer; nothing is changed by it")
    assert len(found.all) == 1


def test_a_student_whom_nobody_knows_is_an_error_but_not_in_what_was_kept(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    text = f'{GOOD}student = "Ana Le"\n'
    with pytest.raises(OverrideError, match=r"no student 'Ana Le'; did you mean Ana-Lee\?"):
        word(claims, tmp_path, text)
    (line,) = word(claims, tmp_path, text, strict=False).told
    assert "no student 'Ana Le' here" in line


def test_what_was_kept_of_another_assignment_is_set_aside_and_stays(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    path = tmp_path / "overrides.toml"
    text = GOOD.replace(GRADIENT, "1.3-A5-dimension").replace("points = 1", "points = 7")
    path.write_text(f'{text}answer = "d"\n', encoding="utf-8")
    kept = read(path, claims, MOST, own=False)
    found = Class(CLASS, form_of).word([File(path, kept, strict=False)])
    assert (found.found, found.told) == ({}, [])
    assert [(each.question, each.points) for each in found.all] == [("1.3-A5-dimension", 7)]


def test_two_entries_for_the_same_answers_have_to_agree(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    again = GOOD.replace("points = 1", "points = 0")
    first = f'{GOOD}answer = "x*y"\n'
    assert len(word(claims, tmp_path, f'{first}{GOOD}answer = "y*x"\n').found) == 1
    with pytest.raises(OverrideError, match="contradict: 1 and 0 points for the same answers"):
        word(claims, tmp_path, f'{first}{again}answer = "y*x"\n')
    with pytest.raises(OverrideError, match=r"entry 1 .* and entry 2 .* contradict"):
        word(claims, tmp_path, f'{GOOD}student = "AL123"\n{again}student = "Ana Lee"\n')


def test_of_two_files_the_later_one_counts(claims: dict[str, Claim], tmp_path: Path) -> None:
    first = f'{GOOD}answer = "x*y"\n'
    found = word(claims, tmp_path, first, first.replace("points = 1", "points = 2"))
    own = found.on_form(GRADIENT, "x*y")
    assert own is not None
    assert own.points == 2
    assert len(found.all) == 1


def test_what_is_kept_reads_back_as_it_is(claims: dict[str, Claim], tmp_path: Path) -> None:
    text = GOOD.replace("see the margin", 'a \\"typo\\" \U0001d465')
    found = word(claims, tmp_path, f'{text}answer = """x*\ny"""\n{text}student = "Ben"\n')
    kept = tmp_path / "kept.toml"
    kept.write_text(written(found), encoding="utf-8")
    again = Class(CLASS, form_of).word([File(kept, read(kept, claims, MOST))])
    assert {k: (o.points, o.reason) for k, o in again.found.items()} == {
        k: (o.points, o.reason) for k, o in found.found.items()
    }
    assert len(tomllib.loads(written(again))["override"]) == 2


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("student = 'Ben'\npoints = 3", "points = 3; from 0 to 2, the most there are"),
        ("student = 'Ben'\npoints = -1", "points = -1; from 0 to 2"),
        ("student = 'Ben'\npoints = nan", "points = nan; from 0 to 2"),
        ("student = 'Ben'\npoints = '1'", "points = '1'; a number is needed"),
        ("student = 'Ben'\npoints = true", "points = True; a number is needed"),
        ("student = 'Ben'", "points = None; a number is needed"),
        ("points = 1", "a student is needed, or an answer"),
        ("student = 'Ben'\nanswer = 'z'\npoints = 1", "a student is needed, or an answer"),
        ("student = 3\npoints = 1", "student: text between quotes"),
        ("student = 'Ben'\npoints = 1\nreason = ' '", "a reason is needed; students read it"),
        ("student = 'Ben'\npoints = 1\nmark = 2", "unknown key 'mark'"),
        ("student = 'Ben'\npoints = 1\nquestion = '7.7'", "no question '7.7'"),
        ("student = 'Ben'\npoints = 1\nquestion = '1.2'", "this may be 1.2-"),
        ("student = 'Ben'\npoints = 1\nquestion = '1.3-A5-dimension'", "was not asked"),
        ("student = 'Ben'\npoints = 1\nquestion = ''", "which question?"),
    ],
)
def test_what_is_wrong_with_an_entry_is_one_line_that_names_it(
    claims: dict[str, Claim], tmp_path: Path, entry: str, says: str
) -> None:
    usual = {"question": f"'{GRADIENT}'", "reason": "'why'"}
    rest = [f"{key} = {value}" for key, value in usual.items() if key not in entry]
    path = tmp_path / "overrides.toml"
    path.write_text("\n".join(["[[override]]", entry, *rest]), encoding="utf-8")
    with pytest.raises(OverrideError) as error:
        read(path, claims, MOST)
    assert str(error.value).startswith(f"{path}: entry 1")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[override]\npoints = 1", "in two brackets"),
        ("[[overrides]]\npoints = 1", "'overrides': entries begin with"),
        ("[[override", "not TOML"),
        ("override = 3", "in two brackets"),
    ],
)
def test_a_file_of_something_else_is_a_line(
    claims: dict[str, Claim], tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "overrides.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OverrideError) as error:
        read(path, claims, MOST)
    assert says in str(error.value)


def test_what_nobody_has_decided_yet_is_no_entry(claims: dict[str, Claim], tmp_path: Path) -> None:
    path = tmp_path / "queue.toml"
    path.write_text(
        GOOD.replace("points = 1", 'points = "?"').replace("see the margin", ""), encoding="utf-8"
    )
    found = read(path, claims, MOST)
    assert (found.entries, found.undecided) == ((), 1)
