"""A run of pytest whose items are decided on other machines, and are run here as they come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest

from referee.deciding.answer import Answer
from referee.running import cluster
from referee.running.judging import FAULT, RECORD
from referee.running.terms import NoCluster, Terms


class OnCluster:
    """Has the items of claims decided by a cluster, in the place of pytest's own loop."""

    def __init__(self, address: str, terms: Terms) -> None:
        self.address, self.terms = address, terms

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run every claim when its record has come, then what is no claim.

        Where there is no cluster nothing has been run, and the last report stands.
        """
        option = session.config.option
        uncollected = session.testsfailed and not option.continue_on_collection_errors
        if uncollected or option.collectonly:
            return None  # pytest says what it says
        answers = dict(_answers(session))
        try:
            self._decide(session, answers)
        except NoCluster as error:
            line = f"--claims-cluster={error}"
            pytest.exit(line, returncode=pytest.ExitCode.USAGE_ERROR)
        for item in session.items:
            if item not in answers:
                _run(session, item)
        return True

    def _decide(self, session: pytest.Session, answers: Mapping[pytest.Item, Answer]) -> None:
        with closing(cluster.decide(self.address, self.terms, answers)) as decided:
            for item, found in decided:
                if not isinstance(found, cluster.Lost):
                    item.stash[RECORD] = found
                elif found.fault:
                    item.stash[FAULT] = found.fault
                else:
                    self._crashed(session, item)
                    continue
                _run(session, item)

    def _crashed(self, session: pytest.Session, item: pytest.Item) -> None:
        """Report an item whose worker died as pytest-xdist reports one."""
        why = f"its worker was killed each time: over {self.terms.limits}, or from outside"
        when: Any = "???"  # as pytest-xdist has it
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", why, when)
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        _end_if_asked(session)


def _answers(session: pytest.Session) -> Iterator[tuple[pytest.Item, Answer]]:
    for item in session.items:
        claim = getattr(getattr(item, "function", None), "claim", None)
        if isinstance(item, pytest.Function) and claim is not None:
            answer: Any = item.callspec.params["answer"]
            yield item, answer


def _run(session: pytest.Session, item: pytest.Item) -> None:
    # What comes next is not known: nothing stays set up from one item to the next.
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    _end_if_asked(session)


def _end_if_asked(session: pytest.Session) -> None:
    """End the run as pytest's own loop does: by -x, or because somebody asked."""
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    if session.shouldstop:
        raise session.Interrupted(session.shouldstop)
