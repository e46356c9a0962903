"""Formulas from text: checked against an allow-list, never run as Python.

Here live the notations of answers: what is a formula in each, and what is said of a text that is
none. They may use the tree and the vocabulary, and know nothing of families and values. A new
notation is a file beside ``notation`` that makes the same trees.
"""

from referee.language.reading.notation import parse

__all__ = ["parse"]
