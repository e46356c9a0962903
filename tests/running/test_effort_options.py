"""The options that say how much is tried take effect, and senseless ones are refused."""

from __future__ import annotations

import pytest
from referee_runs import Run, at_once, written

HELD = '["1.2-E5-gradient"]\nanswer = "(1/n) * X @ (X.T @ w - y)"\n'
TARGET = ["claims/gradient_flow.py::test_gradient"]
QUICK = ("--hypothesis-profile", "quick")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    folder = tmp_path_factory.mktemp("effort")
    wanted = {
        "one": ("--claims-examples", "1"),
        "forty": ("--claims-examples=40",),
        "quick": QUICK,
        "four-quick": (*QUICK, "--claims-examples", "4"),
        "none": ("--claims-examples", "0"),
        "none-on-workers": ("--claims-examples=-1", "-n", "2"),
        "nowhere": ("--hypothesis-profile", "nowhere"),
        "searched": ("--claims-search=1", "--claims-proof=0"),
        "unsearched": ("--claims-search=0", "--claims-proof=0"),
        "negative": ("--claims-search=-1",),
        "no-device": ("--claims-device=abacus",),
        "no-seed": ("--hypothesis-seed=abc",),
        "no-time": ("--claims-seconds=0",),
        "no-number": ("--claims-seconds=nan",),
        "no-memory": ("--claims-memory=-5",),
    }
    sheet = ("--sheet", written(folder, HELD))
    return at_once(folder, {k: (*sheet, *v) for k, v in wanted.items()}, target=TARGET)


@pytest.mark.parametrize(
    ("way", "cases"), [("one", 1), ("forty", 40), ("quick", 25), ("four-quick", 4)]
)
def test_as_many_cases_are_drawn_as_asked_for(runs: dict[str, Run], way: str, cases: int) -> None:
    run = runs[way]
    assert run.code == 0, run.out
    assert run.record("1.2-E5-gradient")["evidence"]["hypothesis"] == cases


def test_the_header_says_how_many_cases_were_asked_for(runs: dict[str, Run]) -> None:
    assert runs["forty"].header["examples"] == 40
    assert runs["four-quick"].header["examples"] == 4


def test_other_instances_do_not_depend_on_the_number_of_cases(runs: dict[str, Run]) -> None:
    few, many = (runs[way].record("1.2-E5-gradient")["evidence"] for way in ("one", "forty"))
    assert few["small_scope"] == many["small_scope"] > 0
    assert few["independent_sample"] == many["independent_sample"] > 0


@pytest.mark.parametrize("way", ["none", "none-on-workers"])
def test_no_cases_at_all_are_refused_in_one_line(runs: dict[str, Run], way: str) -> None:
    run = runs[way]
    asked = 0 if way == "none" else -1
    assert run.code == 4
    assert run.out.strip() == f"ERROR: --claims-examples={asked}: at least 1 is needed"
    assert not run.folder.exists()


def test_an_unknown_profile_is_refused_without_a_report(runs: dict[str, Run]) -> None:
    assert runs["nowhere"].code != 0
    assert "nowhere" in runs["nowhere"].out
    assert not runs["nowhere"].folder.exists()


def test_the_search_screens_what_its_seconds_are_worth_or_nothing(runs: dict[str, Run]) -> None:
    swept, idle = (
        runs[way].record("1.2-E5-gradient")["evidence"]["sweep"]
        for way in ("searched", "unsearched")
    )
    assert sum(c["instances"] for c in swept["distributions"].values()) > 10_000
    assert idle is None


@pytest.mark.parametrize(
    ("way", "line"),
    [
        ("negative", "ERROR: --claims-search=-1.0: seconds, 0 or more, are needed"),
        ("no-device", "ERROR: --claims-device=abacus: "),
        ("no-seed", "ERROR: --hypothesis-seed=abc: an integer is needed"),
        ("no-time", "ERROR: --claims-seconds=0: more than 0 s and at most"),
        ("no-number", "ERROR: --claims-seconds=nan: more than 0 s and at most"),
        ("no-memory", "ERROR: --claims-memory=-5: from 1 to"),
    ],
)
def test_no_seconds_to_search_in_and_no_device_are_refused(
    runs: dict[str, Run], way: str, line: str
) -> None:
    run = runs[way]
    assert run.code == 4
    assert run.out.strip().startswith(line)
    assert "\n" not in run.out.strip()
    assert not run.folder.exists()
