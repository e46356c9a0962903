"""Solutions as they were written: their equations found, and aligned with the claims.

``equations`` finds the displayed and inline formulas of Markdown and LaTeX with their numbers and
lines; ``normalised`` makes one text of the ways in which the same mathematics is set; ``alignment``
holds each against what the claims state; ``sheet`` writes what was found as a sheet.
"""
