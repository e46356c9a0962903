"""Strength as plain data: what was measured, as text that is exact and as floats to draw."""

from __future__ import annotations

import math
from typing import Any, cast

from referee.deciding.strength.words import Climb, Strength
from referee.evidence import schema
from referee.evidence.plain_numbers import spell
from referee.language.latex import to_latex
from referee.language.reading import parse
from referee.language.tree import FormulaError
from referee.numerics import scalars
from referee.strategies.families import Family

LONGEST = 16  # signs of a number in a sentence
NOTHING = "infinitely many"  # times weaker is what says nothing


def from_strength(found: Strength, family: Family) -> schema.Strength:
    """Return how much an answer says, as plain data."""
    says = found.says
    for name, number in found.numbers.items():
        says = says.replace(f"{{{name}}}", _short(number))
    return {
        "word": cast("schema.Word", found.word),
        "says": says,
        "against": found.against,
        "against_latex": _latex(found.against, family),
        "instances": found.instances,
        "climbs": [_climb(climb, family) for climb in found.climbs],
    }


def _latex(text: str, family: Family) -> str | None:
    try:
        return to_latex(parse(text, dict.fromkeys(family.by_name)), family)
    except FormulaError:  # words, where what is trivial is no formula
        return None


def _short(number: Any) -> str:
    """Return a number as a sentence has room for it: a long one to three digits."""
    text = NOTHING if number is None else spell(number)
    if len(text) <= LONGEST or number is None:
        return f"{int(text):,}" if text.isdecimal() else text
    mantissa, _, exponent = text.rpartition("≈ ")[2].partition("e")
    rounded = _float(number)
    if not exponent and math.isfinite(rounded):
        mantissa, _, exponent = f"{rounded:.4g}".partition("e")
    return f"about {mantissa} × 10^{{{int(exponent)}}}" if exponent else f"about {mantissa}"


def _climb(climb: Climb, family: Family) -> schema.Climb:
    drawn = ((rung.size, _float(rung.ratio)) for rung in climb.rungs)
    return {
        "limit": _latex(climb.limit, family) or climb.limit,
        "grows": climb.grows,
        "rungs": [
            {"size": rung.size, "ratio": None if rung.ratio is None else spell(rung.ratio)}
            for rung in climb.rungs
        ],
        "curve": [[float(size), ratio] for size, ratio in drawn if math.isfinite(ratio)],
    }


def _float(ratio: Any) -> float:
    return math.inf if ratio is None else scalars.to_float(ratio)
