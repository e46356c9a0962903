"""The summary for a terminal fits, counts right and lists what matters."""

from __future__ import annotations

from report_records import VERDICTS, bare, record, run

from referee.reports.summary import FEWEST, MOST_LINES, terminal_lines


def test_a_table_of_the_main_sheet_and_a_line_for_each_other() -> None:
    rows = [
        record(),
        record(part="1.1", claim="a"),
        record("refuted", claim="b"),
        record("refuted", sheet="mutants"),
    ]
    lines = terminal_lines(rows, run())
    assert lines[0] == "Least squares: 4 answers to 3 claims in 12.5 s"
    table = [line.split() for line in lines]
    assert ["The", "worked", "solution", "held", "refuted"] in table
    assert ["1.2", "Gradient", "flow", "1", "1"] in table
    assert ["1.1", "Convergence", "1", "·"] in table
    assert ["all", "parts", "2", "1"] in table
    assert "Wrong variants: 1 of 1 refuted" in lines
    assert "1,192 instances decided exactly" in " ".join(lines)
    assert lines[-1] == "Every verdict is the expected one."


def test_verdicts_stand_in_words_where_columns_do_not_fit() -> None:
    rows = [record(), record("ill-typed", claim="b"), record("error", claim="c")]
    lines = terminal_lines(rows, run(), width=40)
    assert lines[2:4] == ["The worked solution", "  1.2 Gradient flow: 1 held, 1 ill-type…"]


def test_unexpected_answers_have_a_line_each() -> None:
    rows = [
        record(
            "refuted", expected="held", as_expected=False, label="R1", reason="it is false\nhere"
        ),
        record("crashed", claim="c", sheet="mutants"),
    ]
    lines = terminal_lines(rows, run())
    assert lines[-3:] == [
        "2 answers need attention:",
        "  c mutants: crashed, not held: a reason for crashed",
        "  1.2-E5-gradient worked_solution-R1: refuted, not held: it is false",
    ]


def test_many_lines_are_cut_with_a_count() -> None:
    rows = [record("error", claim=str(number)) for number in range(50)]
    lines = terminal_lines(rows, run())
    shown = sum("error, not held" in line for line in lines)
    assert lines[-1] == f"  … and {50 - shown} more"
    assert len(lines) == MOST_LINES


def test_what_needs_attention_is_shown_however_many_parts_there_are() -> None:
    rows = [record("error", claim=f"{i}", part=f"{i}") for i in range(30)]
    lines = terminal_lines(rows, run())
    assert sum("error, not held" in line for line in lines) == FEWEST


def test_conclusions_that_survive_are_named() -> None:
    rows = [
        record("refuted", claim="a"),
        record("refuted", claim="b"),
        *(record(claim=f"c{i}", rests_on=["a", "b"]) for i in range(5)),
    ]
    lines = terminal_lines(rows, run())
    assert "c0 holds although a and b do not" in lines
    assert "… and 2 more such conclusions" in lines


def test_lines_are_plain_and_fit() -> None:
    rows = [make(verdict, claim=f"{verdict}\x1b[31m\n" * 9) for verdict in VERDICTS
            for make in (record, bare)]  # fmt: skip
    for width in (40, 80, 200):
        for line in terminal_lines(rows, run(title="t\x1b]0;" * 40), width):
            assert line.isprintable()
            assert len(line) <= width


def test_an_interrupted_run_says_so() -> None:
    assert "(interrupted)" in terminal_lines([record()], run(exit="interrupted"))[0]
    assert terminal_lines([])[0] == "Claims: 0 answers to 0 claims"
