"""Derivations on the page: line by line with reasons, what changes marked, LaTeX to copy."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from report_records import record, run

from referee.evidence.schema import Record
from referee.reports import derivations, evidence, wording
from referee.reports.header import derive
from referee.reports.outline import outline
from referee.reports.overview import overview
from referee.reports.page import render

CHAIN: Any = {
    "supposing": [],
    "begins": "",
    "start": r"X^{\top} w",
    "steps": [
        {
            "cofactor": 0,
            "by": r"\((X^{\top} X)^{-1}(X^{\top} X) = I\)",
            "latex": r"\overline{(X^{\top} X)^{-1} X^{\top}} \underline{\overline{X} X^{\top} w}",
        },
        {"cofactor": 1, "by": r"third equation of \(X\), 5 % of it", "latex": "y"},
    ],
    "ends": "",
    "where": [r"\(w\): the limit"],
}

FOLDED = r'<details class="derivation">.*?</details>\s*</details>'


def proof(*chains: Any, **fields: Any) -> Any:
    return {
        "every_size": {
            "proved": True,
            "names": ["n", "d"],
            "reason": "",
            "untranslated": "",
            "conditions": [],
            "rules": 12,
            "steps": 345,
            "seconds": 0.25,
            "certificates": [{"cofactors": [0] * len(chain["steps"])} for chain in chains],
            "derivations": list(chains),
            **fields,
        }
    }


def shown(*rows: Record) -> str:
    """Return the text of a page, blanks between its parts."""
    page = re.sub(
        r"<(style|script|annotation).*?</\1>|<[^>]*>", " ", render(rows, run()), flags=re.DOTALL
    )
    return " ".join(html.unescape(page).split())


def test_a_derivation_is_folded_with_its_steps_reasons_and_marks() -> None:
    page = render([record(evidence=proof(CHAIN))], run())
    (found,) = re.findall(
        r'<details class="derivation">.*?</details>\s*</details>', page, re.DOTALL
    )
    assert "<summary>Derivation: for every n and d, 2 steps</summary>" in found
    assert found.count("<li>") == 3
    assert found.count('class="by"') == 2
    assert '<mrow class="goes"><mrow class="comes"><mi>X</mi></mrow>' in found
    assert "Underlined" in found
    assert "Overlined" in found
    assert "Here <math><mi>w</mi></math>: the limit." in found


def test_the_latex_to_copy_is_what_stands_in_the_record() -> None:
    page = render([record(evidence=proof(CHAIN))], run())
    (latex,) = re.findall(r'<pre class="copy" tabindex="0">(.*?)</pre>', page, re.DOTALL)
    assert html.unescape(latex) == "\n".join(
        [
            r"\begin{align*}",
            r"X^{\top} w",
            rf"  &= {CHAIN['steps'][0]['latex']} && (X^{{\top}} X)^{{-1}}(X^{{\top}} X) = I \\",
            r"  &= y && \text{third equation of }X\text{, 5 \% of it}",
            r"\end{align*}",
        ]
    )


def test_several_equations_are_numbered_and_what_they_suppose_is_said() -> None:
    other = CHAIN | {"supposing": ["w = w^*"], "steps": [], "start": "I"}
    text = shown(record(evidence=proof(CHAIN, other)))
    assert "Equation 1 of 2" in text
    assert "Equation 2 of 2" in text
    assert "Supposing w = w * :" in text.replace("∗", "*")
    assert "Both sides are the same when they are multiplied out: I" in text
    latex = derivations.latex(record(evidence=proof(CHAIN, other)))
    assert latex.count(r"\begin{align*}") == 2
    assert latex.endswith("w^* \\\\\nI\n\\end{align*}")
    assert r"\text{supposing } & w = w^* \\" in latex


def test_sides_as_the_claim_and_the_answer_write_them_are_lines_of_their_own() -> None:
    chain = CHAIN | {"begins": r"\nabla L", "ends": "X w", "steps": []}
    found = [(line.latex, line.by) for line in derivations.lines(chain)]
    assert found == [
        (r"\nabla L", ""),
        (r"X^{\top} w", "differentiated, multiplied out"),
        ("X w", "multiplied out, the same"),
    ]
    plain = derivations.lines(chain | {"begins": "H"})
    assert plain[1].by == "multiplied out"


def test_a_conclusion_whose_derivation_is_wrong_has_the_one_it_should_have_had() -> None:
    rows = [
        record("refuted", claim="a"),
        record(claim="b", rests_on=["a"], evidence=proof(CHAIN)),
        record(claim="c", evidence=proof(CHAIN)),
    ]
    text = shown(*rows)
    assert text.count("The derivation that it should have had: for every n and d, 2 steps") == 1
    assert text.count(" Derivation: for every n and d, 2 steps") == 1


def test_a_rejected_answer_has_the_derivation_of_what_holds_instead() -> None:
    right = record(sheet="reference", evidence=proof(CHAIN), answer_latex="X y", answer="X @ y")
    text = shown(record("refuted"), right)
    assert text.count("Its derivation: for every n and d, 2 steps") == 1
    assert "Derivation of what holds" not in text


def test_where_the_main_sheet_shows_none_that_of_another_one_is_shown_once() -> None:
    right = record(sheet="reference", evidence=proof(CHAIN))
    text = shown(record("unanswered", answer=None, answer_latex=None), right)
    assert text.count("Derivation of what holds: for every n and d, 2 steps") == 1
    text = shown(record(evidence=proof(CHAIN)), right)
    assert "Derivation of what holds" not in text


@pytest.mark.parametrize(
    "evidence_of",
    [{}, {"every_size": None}, proof(CHAIN, proved=False), {**proof()}],
)
def test_nothing_is_shown_where_nothing_was_derived(evidence_of: Any) -> None:
    assert 'class="derivation"' not in render([record(evidence=evidence_of)], run())


def test_a_log_from_before_there_were_derivations_is_shown() -> None:
    old = proof(CHAIN)
    del old["every_size"]["derivations"], old["every_size"]["seconds"]
    rows = [record(evidence=old)]
    assert 'class="derivation"' not in render(rows, run())
    assert wording.search_for_a_proof(rows[0]) == "12 rules, 345 replacements"


def test_text_in_a_derivation_does_not_act() -> None:
    hostile = "<script>alert(1)</script>"
    chain = {
        "supposing": [hostile],
        "begins": hostile,
        "start": hostile,
        "steps": [{"cofactor": 0, "by": rf"{hostile} \({hostile}\) \(", "latex": hostile}],
        "ends": r"\underline{" + hostile,
        "where": [hostile],
    }
    page = render([record(evidence=proof(chain))], run())
    assert hostile not in page
    assert page.count("&lt;script&gt;") > 6


def test_what_is_proved_at_every_size_is_told_from_what_is_proved_up_to_one() -> None:
    some = {"identity": {"proved": True, "up_to": 8, "shapes": 36, "degree": 9, "bits": 50}}
    rows = [record(evidence=proof(CHAIN)), record(claim="b", evidence=some), record(claim="c")]
    assert [evidence.grade(row) for row in rows] == ["every-size", "proved", "bounded"]
    figures = overview(outline(rows, derive(run(), rows))).figures
    said = [f"{figure.value} {figure.says}" for figure in figures]
    assert "1 answer proved at every size" in said
    assert "1 more proved up to 8×8" in said
    alone = overview(outline(rows[:1], derive(run(), rows))).figures
    assert not any("up to" in figure.says for figure in alone)


def test_the_search_for_a_proof_is_told() -> None:
    assert wording.search_for_a_proof(record(evidence=proof(CHAIN))) == (
        "12 rules, 345 replacements, 250 ms"
    )
    none = proof(untranslated="a rank", proved=False)
    assert wording.search_for_a_proof(record(evidence=none)) == ""
    assert wording.search_for_a_proof(record(evidence={})) == ""
