"""Functions of machine learning: of each entry on its own, and of a column as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    ATOM,
    SCALAR,
    Changes,
    Chosen,
    Notation,
    Operation,
    Size,
    Type,
    on_arrays,
    spell,
)
from referee.language.vocabulary.sizes import array, entrywise, same
from referee.numerics import arrays, functions


def _column(arg: Type) -> Size:
    a = array(arg, "a function")
    if a[1] != 1:
        raise IllTyped(f"a column is needed, not {spell(a)}")
    return a


def _of_a_column(arg: Type) -> Type:
    """Type a function from columns to columns."""
    return _column(arg)


def _column_to_scalar(arg: Type) -> Type:
    """Type a function of a column whose value is a number."""
    _column(arg)
    return SCALAR


def _of_two_columns(left: Type, right: Type) -> Type:
    """Type a function of two columns of one size whose value is a number."""
    same("a function")(_column(left), _column(right))
    return SCALAR


def _with_a_number(what: str, result: Callable[[Size], Type]) -> Callable[[Type, Type], Type]:
    def typed(left: Type, right: Type) -> Type:
        a, b = array(left, what), array(right, what)
        if b != SCALAR:
            raise IllTyped(f"{what} of {spell(b)}; it is a number")
        return result(a)

    return typed


def _entry(
    says: str,
    value: Callable[..., Any],
    latex: str,
    numpy: Notation,
    lean: str = "",
    *,
    to: tuple[str, ...] = (),
    bends: bool = False,
    jumps: bool = False,
) -> Operation:
    """Return a function of each entry, which mutation exchanges for its like alone."""
    written: dict[str, Notation | Chosen] = {"numpy": numpy}
    if lean:
        on_numbers = Notation(f"{lean} {{0}}", 9, (10,))
        written["lean"] = on_arrays(Notation(f"{{0}}.map {lean}", 9, (10,)), on_numbers)
    return Operation(
        says,
        1,
        entrywise,
        value,
        Notation(latex + r"\left({0}\right)"),
        bends=bends,
        jumps=jumps,
        changes=Changes(to=to, offered=False, signed=(0,)),
        written=written,
    )


_OF_EACH: Mapping[str, Operation] = {
    "log": _entry(
        "the natural logarithm of each entry, which is positive",
        arrays.log,
        r"\log",
        Notation("np.log({0})"),
        "Real.log",
        to=("log1p",),
    ),
    "log2": _entry(
        "the logarithm to the base 2 of each entry, which is positive",
        functions.log2,
        r"\log_2",
        Notation("np.log2({0})"),
        to=("log",),
    ),
    "log10": _entry(
        "the logarithm to the base 10 of each entry, which is positive",
        functions.log10,
        r"\log_{{10}}",
        Notation("np.log10({0})"),
        to=("log",),
    ),
    "log1p": _entry(
        "the natural logarithm of 1 plus each entry",
        functions.log1p,
        r"\operatorname{{log1p}}",
        Notation("np.log1p({0})"),
        to=("log",),
    ),
    "expm1": _entry(
        "e to the power of each entry, less 1",
        functions.expm1,
        r"\operatorname{{expm1}}",
        Notation("np.expm1({0})"),
        to=("exp",),
    ),
    "sigmoid": _entry(
        "1/(1 + exp(−x)) of each entry x",
        functions.sigmoid,
        r"\operatorname{{sigmoid}}",
        Notation("scipy.special.expit({0})"),
        to=("tanh", "exp"),
    ),
    "tanh": _entry(
        "the hyperbolic tangent of each entry",
        functions.tanh,
        r"\tanh",
        Notation("np.tanh({0})"),
        "Real.tanh",
        to=("sigmoid",),
    ),
    "sinh": _entry(
        "the hyperbolic sine of each entry",
        functions.sinh,
        r"\sinh",
        Notation("np.sinh({0})"),
        "Real.sinh",
        to=("cosh",),
    ),
    "cosh": _entry(
        "the hyperbolic cosine of each entry",
        functions.cosh,
        r"\cosh",
        Notation("np.cosh({0})"),
        "Real.cosh",
        to=("sinh",),
    ),
    "sin": _entry(
        "the sine of each entry",
        arrays.sin,
        r"\sin",
        Notation("np.sin({0})"),
        "Real.sin",
        to=("cos",),
    ),
    "cos": _entry(
        "the cosine of each entry",
        arrays.cos,
        r"\cos",
        Notation("np.cos({0})"),
        "Real.cos",
        to=("sin",),
    ),
    "tan": _entry(
        "the tangent of each entry",
        functions.tan,
        r"\tan",
        Notation("np.tan({0})"),
        "Real.tan",
        to=("sin",),
    ),
    "relu": _entry(
        "the larger of each entry and 0",
        functions.relu,
        r"\operatorname{{relu}}",
        Notation("np.maximum({0}, 0)"),
        "(max 0)",
        to=("abs",),
        bends=True,
    ),
    "softplus": _entry(
        "log(1 + exp(x)) of each entry x",
        functions.softplus,
        r"\operatorname{{softplus}}",
        Notation("np.logaddexp(0, {0})"),
        to=("relu", "exp"),
    ),
    "sign": _entry(
        "−1, 0 or 1 of each entry, as it is negative, 0 or positive",
        arrays.sign,
        r"\operatorname{{sign}}",
        Notation("np.sign({0})"),
        "Real.sign",
        to=("relu",),
        jumps=True,
    ),
}
_APART = Changes(offered=False)
FUNCTIONS: Mapping[str, Operation] = {
    **_OF_EACH,
    "huber": Operation(
        "x²/2 of each entry x up to the second in magnitude, linear beyond it",
        2,
        _with_a_number("the width", lambda size: size),
        functions.huber,
        Notation(r"\operatorname{{huber}}\left({0}, {1}\right)"),
        changes=_APART,
        written={"numpy": Notation("scipy.special.huber({1}, {0})")},
    ),
    "softmax": Operation(
        "exp(x)/(exp(x_1) + ... + exp(x_n)) of a column x",
        1,
        _of_a_column,
        functions.softmax,
        Notation(r"\operatorname{{softmax}}\left({0}\right)"),
        changes=Changes(to=("exp", "sigmoid"), offered=False, signed=(0,)),
        written={"numpy": Notation("scipy.special.softmax({0})")},
    ),
    "logsumexp": Operation(
        "log(exp(x_1) + ... + exp(x_n)) of a column x",
        1,
        _column_to_scalar,
        functions.logsumexp,
        Notation(r"\operatorname{{logsumexp}}\left({0}\right)"),
        changes=Changes(to=("sum", "max"), offered=False, signed=(0,)),
        written={"numpy": Notation("scipy.special.logsumexp({0})")},
    ),
    "entropy": Operation(
        "−Σ p_i log p_i of a column p, with 0 log 0 = 0",
        1,
        _column_to_scalar,
        functions.entropy,
        Notation(r"\operatorname{{entropy}}\left({0}\right)"),
        changes=_APART,
        written={"numpy": Notation("np.sum(scipy.special.entr({0}))")},
    ),
    "cross_entropy": Operation(
        "−Σ p_i log q_i of two columns p, q, with 0 log q_i = 0",
        2,
        _of_two_columns,
        functions.cross_entropy,
        Notation(r"\operatorname{{cross\_entropy}}\left({0}, {1}\right)"),
        changes=Changes(to=("kl",), offered=False, swapped=True),
        written={"numpy": Notation("-np.sum(scipy.special.xlogy({0}, {1}))", 7)},
    ),
    "kl": Operation(
        "Σ p_i log(p_i/q_i) of two columns p, q, with 0 log 0 = 0",
        2,
        _of_two_columns,
        functions.kl_divergence,
        Notation(r"\operatorname{{KL}}\left({0} \,\Vert\, {1}\right)"),
        changes=Changes(to=("cross_entropy",), offered=False, swapped=True),
        written={"numpy": Notation("np.sum(scipy.special.rel_entr({0}, {1}))")},
    ),
    "norm_p": Operation(
        "(Σ |x_i|^p)^(1/p) of all entries of the first, p the second",
        2,
        _with_a_number("the order", lambda _: SCALAR),
        functions.norm_p,
        Notation(r"\lVert {0} \rVert_{{{1}}}"),
        changes=_APART,
        written={
            "numpy": Notation("np.linalg.norm(np.ravel({0}), {1})"),
            "unicode": Notation("‖{0}‖_{1}", ATOM, (0, 9)),
        },
    ),
}
