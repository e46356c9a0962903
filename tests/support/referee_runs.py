"""pytest run as a user runs it: in a process of its own, with a report of its own.

Runs that are ``fresh`` have imports and hashes of their own too.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from processes import python

from referee.running.redeciding import LEFT_OUT

Record = dict[str, Any]
NO_CACHE = ("-p", "no:cacheprovider")

# One answer of each fate: held, refuted by a small instance, refuted by the sample,
# ill-typed, a statement, and left blank.
SHEET = """
[sheet]
title = "A sheet"

["1.2-E5-gradient"]
answer = "(1/n) * X @ (X.T @ w - y)"
expect = "held"

["1.1-E1-dissipation"]
answer = "-(u - y).T @ H @ (u - y)"
expect = "refuted"

["1.1-E1-any-model"]
answer = "-(u - y).T @ (u - y)"
expect = "refuted"

["1.1-E2-kernel"]
answer = "J.T @ J"
expect = "ill-typed"

["1.1-A2-full-rank"]
answer = "rank(X) == n"
expect = "held"

[["1.2-E4-loss"]]
name = "R1"
answer = "norm(X.T @ w - y)**2 / (2 * n)"
expect = "held"

[["1.2-E4-loss"]]
name = "R2"
answer = "norm(X.T @ w - y)**2"
expect = "refuted"
"""


@dataclass(frozen=True)
class Run:
    """What a run of pytest left behind."""

    code: int
    out: str
    folder: Path

    @cached_property
    def records(self) -> list[Record]:
        lines = (self.folder / "records.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @cached_property
    def header(self) -> Record:
        found: Record = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        return found

    @property
    def page(self) -> str:
        return (self.folder / "index.html").read_text(encoding="utf-8")

    @property
    def verdicts(self) -> dict[tuple[str, str], str]:
        return {(r["claim"], r["label"]): r["verdict"] for r in self.records}

    def record(self, claim: str, label: str = "") -> Record:
        (found,) = [r for r in self.records if (r["claim"], r["label"]) == (claim, label)]
        return found

    def ending(self) -> str:
        """Return what the terminal shows from the table of verdicts on."""
        return self.out[self.out.index("verdicts ====") :]


def referee(
    folder: Path,
    *arguments: str,
    examples: int | None = 5,
    target: Sequence[str] = ("claims",),
    cache: Path | None = None,
    fresh: bool = False,
    **more: str,
) -> Run:
    """Run pytest on the claims, with its report in ``folder``.

    How much is searched is what few tests are about: there is no search unless one is asked for.
    """
    options = ["--claims-report", str(folder)]
    searched = any(each.startswith("--claims-search") for each in arguments)
    options += [] if searched or examples is None else ["--claims-search=0"]
    options += [] if examples is None else ["--claims-examples", str(examples)]
    options += NO_CACHE if cache is None else ["-o", f"cache_dir={cache}"]
    done = python("-m", "pytest", *target, *options, *arguments, variables=more, fresh=fresh)
    return Run(done.returncode, done.stdout + done.stderr, folder)


def at_once(
    folder: Path,
    runs: Mapping[str, Sequence[str]],
    *,
    target: Sequence[str] = ("claims",),
    fresh: Collection[str] = (),
) -> dict[str, Run]:
    """Make several runs, two at a time, each with a report of its own."""

    def run(name: str) -> Run:
        given = any(option.startswith("--claims-examples") for option in runs[name])
        examples = None if given or "--hypothesis-profile" in runs[name] else 5
        alone = name in fresh
        return referee(folder / name, *runs[name], examples=examples, target=target, fresh=alone)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(runs, pool.map(run, runs), strict=True))


def written(folder: Path, text: str = SHEET, name: str = "sheet.toml") -> str:
    """Write a sheet and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def comparable(run: Run) -> list[Record]:
    """Return the records of a run in one order, without what time and place change."""
    kept = [_steady(record, "") for record in run.records]
    return sorted(kept, key=lambda r: (r["claim"], r["sheet"], r["label"]))


def _steady(found: Any, place: str) -> Any:
    """Return what is the same whenever and wherever it is decided."""
    if not isinstance(found, dict):
        return found
    below = {name: f"{place}.{name}".removeprefix(".") for name in found}
    return {k: _steady(v, below[k]) for k, v in found.items() if below[k] not in LEFT_OUT}


def tokens(run: Run) -> dict[tuple[str, str], Any]:
    """Return the token of every counterexample."""
    return {
        (r["claim"], r["label"]): r["counterexample"]["token"]
        for r in run.records
        if r["counterexample"]
    }
