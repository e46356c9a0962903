"""How an answer to a claim gets its verdict.

Here live claims, answers, cases and what is found of them: the phases of a decision
(``phases``), what they search with (``search``), the pure step from findings to a verdict
(``verdict``), shrinking (``shrink``), witnesses and limits. It may use language, families and
numerics. A new way to learn whether an answer is right is a file in ``phases``, named in its
one list.
"""
