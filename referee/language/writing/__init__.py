"""Formulas written in the notations that people use: LaTeX, Unicode, NumPy, MATLAB, Lean.

Here lives what a notation is beside the words of its operations, which stand with each operation
in the vocabulary: how names and numbers are written, and what parenthesises. A new notation is a
``Writer`` with an entry in ``notations``; a new operation is an entry of the vocabulary and
needs nothing here.
"""
