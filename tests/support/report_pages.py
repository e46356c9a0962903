"""Pages of the report with a row of every kind, and with texts that would like to act."""

from __future__ import annotations

from typing import Any

from report_records import VERDICTS, record, run, witness

from referee.evidence.schema import Record
from referee.reports.page import render

LINE = [[0.0, 2.0], [1.0, 0.5], [2.0, 0.1]]
PICTURES: dict[str, Any] = {
    "loss": {"at": 0.0, "loss": LINE, "bound": [[0.0, 1.0], [2.0, 0.3]]},
    "trajectory": {"coordinate": 1, "claimed": LINE, "flow": LINE, "limit": 0.0},
    "regions": {
        "cones": [[0.0, 0.25, 0], [0.25, 0.5, 1], [0.5, 0.75, 2], [0.75, 1.0, 3]],
        "weights": [[["1", "0"], ["0", "1"]], [["1", "1"]]],
        "count": 4.0,
        "bound": 2.4,
    },
    "kink": {"graph": LINE, "value": 0.5, "gradients": [-1.0, 1.0], "claimed": 3.0},
}
FULL = {
    "small_scope": 150,
    "small_scope_size": 3,
    "independent_sample": 400,
    "found_by": "",
    "identity": {"proved": True, "up_to": 6, "shapes": 21, "degree": 40, "bits": 50.0},
    "sweep": {
        "batched": True,
        "reason": "",
        "distributions": {"sparse": {"instances": 40_000, "violations": 0, "open": 0}},
        "suspected": 1,
        "false_finds": 1,
        "climbed": 0,
    },
    "hypotheses": [
        {"name": "rank", "says": "X has full column rank", "verdict": "needed", "instances": 9,
         "reason": "", "counterexample": witness(), "family": "matrices"},
    ],
    "mutation": {"generated": 9, "refuted": 8, "equivalent": 0, "survived": 1, "survivors": ["X"]},
}  # fmt: skip


def rows() -> list[Record]:
    """Return an answer of every verdict and with every picture, other sheets beside them."""
    histogram = {"edges": [0.0, 0.5, 1.0], "counts": [3, 1]}
    drawn = [
        record("refuted", claim=f"1.1-{kind}", part="1.1", seconds=0.1,
               counterexample={"token": None, "worst": witness(slack=-2.0),
                               "smallest": witness(picture={"kind": kind, "data": data})})
        for kind, data in PICTURES.items()
    ]  # fmt: skip
    plain = [
        record(verdict, claim=f"1.2-{verdict}", seconds=0.2 + 0.1 * index,
               margin={"smallest": index / 8, "median": 0.5, "float64": None})
        for index, verdict in enumerate(VERDICTS)
    ]  # fmt: skip
    attained = {"smallest": 0.0, "median": 0.0, "float64": 0.0, "histogram": histogram}
    proved = record(claim="1.2-proved", evidence=FULL, margin=attained, seconds=9,
                    rests_on=["1.2-refuted"])  # fmt: skip
    beside = [
        record(claim="1.2-refuted", sheet="reference", answer="X @ (X.T @ w - y) / n",
               answer_latex=r"\frac{X \left(X^{\top} w - y\right)}{n}"),
        record("refuted", claim="1.2-refuted", sheet="mutants", label="sign"),
        record(claim="1.2-refuted", sheet="mutants", label="alive", as_expected=False),
    ]  # fmt: skip
    return [*drawn, *plain, proved, *beside]


def page() -> str:
    """Return the page of these rows."""
    return render(rows(), run())


ACTS = "window.acted = true"
HOSTILE = (
    f"<script>{ACTS}</script>",
    f'"><img src=x onerror="{ACTS}">',
    f"</code></p></div></math><svg onload='{ACTS}'><b>",
    f"</annotation></semantics><script>{ACTS}</script>",
    '"><link rel="stylesheet" href="https://outside.example/a.css"><img src="https://outside.example/b.png">',
    f"<a href=\"javascript:{ACTS}\" style='background:url(https://outside.example/c)'>x</a>",
)


def hostile_page() -> str:
    """Return a page whose claim ids, formulas, comments and tracebacks carry script."""
    trace = 'Traceback (most recent call last):\n  File "x"\nValueError: '
    found = [
        record("error", claim=f"1.2-{text}", label=f"{i}", because=text, answer=text,
               answer_latex=rf"\text{{{text}}}", reason=trace + text, statement=text + "{answer}",
               reading=text, replay=text)
        for i, text in enumerate(HOSTILE)
    ]  # fmt: skip
    return render(found, run(title=HOSTILE[0], parts={"1.2": HOSTILE[1]}))
