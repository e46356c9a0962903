"""Real and imaginary parts, and what has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from referee.language.vocabulary.operation import Changes, Notation, Operation
from referee.language.vocabulary.sizes import entrywise, same
from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.gaussian import Gaussian, as_gaussian
from referee.numerics.precision import NotComputed
from referee.numerics.traced.sizes import NotTranslated


def real_part(z: Array) -> Array:
    """Return the real part of every entry; letters and floats stand for real numbers."""
    if not arrays.is_exact(z):
        return z
    return arrays.elementwise(lambda x: x.re if isinstance(x, Gaussian) else x, z)


def imaginary_part(z: Array) -> Array:
    """Return the imaginary part of every entry, 0 of real numbers."""
    if not arrays.is_exact(z):
        return 0 * z
    return arrays.elementwise(lambda x: x.im if isinstance(x, Gaussian) else 0 * x, z)


def from_parts(a: Array, b: Array) -> Array:
    """Return a + bi for every entry. Raises NotComputed for parts that are not rational."""
    if arrays.is_traced(a):
        raise NotTranslated("a complex number")
    if not arrays.is_exact(a):
        raise NotComputed("complex numbers in floating point")
    unit = as_gaussian(1)
    out = np.empty(a.shape, dtype=object)
    for at, real in np.ndenumerate(a):
        out[at] = unit * real + _IMAGINARY * b[at]
    return out


_IMAGINARY: Any = Gaussian(as_gaussian(0).re, as_gaussian(1).re)
FUNCTIONS: Mapping[str, Operation] = {
    "real": Operation(
        "the real part of each entry",
        1,
        entrywise,
        real_part,
        Notation(r"\operatorname{{Re}}\left({0}\right)"),
        transposes_inside=True,
        changes=Changes(offered=False),
        written={"numpy": Notation("np.real({0})"), "unicode": Notation("Re({0})")},
    ),
    "imag": Operation(
        "the imaginary part of each entry",
        1,
        entrywise,
        imaginary_part,
        Notation(r"\operatorname{{Im}}\left({0}\right)"),
        transposes_inside=True,
        changes=Changes(offered=False),
        written={"numpy": Notation("np.imag({0})"), "unicode": Notation("Im({0})")},
    ),
    "complex": Operation(
        "the complex numbers a + b i of two arrays: complex(0, 1) is i",
        2,
        same("and i times"),
        from_parts,
        Notation(r"\operatorname{{complex}}\left({0}, {1}\right)"),
        transposes_inside=True,
        changes=Changes(offered=False),
        written={
            "matlab": Notation("complex({0}, {1})"),
        },
    ),
}
