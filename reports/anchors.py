"""Anchors: ids that links within and into a page point to."""

from __future__ import annotations

import re

_OUTSIDE = re.compile(r"[^A-Za-z0-9._]+")


class Anchors:
    """Hands out ids that are safe in an attribute and a URL, each one once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def claim(self, claim_id: str) -> str:
        """Return the id of a claim: ``claim-`` and its own id where that is clean."""
        return self._once(f"claim-{sanitise(claim_id)}")

    def answer(self, claim: str, sheet: str, label: str) -> str:
        """Return the id of an answer below the id of its claim."""
        return self._once(f"{claim}--{'-'.join(sanitise(x) for x in (sheet, label) if x)}")

    def _once(self, wanted: str) -> str:
        found, number = wanted, 1
        while found in self._taken:
            number += 1
            found = f"{wanted}-{number}"
        self._taken.add(found)
        return found


def sanitise(text: str) -> str:
    """Return a text with runs of anything but ASCII letters, digits, dot and _ as dashes."""
    return _OUTSIDE.sub("-", text).strip("-") or "unnamed"
