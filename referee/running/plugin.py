"""pytest's plugin: the options of the referee, and a run of it where one is asked for.

It is loaded in every run of pytest in an environment that has the referee, and in one that
asks nothing of it it adds its options and does nothing more: what decides is imported where
it is asked for. A run asks by one of the options, or by ``claims_corpus`` in its ini-file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from referee.deciding.effort import Effort

CORPUS = "claims_corpus"  # in an ini-file: the corpus of a checkout
REPORT = "claims_report"  # in an ini-file: where its report goes
NUMBERS: Mapping[str, Mapping[str, Any]] = {
    "--claims-examples": {
        "type": int,
        "metavar": "N",
        "help": "how many instances Hypothesis draws for each answer (default: the profile's)",
    },
    "--claims-proof": {
        "type": int,
        "default": Effort.proof,
        "metavar": "SIZE",
        "help": "prove identities for all shapes up to SIZE; 0 for no proofs"
        " (default: %(default)s)",
    },
    "--claims-search": {
        "type": float,
        "default": Effort.search,
        "metavar": "SECONDS",
        "help": "search for violations among SECONDS times 16,384 instances (384 where each is"
        " decided exactly) of each answer that nothing refuted; 0 for no search"
        " (default: %(default)s)",
    },
    "--claims-seconds": {
        "type": float,
        "metavar": "S",
        "help": "stop an answer after S seconds of computing (default: never)",
    },
    "--claims-memory": {
        "type": int,
        "metavar": "MB",
        "help": "refuse an answer more than MB megabytes (default: no limit)",
    },
}
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "--sheet": {
        "action": "append",
        "default": [],
        "metavar": "FILE",
        "help": "a sheet of answers, a TOML file or the name of one of the corpus's own;"
        " may be given several times, the report is about the first"
        " (default: the worked solution, with the reference and the wrong variants)",
    },
    "--claims-corpus": {
        "metavar": "NAME",
        "help": "the corpus of claims: the name or the folder of a package"
        f" (default: {CORPUS} of the ini-file, else the one that the referee brings)",
    },
    "--claims-only": {
        "action": "append",
        "default": [],
        "metavar": "CLAIM",
        "help": "decide this claim alone, or one answer to it: CLAIM[ANSWER], as a report's"
        " command to replay it says; may be given several times",
    },
    "--claims-report": {
        "metavar": "DIR",
        "help": "where the report and its records are written"
        f" (default: {REPORT} of the ini-file, else claims-report)",
    },
    **NUMBERS,
    "--claims-device": {
        "default": Effort.device,
        "metavar": "DEVICE",
        "help": "where the search computes: cpu, or cuda where there is one (default: %(default)s)",
    },
    "--claims-study": {
        "choices": ("marked", "all", "none"),
        "default": "marked",
        "help": "for which answers that hold single-node changes are decided and hypotheses"
        " dropped: those of sheets that say study = true, all, or none (default: %(default)s)",
    },
    "--claims-rubric": {
        "type": Path,
        "metavar": "FILE",
        "help": "points and partial credit of sheets that are not the corpus's own"
        " (default: rubric.toml beside the reference sheet)",
    },
    "--claims-stop": {
        "action": "store_true",
        "default": False,
        "help": "stop at the first counterexample: no count of violations, no search",
    },
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the referee."""
    group = parser.getgroup("claims", "the referee of claims")
    for name, entry in OPTIONS.items():
        group.addoption(name, **entry)
    parser.addini(CORPUS, "the corpus of claims that plain pytest decides here", default="")
    parser.addini(REPORT, "where its report is written", default="claims-report")


def is_asked(config: pytest.Config) -> bool:
    """Say whether a run asks anything of the referee."""
    return bool(config.getini(CORPUS)) or any(
        config.getoption(name) != entry.get("default") for name, entry in OPTIONS.items()
    )


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Any:
    """Let idle workers take work from busy ones: claims differ widely in duration."""
    if is_asked(config):
        from referee.running import workers  # noqa: PLC0415 - nobody pays who does not ask

        workers.choose(config)
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register what decides, in a run that asks for it."""
    if is_asked(config):
        from referee.running import run  # noqa: PLC0415 - nobody pays who does not ask

        run.register(config)
