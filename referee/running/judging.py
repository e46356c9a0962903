"""An item decided: the record of its answer, sent along with pytest's report of it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, cast

import pytest
from hypothesis import settings

from referee.deciding.answer import Answer
from referee.deciding.decision import Memory
from referee.deciding.effort import Effort
from referee.deciding.limits import Limits
from referee.evidence.schema import Record
from referee.grading.marking import graded
from referee.grading.rubric import Rubric
from referee.reports.unread import below

RECORD = pytest.StashKey[Record]()
LETTERS = {"held": ".", "refuted": "r", "ill-typed": "t", "ambiguous": "a", "unanswered": "u"}


class Judging:
    """Decides the items of a run, in the process that runs them."""

    def __init__(self, config: pytest.Config, profile: str, rubric: Rubric, memory: Memory) -> None:
        self.option, self.profile = config.getoption, profile
        self.seed = int(config.option.hypothesis_seed)
        self.rubric, self.memory = rubric, memory

    @property
    def effort(self) -> Effort:
        """What the command line asks to be done for an answer."""
        return Effort(
            proof=self.option("--claims-proof"),
            search=self.option("--claims-search"),
            device=self.option("--claims-device"),
            stop=self.option("--claims-stop"),
        )

    def pytest_sessionstart(self) -> None:
        """Load the profile once more: Hypothesis's own plugin may have loaded another since."""
        settings.load_profile(self.profile)

    def pytest_report_header(self) -> str:
        """Say how this run is repeated."""
        return f"claims: --hypothesis-seed={self.seed}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Decide a claim's item instead of calling the property once."""
        claim = getattr(pyfuncitem.function, "claim", None)
        if claim is None:
            return None
        answer = cast(Answer, pyfuncitem.funcargs["answer"])
        studied = {"all": True, "marked": answer.study, "none": False}
        record = graded(
            claim,
            answer,
            seed=self.seed,
            effort=self.effort,
            limits=Limits(self.option("--claims-seconds"), self.option("--claims-memory")),
            # The corpus's own sheets expect verdicts, other people's earn points.
            terms=self.rubric.terms[claim.id] if answer.path else None,
            memory=self.memory,
            studied=studied[self.option("--claims-study")],
        )
        pyfuncitem.stash[RECORD] = record
        if not record["as_expected"]:
            wanted = record["expected"] or "held"
            said = f"{record['verdict']}, expected {wanted}: {record['reason']}"
            pytest.fail("\n".join([said, *below(record)]), pytrace=False)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Send the record along with the report: plain values travel between processes."""
        report = yield
        if report.when == "call" and RECORD in item.stash:
            report.claim_record = item.stash[RECORD]
        return report

    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, str] | None:
        """Show verdicts where pytest shows outcomes."""
        if getattr(report, "retired", False):
            return "", "", ""
        record = getattr(report, "claim_record", None)
        if record is None or report.when != "call":
            return None
        verdict = record["verdict"]
        letter = LETTERS.get(verdict, "?")
        if report.passed:
            return "passed", letter, verdict
        return "failed", letter.upper().replace(".", "H"), f"{verdict} (NOT expected)"
