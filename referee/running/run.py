"""A run under pytest: what was asked for is checked and read, then plugins do the rest.

Everything that a command line gets wrong is said here, before anything is decided.
"""

from __future__ import annotations

import math
import os
import random
import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression
from hypothesis import settings
from hypothesis.errors import InvalidArgument

from referee.deciding.claim import Claim
from referee.deciding.corpora import (
    OWN,
    CorpusError,
    claims_of,
    folder_of,
    located,
    place_of,
)
from referee.deciding.decision import Memory
from referee.deciding.limits import Limits
from referee.grading import rubric
from referee.grading.marking import rubric_of
from referee.numerics import batches
from referee.running import profiles
from referee.running.cache import version_elsewhere
from referee.running.collecting import Collecting
from referee.running.constants import Unread
from referee.running.families_first import Scheduling
from referee.running.judging import Judging
from referee.running.options import CLUSTER, CORPUS, REPORT
from referee.running.publishing import Reports
from referee.running.session import Asked, Recorder, Selection
from referee.running.terms import Terms
from referee.running.workers import SEED, Retiring, Starting
from referee.strategies.families import LARGEST


def register(config: pytest.Config) -> None:
    """Register the plugins of a run, on its controller or on a worker.

    Raises UsageError for what the command line gets wrong.
    """
    _seed(config)
    _effort(config)
    _check_selection(config)
    profile = _profile(config)
    package = _corpus(config)
    memory = Memory()
    asked = Asked(
        package, config.getoption("--sheet"), config.getoption("--claims-only"), _report(config)
    )
    claims = _claims(package)
    selection = Selection.of(asked, claims)
    if selection.unknown():
        raise pytest.UsageError(f"--claims-only={selection.unknown()}")
    terms = _rubric(config, package, claims)
    whole = _is_whole(config, folder_of(package))
    if config.args_source != pytest.Config.ArgsSource.ARGS:
        config.args = []  # the corpus and nothing else, wherever it lies
    plugins = config.pluginmanager
    plugins.register(Unread(), "claims-constants")
    plugins.register(Collecting(package, selection, whole=whole), "claims-collecting")
    how = _terms(config, package)
    plugins.register(Judging(how, profile, terms, memory), "claims-judging")
    if how.version:
        on_cluster = import_module("referee.running.on_cluster").OnCluster
        plugins.register(on_cluster(config.getoption(CLUSTER), how), "claims-cluster")
    if hasattr(config, "workerinput"):
        plugins.register(Retiring(memory), "claims-retiring")
    else:
        plugins.register(Starting(config), "claims-starting")
        if whole:
            plugins.register(Scheduling(claims), "claims-scheduling")
        plugins.register(Recorder(config, asked, selection, Reports()), "claims-recorder")


def _seed(config: pytest.Config) -> None:
    """Fix the seed before Hypothesis and the workers read it, so that a run can be repeated."""
    told = getattr(config, "workerinput", {})
    seed = told.get(SEED, getattr(config.option, "hypothesis_seed", None))
    if seed is None:
        seed = str(random.SystemRandom().randrange(2**32))
    if not re.fullmatch(r"-?[0-9]{1,40}", seed):
        raise pytest.UsageError(f"--hypothesis-seed={seed}: an integer is needed")
    config.option.hypothesis_seed = seed
    profiles.seed(int(seed))


def _report(config: pytest.Config) -> Path:
    """Return the folder of the report; refuse one that cannot be made."""
    named = config.getoption("--claims-report")
    if named is None:
        return config.rootpath / str(config.getini(REPORT))
    report = Path(named)
    there = next(path for path in (report, *report.absolute().parents) if os.path.lexists(path))
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise pytest.UsageError(f"--claims-report={report}: {there} is no folder to write into")
    return report


def _corpus(config: pytest.Config) -> str:
    """Return the package of the corpus: the command line's, else the ini-file's, else ours."""
    named, here = config.getoption("--claims-corpus"), str(config.getini(CORPUS))
    if named is None:
        named = (
            str(config.rootpath / here)
            if (config.rootpath / here / "__init__.py").is_file()
            else here or OWN
        )
    try:
        return located(named)
    except CorpusError as error:
        raise pytest.UsageError(str(error)) from None


def _is_whole(config: pytest.Config, corpus: Path) -> bool:
    """Say whether all of the corpus is decided, and not only the modules that are named.

    A command line that names no path names all of it, and so does a folder that holds it. One
    that asks for a sheet or a corpus does, unless its paths are modules of the corpus.
    """
    if config.args_source != pytest.Config.ArgsSource.ARGS:
        return True
    start = config.invocation_params.dir
    paths = [(start / arg.partition("::")[0]).resolve() for arg in config.args]
    if any(corpus.is_relative_to(path) for path in paths):
        return True
    asked = any(map(config.getoption, ("--sheet", "--claims-corpus", "--claims-only")))
    return asked and not any(path.is_relative_to(corpus) for path in paths)


def _claims(package: str) -> Mapping[str, Claim]:
    try:
        return claims_of(package)
    except CorpusError as error:
        raise pytest.UsageError(str(error)) from None


def _rubric(config: pytest.Config, package: str, claims: Mapping[str, Claim]) -> rubric.Rubric:
    try:
        return rubric_of(package, claims, config.getoption("--claims-rubric"))
    except (CorpusError, rubric.RubricError) as error:
        raise pytest.UsageError(str(error)) from None


def _terms(config: pytest.Config, package: str) -> Terms:
    """Return how answers are decided; the version is of interest where that is elsewhere."""
    option = config.getoption
    elsewhere, rubric_at = option(CLUSTER) is not None, option("--claims-rubric")
    return Terms(
        OWN if package == OWN else str(place_of(package)),
        version_elsewhere(package) if elsewhere else "",
        rubric_at.read_text(encoding="utf-8") if rubric_at and elsewhere else "",
        int(config.option.hypothesis_seed),
        option("--claims-examples"),
        option("--claims-proof"),
        option("--claims-search"),
        Limits(option("--claims-seconds"), option("--claims-memory")),
        option("--claims-device"),
        option("--claims-stop"),
        option("--claims-study"),
        _base_profile(config),
    )


def _effort(config: pytest.Config) -> None:
    """Check the numbers of a command line."""
    proof = config.getoption("--claims-proof")
    if proof not in range(LARGEST + 1):
        raise pytest.UsageError(f"--claims-proof={proof}: a size from 0 to {LARGEST} is needed")
    search = config.getoption("--claims-search")
    if not 0 <= search < math.inf:
        raise pytest.UsageError(f"--claims-search={search}: seconds, 0 or more, are needed")
    cannot = batches.trouble(config.getoption("--claims-device"))
    if cannot and config.getoption(CLUSTER) is None:
        raise pytest.UsageError(cannot)
    if config.getoption(CLUSTER) is not None and getattr(config.option, "numprocesses", None):
        raise pytest.UsageError(f"{CLUSTER} decides on its own workers: leave -n out")
    limits = Limits(*map(config.getoption, ("--claims-seconds", "--claims-memory")))
    trouble = limits.problem("--claims-seconds", "--claims-memory")
    if trouble:
        raise pytest.UsageError(f"{trouble} are needed")


def _check_selection(config: pytest.Config) -> None:
    """Refuse a malformed -k or -m here: on workers it ends a run that has begun."""
    for option, text in (("-k", config.option.keyword), ("-m", config.option.markexpr)):
        try:
            Expression.compile(text.lstrip() or "x")
        except SyntaxError as error:
            raise pytest.UsageError(f"{option} {text}: {error.msg}") from None


def _base_profile(config: pytest.Config) -> str:
    return getattr(config.option, "hypothesis_profile", None) or profiles.DEFAULT


def _profile(config: pytest.Config) -> str:
    """Load the profile of the referee unless another one was asked for; return its name."""
    profiles.register()
    name = _base_profile(config)
    try:
        settings.load_profile(name)
    except InvalidArgument:
        raise pytest.UsageError(f"--hypothesis-profile={name}: no such profile") from None
    examples = config.getoption("--claims-examples")
    if examples is None:
        return name
    if examples < 1:
        raise pytest.UsageError(f"--claims-examples={examples}: at least 1 is needed")
    settings.register_profile("claims-run", settings(), max_examples=examples)
    settings.load_profile("claims-run")
    return "claims-run"
