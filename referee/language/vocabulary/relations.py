"""Relations between two arrays of one size, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from referee.language import comparison
from referee.language.vocabulary.operation import (
    ATOM,
    TRUTH,
    Changes,
    Chosen,
    Notation,
    Operation,
    Type,
    on_arrays,
)
from referee.language.vocabulary.sizes import same

SYMBOLS = ("==", "!=", "<", "<=", ">", ">=")

_AS_WRITTEN = Notation("{0}"), Notation("{1}")
_TURNED = Notation("{1}"), Notation("{0}")


def _compared(symbol: str) -> Callable[[Type, Type], Type]:
    def typed(left: Type, right: Type) -> Type:
        same(symbol)(left, right)
        return TRUTH

    return typed


def _relation(
    kind: str,
    says: str,
    symbol: str,
    value: Callable[..., Any],
    latex: str,
    *,
    commutes: bool = False,
    turned: str = "",
) -> Operation:
    """Return a relation: exchanged for any other, and with the sign of its left side changed."""
    return Operation(
        says,
        2,
        _compared(symbol),
        value,
        Notation(latex, 2, (3, 3)),
        Notation(f"{{0}} {kind} {{1}}", 4, (5, 5)),
        commutes=commutes,
        turned=turned,
        sides=_TURNED if kind.startswith(">") else _AS_WRITTEN,
        changes=Changes(to=tuple(other for other in SYMBOLS if other != kind), signed=(0,)),
        written={
            "numpy": _by_entries(kind, *_NUMPY.get(kind, ("np.all({0} K {1})", kind))),
            "matlab": _by_entries(kind, *_MATLAB.get(kind, ("all({0} K {1}, 'all')", kind))),
            "unicode": Notation(f"{{0}} {symbol} {{1}}", 2, (3, 3)),
            "lean": _in_lean(symbol),
        },
    )


# Where the entries of arrays are compared one by one, a word says what is made of the truths.
_NUMPY = {"!=": ("np.any({0} K {1})", "!=")}
_MATLAB = {"==": ("isequal({0}, {1})", "=="), "!=": ("any({0} ~= {1}, 'all')", "~=")}


def _by_entries(kind: str, arrays: str, symbol: str) -> Chosen:
    """Write a relation in a language in which arrays are compared entry by entry."""
    needs = (5, 5) if arrays.partition("{0} ")[1] else ()
    together = Notation(arrays.replace("K", kind), ATOM, needs)
    return on_arrays(together, Notation(f"{{0}} {symbol} {{1}}", 4, (5, 5)))


def _in_lean(symbol: str) -> Notation | Chosen:
    """Write a relation in Lean, where matrices are equal or not and have no order by entries."""
    numbers = Notation(f"{{0}} {symbol} {{1}}", 4, (5, 5))
    if symbol in {"=", "≠"}:
        return numbers
    return on_arrays(Notation(f"∀ i j, {{0}} i j {symbol} {{1}} i j", 0, (ATOM, ATOM)), numbers)


OPERATORS: Mapping[str, Operation] = {
    "==": _relation(
        "==", "all entries are equal", "=", comparison.equal, "{0} = {1}", commutes=True
    ),
    "!=": _relation(
        "!=",
        "some entries differ",
        "≠",
        lambda a, b: comparison.negation(comparison.equal(a, b)),
        r"{0} \neq {1}",
        commutes=True,
    ),
    "<": _relation("<", "every entry is less", "<", comparison.less, "{0} < {1}"),
    "<=": _relation("<=", "every entry is at most", "≤", comparison.at_most, r"{0} \le {1}"),
    ">": _relation(
        ">",
        "every entry is greater",
        ">",
        lambda a, b: comparison.less(b, a),
        "{0} > {1}",
        turned="<",
    ),
    ">=": _relation(
        ">=",
        "every entry is at least",
        "≥",
        lambda a, b: comparison.at_most(b, a),
        r"{0} \ge {1}",
        turned="<=",
    ),
}
