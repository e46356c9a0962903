"""The formulas of a statement, its claim and conditions, with what is defined put into them."""

from __future__ import annotations

import re

from referee.asking.declarations import Condition, Definition, Name
from referee.asking.definitions import Definitions
from referee.asking.inference import Piece
from referee.asking.known import Reading
from referee.asking.problems import NotRead
from referee.asking.tokens import cut_into_tokens
from referee.language.reading.notations.tokens import NUMBER as DIGITS
from referee.language.reading.notations.tokens import Token

# An expectation that does not say over what it is.
_EXPECTATION = re.compile(
    r"(?:\\mathbb\s*\{?E\}?|\\operatorname\{(?:E|Var|Cov)\}|(?<![A-Za-z\\])(?:E|𝔼|Var|Cov))"
    r"(?=\s*(?:\\left\s*)?[\[(])"
)
_PROJECTION = re.compile(r"(?<![A-Za-z\\_])P_\{?\s*([A-Z])\s*\}?(?![A-Za-z0-9])")


def pieces_of(reading: Reading) -> list[Piece]:
    """Return the claim and the conditions, with definitions put into them."""
    _projections(reading)
    defined = _definitions(reading)
    known = {*reading.found.names, *_letters(reading, defined)}
    claim = reading.parts.claim
    text = _over_random(reading, claim.text)
    put = defined.put_into(text, claim.at, known)
    pieces = [Piece(reading.applied.put_into(put, claim.at), claim.at)]
    for each in reading.found.conditions:
        text = each.text
        if not each.canonical:
            text = defined.put_into(text, each.at, known)
            text = reading.applied.put_into(text, each.at)
        pieces.append(Piece(text, each.at, each.canonical))
    return pieces


def _projections(reading: Reading) -> None:
    """Define P_X, of which nothing else is said, as the projection onto the columns of X."""
    word = r"\operatorname{proj}" if "\\" in reading.whole else "proj"
    own = {*reading.found.names, *(each.name for each in reading.found.definitions)}
    for match in _PROJECTION.finditer(reading.whole):
        name, of = f"P_{match[1]}", match[1]
        if name not in own:
            own.add(name)
            text = f"{word}({of})"
            at = match.start()
            reading.found.definitions.append(Definition(name, "", text, at, at, sure=True))
            reading.conventions.append(f"{name} is the projection onto the columns of {of}")


def _over_random(reading: Reading, text: str) -> str:
    """Return a formula whose expectations say over what they are, as declarations do."""
    over = ", ".join(reading.found.random)
    return _EXPECTATION.sub(lambda m: f"{m[0]}_{{{over}}}", text) if over else text


def _letters(reading: Reading, defined: Definitions) -> set[str]:
    """Return the letters that stand alone somewhere: of words of which they are parts."""
    letters = set(re.findall(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", reading.whole))
    return letters - {*defined.of}


def _definitions(reading: Reading) -> Definitions:
    """Return what is defined; an equation for a name that is declared is a condition."""
    found: list[Definition] = []
    for each in reading.found.definitions:
        name = reading.found.names.get(each.name)
        tokens = cut_into_tokens(each.text, each.at)
        own = any(t.text == each.name for t in tokens)
        # A number is drawn as itself: a derivative by it is still one.
        own |= each.name[0].islower() and all(_is_of_number(t) for t in tokens)
        if each.name in reading.dims() or (
            not each.sure and (own or (name is not None and _is_declared(name)))
        ):
            text = reading.whole[each.name_at : each.at + len(each.text)]
            reading.found.conditions.append(Condition(text, each.name_at))
            continue
        if any(other.name == each.name for other in found) or (name is not None and name.rows):
            raise NotRead(f"{each.name} is declared twice", each.name_at)
        found.append(each)
    for each in found:
        reading.found.names.pop(each.name, None)
    return Definitions(found)


def _is_of_number(token: Token) -> bool:
    return token.kind == DIGITS or token.is_op("-", "/", ".")


def _is_declared(name: Name) -> bool:
    return bool(name.rows or name.sort or name.kinds or name.vector_kinds or name.intervals)
