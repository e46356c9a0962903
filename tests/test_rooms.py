"""The rooms of the package: imports run downhill, each room says what it is, none is heavy."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import pytest
from module_imports import PACKAGE, ROOT, Import, Module, imports, modules, room_of
from processes import python

BELOW = (
    "numerics", "strategies", "language", "deciding", "evidence", "asking", "reports", "grading",
    "checking",
)  # fmt: skip
# What each room may use besides itself; "" is the package and its ``__main__``.
MAY_USE: Mapping[str, frozenset[str]] = {
    "numerics": frozenset(),
    "strategies": frozenset({"numerics"}),
    "language": frozenset({"numerics", "strategies"}),
    "deciding": frozenset({"numerics", "strategies", "language"}),
    "claims": frozenset({"numerics", "strategies", "language", "deciding"}),
    "evidence": frozenset({"numerics", "strategies", "language", "deciding"}),
    "grading": frozenset({"numerics", "strategies", "language", "deciding", "evidence"}),
    "asking": frozenset({"numerics", "strategies", "language", "deciding", "evidence"}),
    "checking": frozenset(
        {"numerics", "strategies", "language", "deciding", "evidence", "asking", "grading"}
    ),
    "reports": frozenset(),
    "running": frozenset(BELOW),
    "api": frozenset(BELOW),
    "live": frozenset(BELOW),
    "warm": frozenset({"deciding"}),
    "commands": frozenset({*BELOW, "live", "running", "warm"}),
    "": frozenset({"api", "commands", "warm"}),
}
SCHEMA = (
    "referee.evidence.answer_schema",
    "referee.evidence.check_schema",
    "referee.evidence.schema",
    "referee.evidence.decoding",
)
ALSO: Mapping[str, frozenset[str]] = {"reports": frozenset(SCHEMA)}
NEVER = frozenset({"conftest", "tests", "benchmarks", "claims", "strategies", "reports"})
OFFERS = PACKAGE  # its ``__init__`` imports what it offers once it is asked for
# Packages whose ``__init__`` joins the tables of their files into one.
TABLES = ("referee.language.vocabulary", "referee.language.reading", "referee.deciding.phases")
HEAVY = (
    "numpy", "flint", "hypothesis", "pytest", "jinja2", "math_core", "msgspec", "torch", "yaml",
    "rich", "starlette", "uvicorn", "distributed",
)  # fmt: skip

MODULES = modules()
ROOMS = sorted({room_of(name) for name in MODULES if room_of(name)} - {"__main__"})
SUPPORT = frozenset(path.stem for path in (ROOT / "tests" / "support").glob("*.py"))


def uphill(found: Import) -> bool:
    """Say whether an import goes where its room may not go."""
    top, room, there = found.name.split(".")[0], room_of(found.of.name), room_of(found.name)
    if top != PACKAGE:
        return top in NEVER | SUPPORT
    room = "" if room == "__main__" else room
    allowed = {room} | MAY_USE.get(room, frozenset())
    return there not in allowed and found.name not in ALSO.get(room, frozenset())


def all_imports() -> Iterator[Import]:
    for module in MODULES.values():
        yield from imports(module, MODULES)


def test_every_room_has_its_place_in_the_picture() -> None:
    assert set(ROOMS) == set(MAY_USE) - {""}


def test_imports_run_downhill() -> None:
    assert [str(found) for found in all_imports() if uphill(found)] == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {name: set[str]() for name in MODULES}
    for found in all_imports():
        if found.name in MODULES:
            graph[found.of.name].add(found.name)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


SNEAKED = """
from typing import TYPE_CHECKING
import referee.evidence.record
from .. import grading
from ..reports import page as drawn
if TYPE_CHECKING:
    from referee.running.session import Session
def later():
    from referee import commands
    from tests.language import anything
    import small_claims, json
    return import_module("referee.claims.homogeneity")
from referee.language.tree import Node
from .limits import held
"""


def test_an_import_is_found_wherever_it_hides() -> None:
    module = Module("referee.deciding.sneaking", SNEAKED, "sneaking.py")
    refused = [found for found in imports(module, MODULES) if uphill(found)]
    assert {(found.line, found.name) for found in refused} == {
        (3, "referee.evidence.record"),
        (4, "referee.grading"),
        (5, "referee.reports.page"),
        (7, "referee.running.session"),
        (9, "referee.commands"),
        (10, "tests.language.anything"),
        (11, "small_claims"),
        (12, "referee.claims.homogeneity"),
    }
    assert "sneaking.py:4: referee.deciding.sneaking imports referee.grading" in map(str, refused)


def test_reports_use_the_schema_of_a_record_and_nothing_else_of_evidence() -> None:
    def refused(name: str) -> bool:
        return uphill(Import(MODULES["referee.reports.page"], 1, name))

    assert not any(map(refused, SCHEMA))
    assert not refused("referee.reports.charts")
    assert refused("referee.evidence.record")
    assert refused("referee.evidence")


# ------------------------------------------------------------------------- what a room says


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_lives_in_it_and_where_a_thing_is_added(room: str) -> None:
    said = ast.get_docstring(ast.parse(MODULES[f"{PACKAGE}.{room}"].source)) or ""
    sentences = [s for s in re.split(r"[.!?](?:\s+|$)", said) if s]
    assert len(sentences) >= 3, said
    assert re.search(r"\b[Aa] new\b", said), said


def init_imports(module: Module) -> Iterator[Import]:
    """Yield what the ``__init__`` of a package may not import: it runs with anything below."""
    for found in imports(module, MODULES):
        room = ".".join(module.name.split(".")[:2])
        own = module.name in TABLES and found.name.startswith(f"{room}.")
        own = own or (module.name == OFFERS and room_of(found.name) == "api")
        if not own and found.name.split(".")[0] not in sys.stdlib_module_names:
            yield found


def test_an_init_imports_nothing_but_the_tables_it_joins() -> None:
    packages = [module for module in MODULES.values() if module.is_package]
    assert [str(found) for module in packages for found in init_imports(module)] == []


def process(code: str) -> str:
    done = python("-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_to_import_a_room_costs_nothing() -> None:
    names = [PACKAGE, *(f"{PACKAGE}.{room}" for room in ROOMS)]
    code = f"import sys, {', '.join(names)}; print([m for m in {HEAVY} if m in sys.modules])"
    assert process(code) == "[]\n"


def test_every_module_is_imported_where_posix_is_missing() -> None:
    code = f"""
import importlib, sys
sys.path.insert(0, "tests/support")
import without_posix
for name in {sorted(MODULES)}:
    importlib.import_module(name)
print(sorted(without_posix.HIDDEN & set(sys.modules)))
"""
    assert process(code) == "[]\n"


def test_every_room_is_packed_into_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packed = settings["tool"]["setuptools"]["packages"]
    inside = {name for name, module in MODULES.items() if module.is_package}
    assert set(packed) == inside
