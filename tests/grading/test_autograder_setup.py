"""setup.sh on images of all kinds: which Python it takes, and what it does without a good one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

import referee.grading.gradescope

SETUP = Path(referee.grading.gradescope.__file__).with_name("setup.sh")
GOOD = 'if [ "$1" = -c ]; then exit 0; fi\necho "{name} $*" >> "$LOG"\n'
VENV = GOOD + (
    'if [ "$2" = venv ]; then /bin/mkdir -p "$3/bin"; /bin/cp "$0" "$3/bin/python"; fi\n'
)
OLD = "exit 1\n"  # an older Python, or one without venv, fails what it is asked first


def program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text("#!/bin/bash\n" + body.replace("{name}", name), encoding="utf-8")
    path.chmod(0o755)


def setup(
    tmp_path: Path, has: Sequence[str], old: Sequence[str] = (), offers: Sequence[str] = ()
) -> tuple[int, list[str], str]:
    """Run setup.sh where only these programs exist; return status, what it ran, what it said."""
    folder, stock = tmp_path / "bin", tmp_path / "stock"
    folder.mkdir()
    stock.mkdir()
    for name in offers:
        program(stock, name, VENV)
    for name in has:
        program(folder, name, VENV)
    for name in old:
        program(folder, name, OLD)
    wanted = (
        f'for p in "$@"; do [ ! -e {stock}/$p ] || {{ /bin/cp {stock}/$p {folder}/; ok=1; }}; done'
    )
    program(
        folder,
        "apt-get",
        f'echo "apt-get $*" >> "$LOG"\n[ "$1" = update ] && exit 0\nok=\n{wanted}\n[ "$ok" ]\n',
    )
    program(folder, "ln", 'echo "ln $*" >> "$LOG"\n')
    log = tmp_path / "log"
    log.touch()
    done = subprocess.run(
        [shutil.which("bash") or "/bin/bash", str(SETUP)],
        env={"PATH": str(folder), "AUTOGRADER_ROOT": str(tmp_path / "root"), "LOG": str(log)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, log.read_text(encoding="utf-8").splitlines(), done.stderr


def made_with(python: str, root: Path) -> list[str]:
    return [
        f"{python} -m venv {root}/venv",
        f"{python} -m pip install --editable {root}/source/referee",
    ]


@pytest.mark.parametrize(
    ("has", "old", "python"),
    [
        (["python3"], [], "python3"),
        (["python3.11"], ["python3"], "python3.11"),
        (["python3", "python3.12"], ["python3.13"], "python3.12"),
    ],
)
def test_the_newest_python_that_will_do_is_taken(
    tmp_path: Path, has: Sequence[str], old: Sequence[str], python: str
) -> None:
    status, ran, _ = setup(tmp_path, has, old)
    assert status == 0
    assert ran == made_with(python, tmp_path / "root")


def test_an_image_whose_python_is_old_gets_another_beside_it(tmp_path: Path) -> None:
    status, ran, _ = setup(tmp_path, [], ["python3"], ["python3.11"])
    assert status == 0
    assert ran[0] == "apt-get update"
    assert ran[1].startswith("apt-get install --yes python3.11")
    assert ran[2:] == made_with("python3.11", tmp_path / "root")


def test_an_image_without_python_gets_one_that_run_autograder_finds(tmp_path: Path) -> None:
    status, ran, _ = setup(tmp_path, [], [], ["python3.11"])
    assert status == 0
    assert ran[-1] == f"ln -s {tmp_path}/root/venv/bin/python /usr/local/bin/python3"


def test_an_image_for_which_there_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    status, ran, said = setup(tmp_path, [], ["python3"])
    assert status == 1
    assert [line.split()[:2] for line in ran] == [
        ["apt-get", "update"],
        ["apt-get", "install"],
        ["apt-get", "install"],
    ]
    assert said.startswith("setup.sh: no Python 3.11 or newer; choose an image")
