"""Names that are nearly a word: what its writer may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST = 3
SHORTEST = 3  # letters of a name that a word begins with
LONGEST = 60  # characters of a word that is held against names


def near(word: str, names: Iterable[str], alike: float = 0.6) -> list[str]:
    """Return the names that a word nearly is, the nearest first, at most three of them.

    Near are names of other capitals, with other underscores, with a subscript that the word
    lacks, those that the word begins with, and such as are spelled ``alike``, from 0 to 1.
    """
    known = list(dict.fromkeys(names))
    bare = _bare(word[:LONGEST])
    same = [name for name in known if _bare(name) == bare]
    begun = [name for name in known if len(bare) > 1 and name.casefold().startswith(f"{bare}_")]
    longer = [name for name in known if len(name) >= SHORTEST and bare.startswith(_bare(name))]
    found = difflib.get_close_matches(bare, map(_bare, known), n=MOST, cutoff=alike)
    close = [name for each in found for name in known if _bare(name) == each]
    return list(dict.fromkeys((*same, *begun, *close, *longer)))[:MOST]


def _bare(name: str) -> str:
    return name.casefold().replace("_", "")
