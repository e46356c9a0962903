"""The canonical spelling: Python's notation, as far as formulas need it; what is stored."""

from referee.language.reading.canonical.notation import parse

__all__ = ["parse"]
