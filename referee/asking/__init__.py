"""Asking: a sentence of mathematics that nobody prepared, read with its declarations and judged.

:mod:`~referee.asking.sentences` cuts it into a claim and what declares its names,
:mod:`~referee.asking.declaring` reads these, :mod:`~referee.asking.inference` completes them,
:mod:`~referee.asking.conditions` builds what is said into a family or keeps it as premises,
:mod:`~referee.asking.reading` does all of this and makes a :mod:`~referee.asking.statement` of it,
and :mod:`~referee.asking.judging` decides. A new word for a kind of matrix, vector or number is an
entry of :mod:`~referee.asking.words`; a new set is one of :mod:`~referee.asking.sets`.
"""
