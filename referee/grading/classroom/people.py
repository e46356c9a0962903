"""Who somebody is: a name as people write it, and what the platform calls them.

Names are held against each other as words without case, accents, order and signs, never by a
pattern: they may hold whatever a name holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

SHORTEST_ID = 4  # that is looked for beside a name: "Team 2" is not number 2
_NOTED = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Person:
    """A name, and ids by their kind ("canvas", "login", "email", "sid", "moodle", "github")."""

    name: str
    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """What makes two files one person's: the platform's id, or else the name."""
        for kind, value in self.ids.items():
            return kind, folded(value)
        return "", unicodedata.normalize("NFC", self.name)


def folded(text: str) -> str:
    """Return an id as it is compared: without case, and blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in the order of the alphabet, the same for "Doe, Jane"."""
    return tuple(sorted(_words(name)))


def without_numbers(name: str) -> str:
    """Return a name without the words that hold a number, as an id or a date beside it does."""
    return " ".join(word for word in _words(name) if not any(c.isdigit() for c in word))


def numbers_in(name: str) -> list[str]:
    """Return the longer words of a name that hold a number, as an id beside it does."""
    said = re.split(r"[\s_()\[\],-]+", name)
    ids = (word for word in said if len(word) >= SHORTEST_ID)
    return [folded(word) for word in ids if any(c.isdigit() for c in word)]


def squeezed(name: str) -> frozenset[str]:
    """Return a name without blanks in the orders that platforms write it in: doejane, janedoe."""
    said = _words(in_order(name))
    turned = [*said[-1:], *said[:-1]], [*said[1:], *said[:1]]
    return frozenset("".join(each) for each in (said, *turned) if each)


def without_notes(name: str) -> str:
    """Return a name without what stands in brackets, such as a pronoun or a number."""
    return _NOTED.sub(" ", name)


def in_order(name: str) -> str:
    """Return "Jane Doe" for "Doe, Jane"; a name with no comma or several stays as it is."""
    last, comma, first = name.partition(",")
    plain = comma and first.strip() and last.strip() and "," not in first
    return f"{first.strip()} {last.strip()}" if plain else name.strip()


def _words(name: str) -> list[str]:
    """Return the words of a name: letters and digits of any script, marks taken off."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c)
    )
    return re.findall(r"[^\W_]+", bare)
