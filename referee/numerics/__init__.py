"""Mathematics on arrays of shape ``(..., rows, columns)``, whatever their numbers are.

Nothing here knows of claims, sheets or tests, and nothing here imports the rest of
the project.
"""
