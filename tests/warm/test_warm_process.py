"""A process that stays warm: who is answered, by what, and what ends an answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import HANGS
from warm_processes import ASKED, COLD, Place, end, is_gone, place

from referee.warm import place as places
from referee.warm.request import parsed
from referee.warm.sources import Sources

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched by handles")


@pytest.fixture
def here() -> Iterator[Place]:
    with place() as found:
        yield found


@pytest.fixture
def warm(here: Place) -> Iterator[int]:
    process = int(here.start().stdout)
    yield process
    end(process)


# ------------------------------------------------------------------ what an answer is given


@pytest.mark.usefixtures("warm")
def test_an_answer_has_words_folder_variables_and_streams_of_who_asks(
    here: Place, tmp_path: Path
) -> None:
    words = ["sh", "-c", 'umask 027; cd "$1"; shift; exec "$@"', "sh", str(tmp_path)]
    done = subprocess.run(
        [*words, sys.executable, "-c", ASKED, "echo", "\udc80 λ"],
        env=here.variables(SAID="yes", PYTHONIOENCODING="ascii:backslashreplace"),
        input="given", capture_output=True, text=True, timeout=HANGS, check=False,
    )  # fmt: skip
    assert done.stdout == f"-c ask echo \\udc80 \\u03bb {tmp_path} yes 0o27 given\n"
    assert (done.stderr, done.returncode) == ("ascii backslashreplace\n", 3)


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["exit", "7"], 7, ""),
        (["exit", "why"], 1, "why\n"),
        (["raise"], 1, "KeyError: 'nothing'\n"),
        (
            ["kill"],
            128 + 9,
            "referee: the process that answered ended with signal 9; ask again, or",
        ),
    ],
)
def test_an_answer_ends_as_a_command_does(
    here: Place, words: list[str], status: int, says: str
) -> None:
    done = here.ask(*words)
    assert done.returncode == status
    assert says in done.stderr
    assert here.ask("exit", "5").returncode == 5  # the next one is answered


# ------------------------------------------------------------------ what ends an answer


@pytest.mark.usefixtures("warm")
def test_an_interruption_is_passed_on(here: Place) -> None:
    asking = here.asking("hang")
    assert asking.stdout is not None
    answering = [int(each) for each in asking.stdout.readline().split()]
    asking.send_signal(signal.SIGINT)
    said, _ = asking.communicate(timeout=HANGS)
    assert (said, asking.returncode) == ("interrupted\n", 130)
    assert all(map(is_gone, answering))


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_whoever_goes_away_takes_the_answer_along(here: Place, number: int) -> None:
    asking = here.asking("hang")
    assert asking.stdout is not None
    answering = [int(each) for each in asking.stdout.readline().split()]
    asking.send_signal(number)
    asking.communicate(timeout=HANGS)
    assert all(map(is_gone, answering))
    assert here.ask("exit", "5").returncode == 5


@pytest.mark.usefixtures("warm")
def test_two_are_answered_at_once(here: Place) -> None:
    both = [here.asking("hang"), here.asking("hang")]
    running = [each.stdout.readline().split() for each in both if each.stdout is not None]
    assert len({number for each in running for number in each}) == 4
    for each in both:
        each.send_signal(signal.SIGINT)
        assert each.communicate(timeout=HANGS)[0] == "interrupted\n"


def test_where_the_process_dies_while_it_answers_that_is_said(here: Place, warm: int) -> None:
    asking = here.asking("hang")
    assert asking.stdout is not None
    first, _ = asking.stdout.readline().split()
    end(warm)
    _, says = asking.communicate(timeout=HANGS)
    assert asking.returncode == 2
    assert says.startswith("referee: the process that is warm ended before the answer; ask again")
    assert is_gone(int(first))


# ------------------------------------------------------------------ who is not answered


def test_without_a_process_nothing_is_said(here: Place) -> None:
    done = here.ask("echo")
    assert (done.returncode, done.stdout, done.stderr) == (COLD, "", "")


def test_a_process_that_died_is_as_good_as_none_and_another_takes_its_place(
    here: Place, warm: int
) -> None:
    end(warm)
    done = here.ask("echo")
    assert (done.returncode, done.stderr) == (COLD, "")
    other = int(here.start().stdout)
    assert here.ask("exit", "5").returncode == 5
    end(other)


def test_a_copy_that_died_before_it_was_asked_is_replaced(here: Place, warm: int) -> None:
    assert here.ask("exit", "5").returncode == 5
    spares = Path(f"/proc/{warm}/task/{warm}/children").read_text(encoding="ascii").split()
    for each in spares:
        os.kill(int(each), signal.SIGKILL)
    assert here.ask("exit", "5").returncode == 5
    end(warm)
    assert all(is_gone(int(each)) for each in spares)


@pytest.mark.parametrize("change", ["written", "added", "removed"])
def test_other_sources_are_not_answered_from_and_end_the_process(
    here: Place, warm: int, change: str
) -> None:
    one, two = here.sources / "one.py", here.sources / "two.py"
    if change == "removed":
        one.unlink()
    else:
        (one if change == "written" else two).write_text("2", encoding="utf-8")
    done = here.ask("echo")
    assert (done.returncode, done.stdout) == (COLD, "")
    assert is_gone(warm)
    assert [*Path(here.runtime, "referee").iterdir()] == []


def test_another_process_starts_beside_one_of_other_sources(here: Place, warm: int) -> None:
    (here.sources / "one.py").unlink()
    other = int(here.start().stdout)
    assert is_gone(warm)
    assert here.ask("exit", "5").returncode == 5
    end(other)


def test_of_two_that_start_one_is_refused(here: Place, warm: int) -> None:
    assert "another one was started at the same time" in here.start().stderr
    assert here.ask("exit", "5").returncode == 5
    assert not is_dead(warm)


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize(
    "other",
    [{"PYTHONHASHSEED": "1"}, {"LC_ALL": "C"}, {"OMP_NUM_THREADS": "7"}, {"REFEREE_COLD": "1"}],
)
def test_a_python_that_starts_otherwise_is_not_answered(here: Place, other: dict[str, str]) -> None:
    assert here.ask("echo", **other).returncode == COLD


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("limit", ["ulimit -n 200", "exec 0<&-", "exec 1>&-", "exec 2>&-"])
def test_who_has_other_limits_or_no_streams_is_not_answered(here: Place, limit: str) -> None:
    words = ["sh", "-c", f'{limit}; exec "$@"', "sh", sys.executable, "-c", ASKED, "echo"]
    done = subprocess.run(words, env=here.variables(), timeout=HANGS, check=False)
    assert done.returncode == COLD


def test_a_process_that_does_not_come_to_it_has_not_begun(
    here: Place, warm: int, tmp_path: Path
) -> None:
    os.kill(warm, signal.SIGSTOP)
    assert here.ask("mark", str(tmp_path / "it")).returncode == COLD
    os.kill(warm, signal.SIGCONT)
    assert here.ask("exit", "5").returncode == 5
    assert not (tmp_path / "it").exists()


def test_a_process_that_nobody_asks_ends(here: Place) -> None:
    assert is_gone(int(here.start(idle=0.01).stdout))
    assert [*Path(here.runtime, "referee").iterdir()] == []


def test_what_is_no_request_is_no_trouble(here: Place, warm: int) -> None:
    talk = """
import socket, sys
from referee.warm.place import socket_path
for said in (b"", b"x", b"9" * 20, b"5\\n{}", b"2\\n{}", b"3\\n[1]", b"0\\n", b"999999999999\\n",
             b"40000\\n" + b"[" * 40000, b"12\\n\\xff" + b"a" * 11):
    there = socket.socket(socket.AF_UNIX)
    there.connect(socket_path())
    there.sendall(said)
    there.shutdown(socket.SHUT_WR)
    assert there.recv(9) == b"", said
"""
    done = subprocess.run(
        [sys.executable, "-c", talk], env=here.variables(), capture_output=True, text=True,
        timeout=HANGS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert here.ask("exit", "5").returncode == 5
    assert not is_dead(warm)


def is_dead(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


# ------------------------------------------------------------------ whom it belongs to


@pytest.mark.usefixtures("warm")
def test_a_folder_that_others_may_enter_is_not_trusted(here: Place) -> None:
    Path(here.runtime, "referee").chmod(0o755)
    done = here.ask("echo")
    assert done.returncode == COLD
    assert done.stderr.endswith("others may enter it; chmod 700 it, or remove it\n")
    assert "others may enter it" in here.start().stderr


@pytest.mark.usefixtures("warm")
def test_a_folder_of_another_user_is_not_trusted(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", here.runtime)
    path = next(Path(here.runtime, "referee").iterdir())
    assert places.is_there(str(path))
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    with pytest.raises(places.Unsafe, match="another user"):
        places.is_there(str(path))
    with pytest.raises(places.Unsafe, match="another user"):
        places.made_folder()


def test_a_link_is_no_folder_and_a_file_no_socket(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", here.runtime)
    inside = Path(here.runtime, "inside")
    inside.mkdir(mode=0o700)
    Path(here.runtime, "referee").symlink_to(inside)
    (inside / "0").touch()
    with pytest.raises(places.Unsafe, match="no folder; remove it"):
        places.is_there(f"{here.runtime}/referee/0")
    Path(here.runtime, "referee").unlink()
    inside.rename(Path(here.runtime, "referee"))
    with pytest.raises(places.Unsafe, match="no socket of yours"):
        places.is_there(f"{here.runtime}/referee/0")


def test_a_path_that_is_too_long_for_a_socket_is_said(here: Place) -> None:
    long = Path(here.runtime, "x" * 90)
    long.mkdir()
    done = Place(str(long), here.sources).start()
    assert done.stderr.endswith("too long for a socket; set XDG_RUNTIME_DIR to a shorter path\n")
    assert Place(str(long), here.sources).ask("echo").returncode == COLD


# ------------------------------------------------------------------ its parts


def test_what_is_made_of_sources_is_no_source(tmp_path: Path) -> None:
    one = tmp_path / "a.py"
    one.touch()
    sources = Sources([str(tmp_path)])
    for name in ("__pycache__/a.py", "_build/b.py", ".#a.py", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        assert sources.are_current()
    (tmp_path / "inner").mkdir()  # what comes to lie in it would not be seen
    assert not sources.are_current()
    assert not sources.are_current()
    within = Sources([str(tmp_path)])
    (tmp_path / "inner" / "b.py").touch()
    assert not within.are_current()


def test_a_file_that_keeps_its_time_and_size_has_changed_all_the_same(tmp_path: Path) -> None:
    one = tmp_path / "a.py"
    one.write_text("1", encoding="utf-8")
    sources = Sources([str(tmp_path)])
    before = one.stat()
    while one.stat().st_ctime_ns == before.st_ctime_ns:  # a clock ticks every few milliseconds
        one.write_text("2", encoding="utf-8")
        os.utime(one, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not sources.are_current()


@pytest.mark.parametrize("data", [b"", b"12", b"5\n{", b"999\n{}"])
def test_a_request_that_is_not_whole_is_waited_for(data: bytes) -> None:
    assert parsed(data) is None


@pytest.mark.parametrize(
    "data", [b"x\n", b"-1\n", b"2\n{}", b"1\n{}", b"123456789012", b"3\n9\0a", b"4\n-1\0a"]
)
def test_what_is_no_request_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no request"):
        parsed(data)
