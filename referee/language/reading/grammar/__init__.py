"""Tokens into a tree of what the text says, with its alternatives; sizes play no part here."""

from referee.language.reading.grammar.parsing import parses
from referee.language.reading.grammar.surface import Surface

__all__ = ["Surface", "parses"]
