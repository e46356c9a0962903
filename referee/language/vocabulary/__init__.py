"""The words of formulas: operators, functions and literals, a file a subject.

An entry says what it means in words, how shapes combine, how values are computed in any
arithmetic, how it is written in every notation, which laws a normal form may use, and what
mutation makes of it. A new function is an entry in the file of its subject and nothing else;
a new subject is a file, joined in here. Their order is what people see: in messages and templates.
"""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.vocabulary import (
    arithmetic,
    blocks,
    complex_numbers,
    counting,
    derivatives,
    elementwise,
    expectations,
    functions,
    given_functions,
    indexing,
    integrals,
    kronecker,
    linear_algebra,
    logic,
    matrices,
    matrix_functions,
    minors,
    predicates,
    ranges,
    reductions,
    relations,
    sets,
    singular_values,
    spectra,
)
from referee.language.vocabulary.arithmetic import divide, power
from referee.language.vocabulary.operation import (
    INDEX,
    RANDOM,
    REAL,
    SCALAR,
    TRUTH,
    VARIABLE,
    Changes,
    Notation,
    Operation,
    Size,
    Type,
    spell,
)
from referee.language.vocabulary.predicates import (
    diagonal_matrix,
    invertible,
    positive_definite,
    positive_semidefinite,
    symmetric,
)
from referee.language.vocabulary.reductions import min_on_support
from referee.language.vocabulary.sets import in_hull, in_span, is_column

OPERATORS: Mapping[str, Operation] = {
    **arithmetic.OPERATORS,
    **relations.OPERATORS,
    **logic.OPERATORS,
}
LITERALS = logic.LITERALS
SIZED: Mapping[str, Operation] = {**matrices.SIZED, **kronecker.SIZED}
FUNCTIONS: Mapping[str, Operation] = {
    **linear_algebra.FUNCTIONS,
    **spectra.FUNCTIONS,
    **singular_values.FUNCTIONS,
    **reductions.FUNCTIONS,
    **elementwise.FUNCTIONS,
    **complex_numbers.FUNCTIONS,
    **functions.FUNCTIONS,
    **given_functions.FUNCTIONS,
    **matrices.FUNCTIONS,
    **SIZED,
    **indexing.FUNCTIONS,
    **blocks.FUNCTIONS,
    **kronecker.FUNCTIONS,
    **minors.FUNCTIONS,
    **matrix_functions.FUNCTIONS,
    **counting.FUNCTIONS,
    **sets.FUNCTIONS,
    **predicates.FUNCTIONS,
    **logic.FUNCTIONS,
}
# What binds a name: an index, a number that is integrated over, the name by which a derivative is
# taken, what is random.
BINDERS: Mapping[str, Operation] = {
    **ranges.FUNCTIONS,
    **integrals.FUNCTIONS,
    **derivatives.FUNCTIONS,
    **expectations.FUNCTIONS,
}


def operation(kind: str) -> Operation:
    """Return the entry of an operator, function or literal; raises KeyError for a name's kind."""
    for table in (OPERATORS, FUNCTIONS, LITERALS, BINDERS):
        if kind in table:
            return table[kind]
    raise KeyError(kind)


__all__ = [
    "BINDERS",
    "FUNCTIONS",
    "INDEX",
    "LITERALS",
    "OPERATORS",
    "RANDOM",
    "REAL",
    "SCALAR",
    "SIZED",
    "TRUTH",
    "VARIABLE",
    "Changes",
    "Notation",
    "Operation",
    "Size",
    "Type",
    "diagonal_matrix",
    "divide",
    "in_hull",
    "in_span",
    "invertible",
    "is_column",
    "min_on_support",
    "operation",
    "positive_definite",
    "positive_semidefinite",
    "power",
    "spell",
    "symmetric",
]
