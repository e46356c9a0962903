"""All benchmarks, each in a process of its own, and the table of what they found.

``python -m benchmarks [NAME ...]`` runs those that are named, or all; writes what was measured into
the table of ``docs/benchmarks.md``, where the rows of the others stay; and returns 1 where a bar is
missed. ``--quick`` tries them all out at small sizes, and writes nothing; ``--table`` runs nothing,
and writes the rows of bars that are new or were moved, which have not been measured.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.measuring import Benchmark, machine

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- what was measured -->\n", "<!-- end of what was measured -->\n"
COLUMNS = ("benchmark", "figure", "measured", "bar", "kept", "peers, and where")
MARK = '__name__ == "__main__"'  # what a module that can be run alone ends with
LISTS = frozenset({"cost_of_tests"})  # that can be run too, and hold nothing against a bar


def names() -> list[str]:
    """Return the modules here that can be run and measure against a bar."""
    found = (path for path in HERE.glob("*.py") if path.stem not in {"__main__", *LISTS})
    return sorted(path.stem for path in found if MARK in path.read_text(encoding="utf-8"))


def benchmark(name: str) -> Benchmark:
    """Return what a module measures."""
    found: Benchmark = import_module(f"benchmarks.{name}").BENCHMARK
    return found


def measured(name: str, *, quick: bool) -> dict[str, Any] | None:
    """Run a benchmark in its own process; return its figures, None where it did not end."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "figures.json"
        command = [sys.executable, "-m", f"benchmarks.{name}", f"--json={found}"]
        command += ["--quick"] if quick else []
        # The linter warns of commands from outside; this one is put together in the lines above.
        subprocess.run(command, cwd=HERE.parent, check=False)  # noqa: S603
        if not found.is_file():
            return None
        data: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
        return data


def rows_of(name: str, data: dict[str, Any]) -> list[str]:
    """Return the rows of a benchmark's figures."""
    peers = ", ".join(data["versions"]) or benchmark(name).alone
    where = f"{peers}; {machine()}, {datetime.now(UTC):%Y-%m-%d}"
    words = {True: "yes", False: "**no**"}
    return [
        row(name, each["what"], _noted(each), each["bar"], words[each["kept"]], where)
        for each in data["figures"]
    ]


def _noted(figure: dict[str, Any]) -> str:
    return f"{figure['text']}; {figure['note']}" if figure["note"] else str(figure["text"])


def unmeasured_rows(name: str) -> list[str]:
    """Return the rows of a benchmark that has not been run."""
    found = benchmark(name)
    peers = ", ".join(found.peers) or found.alone
    return [row(name, bar.what, "", str(bar), "", peers) for bar in found.bars.values()]


def row(*cells: str) -> str:
    """Return a row of the table; what would end a cell is written out."""
    return f"| {' | '.join(cell.replace('|', '&#124;').strip() for cell in cells)} |\n"


def stored() -> dict[str, list[str]]:
    """Return the rows of the table by benchmark."""
    table = TABLE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    found: dict[str, list[str]] = {}
    for line in table.splitlines(keepends=True)[2:]:
        found.setdefault(line.split("|")[1].strip(), []).append(line)
    return found


def current(name: str, rows: list[str]) -> list[str]:
    """Return the rows of a benchmark, unmeasured ones where it has other bars by now."""
    cells = (line.split("|") for line in rows)
    stand = {(each[2].strip(), each[4].strip()) for each in cells}
    bars = {(bar.what, str(bar)) for bar in benchmark(name).bars.values()}
    return rows if stand == bars else unmeasured_rows(name)


def write(found: dict[str, list[str]]) -> None:
    """Write rows into the table: of each benchmark those that are new, or those that were there."""
    old = stored()
    rows = [
        line for name in names() for line in found.get(name) or current(name, old.get(name, []))
    ]
    before, _, rest = TABLE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    head = f"{row(*COLUMNS)}|{'---|' * len(COLUMNS)}\n"
    TABLE.write_text(f"{before}{BEGIN}{head}{''.join(rows)}{END}{after}", encoding="utf-8")


def main(words: Sequence[str] | None = None) -> int:
    """Run benchmarks and write the table; return 1 where one missed a bar or did not end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--quick", action="store_true", help="a trial at small sizes")
    parser.add_argument("--table", action="store_true", help="run nothing, complete the table")
    options = parser.parse_args(words)
    unknown = sorted(set(options.names) - set(names()))
    if unknown:
        parser.error(f"{', '.join(unknown)}: no such benchmark; there are {', '.join(names())}")
    if options.table:
        write({})
        return 0
    missed, found = [], {}
    for name in options.names or names():
        print(f"\n== {name}", flush=True)
        data = measured(name, quick=options.quick)
        if data is None or not (options.quick or all(each["kept"] for each in data["figures"])):
            missed.append(name)
        if data is not None:
            found[name] = rows_of(name, data)
    if not options.quick:
        write(found)
    print(f"\nmissed: {', '.join(missed)}" if missed else "\nall bars are kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
