"""A rubric as a file again, for workers: an assignment has other terms than the corpus's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from referee.deciding.claim import Claim
from referee.grading.rubric import STRENGTH_KEYS, Rubric, Terms
from referee.reports.text import toml_string


def written(rubric: Rubric, claims: Mapping[str, Claim]) -> str:
    """Return a file that says the same terms of the claims that a rubric has terms of."""
    ambiguous = {terms.ambiguous for terms in rubric.terms.values()}
    head = [f"ambiguous = {_value(each)}" for each in ambiguous]  # one: only the head says it
    tables = [
        "\n".join([f"[{toml_string(name)}]", *_entry(claims[name], terms)])
        for name, terms in rubric.terms.items()
    ]
    return "\n\n".join(["\n".join(["[rubric]", *head]), *tables]) + "\n"


def _entry(claim: Claim, terms: Terms) -> Iterator[str]:
    yield f"points = {terms.points!r}"
    if claim.asks is not None:
        for key, word in STRENGTH_KEYS.items():
            yield f"{key} = {terms.strengths[word]!r}"
    if terms.formulas:
        yield f"formulas = [{', '.join(_formulas(terms))}]"
    if claim.size is not None:
        yield f"sign = {terms.sign!r}"
        yield f"transpose = {terms.transpose!r}"
        yield f"factor = {terms.factor!r}"
        yield f"cases = [{', '.join(_cases(terms))}]"


def _cases(terms: Terms) -> Iterator[str]:
    for case in terms.cases:
        where, says = toml_string(case.where), toml_string(case.says)
        yield f"{{ where = {where}, share = {case.share!r}, says = {says} }}"


def _formulas(terms: Terms) -> Iterator[str]:
    for near in terms.formulas:
        formula, says = toml_string(near.formula), toml_string(near.says)
        yield f"{{ formula = {formula}, share = {near.share!r}, says = {says} }}"


def _value(found: str | float) -> str:
    return toml_string(found) if isinstance(found, str) else repr(found)
