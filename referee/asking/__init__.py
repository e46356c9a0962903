"""Asking: a sentence of mathematics that nobody prepared, read with its declarations and judged.

:mod:`~referee.asking.sentences` cuts it into a claim and what declares its names,
:mod:`~referee.asking.declarations` reads these, :mod:`~referee.asking.inference` completes them,
:mod:`~referee.asking.statement` builds what conditions say into a family or keeps them as premises,
and :mod:`~referee.asking.judging` decides. A new word for a kind of matrix, vector or number is an
entry of :mod:`~referee.asking.words`; a new set is one of :mod:`~referee.asking.sets`.
"""
