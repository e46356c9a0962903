"""Documents checked: the formulas of somebody's notes, each decided as a statement.

Here live the formats of documents (``sources``), what a formula says by its form (``formulas``),
what words around it say (``prose``), what a sentence claims (``claimed``) and when
(``conditions``), what a section declares (``context``), and the verdicts (``deciding``). It may
use everything below and reports nothing. A new format is an entry of ``sources.FORMATS``; a word
that makes a definition or a requirement is one of ``prose``.
"""
