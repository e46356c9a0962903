"""What is said of one statement, written down: for a terminal, as a page, as LaTeX, as Python.

Each is a pure function of an answer as :mod:`referee.evidence.answer_schema` defines it, and
escapes what it shows. A new way to write one is a file here and an option of ``referee ask``.
"""
