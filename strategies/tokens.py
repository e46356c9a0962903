"""Tokens: ``family shape: integers`` as text, from which an instance is rebuilt anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from inspect import signature

from referee.strategies.families import FAMILIES, Family, Instance, named
from referee.strategies.integer_vectors import within

_FAMILY = re.compile(r"([a-z_]+)(?:\(([A-Za-z0-9_=,+.]*)\))?")
_TOKEN = re.compile(r"([^ ]{1,200})((?: [A-Za-z_0-9]{1,20}=\d{1,4})+):((?: -?\d{1,4000})*)")
_LITERALS: Mapping[str, bool] = {"True": True, "False": False}


def read_family(text: str) -> Family:
    """Return the family that a name stands for, as written in a token.

    Raises ValueError for anything else.
    """
    match = _FAMILY.fullmatch(text)
    if match is None or match[1] not in FAMILIES:
        raise ValueError(f"not a known family: {text[:80]!r}")
    options = dict(pair.split("=", 1) for pair in (match[2] or "").split(",") if "=" in pair)
    defaults = signature(FAMILIES[match[1]]).parameters
    try:
        return named(match[1], **{k: _option(v, defaults[k].default) for k, v in options.items()})
    except (TypeError, KeyError) as error:
        raise ValueError(f"no such option of a family in {text[:80]!r}: {error}") from None


def _option(text: str, default: object) -> object:
    """Return an option's value from its text; KeyError for a yes or no that is neither."""
    return _LITERALS[text] if isinstance(default, bool) else text


def from_token(token: str) -> Instance:
    """Rebuild the instance a token stands for. Raises ValueError for anything else."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise ValueError(f"not a token: {token[:80]!r}")
    found = read_family(match[1])
    shape = {k: int(v) for k, v in (pair.split("=") for pair in match[2].split())}
    integers = [int(i) for i in match[3].split()]
    p = found.build(shape, integers)
    if not all(map(within, integers, found.layout(shape).bounds)):
        raise ValueError(f"an integer of the token {token[:80]!r} is out of its bounds")
    return p
