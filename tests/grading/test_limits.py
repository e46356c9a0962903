"""Limits of time and memory, each in a process of its own that may be killed."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from processes import python

from referee.deciding.faults import is_exhaustion
from referee.deciding.limits import Clock, Limits, OverTime, held

CHILD = """
from referee.deciding.limits import Limits, OverTime, held

try:
    with held(Limits({seconds}, {megabytes})):
        {body}
    print("done")
except OverTime:
    print("over time")
except MemoryError:
    print("over memory")
with held(Limits(60, 1_000)):
    print("and on")
"""


def run(body: str, seconds: float | None, megabytes: int | None) -> tuple[int, list[str]]:
    code = CHILD.format(body=body, seconds=seconds, megabytes=megabytes)
    done = python("-u", "-c", code)
    return done.returncode, done.stdout.split("\n")[:-1]


def test_what_keeps_its_limits_is_left_alone() -> None:
    assert run("bytearray(10**7)", 60, 1_000) == (0, ["done", "and on"])


def test_time_that_is_spent_interrupts() -> None:
    assert run("while True: pass", 0.5, None) == (0, ["over time", "and on"])


def test_nothing_on_the_way_catches_that() -> None:
    body = "exec('while True:\\n try:\\n  while True: pass\\n except Exception: pass')"
    assert run(body, 0.5, None) == (0, ["over time", "and on"])


def test_time_that_is_spent_interrupts_again_where_that_was_swallowed() -> None:
    body = "exec('try:\\n while True: pass\\nexcept BaseException: pass\\nwhile True: pass')"
    assert run(body, 0.5, None) == (0, ["over time", "and on"])


def endless() -> None:
    try:
        while True:
            pass
    except OverTime:
        raise ValueError("something else") from None


def test_the_clock_says_that_time_was_spent_whatever_comes_instead() -> None:
    clocks: list[Clock] = []

    def timed() -> None:
        with held(Limits(seconds=0.1, kill=False)) as clock:
            clocks.append(clock)
            endless()

    with pytest.raises(ValueError, match="something else"):
        timed()
    assert clocks[0].spent


def test_code_that_never_comes_back_is_killed() -> None:
    assert run("sum(range(10**13))", 0.5, None) == (-signal.SIGVTALRM, [])


# Other systems have no limit of private memory, and the referee says there that it limits none.
@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_memory_beyond_the_limit_is_refused() -> None:
    assert run("bytearray(10**9)", None, 200) == (0, ["over memory", "and on"])


def wrapped() -> Exception:
    """Return what a library makes of a MemoryError that it catches."""
    found = ValueError("inconsistent data generation")
    found.__context__, found.__suppress_context__ = MemoryError(), True
    return found


@pytest.mark.parametrize(
    ("error", "exhausted"),
    [
        (MemoryError(), True),
        (wrapped(), True),
        (ExceptionGroup("several", [ValueError(), MemoryError()]), True),
        (SystemError("error return without exception set"), True),
        (ImportError("libtorch_cpu.so: cannot map zero-fill pages"), True),
        (OSError(12, "Cannot allocate memory"), True),
        (ValueError("anything else"), False),
    ],
)
def test_memory_that_ran_out_is_found_behind_other_exceptions(
    error: Exception, *, exhausted: bool
) -> None:
    assert is_exhaustion(error) is exhausted


def test_no_limits_cost_nothing() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with held(Limits()):
        assert signal.getsignal(signal.SIGPROF) is before


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (Limits(2.5, 1_000), "2.5 s or 1,000 MB"),
        (Limits(seconds=60), "60 s"),
        (Limits(), "no limit"),
    ],
)
def test_limits_are_spelt_for_people(limits: Limits, text: str) -> None:
    assert str(limits) == text


# ------------------------------------------------------------- where POSIX is missing

WITHOUT = """
import sys
sys.path.insert(0, "tests/support")
import without_posix
from pathlib import Path
from referee.deciding.limits import Limits, held
from referee.running.lock import locked

for seconds, megabytes in [(0.01, None), (60, 1), (0.01, 1)]:
    with held(Limits(seconds, megabytes)) as clock:
        sum(bytearray(10**8)[::100])
        spent = clock.spent
    print(spent)
for _ in range(2):
    with locked(Path(sys.argv[1])) as free:
        print(free)
"""


def without_posix(code: str, folder: Path) -> tuple[list[str], list[str]]:
    done = python("-c", code, folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines(), done.stderr.splitlines()


def test_what_a_system_lacks_limits_nothing_and_is_said_once(tmp_path: Path) -> None:
    out, err = without_posix(WITHOUT, tmp_path)
    assert out == ["False", "False", "False", "True", "True"]
    assert err == [
        "referee: no setitimer on this system: the time of an answer is not limited",
        "referee: no resource on this system: the memory of an answer is not limited",
        "referee: no fcntl on this system: two runs into one folder are not told from each other",
    ]


def test_no_limits_miss_nothing(tmp_path: Path) -> None:
    code = WITHOUT.replace("[(0.01, None), (60, 1), (0.01, 1)]", "[(None, None)]").split("for _")[0]
    assert without_posix(code, tmp_path) == (["False"], [])


INTERRUPTED = """
import sys
sys.modules["resource"] = None
from referee.deciding.limits import Limits, OverTime, held

for _ in range(2):
    try:
        with held(Limits(0.2)):
            while True: pass
    except OverTime:
        print("over time")
"""


def test_time_is_limited_without_a_module_for_resources(tmp_path: Path) -> None:
    assert without_posix(INTERRUPTED, tmp_path) == (["over time"] * 2, [])


LATE = """
import signal
from referee.deciding.limits import Limits, held

with held(Limits(60)):
    pass
signal.raise_signal(signal.SIGPROF)
print(signal.getitimer(signal.ITIMER_PROF), signal.getitimer(signal.ITIMER_VIRTUAL))
"""


def test_a_strike_that_comes_late_ends_nothing_and_no_timer_outlives_an_answer(
    tmp_path: Path,
) -> None:
    assert without_posix(LATE, tmp_path) == (["(0.0, 0.0) (0.0, 0.0)"], [])
