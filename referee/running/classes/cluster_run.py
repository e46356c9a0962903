"""A class decided on other machines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from referee.deciding.answer import Answer
from referee.running import cluster
from referee.running.cache import Key, deciding_version
from referee.running.classes.setup import SEED, Ending, Setup
from referee.running.terms import Terms


def decide(
    setup: Setup, rubric: Path | None, answers: Mapping[Key, Answer], keep: cluster.Keep
) -> Ending:
    """Have answers decided, each told to ``keep`` as it comes; return how that ended."""
    try:
        cluster.decide(setup.cluster, _terms(setup, rubric), answers, keep)
    except cluster.NoCluster as error:
        return Ending(trouble=str(error))
    except KeyboardInterrupt:
        return Ending(pytest.ExitCode.INTERRUPTED)
    return Ending()


def _terms(setup: Setup, rubric: Path | None) -> Terms:
    """Return how answers are decided, for a process elsewhere."""
    return Terms(
        setup.corpus,
        deciding_version(setup.package),
        rubric.read_text(encoding="utf-8") if rubric else "",
        SEED,
        setup.examples,
        setup.proof,
        setup.search,
        setup.limits,
    )
