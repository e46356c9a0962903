"""Real functions as arrays of numbers: f(x) = c + bᵀx + ½ Σ qᵢ xᵢ² + Σⱼ Σ w·φ(aⱼᵀx + sⱼ).

Sums of ridge functions (Logan and Shepp, 1975) with φ from a short list are convex, smooth,
Lipschitz, homogeneous, even or odd by their coefficients alone, which is how such functions are
built, and their values and gradients are exact wherever x is. A function of n numbers is an
(n, WIDTH) array: columns b, q, a₁ … a₃, and then numbers in the first row: c, s₁ … s₃ and the
weights of each φ for each ridge. No array from outside is one: ``of`` puts it together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.scalars import Undefined

RIDGES = 3


@dataclass(frozen=True)
class Profile:
    """A function of one number, by which ridges rise: its value and two derivatives.

    ``written`` has {} for its argument, which ``tight`` says needs no parentheses of its own; a
    ``half`` of that is the value. Derivatives are None where there is none at some number.
    """

    value: Callable[[Array], Array]
    slope: Callable[[Array], Array] | None
    curvature: Callable[[Array], Array] | None
    written: str
    tight: bool = False
    half: bool = False


def _positive(t: Array) -> Array:
    return (t + arrays.absolute(t)) / 2


def _clipped(t: Array) -> Array:
    return (arrays.absolute(t + 1) - arrays.absolute(t - 1)) / 2


def _huber(t: Array) -> Array:
    """Return t²/2 between −1 and 1 and |t| − 1/2 beyond."""
    size = arrays.absolute(t)
    inner = (size + 1 - arrays.absolute(size - 1)) / 2
    return inner * (2 * size - inner) / 2


def _ones(t: Array) -> Array:
    return t * 0 + 1


PROFILES: Mapping[str, Profile] = {
    "abs": Profile(arrays.absolute, None, None, "|{}|", tight=True),
    "positive": Profile(_positive, None, None, "max(0, {})", tight=True),
    "square": Profile(lambda t: t * t / 2, lambda t: t, _ones, "{}²", half=True),
    "huber": Profile(_huber, _clipped, None, "huber({})", tight=True),
    "positive square": Profile(
        lambda t: _positive(t) * _positive(t) / 2,
        _positive,
        None,
        "max(0, {})²",
        tight=True,
        half=True,
    ),
    "line": Profile(lambda t: t, _ones, lambda t: t * 0, "{}"),
    "cube": Profile(lambda t: t * t * t, lambda t: 3 * t * t, lambda t: 6 * t, "{}³"),
    "fourth": Profile(
        lambda t: t * t * t * t, lambda t: 4 * t * t * t, lambda t: 12 * t * t, "{}⁴"
    ),
    "signed fourth": Profile(
        lambda t: t * t * t * arrays.absolute(t),
        lambda t: 4 * t * t * arrays.absolute(t),
        lambda t: 12 * t * arrays.absolute(t),
        "{}·|{}|³",
    ),
    "size cubed": Profile(
        lambda t: t * t * arrays.absolute(t),
        lambda t: 3 * t * arrays.absolute(t),
        lambda t: 6 * arrays.absolute(t),
        "|{}|³",
        tight=True,
    ),
    "clip": Profile(_clipped, None, None, "clip({})", tight=True),
}
NAMES: Sequence[str] = tuple(PROFILES)
_VECTORS = 2 + RIDGES
WIDTH = _VECTORS + 1 + RIDGES + RIDGES * len(PROFILES)


def of(vectors: Sequence[Array], numbers: Sequence[Array]) -> Array:
    """Return a function, (..., n, WIDTH), of columns b, q, a₁ … and numbers c, s₁ …, weights.

    Columns are (..., n, 1), numbers (..., 1, k) in their order; weights stand ridge by ridge.
    """
    first = arrays.concatenate(numbers, -1)
    below = [first * 0] * (vectors[0].shape[-2] - 1)
    return arrays.concatenate([*vectors, arrays.concatenate([first, *below], -2)], -1)


def value(f: Array, x: Array) -> Array:
    """Return f(x), (..., 1, 1), of x (..., n, 1)."""
    _refuse_letters(f, x)
    linear, diagonal = f[..., :, :1], f[..., :, 1:2]
    total = _number(f, 0) + linear.mT @ x + (x * diagonal).mT @ x / 2
    for ridge in range(RIDGES):
        for name, weight in _weights(f, ridge):
            total = total + weight * PROFILES[name].value(_along(f, ridge, x))
    return total


def slope(f: Array, x: Array) -> Array:
    """Return the gradient of f at x, a column. Raises Undefined for a function with kinks."""
    _refuse_letters(f, x)
    total = f[..., :, :1] + x * f[..., :, 1:2]
    for ridge in range(RIDGES):
        for name, weight in _weights(f, ridge):
            derived = PROFILES[name].slope
            if derived is None:
                raise Undefined("the gradient of a function that has kinks")
            total = total + (weight * derived(_along(f, ridge, x))) * _direction(f, ridge)
    return total


def curvature(f: Array, x: Array) -> Array:
    """Return the Hessian of f at x, (..., n, n). Raises Undefined where there is none."""
    _refuse_letters(f, x)
    total = arrays.eye(f.shape[-2], f) * f[..., :, 1:2] + x * 0
    for ridge in range(RIDGES):
        direction = _direction(f, ridge)
        for name, weight in _weights(f, ridge):
            derived = PROFILES[name].curvature
            if derived is None:
                raise Undefined("the Hessian of a function that is not twice differentiable")
            total = total + (weight * derived(_along(f, ridge, x))) * (direction @ direction.mT)
    return total


def origin(f: Array) -> Array:
    """Return the 0 at which a function of n numbers has the value f(0), a column."""
    return f[..., :, :1] * 0


def _refuse_letters(*parts: Array) -> None:
    if any(map(arrays.is_traced, parts)):
        raise arrays.NotTranslated("a function that is known by its properties alone")


def _number(f: Array, place: int) -> Array:
    at = _VECTORS + place
    return f[..., :1, at : at + 1]


def _direction(f: Array, ridge: int) -> Array:
    return f[..., :, 2 + ridge : 3 + ridge]


def _along(f: Array, ridge: int, x: Array) -> Array:
    return _direction(f, ridge).mT @ x + _number(f, 1 + ridge)


def _weights(f: Array, ridge: int) -> list[tuple[str, Array]]:
    """Return the weights of a ridge that are not 0; all of them for a batch."""
    start = 1 + RIDGES + ridge * len(PROFILES)
    every = [(name, _number(f, start + i)) for i, name in enumerate(NAMES)]
    if f.ndim > 2 or not arrays.is_exact(f):
        return [(name, weight) for name, weight in every if bool((weight != 0).any())]
    return [(name, weight) for name, weight in every if weight[0, 0] != 0]


def written(f: Array, name: str) -> tuple[str, str]:
    """Return what an exact function is called and its formula: f(x), x₁² + |x₂|."""
    n = f.shape[-2]
    terms: list[str] = []
    for i in range(n):
        _add(terms, f[i, 1] / 2, f"{_letter(i, n)}²")
    constant = f[0, _VECTORS]
    for ridge in range(RIDGES):
        slopes = [f[i, 2 + ridge] for i in range(n)]
        inner = _affine(slopes, f[0, _VECTORS + 1 + ridge], n)
        for profile, weight in _weights(f, ridge):
            if not any(slope != 0 for slope in slopes):
                shift = f[:1, _VECTORS + 1 + ridge : _VECTORS + 2 + ridge]
                constant = constant + (weight * PROFILES[profile].value(shift))[0, 0]
                continue
            single = PROFILES[profile].tight or inner.isalnum() or inner[:-1].isalpha()
            put = inner if single else f"({inner})"
            text = PROFILES[profile].written.format(put, inner)
            _add(terms, weight[0, 0] / (1 + PROFILES[profile].half), text)
    for i in range(n):
        _add(terms, f[i, 0], _letter(i, n))
    _add(terms, constant, "")
    return f"{name}(x)", _joined(terms) or "0"


def _letter(i: int, n: int) -> str:
    return "x" if n == 1 else "x" + str(i + 1).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def _affine(slopes: Sequence[object], constant: object, n: int) -> str:
    terms: list[str] = []
    for i, each in enumerate(slopes):
        _add(terms, each, _letter(i, n))
    _add(terms, constant, "")
    return _joined(terms) or "0"


def _add(terms: list[str], weight: object, text: str) -> None:
    """Add a term with its sign in front: "−2·x₁", "+x₂"."""
    number = str(weight)
    if number == "0":
        return
    sign = "−" if number.startswith("-") else "+"
    number = number.removeprefix("-").replace("1/2", "½") if number.lstrip("-") == "1/2" else (
        number.removeprefix("-")
    )  # fmt: skip
    one = number == "1" and text
    joint = "" if not text or one or number == "½" else "·"
    terms.append(f"{sign}{'' if one else number}{joint}{text}")


def _joined(terms: Sequence[str]) -> str:
    whole = "".join(f" {term[0]} {term[1:]}" for term in terms)
    return whole[3:] if whole.startswith(" + ") else "−" + whole[3:] if whole else ""
