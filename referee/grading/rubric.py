"""Rubrics: points for claims, and partial credit for what is decided to be nearly right.

A rubric is a TOML file beside the reference sheet. An answer that does not hold may be
right for some sizes only, up to its sign, up to a transpose or up to a constant factor;
each of these is a statement, decided as exactly as the claim itself: over the instances of
those sizes, or of ``-answer``, ``answer.T``, ``c * answer``. It may also be equal to a formula that
the rubric names, which is all that statement blanks have. A true
answer to a claim that asks for a bound or a condition is worth as much as it says.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
from flint import fmpq

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim, judged_by_the_answer, natural
from referee.deciding.decision import Decision, decide
from referee.deciding.drawn_once import smallest
from referee.deciding.effort import Effort
from referee.deciding.one_instance import decide_at
from referee.deciding.strength.words import CIRCULAR, LOOSE, SAME_ORDER, TIGHT, WORTHLESS
from referee.grading.near_formulas import Near, equal_to, is_written_as, spelled
from referee.language.comparison import INEQUALITIES, Comparison, IllTyped, Truth
from referee.language.evaluation import value_of
from referee.language.reading import Scope, parse
from referee.language.reading import read as read_formula
from referee.language.reading.scope import STATEMENT
from referee.language.spelling import to_text
from referee.language.tree import Formula, FormulaError
from referee.language.types import type_of
from referee.language.vocabulary import SCALAR, TRUTH
from referee.numerics.exponential_sums import ExponentialSum
from referee.strategies.families import Family, Instance, Shape
from referee.strategies.fields import size

TRIED = 40  # instances that a statement must pass before it is decided in full
UNIT = 10_000  # points are shared out in fractions of this
MOST_DIGITS = 20  # of a constant factor that anyone would call one
_GENERAL = ("sign", "transpose", "factor")
# What a true answer is worth by how much it says, and what a rubric calls it.
STRENGTHS = {TIGHT: 1.0, SAME_ORDER: 0.75, LOOSE: 0.5, WORTHLESS: 0.0, CIRCULAR: 0.0}
STRENGTH_KEYS = {"same_order": SAME_ORDER, **{word: word for word in (LOOSE, WORTHLESS, CIRCULAR)}}
WORSE, BETTER = "worse", "better"  # of an ambiguous answer's readings the one that counts
HEAD = ("points", *_GENERAL, *STRENGTH_KEYS, "ambiguous")
_ENTRY = ("points", "cases", "formulas", *_GENERAL, *STRENGTH_KEYS)
_CASE = ("where", "share", "says")
_NEAR = ("formula", "share", "says")
FORMULA = "formula"  # what is credited of an answer that equals one of the rubric's formulas


class RubricError(ValueError):
    """A rubric that cannot be used; the message names the file and the place."""


@dataclass(frozen=True)
class Case:
    """Sizes at which an answer may be right: a condition such as n == 2, and its share.

    ``where`` is in the canonical spelling, however the rubric writes it.
    """

    where: str
    share: float
    says: str


@dataclass(frozen=True)
class Terms:
    """What a claim is worth, and the shares of answers that are nearly right.

    ``strengths`` are those of true answers by how much they say, where the claim asks for that.
    ``ambiguous`` says what counts of an answer that can be read in several ways: the "worse" of
    its readings, the "better" one, or a share.
    """

    points: float = 1.0
    sign: float = 0.0
    transpose: float = 0.0
    factor: float = 0.0
    cases: tuple[Case, ...] = ()
    formulas: tuple[Near, ...] = ()
    strengths: Mapping[str, float] = field(default_factory=lambda: STRENGTHS, hash=False)
    ambiguous: str | float = WORSE


@dataclass(frozen=True)
class Rubric:
    """The terms of every claim; ``altered`` says that they are not those of the file alone."""

    terms: Mapping[str, Terms]
    text: str = ""  # as read, from which a cache knows that it has changed
    altered: bool = False


@dataclass(frozen=True)
class Credit:
    """A statement about an answer that was decided to hold, and the share it is worth."""

    case: str
    share: float
    says: str
    decision: Decision | None  # None for an answer that has the normal form of what it is equal to
    answer: str = ""  # the formula that was decided to hold


def read(
    path: Path, claims: Mapping[str, Claim], *, head: Mapping[str, Any] | None = None
) -> Rubric:
    """Read a rubric; raises RubricError. Where there is no file every claim is worth a point.

    What ``head`` holds takes the place of what the file says under ``[rubric]``.
    """
    if not path.exists():
        return Rubric(from_tables(claims, {"rubric": dict(head or {})}))
    try:
        text = path.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise RubricError(f"{path}: {error}") from None
    try:
        if head and isinstance(tables.get("rubric", {}), dict):
            tables["rubric"] = {**tables.get("rubric", {}), **head}
        return Rubric(from_tables(claims, tables), text)
    except RubricError as error:
        raise RubricError(f"{path}: {error}") from None


def from_tables(claims: Mapping[str, Claim], tables: Mapping[str, Any]) -> dict[str, Terms]:
    """Return the terms of every claim, of the tables of a rubric. Raises RubricError."""
    return _Reader(claims, tables).terms()


class _Reader:
    """The tables of a rubric, checked."""

    def __init__(self, claims: Mapping[str, Claim], tables: Mapping[str, Any]) -> None:
        self.claims = claims
        self.head = table_of(tables.get("rubric", {}), "[rubric]", HEAD)
        parts = {claim.part for claim in claims.values()}
        self.parts = table_of(tables.get("parts", {}), "[parts]", tuple(sorted(parts, key=natural)))
        entries = {k: v for k, v in tables.items() if k not in {"rubric", "parts"}}
        unknown = [name for name in entries if name not in claims]
        if unknown:
            raise RubricError(f"{unknown[0]}: no such claim")
        self.entries = {k: table_of(v, k, _ENTRY) for k, v in entries.items()}

    def terms(self) -> dict[str, Terms]:
        """Return the terms of every claim; the points of a part are shared out among its own."""
        found = {name: self._of(name) for name in self.claims}
        for part in self.parts:
            names = [name for name in found if self.claims[name].part == part]
            most = number_in(self.parts, part, f"[parts] {part}", 0.0)
            shares = apportioned(most, [found[name].points for name in names])
            for name, points in zip(names, shares, strict=True):
                found[name] = replace(found[name], points=points)
        return found

    def _of(self, name: str) -> Terms:
        entry, claim = self.entries.get(name, {}), self.claims[name]
        points = number_in(entry, "points", name, number_in(self.head, "points", "[rubric]", 1.0))
        strengths = self._strengths(name)
        ambiguous, near = self._ambiguous(), tuple(_nears(claim, entry))
        if claim.size is None:
            if set(entry) - {"points", "formulas", *STRENGTH_KEYS}:
                raise RubricError(f"{name}: a statement goes there; it has no partial credit"
                                  " but for formulas")  # fmt: skip
            return Terms(points, formulas=near, strengths=strengths, ambiguous=ambiguous)
        shares = {k: _share(entry, k, name, _share(self.head, k, "[rubric]")) for k in _GENERAL}
        cases = entry.get("cases", [])
        if not isinstance(cases, list):
            raise RubricError(
                f'{name}: cases is a list: cases = [{{where = "n == 2", share = 0.5}}]'
            )
        found = tuple(_case(claim, each) for each in cases)
        of = (shares["sign"], shares["transpose"], shares["factor"])
        return Terms(points, *of, found, near, strengths, ambiguous)

    def _ambiguous(self) -> str | float:
        """Return what an answer is worth whose readings have different verdicts."""
        found = self.head.get("ambiguous", WORSE)
        if isinstance(found, str):
            if found not in {WORSE, BETTER}:
                words = f'"{WORSE}", "{BETTER}" or a share'
                raise RubricError(f"[rubric]: ambiguous = {found!r}; it is {words}")
            return found
        return _share(self.head, "ambiguous", "[rubric]")

    def _strengths(self, name: str) -> Mapping[str, float]:
        """Return the shares of the answers that are true, by how much they say."""
        entry = self.entries.get(name, {})
        stray = next((key for key in STRENGTH_KEYS if key in entry), None)
        if stray and self.claims[name].asks is None:
            raise RubricError(f"{name}: {stray}: the claim asks for no bound and no condition")
        chosen = {
            word: _share(entry, key, name, _share(self.head, key, "[rubric]", STRENGTHS[word]))
            for key, word in STRENGTH_KEYS.items()
        }
        return STRENGTHS | chosen


def apportioned(most: float, weights: Sequence[float]) -> list[float]:
    """Share points out by weight, in whole ten-thousandths that sum to all of them.

    Where the shares are not whole, the largest remainders are rounded up (Hamilton's method).
    """
    units, total = round(most * UNIT), sum(map(Fraction, weights))
    quotas = [units * Fraction(weight) / total if total else Fraction(0) for weight in weights]
    whole = [int(q) for q in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: whole[i] - quotas[i])
    for i in by_remainder[: int(sum(quotas)) - sum(whole)]:
        whole[i] += 1
    return [each / UNIT for each in whole]


def table_of(found: Any, where: str, keys: Sequence[str]) -> dict[str, Any]:
    """Return a table that has no other keys. Raises RubricError."""
    if not isinstance(found, dict):
        raise RubricError(f"{where}: a table is needed")
    unknown = [key for key in found if key not in keys]
    if unknown:
        raise RubricError(f"{where}: unknown key {unknown[0]!r}; the keys are {', '.join(keys)}")
    return found


def number_in(table: Mapping[str, Any], key: str, where: str, otherwise: float) -> float:
    """Return a number from 0 on, below a million. Raises RubricError."""
    found = table.get(key, otherwise)
    good = isinstance(found, (int, float)) and not isinstance(found, bool)
    if not good or not 0 <= found < 1e6:
        raise RubricError(f"{where}: {key} = {found!r}; a number from 0 on is needed")
    return float(found)


def _share(table: Mapping[str, Any], key: str, where: str, otherwise: float = 0.0) -> float:
    share = number_in(table, key, where, otherwise)
    if share > 1:
        raise RubricError(f"{where}: {key} = {share:g}; a share is at most 1")
    return share


def _case(claim: Claim, entry: Any) -> Case:
    table = table_of(entry, f"{claim.id}: a case", _CASE)
    where = table.get("where")
    if not isinstance(where, str) or not isinstance(table.get("says", ""), str):
        raise RubricError(f'{claim.id}: a case has a condition: where = "n == 2"')
    share = _share(table, "share", f"{claim.id}: {where}", 0.5)
    try:
        condition = condition_on(claim.family, where)
        known = restricted_shapes(claim.family, condition)
    except RubricError as error:
        raise RubricError(f"{claim.id}: {error}") from None
    if not known:
        raise RubricError(f"{claim.id}: where = {where!r}: no shape of the claim is like that")
    return Case(condition, share, str(table.get("says", f"right where {where}, and only there")))


def _nears(claim: Claim, entry: Mapping[str, Any]) -> Iterator[Near]:
    found = entry.get("formulas", [])
    if not isinstance(found, list):
        raise RubricError(
            f'{claim.id}: formulas is a list: formulas = [{{formula = "-w", share = 0.5}}]'
        )
    for each in found:
        table = table_of(each, f"{claim.id}: a formula", _NEAR)
        text, says = table.get("formula"), table.get("says", "")
        if not isinstance(text, str) or not isinstance(says, str):
            raise RubricError(f'{claim.id}: a formula is needed: formula = "-w", share = 0.5')
        share = _share(table, "share", f"{claim.id}: {text}", 0.5)
        try:
            yield Near(spelled(claim, text), share, says or f"equal to {text}")
        except FormulaError as error:
            raise RubricError(f"{claim.id}: formula = {text!r}: {error}") from None


def condition_on(family: Family, where: str) -> str:
    """Return a condition on the sizes of a family, in any notation, as the canonical spelling.

    Raises RubricError for what is none, or could be several.
    """
    sizes = _sizes(family.shapes[0])
    try:
        formula = read_formula(where, Scope(sizes, tuple(sizes.by_name), STATEMENT)).formula
        size_of = type_of(formula, sizes, sizes.shapes[0])
    except (FormulaError, IllTyped) as error:
        raise RubricError(f"where = {where!r}: {error}") from None
    if size_of != TRUTH:
        raise RubricError(f"where = {where!r}: a condition is needed, such as n == 2")
    return to_text(formula.root)


def restricted_shapes(family: Family, where: str) -> tuple[Shape, ...]:
    """Return the shapes at which a condition holds, in the canonical spelling.

    Raises RubricError for one that has no value.
    """
    return family.where(partial(_holds_at, where)).shapes


def _holds_at(where: str, shape: Shape) -> bool:
    """Decide a condition on sizes, in the language of formulas."""
    sizes = _sizes(shape)
    try:
        formula = parse(where, dict.fromkeys(shape))
        type_of(formula, sizes, shape)  # what fits at one shape may not at another
        truth: Truth = value_of(formula, sizes.build(shape, [])).truth
    except (FormulaError, IllTyped, ArithmeticError) as error:
        raise RubricError(f"where = {where!r}: {error}") from None
    return truth is Truth.TRUE


def _sizes(shape: Shape) -> Family:
    """Return the family that has the dimensions of a shape and nothing else."""
    return Family("sizes", (shape,), tuple(size(name, name) for name in shape))


def restricted(claim: Claim, where: str) -> Claim:
    """Return a claim about the instances of some sizes only; their tokens stay the family's."""
    # Constructions are there to refute what is right at small sizes.
    family = replace(claim.family.where(partial(_holds_at, where)), constructed=None)
    test: Any = hypothesis.given(p=family.instances())(judged_by_the_answer(claim.decide))
    test.family = family
    found = replace(claim, family=family, test=test)
    test.claim = found
    return found


@dataclass(frozen=True)
class _Statement:
    """What may be right about an answer: a claim with an answer made of it."""

    case: str
    share: float
    says: str
    claim: Claim
    text: str
    settled: bool = False  # by normal forms: nothing is left to decide


def credit(
    claim: Claim, answer: Answer, terms: Terms, *, seed: int = 0, effort: Effort | None = None
) -> Credit | None:
    """Return the best statement about an answer that does not hold, None where none does."""
    if answer.text is None:
        return None
    found = sorted(_statements(claim, answer.text, terms), key=lambda s: -s.share)
    for each in found:
        if each.share and each.settled:
            return Credit(each.case, each.share, each.says, None, each.text)
        if each.share and _survives(each.claim, each.text):
            altered = replace(answer, text=each.text, expect=None)
            decision = decide(each.claim, altered, seed=seed, effort=effort)
            if decision.verdict == "held":
                return Credit(each.case, each.share, each.says, decision, each.text)
    return None


def _statements(claim: Claim, text: str, terms: Terms) -> Iterator[_Statement]:
    for near in terms.formulas:
        written = is_written_as(claim, text, near.formula)
        equals = equal_to(claim, near.formula)
        yield _Statement(FORMULA, near.share, near.says, equals, text, written)
    if claim.size is None:
        return
    # A newline ends a comment, which the bracket must not be part of.
    inside = f"({text}\n)"
    # The negative of whatever is too large a bound is a bound: that says nothing of it.
    if terms.sign and not _is_bound(claim, text):
        yield _Statement("sign", terms.sign, "right up to its sign", claim, f"-{inside}")
    if any(claim.type_at(shape) != SCALAR for shape in claim.family.shapes):
        says = "right up to a transpose"
        yield _Statement("transpose", terms.transpose, says, claim, f"{inside}.T")
    for factor in constant_factors(claim, text) if terms.factor else ():
        says = f"right up to a constant factor: {factor} times it is right"
        yield _Statement("factor", terms.factor, says, claim, f"({factor}) * {inside}")
    for case in terms.cases:
        yield _Statement(case.where, case.share, case.says, restricted(claim, case.where), text)


def _is_bound(claim: Claim, text: str) -> bool:
    """Say whether an answer is compared by an inequality at one of the smallest instances."""
    formula = _formula(claim, text)
    if formula is None:
        return False
    found = (_relation(claim, formula, p) for p in smallest(claim.family, TRIED))
    return any(relation in INEQUALITIES for relation in found)


def _relation(claim: Claim, formula: Formula, p: Instance) -> str:
    if not _fits(claim, formula, p.shape):
        return ""
    return decide_at(claim.decide, lambda at: value_of(formula, at), p).relation


def _survives(claim: Claim, text: str) -> bool:
    """Say whether a statement fits everywhere and is true of the smallest instances."""
    formula = _formula(claim, text)
    if formula is None or not all(_fits(claim, formula, s) for s in claim.family.shapes):
        return False
    return all(
        decide_at(claim.decide, lambda at: value_of(formula, at), p).truth is not Truth.FALSE
        for p in smallest(claim.family, TRIED)
    )


def _formula(claim: Claim, text: str) -> Formula | None:
    try:
        return parse(text, dict.fromkeys(claim.names))
    except FormulaError:
        return None


def _fits(claim: Claim, formula: Formula, shape: Shape) -> bool:
    try:
        return type_of(formula, claim.family, shape) == claim.type_at(shape)
    except IllTyped:
        return False


def constant_factors(claim: Claim, text: str) -> list[fmpq]:
    """Return the constants that may mend an answer: the quotient of an equation's sides.

    It is read off one instance, and no more than a candidate; which side the answer is on
    is not known, so its inverse is another. Empty where no instance tells.
    """
    formula = _formula(claim, text)
    if formula is None or not all(_fits(claim, formula, s) for s in claim.family.shapes):
        return []
    rng = random.Random(f"factor {claim.id}")
    for p in (
        *smallest(claim.family, TRIED),
        *(claim.family.sample_small(rng) for _ in range(TRIED)),
    ):
        compared = decide_at(claim.decide, lambda at: value_of(formula, at), p)
        quotient = _quotient_of_sides(compared)
        if quotient is not None:
            small = abs(quotient) != 1 and len(str(quotient)) <= MOST_DIGITS
            return [quotient, 1 / quotient] if small else []
    return []


def _quotient_of_sides(compared: Comparison) -> fmpq | None:
    """Return left over right for the first entries that are not zero, if it is rational."""
    if compared.relation != "=" or compared.lhs is None or compared.rhs is None:
        return None
    for left, right in zip(compared.lhs.flat, compared.rhs.flat, strict=True):
        top, bottom = _leading(left), _leading(right)
        if top and bottom:
            return top / bottom
    return None


def _leading(number: object) -> fmpq | None:
    """Return a rational, or the first coefficient of a sum of exponentials; None for others."""
    if isinstance(number, ExponentialSum):
        return _leading(number.terms[0][1])
    return number if isinstance(number, fmpq) else None
