"""Tokens: ``family shape: integers`` as text, from which an instance is rebuilt anywhere."""

from __future__ import annotations

import re
from inspect import signature

from referee.strategies import options
from referee.strategies.families import FAMILIES, Family, Instance, named
from referee.strategies.integer_vectors import within

_NAME = "[A-Za-z_][A-Za-z0-9_]*"  # of Python, as far as it is ASCII
_FAMILY = re.compile(rf"({_NAME})(?:\(([A-Za-z0-9_=,+.%!~-]*)\))?")
_TOKEN = re.compile(rf"([^ ]+)((?: {_NAME}=[0-9]{{1,4}})+):((?: -?[0-9]{{1,4000}})*)")


def read_family(text: str) -> Family:
    """Return the family that a name stands for, as written in a token.

    Raises ValueError for anything else.
    """
    match = _FAMILY.fullmatch(text)
    if match is None or match[1] not in FAMILIES:
        raise ValueError(f"not a known family: {text[:80]!r}")
    parameters = signature(FAMILIES[match[1]]).parameters
    try:
        return named(match[1], **options.read(match[2] or "", parameters))
    except (TypeError, KeyError) as error:
        raise ValueError(f"no such option of a family in {text[:80]!r}: {error}") from None


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
