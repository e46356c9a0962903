"""What a page asks for, as it comes over the wire: JSON that may be anything."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from referee.deciding.claim import Claim
from referee.language.reading.scope import NOTATIONS

MOST_BYTES = 100_000  # of a question; a formula has 10,000 characters at most
MOST_QUESTIONS = 2**53  # that a page counts
_PAGE = re.compile(r"[A-Za-z0-9-]{1,64}")
_TEXTS = ("page", "pane", "claim", "text", "where", "notation")


class Unwelcome(ValueError):
    """A request that is not answered; ``status`` is HTTP's, the message one line."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True)
class Wanted:
    """What is asked: an answer to a claim, or a statement of one's own where ``claim`` is "".

    ``page`` and ``pane`` say who asks and ``number`` how many questions were asked there before, so
    that a later question takes an earlier one's place, in whatever order they come; ``where``
    declares the names of a statement, ``notation`` is what an answer is written in.
    """

    page: str
    pane: str
    text: str
    claim: str = ""
    where: str = ""
    notation: str = ""
    number: int = 0


def wanted(body: bytes, claims: Mapping[str, Claim]) -> Wanted:
    """Return what a request asks for. Raises Unwelcome, in one line, for what is no question."""
    found = _table(body)
    number = found.pop("number", 0)
    if type(number) is not int or number not in range(MOST_QUESTIONS):
        raise Unwelcome(400, "number says how many questions were asked before: a whole number")
    texts = {name: found.get(name, "") for name in _TEXTS}
    strange = [name for name in (*found, *_TEXTS) if not isinstance(texts.get(name), str)]
    if strange:
        raise Unwelcome(400, f"{strange[0][:40]!r}: a question has the texts {', '.join(_TEXTS)}")
    if not (_PAGE.fullmatch(texts["page"]) and texts["pane"] in {"a", "b"}):
        raise Unwelcome(400, "page and pane say who asks: letters and digits, and a or b")
    if texts["claim"] and texts["claim"] not in claims:
        raise Unwelcome(404, f"no question {texts['claim'][:60]!r} in this corpus")
    if texts["notation"] not in NOTATIONS:
        raise Unwelcome(400, f"a notation is one of {', '.join(filter(None, NOTATIONS))}, or none")
    return Wanted(**texts, number=number)


def _table(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Unwelcome(400, "a question is a JSON object in UTF-8") from None
    if not isinstance(found, dict):
        raise Unwelcome(400, "a question is a JSON object in UTF-8")
    return found
