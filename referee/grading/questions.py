"""Questions by the names that people give them: an id, a part, a number, what goes into the blank.

A name is never guessed at: what could be two questions is said to be both.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from referee.deciding.claim import Claim

MOST_LISTED = 4  # questions that a line tells of
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_NUMBER = re.compile(
    r"(?:^|[\s(])(?:eq|eqn|equation|question|number|no)?[.:]?\s*\((\d{1,4})\)"
    r"|\b(?:eq|eqn|equation)s?[.:]?\s*\(?(\d{1,4})\)?(?![\w.])",
    re.IGNORECASE,
)


class NoQuestion(ValueError):
    """A name that no question goes by, or several do; the message is one line."""


@dataclass(frozen=True)
class Named:
    """The questions that a name may be of, and how much of them it names.

    ``how`` is "id", "number", "title" or "part"; "" for a name of no question.
    """

    claims: tuple[Claim, ...] = ()
    how: str = ""


def chosen(text: str, claims: Mapping[str, Claim]) -> dict[str, Claim]:
    """Return the questions of a list such as ``1.2,2.2-E27,1.3-A1..1.3-A5,(5)``, in their order.

    Raises NoQuestion, with the nearest, for a name that there is no question of.
    """
    wanted = {
        claim.id
        for item in text.split(",")
        if item.strip()
        for claim in _item(item.strip(), claims)
    }
    if not wanted:
        raise NoQuestion(f"no questions in {text!r}; write a part or an id, as in {_like(claims)}")
    return {name: claim for name, claim in claims.items() if name in wanted}


def one(name: str, claims: Mapping[str, Claim]) -> Claim:
    """Return the question that a name is of. Raises NoQuestion where that is none or several."""
    found = _item(name.strip(), claims)
    if len(found) > 1:
        raise NoQuestion(f"{name}: {several(found)}")
    return found[0]


def _item(item: str, claims: Mapping[str, Claim]) -> list[Claim]:
    first, dots, last = item.partition("..")
    if not dots and item not in claims and "-" in item:
        left, _, right = item.translate(_DASHES).partition("-")
        parts = {claim.part for claim in claims.values()}
        if left.strip() in parts and right.strip() in parts:
            first, dots, last = left, "-", right
    if not dots:
        return _group(item, claims)
    order = list(claims)
    start = order.index(_group(first.strip(), claims)[0].id)
    stop = order.index(_group(last.strip(), claims)[-1].id)
    if stop < start:
        raise NoQuestion(f"{item}: {last.strip()} comes before {first.strip()}; turn them round")
    return [claims[name] for name in order[start : stop + 1]]


def _group(name: str, claims: Mapping[str, Claim]) -> list[Claim]:
    """Return the questions of a part, an id, the beginning of ids, or a number of an equation."""
    plain = name.translate(_DASHES).casefold()
    same = [c for c in claims.values() if c.id.casefold() == plain]
    begun = [c for c in claims.values() if f"{c.id.casefold()}-".startswith(f"{plain}-")]
    found = same or begun or numbered(_number(f"({name.strip('()')})"), claims.values())
    if not found:
        raise NoQuestion(f"no question {_shown(name)!r}{nearest(name, claims)}")
    return found


def named(text: str, claims: Mapping[str, Claim], within: Iterable[Claim] = ()) -> Named:
    """Return the questions that a heading or a label is about.

    What names the most counts: an id before the number of an equation, that before what goes into
    the blank, that before a part. ``within`` are those that a heading above is about.
    """
    inside = list(within) or list(claims.values())
    plain = _plain(text)
    by_id = list(_ids_in(plain, claims))
    if by_id:
        return Named(tuple(by_id), "id")
    number = _number(text)
    if number is not None and (by_number := numbered(number, inside)):
        return Named(tuple(by_number), "number")
    if by_title := _titled(plain, inside):
        return Named(tuple(by_title), "title")
    return Named(tuple(_of_part(plain, claims.values())), "part")


def numbered(number: int | None, claims: Iterable[Claim]) -> list[Claim]:
    """Return the questions about an equation."""
    return [c for c in claims if number is not None and number in _equations(c)]


def _equations(claim: Claim) -> tuple[int, ...]:
    found = claim.equation
    return found if isinstance(found, tuple) else () if found is None else (found,)


def _number(text: str) -> int | None:
    found = _NUMBER.search(text.translate(_DASHES))
    return int(found[1] or found[2]) if found else None


def _ids_in(plain: str, claims: Mapping[str, Claim]) -> Iterator[Claim]:
    """Yield the questions whose id a text holds, or else the only one that begins as it says."""
    words = dict.fromkeys(re.findall(r"[\w.]+(?:-[\w.]+)+", plain))
    for word in (each.strip(".") for each in words):
        begun = [c for c in claims.values() if f"{c.id.casefold()}-".startswith(f"{word}-")]
        yield from [c for c in begun if c.id.casefold() == word] or begun


def _titled(plain: str, claims: Iterable[Claim]) -> list[Claim]:
    title = _bare(plain)
    return [c for c in claims if title and _bare(_plain(c.blank)) == title]


def _of_part(plain: str, claims: Iterable[Claim]) -> list[Claim]:
    found = re.findall(r"(?<![\w.-])[\w]+(?:\.\w+)*(?![\w-])", plain)
    words = {word.strip(".") for word in found}
    return [c for c in claims if c.part.casefold() in words]


def _plain(text: str) -> str:
    """Return a text in small letters, its dashes, underscores and decorations the plain ones."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    return " ".join(re.sub(r"[*`$\\{}#]+", " ", text).split())


def _bare(plain: str) -> str:
    """Return a title without its number, its articles and its punctuation."""
    return re.sub(r"^[\d.()\s:-]+", "", re.sub(r"\b(?:the|a|an)\b|[^\w\s]", " ", plain)).strip()


def several(claims: Iterable[Claim]) -> str:
    """Say that a name is of several questions, and which ones."""
    ids = [claim.id for claim in claims]
    more = f" and {len(ids) - MOST_LISTED} more" if len(ids) > MOST_LISTED else ""
    return (
        f"this may be {', '.join(ids[:MOST_LISTED])}{more}; write the id of the one that is meant"
    )


def nearest(name: str, claims: Mapping[str, Claim]) -> str:
    """Say which question or part an unknown name may stand for."""
    known = [*dict.fromkeys(claim.part for claim in claims.values()), *claims]
    close = difflib.get_close_matches(name[:100], known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else f"; there are {_like(claims)}, ..."


def _like(claims: Mapping[str, Claim]) -> str:
    first = next(iter(claims.values()))
    return f"{first.part} and {first.id}"


def _shown(name: str) -> str:
    line = name if name.isprintable() else ascii(name)[1:-1]
    return line if len(line) <= 60 else f"{line[:59]}…"
