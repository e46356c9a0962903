"""Slips: by what a wrong answer differs from a right one, decided by normal forms.

Of each claim all formulas are known that a single change makes of the reference's answer, and the
wrong variants of the corpus's own sheets with what these say of them. An answer with the normal
form of one of them is that formula, whatever it looks like: nothing is guessed, and an answer that
is like none has no slip that is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import islice

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import claims_of, package_of
from referee.deciding.decision import readings
from referee.evidence.schema import Slip
from referee.grading.index_slips import mistaken_indices
from referee.grading.references import own_sheets, references_to
from referee.grading.tree_differences import KINDS, Difference, as_written, difference
from referee.language.comparison import IllTyped
from referee.language.latex import LatexWriter
from referee.language.mutation import changes
from referee.language.normal_form import normal_form
from referee.language.reading import parse
from referee.language.tree import Formula, FormulaError, Node

REJECTED = ("refuted", "ill-typed")
MOST_CHANGES = 3_000  # of one reference that are looked at
MOST_MISTAKEN = 300  # indices of one reference that are looked at
_NUMBERS = tuple(Fraction(*pair) for pair in ((2, 1), (1, 2), (3, 1), (1, 3), (4, 1), (1, 4)))
# What has no normal form is like nothing.
_NO_FORM = (IllTyped, KeyError, ValueError, ArithmeticError, RecursionError)


def slip_of(claim: Claim, answer: Answer) -> Slip | None:
    """Return by what a wrong answer differs from a right one, None where that is not known."""
    try:
        found = readings(claim, answer)
    except FormulaError:
        return None
    form = _form(claim, found[0].root) if len(found) == 1 else ""
    apart, because = _differences(claim).get(form, ()), _variants(claim).get(form, "")
    if not form or not (apart or because):
        return None
    told = _told(apart, found[0].root) if apart else Difference("known", "")
    return _plain(claim, told, because)


def _plain(claim: Claim, found: Difference, because: str) -> Slip:
    return {
        "kind": found.kind,
        "says": found.says,
        "there": _latex(claim, found.there),
        "right": _latex(claim, found.right),
        "because": because,
    }


def _latex(claim: Claim, node: Node | None) -> str:
    return "" if node is None else LatexWriter(claim.family).write(node)


def _form(claim: Claim, root: Node) -> str:
    """Return the normal form of a tree, "" for none."""
    try:
        return normal_form(Formula(claim.id, root), claim.family)
    except _NO_FORM:
        return ""


def _told(apart: Sequence[Difference], answer: Node) -> Difference:
    """Return the difference that is told: what says most, but an index that stands there first.

    A_ji for A_ij is also what comes of Aᵀ, which nobody wrote.
    """
    inside = set(answer.walk())
    first = next((e for e in apart if e.kind == "index" and e.there in inside), apart[0])
    return apart[0] if apart[0].there in inside else as_written(first, answer)


@cache
def _differences(claim: Claim) -> Mapping[str, Sequence[Difference]]:
    """Return all that single changes make of the reference's answers, by normal form.

    What says most of a form is the first.
    """
    found: dict[str, list[Difference]] = {}
    roots = [parse(text, dict.fromkeys(claim.names)).root for text in references_to(claim)]
    right = {"", *(_form(claim, root) for root in roots)}
    for root in roots:
        for form, apart in _around(claim, root):
            if form not in right:
                found.setdefault(form, []).append(apart)
    return {
        form: sorted(each, key=lambda one: KINDS.index(one.kind)) for form, each in found.items()
    }


def _around(claim: Claim, root: Node) -> Iterator[tuple[str, Difference]]:
    """Yield the normal forms of what a single change makes of a formula, and the change."""
    seen = {root}
    for number, other in enumerate(changes(root, claim)):
        if number >= MOST_CHANGES:
            break
        if other not in seen:
            seen.add(other)
            yield _form(claim, other), difference(other, root)
    for other, apart in islice(mistaken_indices(root), MOST_MISTAKEN):
        yield _form(claim, other), apart
    for other in _renumbered(claim, root):
        yield _form(claim, other), difference(other, root)
    if claim.size is not None:
        for factor in _factors(claim):
            says = "it is {there} times what belongs there"
            yield _form(claim, Node("*", (factor, root))), Difference("factor", says, factor)


def _factors(claim: Claim) -> Iterator[Node]:
    """Yield the constants and sizes that a formula may be a multiple by."""
    one = _number(Fraction(1))
    yield from map(_number, _NUMBERS)
    for size in _sizes(claim):
        yield size
        yield Node("/", (one, size))


def _number(value: Fraction) -> Node:
    if value.denominator == 1:
        return Node("number", value=value)
    top, bottom = (Node("number", value=Fraction(n)) for n in value.as_integer_ratio())
    return Node("/", (top, bottom))


def _sizes(claim: Claim) -> list[Node]:
    shape = claim.family.shapes[0]
    return [Node("name", value=name) for name in claim.names if name in shape]


def _renumbered(claim: Claim, node: Node) -> Iterator[Node]:
    """Yield a tree with one number or size exchanged for another number or size."""
    sizes = _sizes(claim)
    if node.kind == "number" and isinstance(node.value, Fraction):
        yield from (_number(node.value * factor) for factor in _NUMBERS)
        yield from sizes
    elif node in sizes:
        yield from (_number(Fraction(n)) for n in (1, 2, 3))
        yield Node("*", (_number(Fraction(2)), node))
        yield from (Node(kind, (node, _number(Fraction(1)))) for kind in ("-", "+"))
    for index, arg in enumerate(node.args):
        for other in _renumbered(claim, arg):
            yield Node(node.kind, (*node.args[:index], other, *node.args[index + 1 :]), node.value)


@cache
def _variants(claim: Claim) -> Mapping[str, str]:
    """Return what the corpus says of its wrong variants of a claim, by normal form."""
    return {
        form: because
        for form, because in (
            (_form_of(claim, answer), answer.because)
            for answer in _explained(package_of(claim)).get(claim.id, ())
        )
        if form
    }


def _form_of(claim: Claim, answer: Answer) -> str:
    try:
        found = readings(claim, answer)
    except FormulaError:
        return ""
    return _form(claim, found[0].root) if len(found) == 1 else ""


@cache
def _explained(package: str) -> Mapping[str, list[Answer]]:
    """Return the wrong answers of a corpus's own sheets that these explain, by claim."""
    found: dict[str, list[Answer]] = {}
    for sheet in own_sheets(package):
        for answer in sheet.answers:
            if answer.expect in REJECTED and answer.because and answer.text is not None:
                found.setdefault(answer.claim, []).append(answer)
    known = claims_of(package)
    return {name: answers for name, answers in found.items() if name in known}
