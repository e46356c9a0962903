"""Items from claims × answers, the same on every worker, wherever the corpus lies.

The items of a corpus hang on no folder and no setting of pytest: their ids are the corpus's
name, the module and the claim's property, as ``claims/convergence.py::test_rate[mine]``.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from referee.deciding.answer import Answer
from referee.deciding.corpora import folder_of
from referee.evidence.record import stub
from referee.running.judging import RECORD
from referee.running.session import Selection, module_of

# What other packages warn of ends no run; what the referee itself warns of does.
WARNINGS = ("default", r"error:::referee(\..*)?")


class ClaimModule(pytest.Module):
    """A module of a corpus, imported by its name and not by its path."""

    package: str = ""

    @classmethod
    def of(cls, parent: pytest.Collector | pytest.Session, path: Path, package: str) -> ClaimModule:
        """Return the module of a file; its id does not depend on where the file lies."""
        name = f"{package}.{path.stem}"
        found: ClaimModule = cls.from_parent(parent, path=path, nodeid=module_of(name))
        found.package = package
        return found

    def _getobj(self) -> Any:
        return importlib.import_module(f"{self.package}.{self.path.stem}")

    def istestfunction(self, obj: object, name: str) -> bool:
        """Take the claims of this module, whatever their properties are called."""
        del name
        claim = getattr(obj, "claim", None)
        return claim is not None and claim.test.__module__ == self.obj.__name__

    def classnamefilter(self, name: str) -> bool:
        """Take no class for a test."""
        del name
        return False


class SheetProblem(pytest.Item):
    """An entry of a sheet that belongs to no claim, or a sheet that cannot be read."""

    def __init__(self, *, answer: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.answer = answer

    def runtest(self) -> None:
        """Record the problem and fail with its one line."""
        self.stash[RECORD] = stub(None, self.answer) | {
            "verdict": "error",
            "fault": "sheet",
            "reason": self.answer.problem,
        }
        pytest.fail(self.answer.problem, pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return where the item is shown."""
        return self.path, None, self.name


class Collecting:
    """Makes the items of a run."""

    def __init__(self, package: str, selection: Selection, *, whole: bool) -> None:
        self.package, self.selection, self.whole = package, selection, whole
        self.folder = folder_of(package)

    def _is_ours(self, path: Path) -> bool:
        return path.resolve().parent == self.folder and path.name != "__init__.py"

    def pytest_pycollect_makemodule(
        self, module_path: Path, parent: pytest.Collector
    ) -> pytest.Module | None:
        """Collect a module of the corpus that a command line names."""
        if not self._is_ours(module_path):
            return None
        return ClaimModule.of(parent, module_path, self.package)

    def pytest_collect_directory(
        self, path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        """Take the folder of the corpus for a folder: as a package it has another name."""
        return pytest.Dir.from_parent(parent, path=path) if path == self.folder else None

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Make one item of every claim and every answer to it."""
        claim = getattr(metafunc.function, "claim", None)
        if claim is not None:
            answers = self.selection.answers(claim.id)
            metafunc.parametrize("answer", answers, ids=[a.id for a in answers])

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, session: pytest.Session, items: list[pytest.Item]
    ) -> None:
        """Add the corpus where all of it is decided, and what is wrong with sheets.

        -k finds a claim by its id.
        """
        if self.whole:  # what pytest has found of it by the names of files would stand twice
            items[:] = [item for item in items if _claim_of(item) is None]
            items += self._corpus(session)
        asked = self.whole or any(_claim_of(item) is not None for item in items)
        items[:] = [item for item in items if self._is_wanted(item)]
        for item in items:
            claim = _claim_of(item)
            if claim is not None:
                item.extra_keyword_matches.add(claim.id)
                for setting in WARNINGS:
                    item.add_marker(pytest.mark.filterwarnings(setting))
        if asked and not self.selection.only:
            items += self._problems(session)

    def _corpus(self, session: pytest.Session) -> Iterator[pytest.Item]:
        names = {claim.test.__module__ for claim in self.selection.claims.values()}
        for name in sorted(names):
            path = self.folder / f"{name.rpartition('.')[2]}.py"
            yield from session.genitems(ClaimModule.of(session, path, self.package))

    def _is_wanted(self, item: pytest.Item) -> bool:
        claim = _claim_of(item)
        if not isinstance(item, pytest.Function) or claim is None:
            return True
        answer = item.callspec.params["answer"]
        # Where no sheet could be read there are no answers, and pytest makes an item of that.
        return isinstance(answer, Answer) and self.selection.wants(claim.id, answer.id)

    def _problems(self, session: pytest.Session) -> Iterator[pytest.Item]:
        for problem in self.selection.problems:
            yield SheetProblem.from_parent(session, name=problem.node, answer=problem.answer)


def _claim_of(item: pytest.Item) -> Any:
    return getattr(getattr(item, "function", None), "claim", None)
