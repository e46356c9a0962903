"""The modules of the package and what each imports, read from their source and never run."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = "referee"


@dataclass(frozen=True)
class Module:
    """A module by its full name; ``is_package`` where its file is an ``__init__``."""

    name: str
    source: str
    file: str
    is_package: bool = False


@dataclass(frozen=True)
class Import:
    """One import of a module: where it stands, and the full name of what it imports."""

    of: Module
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.of.file}:{self.line}: {self.of.name} imports {self.name}"


def folders() -> Mapping[str, Path]:
    """Return the folders that pyproject.toml makes packages of, by package."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: Mapping[str, str] = settings["tool"]["setuptools"]["package-dir"]
    return {package: ROOT / folder for package, folder in found.items()}


def modules() -> dict[str, Module]:
    """Return every module of the package by its full name."""
    found = {}
    for package, folder in folders().items():
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            name = ".".join((package, *(parts[:-1] if is_package else parts)))
            source, file = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
            found[name] = Module(name, source, file, is_package)
    return found


def imports(module: Module, known: Mapping[str, Module]) -> Iterator[Import]:
    """Yield all imports of a module: absolute, relative, in functions and for types alone.

    What is imported from a package is a module where one has that name, else the package.
    """
    for node in ast.walk(ast.parse(module.source)):
        for name in _names(node, module):
            package, _, last = name.rpartition(".")
            is_ours = package in known and name not in known and last
            yield Import(module, getattr(node, "lineno", 0), package if is_ours else name)


def _names(node: ast.AST, module: Module) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = _base(node, module)
        yield from (f"{base}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call) and _called(node.func) in {"import_module", "__import__"}:
        yield from (str(a.value) for a in node.args[:1] if isinstance(a, ast.Constant))


def _base(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    up = node.level - module.is_package
    parts = module.name.split(".")
    return ".".join([*parts[: len(parts) - up], *filter(None, [node.module])])


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def room_of(name: str) -> str:
    """Return the room of a module: the second word of its name, empty for the package itself."""
    return [*name.split("."), ""][1]
