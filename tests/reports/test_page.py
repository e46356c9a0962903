"""The page shows every record, lets no text act, and leads to what matters."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from report_records import VERDICTS, bare, record, run, searched, witness

from referee.evidence.schema import Record, Witness
from referee.reports.marks import earned
from referee.reports.page import render

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "</style><style>body{display:none}</style>",
    "</math></title><b>",
    r"\frac{1}{ \unknown{<b>x</b>} & %",
    r"\text{<img src=x onerror=alert(1)>}",
    "a\x00b\x1b[31m\u202ec\ud800",
    r"\frac{" * 10_000,
)
TEXTS = (
    "claim", "part", "sheet", "label", "reading", "answer", "answer_latex", "statement",
    "blank", "given", "reason", "because", "replay",
)  # fmt: skip


class Page(HTMLParser):
    """What a browser sees: tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.html, self.text = html, ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        # Neither the style nor the sources of formulas are text to be read.
        if self.cdata_elem is None and self.lasttag != "annotation":
            self.text += data

    def all(self, name: str) -> list[str]:
        return [str(found[name]) for _, found in self.tags if name in found]


def quiet(page: Page) -> None:
    """Assert that a page holds nothing that acts, loads or takes over its style."""
    names = [tag for tag, _ in page.tags]
    assert set(names).isdisjoint({"img", "iframe", "object", "link", "form", "base", "embed"})
    assert names.count("style") == names.count("script") == 1
    attributes = {name for _, found in page.tags for name in found}
    assert not any(name.startswith("on") for name in attributes)
    assert attributes.isdisjoint({"src", "srcset", "formaction"})
    assert all(href.startswith("#") for href in page.all("href"))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("verdict", ["refuted", "held", "crashed"])
def test_no_text_acts(text: str, field: str, verdict: str) -> None:
    fields: dict[str, Any] = {field: text, "as_expected": False}
    html = render([record(verdict, **fields), bare(verdict, **fields)], run())
    quiet(Page(html))
    html.encode("utf-8")
    assert "{{ 7*7 }}" in html or text[:3] != "{{ "
    assert "\x00" not in html
    assert "\u202e" not in html


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_counterexample_or_header_acts(text: str) -> None:
    values = {text: {"latex": text, "entries": [[text, "1"]]}}
    shown = witness(
        values=values, shape={text: 2}, relation=text, note=text, lhs=[[text]], rhs=[[text]]
    )
    found = {"token": "other", "smallest": shown, "worst": shown}
    header = run(
        title=text, main=text, parts={"1.2": text}, sheets={"mutants": text},
        versions={text: text}, started=text,
    )  # fmt: skip
    rows = [record("refuted", counterexample=found), record(tightest=shown, sheet="mutants")]
    quiet(Page(render(rows, header)))


def test_hostile_text_is_still_shown() -> None:
    text = "<script>alert(1)</script>"
    page = Page(render([record(claim=text, because=text, answer_latex=None, answer=text)], run()))
    assert page.text.count(text) >= 3


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    claims = ["1.2-E5-gradient", "1.2-E5 gradient", "1.2-E5?gradient", "", "é", "claim", "1", "1"]
    rows = [
        record(verdict, claim=claim, sheet=sheet, part=part)
        for claim in claims
        for verdict in ("held", "error")
        for sheet in ("worked_solution", "mutants", "x y")
        for part in ("1.2", "")
    ]
    page = Page(render(rows, run()))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", one) for one in ids)
    assert {href[1:] for href in page.all("href")} <= set(ids)
    assert {one for name in ("aria-labelledby",) for one in page.all(name)} <= set(ids)
    assert {"claim-1.2-E5-gradient", "claim-1.2-E5-gradient-2"} <= set(ids)


@pytest.mark.parametrize("make", [record, bare])
@pytest.mark.parametrize("sheet", ["worked_solution", "reference"])
def test_every_verdict_is_shown_in_words(make: Any, sheet: str) -> None:
    rows = [make(verdict, claim=f"c-{verdict}", sheet=sheet) for verdict in VERDICTS]
    page = Page(render(rows, run(main=sheet)))
    for verdict in VERDICTS:
        assert f"c-{verdict}" in page.text
        assert f" {verdict.capitalize()}" in page.text
        row = page.html.split(f'id="claim-c-{verdict}"')[1].split("</article>")[0]
        assert f"#mark-{verdict}" in row


def test_what_needs_attention_is_listed_first() -> None:
    rows = [
        record(claim="fine"),
        record("inconclusive", claim="doubted", as_expected=False),
        record(claim="surprise", expected="refuted", as_expected=False),
        *(record(verdict, claim=f"c-{verdict}") for verdict in ("error", "missing", "crashed")),
    ]
    text = Page(render(rows, run())).text
    box = text[text.index("5 answers need attention") : text.index("How to read this page")]
    order = [box.index(x) for x in ("c-crashed", "c-missing", "c-error", "doubted", "surprise")]
    assert order == sorted(order)
    assert "NOT expected (expected refuted)" in box
    assert "5 verdicts are not the expected ones." in text


def test_a_quiet_run_has_no_alarm() -> None:
    text = Page(render([record(), record("refuted", claim="b")], run())).text
    assert "attention" not in text
    assert "makes 2 assertions: 1 holds and 1 is refuted." in text
    assert "Every verdict is the expected one." in text
    assert "interrupted" not in text
    assert "This run was interrupted." in Page(render([record()], run(exit="interrupted"))).text


def test_an_answer_is_filled_into_its_statement() -> None:
    html = render([record(answer_latex=r"\frac{\lambda}{n}")], run())
    assert r"\nabla_w L(w) = {\frac{\lambda}{n}}</annotation>" in html
    assert "<mfrac><mi>λ</mi><mi>n</mi></mfrac>" in html
    assert '<code class="copy">X @ (X.T @ w - y) / 2</code>' in html


def test_formulas_that_cannot_be_set_are_shown_as_source() -> None:
    html = render([record(statement=r"\nosuch = {answer}", answer_latex="x_")], run())
    assert r'<code class="source">\nosuch = {x_}</code>' in html


def test_a_refutation_shows_both_sides() -> None:
    page = Page(render([record("refuted")], run()))
    for shown in (
        "Smallest counterexample, at d = 1, n = 2",
        "left side",
        "≠",
        "60 violations",
        "Eq. (5)",
    ):
        assert shown in page.text
    assert "−0.5 (violated)" in page.text
    assert "−1.25 × 10⁻¹⁶" in page.text


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"token": "other", "slack": -0.75}, True),
        ({"token": "other", "slack": 0.0}, False),
        ({"token": "other", "slack": None}, False),
        ({"slack": -0.5}, False),
    ],
)
def test_the_worst_violation_is_shown_where_it_is_another(
    fields: dict[str, Any], *, seen: bool
) -> None:
    found = {"token": witness()["token"], "smallest": witness(), "worst": witness(**fields)}
    text = Page(render([record("refuted", counterexample=found)], run())).text
    assert ("The worst violation found" in text) == seen


def test_a_hold_shows_its_tightest_instance() -> None:
    text = Page(render([record()], run())).text
    assert "The tightest instance, at d = 1, n = 2, margin 0.5" in text
    assert "≤" in text
    assert "≠" not in text


def test_a_shape_that_does_not_fit_is_shown() -> None:
    found = {"token": None, "smallest": {"shape": {"d": 2, "n": 1}}, "worst": None}
    text = Page(render([record("ill-typed", counterexample=found)], run())).text
    assert "Does not fit at d = 2, n = 1" in text


def test_other_sheets_stand_beside_the_main_one() -> None:
    rows = [
        record("refuted", sheet="mutants", label="sign"),
        record(sheet="mutants", label="same", expected="refuted", as_expected=False),
        record(sheet="reference", because="a repair"),
        record("refuted"),
    ]
    page = Page(render(rows, run()))
    assert "“Wrong variants”: 1 of 2 refuted; 1 survives." in page.text
    assert page.text.index("a repair") < page.text.index("Wrong variants: 1 of 2 refuted")
    assert [tag for tag, _ in page.tags].count("article") == 1


def test_parts_come_in_the_order_of_the_header() -> None:
    rows = [record(part=part, claim=f"{part}-x") for part in ("", "9", "1.2", "1.1")]
    text = Page(render(rows, run())).text
    order = [text.rindex(name) for name in ("1.1-x", "1.2-x", "9-x")]
    assert order == sorted(order)
    assert text.rindex("Claims that are not known") > order[2]


@pytest.mark.parametrize("element", ["style", "script"])
def test_the_policy_allows_our_own_style_and_script_only(element: str) -> None:
    html = render([record()], run())
    own = html[html.index(f"<{element}>") + len(element) + 2 : html.index(f"</{element}>")]
    digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
    policy = next(d["content"] for _, d in Page(html).tags if "http-equiv" in d) or ""
    assert policy.startswith("default-src 'none'; ")
    assert f"; {element}-src 'sha256-{digest}';" in f"; {policy.removeprefix('default-src ')}"
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.replace("style-src-attr 'unsafe-inline'", "")


def test_a_page_is_a_function_of_its_records() -> None:
    rows = [record(), record("refuted", claim="b")]
    assert render(rows, run()) == render(rows, run())


def test_no_records_and_no_header() -> None:
    assert "has no answers in this run" in Page(render([], None)).text
    assert "“Worked solution” makes 1 assertion: 1 holds." in Page(render([record()])).text


def square(size: int) -> Witness:
    """Return a witness of three square arrays of a size."""
    entries = [[f"{i - j}" for j in range(size)] for i in range(size)]
    sides = [[f"-{i + 1}/2" for j in range(size)] for i in range(size)]
    values = {name: {"latex": name, "entries": entries} for name in "XYZ"}
    return witness(values=values, lhs=sides, rhs=sides, token=f"{size}")


def test_fifty_claims_stay_small() -> None:
    # As in the corpus: a third of the assertions refuted, a reference and three wrong variants.
    found = {"token": "2", "smallest": square(2), "worst": square(3)}
    sheets = ("worked_solution", "reference", "mutants", "mutants", "mutants")
    rows = [
        searched(verdict, claim=f"{i}", sheet=sheet, label=f"{j}",
               counterexample=found if verdict == "refuted" else None)
        for i in range(50)
        for j, sheet in enumerate(sheets)
        for verdict in ("refuted" if sheet == "mutants" or j + i % 3 == 0 else "held",)
    ]  # fmt: skip
    assert len(render(rows, run()).encode()) < 400_000


def test_a_thousand_claims_stay_small() -> None:
    found = {"token": "2", "smallest": square(2), "worst": None}
    rows = [
        searched(verdict, claim=f"{i}", counterexample=found if verdict == "refuted" else None)
        for i in range(1000)
        for verdict in ("refuted" if i % 3 == 0 else "held",)
    ]
    assert len(render(rows, run()).encode()) < 3_000_000


def test_a_reason_is_not_said_twice() -> None:
    same = "the sheet does not state it"
    text = Page(render([bare("unanswered", reason=same, because=same, as_expected=True)])).text
    assert text.lower().count(same) == 1


def test_what_needs_attention_is_open_among_other_answers() -> None:
    def folds(**fields: Any) -> list[dict[str, str | None]]:
        rows = [record(), record("refuted", sheet="mutants", **fields)]
        return [found for tag, found in Page(render(rows, run())).tags if tag == "details"]

    assert {"class": "others"} in folds()
    assert {"class": "others", "open": None} in folds(as_expected=False)


def test_a_rejected_answer_has_what_holds_beside_it() -> None:
    right = record(sheet="reference", answer="X @ y", answer_latex="X y", because="as it is")
    rows = [record("refuted", answer="X @ w", answer_latex="X w"), right]
    html = render(rows, run())
    assert "What holds instead" in html
    assert '<code class="copy">X @ y</code>' in html
    assert '<mi class="in">y</mi>' in html
    assert '<mi class="out">w</mi>' in html
    assert "As it is" in html
    held = render([record(answer="X @ w"), right], run())
    assert "What holds instead" not in held
    assert "What holds instead" not in render([rows[0], right | {"verdict": "error"}], run())


def test_a_conclusion_that_survives_its_derivation_is_named() -> None:
    rows = [
        record("refuted", claim="a", blank="the premise"),
        record(claim="b", blank="the end", reading="so read", rests_on=["a", "unknown"]),
        record(claim="c", blank="another end", rests_on=["b"]),
    ]
    text = " ".join(Page(render(rows, run())).text.split())
    assert (
        "A conclusion survives, “the end (Eq. (5)): so read”, although its derivation does not:"
        " “the premise (Eq. (5))” is rejected." in text
    )
    assert text.count("A conclusion survives") == 1


def test_the_figures() -> None:
    proved = {"identity": {"proved": True, "up_to": 6, "shapes": 36, "degree": 9, "bits": 50}}
    rows = [record(), record(claim="b", evidence=proved), record("refuted", sheet="mutants")]
    text = " ".join(Page(render(rows, run())).text.split())
    for shown in (
        "instances decided exactly894",
        "answers proved at every size0",
        "more proved up to 6×61",
        "of 1 wrong variants rejected1",
        "of a family’s instances false, where it is not proved≤ 3.1 %",
    ):
        assert shown in text
    assert "wrong variants" not in Page(render([record()], run(sheets={}))).text


def test_evidence_of_a_hold_is_shown_where_there_is_some() -> None:
    full = record()["evidence"] | {
        "sweep": {
            "batched": True,
            "reason": "",
            "distributions": {"sparse": {"instances": 40_000, "violations": 0, "open": 0}},
            "suspected": 2,
            "false_finds": 2,
            "climbed": 1,
        },
        "hypotheses": [
            {
                "name": "full rank",
                "says": "X has full column rank",
                "verdict": "needed",
                "instances": 9,
                "reason": "",
                "counterexample": witness(),
                "family": "matrices",
            }
        ],
        "mutation": {
            "generated": 9, "refuted": 7, "equivalent": 1, "survived": 1, "survivors": ["X + <b>"],
        },
    }  # fmt: skip
    margin = record()["margin"] | {"histogram": {"edges": [0.0, 0.5, 1.0], "counts": [3, 1]}}
    html = render([record(evidence=full, margin=margin)], run())
    text = " ".join(Page(html).text.split())
    for shown in (
        "at most 0.012 % of sparse; 3.1 % of the family’s own instances are false, at 99 %",
        "2 suspicions of floating point, 2 false alarms",
        "X has full column rank: needed",
        "false without it at d = 1, n = 2: X = [1 −1/2]",
        "7 of 9 refuted, 1 the same after all, 1 holds too",
        "1 changed formula says something else and is true as well",
        "X + <b>",
        "more screened by floating point40,000",
        "Margins, rounded by floating point",
    ):
        assert shown in text
    assert '<svg class="bars"' in html
    assert "0 to 1" in text
    assert '<svg class="bars"' not in render([record()], run())
    assert '<svg class="bars"' not in render([record("refuted", margin=margin)], run())


def test_a_picture_is_drawn_beside_its_instance() -> None:
    data = {"at": 0.0, "loss": [[0.0, 2.0], [1.0, 0.5]], "bound": [[0.0, 1.0], [1.0, 0.6]]}
    shown = witness(picture={"kind": "loss", "data": data})
    found = {"token": "t", "smallest": shown, "worst": None}
    html = render([record("refuted", counterexample=found)], run())
    assert html.count("<polyline") == 2
    assert "the claimed bound" in Page(html).text


def test_of_several_answers_to_a_claim_the_worst_earns_its_points() -> None:
    def of(claim: str, given: float, sheet: str = "mine") -> Record:
        return record(claim=claim, sheet=sheet, points={"given": given, "most": 2.0})

    assert earned([record()]) is None
    assert earned([of("a", 2.0), of("a", 0.5), of("b", 1.0)]) == (1.5, 4.0, 2)
    assert earned([of("a", 2.0), of("a", 1.0, "other")]) == (3.0, 4.0, 1)
