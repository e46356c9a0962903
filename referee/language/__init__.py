"""What a formula is: its tree, its words, what it means, and how it is written down again.

Here live the tree and its reader, the vocabulary, types and values of formulas, comparisons,
normal forms, mutants, spelling and LaTeX. It may use families and numerics, and decides nothing.
A new function or operator is an entry of a file in ``vocabulary``.
"""
