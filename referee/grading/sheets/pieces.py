"""What a document is made of, whatever it is written in: headings, formulas, words."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = re.compile(
    r"[\W_]*(?:text(?:bf|it)\W|emph\W)?(?:my |the |our |final )*answer\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Heading:
    """A heading, 1 the highest; ``place`` is where it stands, as "line 3"."""

    level: int
    text: str
    place: str


@dataclass(frozen=True)
class Block:
    """A formula that stands by itself: displayed, in a fence, or in a cell of code.

    ``label`` is what the formula itself says about its question or its number; ``notation`` is what
    its surroundings say it is written in. One is ``marked`` where "Answer" stands before it.
    """

    text: str
    place: str
    label: str = ""
    notation: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Prose:
    """What stands between: words."""

    text: str


Piece = Heading | Block | Prose
