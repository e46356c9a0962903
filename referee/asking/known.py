"""What is known of one statement while it is read."""

from __future__ import annotations

import re

from referee.asking.declarations import Declarations
from referee.asking.declaring import Reader
from referee.asking.functions import Applied, functions_in, note
from referee.asking.inference import Piece
from referee.asking.mentioned import Unknown
from referee.asking.sentences import Cut


class Reading:
    """What is found out of one statement, step by step."""

    def __init__(self, whole: str, parts: Cut) -> None:
        self.whole, self.parts = whole, parts
        words = re.findall(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", whole)
        reader = Reader(frozenset(words))
        functions, declaring = functions_in(parts.declaring, whole)
        for part in declaring:
            reader.read(part)
        self.found: Declarations = reader.found
        note(functions, self.found)
        self.applied = Applied({each.name for each in functions})
        self.unknown: list[tuple[Unknown, Piece]] = []
        self.conventions: list[str] = []  # what is meant by names that have a usual meaning
        self.sized: list[str] = []  # names that are sizes without being declared

    def dims(self) -> list[str]:
        """Return the sizes that are named, in their order."""
        every = [d for n in self.found.names.values() for d in (n.rows, n.columns)]
        return [d for d in dict.fromkeys(every) if d and not d.isdigit()]

    def constants(self) -> set[str]:
        """Return the names of constants: where something is complex, i is the imaginary unit."""
        some = any(each.complex for each in self.found.names.values())
        return {"i"} - self.found.names.keys() if some else set()
