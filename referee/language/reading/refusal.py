"""Why a text is not read, in its writer's own words: where, and the nearest that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from referee.language.reading.canonical.notation import parse
from referee.language.reading.example import example
from referee.language.reading.near import near
from referee.language.reading.notations.plain import MODULES
from referee.language.reading.reader import fits, offered, read, shows
from referee.language.reading.repairs import repairs
from referee.language.reading.result import UNKNOWN_NAME, DoesNotFit
from referee.language.reading.scope import Scope
from referee.language.tree import FormulaError
from referee.language.writing.notations import NOTATIONS, written
from referee.language.writing.writer import NotWritten

MOST_READ = 8  # texts, to find one that can be read
MOST_CHANGES = 3  # of a text
LONGEST = 300  # characters of a text that is mended
_SIGN = re.compile(
    rf"(?:{MODULES})(?:\.[A-Za-z]\w*)+|\\(?:left|right)\s*\\?[^\w\s]|\\(?:begin|end)\s*\{{\w+\*?\}}|\\[A-Za-z]+|\\.|[^\W\d_]\w*|\d+(?:\.\d+)?|\*\*|//|<=|>=|==|!=|:=|=>|\|\||.",
    re.DOTALL,
)


@dataclass(frozen=True)
class Offered:
    """A name that a text may use: as it is written there, and what it stands for.

    It is ``near`` where the text may have meant it.
    """

    written: str
    meaning: str
    near: bool


@dataclass(frozen=True)
class Refusal:
    """Where a text stops being a formula, and what could stand there.

    ``place`` is the first character of what cannot stand there and the one behind it, the same
    twice where something is missing; None where no part of the text is to blame. ``nearest`` is
    the text with as few changes as let it be read, "" where none was found: then ``example`` is
    a formula that fits, in the same notation. ``names`` are all that the text may use, near misses
    first, where it has one that there is not.
    """

    says: str
    place: tuple[int, int] | None
    nearest: str = ""
    example: str = ""
    names: tuple[Offered, ...] = ()


def refusal_of(error: FormulaError, text: str, scope: Scope) -> Refusal:
    """Return why a text is not read in a scope, from what :func:`read` has raised for it."""
    place = None if error.at is None else marked(text, error.at)
    unknown = place is not None and error.message.startswith(UNKNOWN_NAME)
    names = tuple(_names(text, text[slice(*place)], scope)) if place and unknown else ()
    nearest = "" if isinstance(error, DoesNotFit) else _nearest(text, error, scope)
    shown = "" if nearest or names or isinstance(error, DoesNotFit) else _example(text, scope)
    return Refusal(error.message, place, nearest, shown, names)


def marked(text: str, at: int) -> tuple[int, int]:
    """Return where the sign begins and ends that a place of a text is at."""
    end = len(text.rstrip())
    if at >= end:
        return end, end
    found = _SIGN.match(text, at)
    return at, found.end() if found else at + 1


def _names(text: str, word: str, scope: Scope) -> Iterator[Offered]:
    known = offered(text, scope)
    close = [each for each in near(word.lstrip("\\"), known) if each in known]
    for name in dict.fromkeys((*close, *known)):
        shown, meaning = known[name]
        yield Offered(shown, meaning, name in close)


def _nearest(text: str, error: FormulaError, scope: Scope) -> str:
    """Return a text with fewest changes that is read, one that fits first; "" where none was."""
    waiting, seen, misfits = [(text, error, 0)], {text}, list[str]()
    if len(text) > LONGEST:
        return ""
    for tried, why, changes in waiting:  # which grows on the way
        place = None if why.at is None else marked(tried, why.at)
        if place is None or changes == MOST_CHANGES:
            continue
        for other in _unseen(repairs(tried, place, offered(tried, scope)), seen):
            try:
                found = read(other, scope)
            except DoesNotFit:
                misfits += [other] if _has_sense(other, scope) else []
                continue
            except FormulaError as still:
                waiting.append((other, still, changes + 1))
                continue
            if all(fits(formula.root, scope) for formula in found.formulas):
                return other
            misfits.append(other)
    return next(iter(misfits), "")


def _has_sense(text: str, scope: Scope) -> bool:
    """Say whether a text that fits nowhere would be read if all sizes were one."""
    try:
        return not read(text, replace(scope, even=True)).is_ambiguous
    except FormulaError:
        return False


def _unseen(texts: Iterable[str], seen: set[str]) -> Iterator[str]:
    """Yield texts that were not looked at yet, until there were too many of them."""
    for text in texts:
        if len(seen) > MOST_READ:
            return
        if text.strip() and text not in seen:
            seen.add(text)
            yield text


def _example(text: str, scope: Scope) -> str:
    """Return a formula that fits, in the notation of a text where that is told by it."""
    shown = example(scope)
    formula = parse(shown, dict.fromkeys(scope.names))
    try:
        return written(formula, scope.family, _notation(text, scope))
    except NotWritten:
        return shown


def _notation(text: str, scope: Scope) -> str:
    evidence = shows(text, scope)
    found = {"python": "numpy", "plain": "unicode" if evidence.mathematics else "canonical"}
    name = found.get(evidence.notation, evidence.notation)
    return name if name in NOTATIONS else "canonical"
