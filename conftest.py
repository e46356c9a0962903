"""pytest's face of the referee: options, items from claims × answers, one report at the end."""

from __future__ import annotations

import json
import math
import os
import random
import re
import shlex
from collections.abc import Generator
from pathlib import Path
from typing import Any, cast

import pytest
from _pytest.mark.expression import Expression
from hypothesis import Phase, Verbosity, settings

from referee.deciding.answer import Answer
from referee.deciding.corpora import OWN, CorpusError, claims_of, folder_of, located
from referee.deciding.decision import Memory
from referee.deciding.limits import Limits
from referee.deciding.trial import Effort
from referee.evidence.record import Record, stub
from referee.grading import rubric
from referee.grading.marking import graded, rubric_of
from referee.numerics import arrays
from referee.reports import log
from referee.reports.page import render
from referee.reports.summary import terminal_lines
from referee.running.session import Recorder, Selection
from referee.strategies.families import LARGEST

RECORD = pytest.StashKey[Record]()
MEMORY = pytest.StashKey[Memory]()
SELECTION = pytest.StashKey[Selection]()
CORPUS = pytest.StashKey[str]()
RUBRIC = pytest.StashKey[rubric.Rubric]()
REPORT = "reports/_build"
RESTARTS = 1_000_000  # of workers
NO_EXPLAIN = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)

settings.register_profile(
    "claims",
    deadline=None,
    database=None,
    phases=NO_EXPLAIN,
    report_multiple_bugs=False,
    verbosity=Verbosity.quiet,
    max_examples=60,  # beside the small scope, the sample and the search
)
settings.register_profile("quick", settings.get_profile("claims"), max_examples=25)
settings.register_profile("thorough", settings.get_profile("claims"), max_examples=2_000)


class Reports:
    """The reports of a run: a log that grows as records arrive, and pages at the end."""

    def append(self, folder: Path, record: Record) -> None:
        """Add one record to the log in a folder."""
        log.append(folder / "records.jsonl", record)

    def publish(self, folder: Path, records: list[Record], run: Record) -> Path:
        """Write the run's header and its page; return the page."""
        page = folder / "index.html"
        log.write_atomically(folder / "run.json", json.dumps(run, indent=1) + "\n")
        log.write_atomically(page, render(records, run))
        return page

    def lines(self, records: list[Record], run: Record) -> list[str]:
        """Return the run in a few lines of text."""
        return terminal_lines(records, run)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the referee."""
    group = parser.getgroup("claims", "the referee of claims")
    group.addoption(
        "--sheet",
        action="append",
        default=[],
        metavar="FILE",
        help="a sheet of answers, a TOML file or the name of one of the corpus's own;"
        " may be given several times, the report is about the first"
        " (default: the worked solution, with the reference and the wrong variants)",
    )
    group.addoption(
        "--claims-report",
        default=REPORT,
        metavar="DIR",
        help="where the report and its records are written (default: %(default)s)",
    )
    group.addoption(
        "--claims-examples",
        type=int,
        metavar="N",
        help="how many instances Hypothesis draws for each answer (default: the profile's)",
    )
    group.addoption(
        "--claims-proof",
        type=int,
        default=Effort().proof,
        metavar="SIZE",
        help=f"prove identities for all shapes up to SIZE, at most {LARGEST}; 0 for no proofs"
        " (default: %(default)s)",
    )
    group.addoption(
        "--claims-search",
        type=float,
        default=Effort().search,
        metavar="SECONDS",
        help="search for violations among SECONDS times 16,384 instances (384 where each is"
        " decided exactly) of each answer that nothing refuted; 0 for no search"
        " (default: %(default)s)",
    )
    group.addoption(
        "--device",
        default=Effort().device,
        metavar="DEVICE",
        help="where the search computes: cpu, or cuda where there is one (default: %(default)s)",
    )
    group.addoption(
        "--claims-study",
        choices=("marked", "all", "none"),
        default="marked",
        help="for which answers that hold single-node changes are decided and hypotheses"
        " dropped: those of sheets that say study = true, all, or none (default: %(default)s)",
    )
    group.addoption(
        "--corpus",
        default=OWN,
        metavar="NAME",
        help="the corpus of claims: the name or the folder of a package (default: %(default)s)",
    )
    group.addoption(
        "--rubric",
        type=Path,
        metavar="FILE",
        help="points and partial credit of sheets that are not the corpus's own"
        " (default: rubric.toml beside the reference sheet)",
    )
    group.addoption(
        "--claims-stop",
        action="store_true",
        help="stop at the first counterexample: no count of violations, no search",
    )
    group.addoption(
        "--claims-seconds",
        type=float,
        metavar="S",
        help="stop an answer after S seconds of computing (default: never)",
    )
    group.addoption(
        "--claims-memory",
        type=int,
        metavar="MB",
        help="refuse an answer more than MB megabytes (default: no limit)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Let idle workers take work from busy ones: claims differ widely in duration.

    A worker whose memory ran out retires; however many do, that is not the end of a run.
    """
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"
    if config.option.claims_memory and getattr(config.option, "maxworkerrestart", "") is None:
        config.option.maxworkerrestart = str(RESTARTS)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Fix the seed before Hypothesis and the workers read it, so that a run can be repeated."""
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(random.SystemRandom().randrange(2**32))
    if not re.fullmatch(r"-?[0-9]{1,40}", config.option.hypothesis_seed):
        raise pytest.UsageError(
            f"--hypothesis-seed={config.option.hypothesis_seed}: an integer is needed"
        )
    _check_folder(Path(config.getoption("--claims-report")))
    _check_selection(config)
    try:
        config.stash[CORPUS] = located(config.getoption("--corpus"))
    except CorpusError as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[MEMORY] = Memory()
    if config.args_source == pytest.Config.ArgsSource.TESTPATHS:
        config.args = [str(_collected(folder_of(config.stash[CORPUS]), config))]
    if not hasattr(config, "workerinput"):
        recorder = Recorder(config, config.stash[CORPUS], Reports())
        config.pluginmanager.register(recorder, "claims-recorder")
    else:
        config.pluginmanager.register(Retiring(config.stash[MEMORY]), "claims-retiring")


def _check_folder(report: Path) -> None:
    """Refuse a folder for the report that cannot be made, before anything is decided."""
    there = next(path for path in (report, *report.absolute().parents) if os.path.lexists(path))
    # The tests of the project write no report, and may run where none can be written.
    writable = report == Path(REPORT) or os.access(there, os.W_OK | os.X_OK)
    if not there.is_dir() or not writable:
        raise pytest.UsageError(f"--claims-report={report}: {there} is no folder to write into")


def _check_selection(config: pytest.Config) -> None:
    """Refuse a malformed -k or -m here: on workers it ends a run that has begun."""
    for option, text in (("-k", config.option.keyword), ("-m", config.option.markexpr)):
        try:
            Expression.compile(text.lstrip() or "x")
        except SyntaxError as error:
            raise pytest.UsageError(f"{option} {text}: {error.msg}") from None


def _collected(folder: Path, config: pytest.Config) -> Path:
    """Return the folder of a corpus as pytest takes it, seen from its root, where it was started.

    Raises UsageError for a folder that pytest would collect nothing of.
    """
    if folder.is_relative_to(config.rootpath):
        below = folder.relative_to(config.rootpath)
        if not set("[]") & set(str(below)):
            return below
    named = shlex.quote(str(folder))
    raise pytest.UsageError(
        f"--corpus={folder}: pytest decides a corpus that lies in this checkout, in a path without"
        f" brackets; write python -m harness grade SHEETS --out DIR --corpus {named}"
    )


def pytest_report_header(config: pytest.Config) -> str:
    """Say how this run is repeated."""
    return f"claims: --hypothesis-seed={config.option.hypothesis_seed}"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Load the profile of the referee unless another one was asked for."""
    if session.config.getoption("--hypothesis-profile") is None:
        settings.load_profile("claims")
    proof = session.config.getoption("--claims-proof")
    if proof not in range(LARGEST + 1):
        raise pytest.UsageError(f"--claims-proof={proof}: a size from 0 to {LARGEST} is needed")
    search, device = (session.config.getoption(f"--{x}") for x in ("claims-search", "device"))
    if not 0 <= search < math.inf:
        raise pytest.UsageError(f"--claims-search={search}: seconds, 0 or more, are needed")
    if device != "cpu":
        check_device(device)
    limits = Limits(*map(session.config.getoption, ("--claims-seconds", "--claims-memory")))
    trouble = limits.problem("--claims-seconds", "--claims-memory")
    if trouble:
        raise pytest.UsageError(f"{trouble} are needed")
    examples = session.config.getoption("--claims-examples")
    if examples is not None:
        if examples < 1:
            raise pytest.UsageError(f"--claims-examples={examples}: at least 1 is needed")
        settings.register_profile("claims-run", settings(), max_examples=examples)
        settings.load_profile("claims-run")
    # Only now: properties take their settings when the corpus is imported.
    try:
        _rubric(session.config)
    except (CorpusError, rubric.RubricError) as error:
        raise pytest.UsageError(str(error)) from None


def check_device(device: str) -> None:
    """Raise UsageError for a device that torch does not know or does not have."""
    try:
        arrays.torch_on(device)([[0]])
    except (RuntimeError, AssertionError) as error:
        reason = str(error).partition("\n")[0][:200]
        raise pytest.UsageError(f"--device={device}: {reason}") from None


def _selection(config: pytest.Config) -> Selection:
    if SELECTION not in config.stash:
        config.stash[SELECTION] = Selection.of(config, config.stash[CORPUS])
    return config.stash[SELECTION]


def _rubric(config: pytest.Config) -> rubric.Rubric:
    if RUBRIC not in config.stash:
        package = config.stash[CORPUS]
        named = config.getoption("--rubric")
        config.stash[RUBRIC] = rubric_of(package, claims_of(package), named)
    return config.stash[RUBRIC]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect the modules of a corpus that is not the project's own."""
    package = parent.config.stash[CORPUS]
    ours = package != OWN and file_path.suffix == ".py" and file_path.name != "__init__.py"
    if not ours or file_path.parent != folder_of(package):
        return None
    return pytest.Module.from_parent(parent, path=file_path)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one item of every claim and every answer to it."""
    claim = getattr(metafunc.function, "claim", None)
    if claim is not None:
        answers = _selection(metafunc.config).answers(claim.id)
        metafunc.parametrize("answer", answers, ids=[a.id for a in answers])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Let -k find a claim by its id; give what is wrong with a sheet a row of its own."""
    for item in items:
        claim = getattr(getattr(item, "function", None), "claim", None)
        if claim is not None:
            item.extra_keyword_matches.add(claim.id)
    if any(hasattr(getattr(item, "function", None), "claim") for item in items):
        items += [
            SheetProblem.from_parent(session, name=problem.node, answer=problem.answer)
            for problem in _selection(config).problems
        ]


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


def _effort(config: pytest.Config) -> Effort:
    stop = config.getoption("--claims-stop")
    return Effort(
        proof=config.getoption("--claims-proof"),
        search=0 if stop else config.getoption("--claims-search"),
        device=config.getoption("--device"),
        stop=stop,
    )


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Decide a claim's item instead of calling the property once."""
    claim = getattr(pyfuncitem.function, "claim", None)
    if claim is None:
        return None
    seed = int(pyfuncitem.config.option.hypothesis_seed)
    answer = cast(Answer, pyfuncitem.funcargs["answer"])
    option = pyfuncitem.config.getoption
    record = graded(
        claim,
        answer,
        seed=seed,
        effort=_effort(pyfuncitem.config),
        limits=Limits(option("--claims-seconds"), option("--claims-memory")),
        # The corpus's own sheets expect verdicts, other people's earn points.
        terms=_rubric(pyfuncitem.config).terms[claim.id] if answer.path else None,
        memory=pyfuncitem.config.stash[MEMORY],
        studied={"all": True, "marked": answer.study, "none": False}[option("--claims-study")],
    )
    pyfuncitem.stash[RECORD] = record
    if not record["as_expected"]:
        wanted = record["expected"] or "held"
        pytest.fail(f"{record['verdict']}, expected {wanted}: {record['reason']}", pytrace=False)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Send the record along with the report: plain values travel between processes."""
    report = yield
    if report.when == "call" and RECORD in item.stash:
        report.claim_record = item.stash[RECORD]
    return report


class Retiring:
    """A worker's end after memory ran out in it.

    What lives on after that may be broken in any way, and with it what it decides of other
    answers. The worker ends before it says that the item is done, so that the items it has
    not started go to another one; the item's own report has been sent.
    """

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self) -> None:
        """End this process where memory ran out."""
        if self.memory.exhausted:
            os._exit(0)


def pytest_report_teststatus(report: Any) -> tuple[str, str, str] | None:
    """Show verdicts where pytest shows outcomes."""
    if getattr(report, "retired", False):
        return "", "", ""
    record = getattr(report, "claim_record", None)
    if record is None or report.when != "call":
        return None
    verdict = record["verdict"]
    letter = {"held": ".", "refuted": "r", "ill-typed": "t", "unanswered": "u"}.get(verdict, "?")
    if report.passed:
        return "passed", letter, verdict
    return "failed", letter.upper().replace(".", "H"), f"{verdict} (NOT expected)"
