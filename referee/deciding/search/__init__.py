"""Searching: what a search draws, screens in floating point and has decided exactly.

Here live cells and counts (``sweep``), a claim as a function of whole batches (``screen``), the
search through batches (``in_batches``) and its climb (``climb``), and the sweep of what has no
batches (``one_by_one``). It knows claims, families and their distributions; a new distribution
is an entry of ``referee.strategies.distributions``.
"""
