"""Benchmarks name what they measure, their peers and bars, and stand in the documentation."""

from __future__ import annotations

import ast
from argparse import Namespace
from pathlib import Path

import pytest

from benchmarks import __main__ as every
from benchmarks.measuring import Bar, Benchmark, Figure, alternating, complete, main, unmeasured

NAMES = every.names()
FOLDER = Path(every.__file__).parent
FAST = Bar("time", 10.0, "ms")
MORE = Bar("ratio", 2.0, least=True)


def keywords(name: str) -> dict[str, ast.expr]:
    """Return what a module says of its benchmark, unrun: some need a browser or a cluster."""
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "BENCHMARK":
            assert isinstance(node.value, ast.Call)
            return {f"{k.arg}": k.value for k in node.value.keywords}
    pytest.fail(f"benchmarks/{name}.py has no BENCHMARK")


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_names_its_peer_or_why_there_is_none(name: str) -> None:
    """A figure without anybody's beside it says nothing."""
    assert {"peers", "alone"} & keywords(name).keys()


def test_every_benchmark_stands_in_the_documentation() -> None:
    """The table has rows of all that can be run, and of nothing else."""
    assert sorted(every.stored()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_bar_stands_in_the_documentation(name: str) -> None:
    """A bar that is moved is moved in the table too."""
    rows = {tuple(cell.strip() for cell in row.split("|")[2:5:2]) for row in every.stored()[name]}
    bars = {(bar.what, str(bar)) for bar in every.benchmark(name).bars.values()}
    assert bars <= rows


def the_benchmark(*figures: Figure) -> Benchmark:
    """Return a benchmark that found these figures."""
    return Benchmark("a trial", {"fast": FAST, "more": MORE}, lambda _: figures, alone="a trial")


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        ([Figure(FAST, (9.0, 10.0)), Figure(MORE, (2.0,))], 0),
        ([Figure(FAST, (10.5,)), Figure(MORE, (2.0,))], 1),
        ([Figure(FAST, (9.0,)), Figure(MORE, (1.9,))], 1),
        ([Figure(FAST, (9.0,)), Figure(MORE, (float("nan"),))], 1),
        ([Figure(FAST, (9.0,)), unmeasured(MORE, "no peer")], 1),
        ([Figure(FAST, (9.0,))], 1),
    ],
)
def test_a_missed_bar_is_an_exit_status(figures: list[Figure], status: int) -> None:
    """What is missed, no number, not measured or passed over in silence ends with 1."""
    assert main(the_benchmark(*figures), []) == status


def test_a_trial_judges_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    """--quick says what it found and ends well."""
    assert main(the_benchmark(Figure(FAST, (99.0,), "a note")), ["--quick"]) == 0
    assert "time: 99 ms, bar ≤ 10 ms: MISSED; a note" in capsys.readouterr().out


def test_a_bar_without_a_figure_is_told() -> None:
    """Nothing that was promised is left out."""
    found = [*complete(the_benchmark(), Namespace())]
    assert [figure.bar for figure in found] == [FAST, MORE]
    assert not any(figure.is_kept for figure in found)


def test_tasks_are_run_in_turns() -> None:
    """Neither of two tasks is always the second."""
    order = list[str]()
    times = alternating({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3)
    assert "".join(order) == "ab" + "ab" + "ba" + "ab"
    assert [len(each) for each in times.values()] == [3, 3]


def test_a_figure_is_the_median_with_its_spread() -> None:
    """The least and the greatest of the rounds stand beside it."""
    assert Figure(MORE, (1.0, 4.0, 2.0)).text == "2 × (1 to 4)"


def test_a_bar_that_was_moved_has_not_been_measured() -> None:
    """What stands beside another bar says nothing of this one."""
    name = "overhead"
    (bar,) = every.benchmark(name).bars.values()
    kept = [every.row(name, bar.what, "1.05", str(bar), "yes", "here")]
    moved = [every.row(name, bar.what, "1.05", "≤ 2 ×", "yes", "here")]
    assert every.current(name, kept) == kept
    assert every.current(name, moved) == every.unmeasured_rows(name)


def test_rows_are_replaced_by_new_ones_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not run keeps its rows, and a sign that would end a cell is written out."""
    table = tmp_path / "benchmarks.md"
    table.write_text(every.TABLE.read_text(encoding="utf-8"), encoding="utf-8")
    before = every.stored()
    monkeypatch.setattr(every, "TABLE", table)
    every.write({NAMES[0]: [every.row(NAMES[0], "a|b", "1", "≤ 2", "yes", "here")]})
    after = every.stored()
    assert "a&#124;b" in after[NAMES[0]][0]
    assert {n: rows for n, rows in after.items() if n != NAMES[0]} == {
        n: rows for n, rows in before.items() if n != NAMES[0]
    }
