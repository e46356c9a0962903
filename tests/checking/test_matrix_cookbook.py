"""The Matrix Cookbook as a document: what it states, its errors, and false variants of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cookbook_variants import COOKBOOK, ERRORS, statements, variants

from referee.asking.judging import judge
from referee.checking.finding import found_in
from referee.checking.items import Item
from referee.checking.sources import pieces_of

KNOWN = COOKBOOK.with_name("matrix-cookbook.known.json")
# Of chapters whose exact arithmetic is slow, or whose variants are no less true.
LEFT_OUT = re.compile(
    r"mathbb\{[EC]\}|\{(?:Cov|Var)\}|eigen|lambda|e\^|\\\||otimes|rank|log|bmatrix"
)
# These stay true: a transpose or an order under a trace or a determinant, the same side twice.
TRUE_ANYWAY = {
    ("13", "transpose"), ("14", "order"), ("51", "order"), ("52", "transpose"), ("52", "order"),
    ("280", "order"), ("422", "order"),
}  # fmt: skip


def every() -> list[Item]:
    return found_in(pieces_of(COOKBOOK))[0]


def test_every_line_with_a_number_is_a_statement_and_no_other_formula_is() -> None:
    text = COOKBOOK.read_text(encoding="utf-8")
    labels = re.findall(r"^- \(([^()]+)\) \$", text, re.MULTILINE)
    assert [item.name for item in every() if item.tries] == labels
    assert len(labels) == len(set(labels)) >= 300
    assert {item.kind for item in every()} == {"statement", "declaration"}
    assert not any(item.doubt for item in every())


def test_its_errors_are_refuted_and_known() -> None:
    errors = [item for item in every() if ERRORS in item.name]
    verdicts = [
        judge(item.tries[0].statement, section=item.tries[0].section).verdict for item in errors
    ]
    assert verdicts == ["refuted"] * 6
    known = json.loads(KNOWN.read_text(encoding="utf-8"))["known"]
    assert [each["formula"] for each in known] == [item.latex for item in errors]


def test_false_variants_are_refuted() -> None:
    refuted, unfit = 0, 0
    for number, item in enumerate(statements()):
        if LEFT_OUT.search(item.tries[0].statement):
            continue
        for what, text in variants(item):
            # Every third sign: they are the easy ones.
            if (what == "sign" and number % 3) or (item.name, what) in TRUE_ANYWAY:
                continue
            found = judge(text, section=item.tries[0].section)
            fits = "sizes do not fit" not in found.reason
            assert found.verdict == "refuted" or not fits, (item.name, what, text, found.reason)
            refuted += found.verdict == "refuted"
            unfit += not fits
    assert refuted >= 100
    assert unfit >= 20


@pytest.mark.parametrize("name", ["docs/check.md", "docs/matrix-cookbook.md"])
def test_the_documentation_names_the_document(name: str) -> None:
    root = Path(__file__).parents[2]
    assert "matrix-cookbook" in (root / name).read_text(encoding="utf-8")
