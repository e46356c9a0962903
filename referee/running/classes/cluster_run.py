"""A class decided on other machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.evidence.record import stub
from referee.evidence.schema import Record
from referee.running import cluster
from referee.running.cache import Key, version_elsewhere
from referee.running.classes.setup import SEED, Ending, Setup
from referee.running.terms import NoCluster, Terms


def decide(
    setup: Setup,
    rubric: Path | None,
    claims: Mapping[str, Claim],
    answers: Mapping[Key, Answer],
    keep: Callable[[Key, Record], None],
) -> Ending:
    """Have answers decided, each row told to ``keep`` as it comes; return how that ended."""
    try:
        with closing(cluster.decide(setup.cluster, _terms(setup, rubric), answers)) as found:
            for key, row in found:
                lost = isinstance(row, cluster.Lost)
                keep(key, _without(row, claims[key[0]], answers[key]) if lost else row)
    except NoCluster as error:
        return Ending(trouble=f"--cluster={error}")
    except KeyboardInterrupt:
        return Ending(pytest.ExitCode.INTERRUPTED)
    return Ending()


def _without(lost: cluster.Lost, claim: Claim, answer: Answer) -> Record:
    """Return the row of an answer that was not decided."""
    found = stub(claim, answer)
    if not lost.fault:
        return found | {"verdict": "crashed"}
    return found | {"verdict": "error", "reason": lost.fault, "fault": "run"}


def _terms(setup: Setup, rubric: Path | None) -> Terms:
    """Return how answers are decided, for a process elsewhere."""
    return Terms(
        setup.corpus,
        version_elsewhere(setup.package),
        rubric.read_text(encoding="utf-8") if rubric else "",
        SEED,
        setup.examples,
        setup.proof,
        setup.search,
        setup.limits,
    )
