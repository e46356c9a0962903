"""How an answer to a claim gets its verdict.

Here live claims, answers, the phases of a decision (``phases``), shrinking (``shrink``), limits
and the pure step from evidence to a verdict. It may use language, families and numerics. A new
way to learn whether an answer is right is a file in ``phases``, named in its one list.
"""
