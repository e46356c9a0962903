"""Classes through the real command: what is decided once, what is kept, what is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from geometry_homework import FEW, Graded, build, command, grade, write
from processes import ROOT, environment

from referee.running.lock import locked

RIGHT, TURNED = "b @ b.T @ a / norm(b)**2", "(1/norm(b)**2) * ((b) @ (b.T @ a))"
CLASS = {
    "ana": {"1-parallelogram": "2 * norm(a)**2 + 2 * norm(b)**2", "2-projection": RIGHT},
    "ben": {"1-parallelogram": "norm(b)**2 * 2 + norm(a)**2 * 2", "2-projection": TURNED},
    "cem": {"1-parallelogram": "norm(a)**2 + norm(b)**2", "2-projection": f"-({RIGHT})"},
    "dora": {"2-projection": "a", "2-equality": "a == b"},
    "emil": {"2-projection": "a.T @ b @ b.T / norm(b)**2", "1-parallelogram": "2 * * a"},
    "fay": {"2-projection": "a + w", "2-equality": "None"},
}
TROUBLE = '''
"""A claim that comes to grief, by the answer."""

import os
import signal

from geometry.families import vectors
from referee.deciding.claim import Answering, claim, given
from referee.language.comparison import Comparison, equal
from referee.strategies.families import Instance


@claim("3-trouble", states="{answer}", blank="a number", size="1 1", names="d", given="-")
@given(p=vectors())
def test_trouble(p: Instance, answer: Answering) -> Comparison:
    value = answer(p)
    number = int(value[0, 0])
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    while number == 14:
        pass
    if number == 15:
        bytearray(2 * 10**9)
    if number == 16:
        sum(range(10**13))  # never comes back to Python
    if number == 17:
        try:
            while True:
                pass
        except BaseException:
            raise ValueError("Hypothesis makes something else of it") from None
    if number == 18:
        try:
            bytearray(2 * 10**9)
        except MemoryError:
            raise ValueError("Hypothesis makes something else of it") from None
    return equal(value, 12 + 0 * value)
'''


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = build(tmp_path_factory.mktemp("homework"))
    (found / "trouble.py").write_text(TROUBLE, encoding="utf-8")
    init = found / "__init__.py"
    init.write_text(init.read_text(encoding="utf-8").replace("}", ', "3": "Trouble"}'), "utf-8")
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("class")


@pytest.fixture(scope="module")
def graded(corpus: Path, place: Path) -> Graded:
    return grade(write(place / "sheets", CLASS), place / "out", "--corpus", corpus)


@pytest.fixture(scope="module")
def again(graded: Graded, corpus: Path, place: Path) -> Graded:
    """Grade the same class again, with a student more whose answers others have given."""
    late = {"gus": {"2-projection": "((b @ (b.T @ a)) * 1) / norm(b)**2"}}
    return grade(write(place / "sheets", late), graded.folder, "--corpus", corpus)


def test_everybody_is_graded(graded: Graded) -> None:
    assert graded.code == 0, graded.err
    assert "6 of 6 sheets graded" in graded.out
    totals = {name: row["total"] for name, row in graded.rows.items()}
    assert totals == {"ana": "6", "ben": "6", "cem": "3", "dora": "1", "emil": "2", "fay": "0"}


def test_an_answer_is_decided_once_however_it_is_written(graded: Graded) -> None:
    forms = {(d["claim"], d["form"]) for d in graded.decisions}
    assert len(forms) == len(graded.decisions) == 7
    assert "7 distinct answers: 0 known, 7 to decide" in graded.err


@pytest.mark.parametrize(
    ("student", "claim", "says"),
    [
        ("cem", "1-parallelogram", "right up to a constant factor: 2 times it is right"),
        ("cem", "2-projection", "right up to its sign"),
        ("dora", "2-projection", "right on the line only, where a is a multiple of b"),
        ("emil", "2-projection", "right up to a transpose"),
    ],
)
def test_partial_credit_says_which_statement_was_decided(
    graded: Graded, student: str, claim: str, says: str
) -> None:
    (test,) = [t for t in graded.results(student)["tests"] if t["extra_data"]["claim"] == claim]
    assert f"partial credit: {says}" in test["output"]
    assert 0 < test["score"] < test["max_score"]
    assert test["status"] == "failed"
    assert says in graded.text(f"feedback/{student}.html")


def test_feedback_shows_a_counterexample_to_the_students_own_formula(graded: Graded) -> None:
    page = graded.text("feedback/cem.html")
    assert "Your answer: <code>norm(a)**2 + norm(b)**2</code>" in page
    assert "example that shows it" in page
    assert "your formula gives" in page
    assert "norm(b)**2 * 2" not in page
    assert "norm(b)**2 * 2 + norm(a)**2 * 2" in graded.text("feedback/ben.html")


def test_one_text_is_another_answer_with_other_names_or_in_another_notation(
    corpus: Path, tmp_path: Path
) -> None:
    written = "2 * |u|^2 + 2 * |v|^2"
    names = {"ana": '{u = "a", v = "b"}', "ben": '{u = "a", v = "a"}', "cem": "{}"}
    write(tmp_path / "sheets", {who: {"1-parallelogram": written} for who in names})
    for who, told in names.items():
        path = tmp_path / "sheets" / f"{who}.toml"
        path.write_text(f"sheet.names = {told}\n{path.read_text(encoding='utf-8')}", "utf-8")
    done = grade(tmp_path / "sheets", tmp_path / "out", "--corpus", corpus)
    points = {who: done.rows[who]["1-parallelogram"] for who in names}
    assert points == {"ana": "2", "ben": "0", "cem": "0"}
    where = {who: done.text(f"feedback/{who}.html").count('class="quiet names"') for who in names}
    assert where == {"ana": 1, "ben": 1, "cem": 0}
    assert "<code>v</code> is <code>b</code>" in done.text("feedback/ana.html")
    assert "<code>v</code> is <code>a</code>" in done.text("feedback/ben.html")
    pointed = "\n    2 * |u|^2 + 2 * |v|^2\n         ^\n    the names there are:\n"
    assert done.err.count(pointed) == 1


def test_what_cannot_be_read_is_one_line_that_names_the_sheet(graded: Graded) -> None:
    assert graded.err.count("emil: ") == 1
    assert graded.err.count("fay: ") == graded.err.count("fay: 2-") == 2
    assert graded.err.count("unknown name 'None'") == 1
    assert "emil: 1-parallelogram: error: column 5" in graded.err
    assert "fay: 2-projection: error: column 5: unknown name 'w'" in graded.err


def test_feedback_says_how_a_sheet_of_this_corpus_is_graded(graded: Graded) -> None:
    says = "referee grade cem.toml --corpus geometry --out graded"
    assert says in graded.text("feedback/cem.html")


def test_a_claim_without_an_answer_is_unanswered(graded: Graded) -> None:
    verdicts = {t["extra_data"]["claim"]: t["extra_data"]["verdict"]
                for t in graded.results("ana")["tests"]}  # fmt: skip
    assert verdicts["2-equality"] == "unanswered"
    assert verdicts["2-projection"] == "held"


def test_of_several_answers_the_worst_counts_and_an_empty_one_is_none(
    corpus: Path, place: Path
) -> None:
    entry = '[["2-projection"]]\nname = "%s"\nanswer = "%s"\n'
    sheets = place / "several"
    (sheets / "__MACOSX").mkdir(parents=True)
    (sheets / "__MACOSX" / "x.toml").write_text("", encoding="utf-8")
    two = entry % ("A", RIGHT) + entry % ("B", "a")
    (sheets / "two.toml").write_text(two, encoding="utf-8")
    empty = entry % ("A", RIGHT) + entry % ("B", " ")
    (sheets / "empty.toml").write_text(empty, encoding="utf-8")
    found = grade(sheets, place / "several-out", "--corpus", corpus)
    assert {name: row["2-projection"] for name, row in found.rows.items()} == {
        "two": "1",
        "empty": "4",
    }
    says = "2 answers stand here; the worst of them counts"
    assert says in found.text("feedback/two.html")
    assert says in found.text("gradescope/two.json")
    assert "answers stand here" not in found.text("feedback/empty.html")


def test_a_second_run_decides_nothing_again(graded: Graded, again: Graded) -> None:
    before = len(graded.decisions)
    assert "7 distinct answers: 7 known, 0 to decide" in again.err
    assert again.rows["gus"]["total"] == "4"
    assert len(again.decisions) == before


def test_another_rubric_is_another_decision(again: Graded, corpus: Path, place: Path) -> None:
    rubric = place / "rubric.toml"
    rubric.write_text("[rubric]\npoints = 10\n", encoding="utf-8")
    found = grade(place / "sheets", again.folder, "--corpus", corpus, "--rubric", rubric)
    assert "0 known, 7 to decide" in found.err
    assert found.rows["cem"]["total"] == "0"
    assert found.rows["ana"]["total"] == "20"


@pytest.fixture(scope="module")
def troubled(corpus: Path, place: Path) -> Graded:
    numbers = {"good": 12, "killed": 13, "endless": 14, "greedy": 15, "stuck": 16}
    numbers |= {"endless-2": 17, "greedy-2": 18}
    sheets = {name: {"3-trouble": str(n), "2-projection": RIGHT} for name, n in numbers.items()}
    folder = write(place / "troubled", sheets)
    limits = ("--seconds", "2", "--megabytes", "300")
    return grade(folder, place / "troubled-out", "--corpus", corpus, *limits)


@pytest.mark.parametrize(
    ("student", "verdict", "reason"),
    [
        ("killed", "crashed", "the worker was killed: over 2 s or 300 MB, or from outside"),
        ("endless", "inconclusive", "stopped: the answer took more than 2 s of computing"),
        ("greedy", "inconclusive", "stopped: the answer took more than 300 MB of memory"),
        ("endless-2", "inconclusive", "stopped: the answer took more than 2 s of computing"),
        ("greedy-2", "inconclusive", "stopped: the answer took more than 300 MB of memory"),
        ("stuck", "crashed", "the worker was killed: over 2 s or 300 MB, or from outside"),
    ],
)
def test_an_answer_over_its_limits_is_a_row_with_a_reason(
    troubled: Graded, student: str, verdict: str, reason: str
) -> None:
    (test,) = [t for t in troubled.results(student)["tests"] if t["name"].startswith("3-trouble")]
    assert test["extra_data"]["verdict"] == verdict
    assert f"{verdict}: {reason}\n" in test["output"]
    assert f"{student}: 3-trouble: {verdict}: {reason}" in troubled.err
    assert troubled.rows[student]["status"] == "to be looked at"


def test_limits_cost_nobody_else_anything(troubled: Graded) -> None:
    assert troubled.code == 1
    assert "1 of 7 sheets graded" in troubled.out
    assert {row["2-projection"] for row in troubled.rows.values()} == {"4"}
    assert troubled.rows["good"]["3-trouble"] == "2"


def test_a_killed_run_goes_on_where_it_stopped(corpus: Path, place: Path) -> None:
    answers = [f"{i} * norm(a)**2" for i in range(3, 15)]
    sheets = {f"s{i}": {"1-parallelogram": text} for i, text in enumerate(answers)}
    folder, out = write(place / "many", sheets), place / "many-out"
    words = ["grade", str(folder), "--out", str(out), *FEW, "--corpus", str(corpus)]
    with subprocess.Popen(
        [sys.executable, "-m", "referee", *words],
        cwd=ROOT,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stderr is not None
        next(line for line in running.stderr if line.startswith("3 of 12 decided"))
        os.killpg(running.pid, signal.SIGKILL)
    known = len((out / "decisions.jsonl").read_text(encoding="utf-8").splitlines())
    found = grade(folder, out, "--corpus", corpus)
    assert known >= 3
    assert f"12 distinct answers: {known} known, {12 - known} to decide" in found.err
    assert found.code == 0
    assert len(found.decisions) == 12
    assert len(found.rows) == 12


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere", "--out", "x"), "nowhere: No such file or directory"),
        ((".", "--out", "x/y"), "--out=x/y: choose a folder outside of ."),
        (("sheet.toml", "--out", "x", "-n", "many"), "-n many: a number of workers"),
        (("sheet.toml", "--out", "x", "-n", "-3"), "-n -3: a number of workers"),
        (("sheet.toml", "--out", "x", "--examples", "0"), "--examples=0: from 1 to"),
        (("sheet.toml", "--out", "x", "--proof", "-1"), "--proof=-1: sizes from 0"),
        (("sheet.toml", "--out", "x", "--proof", "99"), "--proof=99: sizes from 0"),
        (("sheet.toml", "--out", "x", "--search", "-1"), "--search=-1: seconds, 0 or more, are"),
        (("sheet.toml", "--out", "x", "--search", "inf"), "--search=inf: seconds, 0 or more, are"),
        *(
            (("sheet.toml", "--out", "x", "--seconds", number), f"--seconds={number}: more than 0")
            for number in ("0", "-1", "nan", "inf", "1e+30")
        ),
        *(
            (("sheet.toml", "--out", "x", "--megabytes", number), f"--megabytes={number}: from 1")
            for number in ("0", "-1", "99999999999999999999")
        ),
        (("sheet.toml", "--out", "x", "--corpus", "nothing"), "nothing: no corpus"),
        (("sheet.toml", "--out", "x", "--rubric", "bad.toml"), "bad.toml: sheet: no such claim"),
        (("sheet.toml", "--out", "x", "--rubric", "typo.toml"), "typo.toml: no such file"),
    ],
)
def test_what_cannot_start_says_so_in_one_line(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    (tmp_path / "sheet.toml").write_text("", encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[sheet]\n", encoding="utf-8")
    done = command("grade", *words, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert says in done.stderr
    assert not (tmp_path / "x").exists()


def test_no_proof_is_tried_where_none_is_wanted(corpus: Path, place: Path) -> None:
    sheets = write(place / "unproved", {"s": {"2-projection": RIGHT}})
    found = grade(sheets, place / "unproved-out", "--corpus", corpus, "--proof", "0")
    assert found.rows["s"]["2-projection"] == "4"
    assert [d["record"]["evidence"]["identity"] for d in found.decisions] == [None]


def test_a_class_is_searched_like_a_run_unless_less_is_asked_for(corpus: Path, place: Path) -> None:
    sheets = write(place / "searched", {"s": {"2-projection": RIGHT}})
    usual = grade(sheets, place / "usual-out", "--corpus", corpus, "--search", "1")
    less = grade(sheets, place / "less-out", "--corpus", corpus, "--search", "0")
    found, left = (graded.decisions[0]["record"] for graded in (usual, less))
    assert sum(c["instances"] for c in found["evidence"]["sweep"]["distributions"].values()) > 100
    assert left["evidence"]["sweep"] is None
    assert "not searched" not in found["reason"]
    assert left["reason"].endswith("; not searched, as was asked for")


def test_a_second_run_into_one_folder_is_refused(place: Path) -> None:
    sheets, out = write(place / "twice", {"s": {}}), place / "twice-out"
    with locked(out / "run") as free:
        assert free
        done = command("grade", sheets, "--out", out)
    assert done.returncode == 2
    assert f"--out={out}: another run writes there" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in out.iterdir()] == ["run"]


def test_every_refutation_of_a_class_is_a_certificate(graded: Graded, corpus: Path) -> None:
    log = graded.folder / "run" / "records.jsonl"
    done = command("verify", log, "--corpus", corpus, "--fast")
    said = "5 of 5 certificates confirmed\nno row was decided again, as was asked for\n"
    assert done.stdout == said, done.stdout + done.stderr
