"""Mathematics on arrays of shape ``(..., rows, columns)``, whatever their numbers are.

Here live exact numbers and balls, linear algebra, calculus, the regions of ReLU networks and
arithmetic on degrees. Nothing here knows of claims, sheets or tests, and nothing imports the rest
of the project. A new kind of number is a file of its own, and what ``scalars`` asks of every kind.
"""
