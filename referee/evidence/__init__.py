"""What a verdict is worth, as data: the record, and what can be checked again.

Here live the record and its schema, certificates and their verification, the power of a claim,
its hypotheses dropped in turn, and the numbers of pictures. It may use deciding and below.
A new field of the record is a field of ``schema`` and the line that fills it in ``record``.
"""
