"""XML that the project itself has written, parsed for a test to look at."""

from __future__ import annotations

from xml.etree import ElementTree


def parsed(text: str) -> ElementTree.Element:
    """Return the root of a document."""
    # A hostile document could make the parser take all memory; these are the project's own.
    return ElementTree.fromstring(text)  # noqa: S314
