"""The sides of the claims' statements, evaluated by formulas of their own.

Each entry reads the LaTeX of one side and returns its value at an instance, where ``a`` is the
value of the answer. Nothing here is used by a claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.numerics.scalars import real_power
from referee.strategies.families import Instance
from referee.strategies.homogeneous import function

BLANK = "{answer}"
_BEFORE = re.compile(r".*(?:\\Rightarrow\\;|\\partial f\(x\): \\quad) *")
_AFTER = re.compile(r"(?:,?\\? \\quad (?:\(|[rc] = )|,\\; c\(t\)| \\text\{ for ).*")
_RELATION = re.compile(r" (?:=|\\le|<) ")


def sides_of(statement: str) -> tuple[str, str] | None:
    """Return the LaTeX of the last two sides that a statement compares, None for others."""
    body = _AFTER.sub("", _BEFORE.sub("", statement))
    starts = [m.span() for m in _RELATION.finditer(body) if _is_open(body[: m.start()])]
    if not starts:
        return None
    (left, right), before = starts[-1], starts[-2][1] if len(starts) > 1 else 0
    return body[before:left].strip(), body[right:].strip()


def _is_open(text: str) -> bool:
    """Say whether no group of a text is left unclosed."""
    return text.count("{") == text.count("}")


def side_of(latex: str, p: Instance, answer: Any) -> Any:
    """Return the value of a side. Raises KeyError for one that has no formula here."""
    if latex == BLANK:
        return answer
    return ANSWERED[latex](p, answer) if latex in ANSWERED else VALUES[latex](p)


def _scalar(number: Any) -> Array:
    return arrays.scalar(fmpq(number))


def _gradient(p: Instance) -> Array:
    return p.X @ (p.X.mT @ p.w - p.y) / p.n


def _least(p: Instance, y: Array | None = None) -> Array:
    """Return X(XᵀX)⁻¹y, the least solution of Xᵀw = y."""
    return p.X @ linalg.inv(p.X.mT @ p.X) @ (p.y if y is None else y)


def _error(p: Instance) -> Array:
    return linalg.norm_squared(p.X.mT @ p.w_t - p.y) / 2


def _speed(p: Instance) -> Array:
    """Return twice the least σ_i²/n of the modes that the error at the start has."""
    modes = p.V.mT @ (p.u0 - p.y)
    present = [s for s, c in zip(p.sigma.flat, modes.flat, strict=True) if c != 0]
    return arrays.scalar(min(2 * s * s for s in present)) / p.n


def _layers(p: Instance, x: Array) -> list[Array]:
    """Return x_1, ..., x_H of a ReLU network without biases."""
    found = [x]
    for W in p.weights[:-1]:
        z = W @ found[-1]
        found.append(np.where(z > 0, z, 0 * z))
    return found[1:]


def _gates(p: Instance, x: Array) -> Array:
    z = p.weights[-2] @ (_layers(p, x)[-2] if len(p.weights) > 2 else x)
    on = z >= 0 if p.convention[0, 0] != 0 else z > 0
    return arrays.exact(np.diag(on[:, 0].astype(int)))


def _output(p: Instance, x: Array) -> Array:
    return p.weights[-1] @ _layers(p, x)[-1]


def _patterns(p: Instance) -> Array:
    """Return how many patterns 1, 0 and −1 have, under the convention where they are more."""
    most = 0
    for strict in (True, False):
        seen = set()
        for at in (1, 0, -1):
            x, pattern = _scalar(at), []
            for W in p.weights[:-1]:
                z = W @ x
                pattern += [bool(e > 0 if strict else e >= 0) for e in z.flat]
                x = np.where(z > 0, z, 0 * z)
            seen.add(tuple(pattern))
        most = max(most, len(seen))
    return _scalar(most)


def _possible(p: Instance) -> Array:
    count = 1
    for width in [p.shape[m] for m in ("m_3", "m_2", "m_1") if p.shape[m]]:
        count = 1 + (2**width - 1) * count
    return _scalar(count)


def _form(p: Instance, x: list[fmpq], biases: list[Array] | None = None) -> tuple[Any, ...]:
    """Return the gradient of a network at a point, and the constant beside it."""
    at, M, c = arrays.exact([[e] for e in x]), arrays.eye(len(x), p.W_out), 0 * p.W_out[:, :1]
    c = np.concatenate([c] * len(x))[: len(x)] if len(x) > 1 else c
    for h, W in enumerate(p.weights[:-1]):
        b = biases[h] if biases else 0 * W[:, :1]
        on = W @ at + b > 0
        M, c, at = (np.where(on, z, 0 * z) for z in (W @ M, W @ c + b, W @ at + b))
    return (*(p.W_out @ M).flat, *(p.W_out @ c).flat)


def _witnesses(p: Instance) -> Iterable[list[fmpq]]:
    R = p.regions
    return ([fmpq(w.numerator, w.denominator) for w in R.witness(i)] for i in range(len(R.points)))


def _functions(p: Instance) -> Array:
    return _scalar(len({_form(p, x) for x in _witnesses(p)}))


def _changes(forms: list[Any]) -> Array:
    return _scalar(1 + sum(a != b for a, b in pairwise(forms)))


def _pieces(p: Instance) -> Array:
    return _changes([_form(p, x, p.biases) for x in sorted(_witnesses(p))])


def _line(f: Any) -> Callable[[fmpq], fmpq]:
    a, b, c, e = f
    terms = list(zip(a.flat, b.flat, c.flat, strict=True))
    return lambda x: sum((w * max(s * x + t, fmpq(0)) for s, t, w in terms), e)


def _kinks(f: Any) -> set[fmpq]:
    return {-t / s for s, t in zip(f[0].flat, f[1].flat, strict=True) if s != 0}


def _between(kinks: set[fmpq]) -> list[tuple[fmpq, fmpq]]:
    """Return two points of every interval between neighbouring kinks."""
    ends = sorted(kinks) or [fmpq(0)]
    grid = [ends[0] - 3, *ends, ends[-1] + 3]
    return [((2 * a + b) / 3, (a + 2 * b) / 3) for a, b in pairwise(grid)]


def _count(h: Callable[[fmpq], fmpq], kinks: set[fmpq]) -> Array:
    """Return how many pieces a function has whose kinks are among some points."""
    slopes = [((h(v) - h(u)) / (v - u), h(u), u) for u, v in _between(kinks)]
    return _changes([(s, value - s * u) for s, value, u in slopes])


def _sum(p: Instance) -> Array:
    f, g = _line(p.f), _line(p.g)
    return _count(lambda x: f(x) + g(x), _kinks(p.f) | _kinks(p.g))


def _composition(p: Instance) -> Array:
    f, g = _line(p.f), _line(p.g)
    kinks = _kinks(p.g)
    for u, v in _between(kinks):
        slope = (g(v) - g(u)) / (v - u)
        kinks = kinks | ({u + (k - g(u)) / slope for k in _kinks(p.f)} if slope != 0 else set())
    return _count(lambda x: f(g(x)), kinks)


def _quotient(p: Instance, scale: Array) -> Array:
    at = scale * p.x
    top = function(p)(at) - p.f_0
    return (-top if top[0, 0] < 0 else top) / sum(abs(e) for e in at.flat)


def _f(p: Instance, x: Array) -> Array:
    return function(p)(x)


def _gradient_of_multiple(p: Instance) -> Array:
    """Return α^{L−1}∇f(x), what homogeneity makes of the gradient at αx."""
    L = p.L[0, 0] - 1
    return arrays.elementwise(lambda b: real_power(b, L), p.alpha) * p.g


# Sides that the answer has no part in, and sides that it has.
VALUES: dict[str, Callable[[Instance], Any]] = {
    r"\frac{d}{dt}\left(\tfrac12\lVert u(t)-y\rVert^2\right)": lambda p: (
        -(p.u - p.y).mT @ (p.J @ p.J.mT if "J" in p.family.by_name else p.X.mT @ p.X)
        @ (p.u - p.y) / p.n
    ),
    r"\left[\left\langle \tfrac{\partial u_i}{\partial w},"
    r" \tfrac{\partial u_j}{\partial w}\right\rangle\right]_{ij}": lambda p: p.J @ p.J.mT,
    "H": lambda p: p.X.mT @ p.X,
    "H(w(t)) - H(w(0))": lambda p: 0 * (p.X.mT @ p.X),
    r"\lambda_{\min}(X^{\top}X)": lambda p: p.sigma[-1:] ** 2,
    "L(w(t))": lambda p: _error(p) / p.n,
    r"-\lim_{t\to\infty} \tfrac1t \log \lVert u(t)-y\rVert^2": _speed,
    r"\tfrac12\lVert u(t)-y\rVert^2": _error,
    "E(t)": _error,
    r"\tfrac1n \sum_i \tfrac12 (x_i^{\top} w - y_i)^2": lambda p: _scalar(
        sum(e * e for e in (p.X.mT @ p.w - p.y).flat)) / (2 * p.n),
    r"\nabla_w L(w)": _gradient,
    r"\dot w": lambda p: -_gradient(p),
    r"\dim \operatorname{span}\{u_1, \dots, u_d\}": lambda p: p.d,
    "A": lambda p: -p.X @ p.X.mT / p.n,
    r"(XX^{\top})^3": lambda p: p.X @ (p.X.mT @ p.X) @ (p.X.mT @ p.X) @ p.X.mT,
    r"XX^{\top}": lambda p: p.X @ p.X.mT,
    r"U\Sigma\Sigma^{\top}U^{*}": lambda p: (p.U @ p.S)
    @ (arrays.conjugate(p.U) @ p.S).mT,
    "XV": lambda p: p.U @ p.S,
    r"U\Sigma": lambda p: p.X @ p.V,
    r"\#\{i : u_i \in \operatorname{col}(X)\}": lambda p: p.n,
    r"\#\{j > n : u_j \in \operatorname{col}(X)\}": lambda p: 0 * p.n,
    r"UU^{\top}": lambda p: arrays.eye(p.shape["d"], p.U),
    r"\frac{\partial}{\partial w}\left(\tfrac1n Xy\right)": lambda p: 0 * (p.X @ p.X.mT),
    r"\frac{d}{dt} \sum_{j>n} C_j u_j e^{-\lambda_j^2 t}": lambda p: 0 * p.U[:, :1],
    "w(0)": lambda p: p.U_n @ p.C_n / p.n + p.D,
    "w(t)": lambda p: p.w_t,
    r"w^\infty": _least,
    r"\lim_{t\to\infty} L(w(t))": lambda p: 0 * p.n,
    r"X^{\top} w^\infty": lambda p: p.y,
    r"X^{\top} X c^\infty": lambda p: p.y,
    r"c^\infty": lambda p: linalg.inv(p.X.mT @ p.X) @ p.y,
    "w^*": _least,
    r"\dim\{w : X^{\top} w = y\}": lambda p: p.d - p.n,
    r"(X^{\top}X)^{-1}X^{\top}": lambda p: linalg.inv(p.X.mT @ p.X) @ p.X.mT,
    r"\left((X^{\top}X)^{-1}\right)^{\top}": lambda p: linalg.inv(p.X.mT @ p.X),
    r"\left((XX^{\top})^{\dagger}\right)^{\top}": lambda p: _least(
        p, linalg.inv(p.X.mT @ p.X) @ p.X.mT),
    r"X(X^{\top}X)^{-1}": lambda p: p.X @ linalg.inv(p.X.mT @ p.X),
    r"v^\infty": lambda p: p.v0 + _least(p, p.y - p.X.mT @ p.v0),
    r"\max(0, W_h x_{h-1}(x))": lambda p: _layers(p, p.x)[-1],
    "x_h(x)": lambda p: _layers(p, p.x)[-1],
    r"x_1(\alpha x + \beta y)": lambda p: _layers(p, p.alpha * p.x + p.beta * p.y)[-1],
    r"x_h(\alpha x + \beta y)": lambda p: _layers(p, p.alpha * p.x + p.beta * p.y)[-1],
    r"A_h(\alpha x + \beta y)": lambda p: _gates(p, p.alpha * p.x + p.beta * p.y),
    r"f(\alpha x + \beta y)": lambda p: _output(p, p.alpha * p.x + p.beta * p.y),
    r"W_{H+1}A_H^{\ge}(x)W_H \cdots A_1^{\ge}(x)W_1x": lambda p: _output(p, p.x),
    "f(x)": lambda p: _output(p, p.x),
    r"\#\{a : x \in S_a\}": lambda p: p.number([[1]]),
    r"\sum_{a} \mathbf{1}\{v \in S_a\}": lambda p: p.number([[1]]),
    r"\#\{\text{realised patterns}\}": _patterns,
    r"1 + (2^{m_1} - 1)(1 + (2^{m_2} - 1)(\cdots))": _possible,
    r"k_{\mathrm{act}}": lambda p: _scalar(len(p.regions.points)),
    "N_A(f)": _pieces,
    "k": _functions,
    r"\left(\tfrac{2m}{H}\right)^H": lambda p: (2 * p.m / p.H) ** int(p.H[0, 0].p),
    r"\left(\tfrac{2M}{H}\right)^H": lambda p: (2 * p.M / p.H) ** int(p.H[0, 0].p),
    "N_A(f + g)": _sum,
    r"N_A(f \circ g)": _composition,
    "f(0)": lambda p: (
        p.f_0 if "valued" in p.family.name else _f(p, 0 * p.x)
    ),
    "0": lambda p: p.number([[0]]),
    r"f(\alpha x)": lambda p: _f(p, p.alpha * p.x),
    r"f(\alpha \cdot 0)": lambda p: p.f_0,
    "f(ax)": lambda p: _f(p, p.a * p.x),
    "a^L f(x)": lambda p: p.a ** int(p.L[0, 0].p) * _f(p, p.x),
    r"s^{\top} x": lambda p: (
        p.number([[0]]) if p.family.options.get("extra") == "s_any" and "origin" not in
        p.family.options else p.s.mT @ p.x
    ),
    "L f(x)": lambda p: p.L * p.f_x if "L" in p.family.by_name else p.f_x,
    r"f(x+\delta x)": lambda p: _f(p, (1 + p.delta) * p.x),
    r"\nabla f(x)^{\top} x": lambda p: p.L * p.f_x,
    r"\nabla f(\alpha x)": _gradient_of_multiple,
    r"x^{\top} \sum_j c_j s_j": lambda p: p.x.mT @ p.S @ p.c,
    r"x^{\top} s": lambda p: p.x.mT @ p.s,
    r"\frac{\lvert f(\alpha x)-f(0)\rvert}{\lVert\alpha x\rVert_1}": lambda p: _quotient(
        p, p.alpha),
}  # fmt: skip
ANSWERED: dict[str, Callable[[Instance, Any], Any]] = {
    "e^{-ct} L(w(0))": lambda p, a: arrays.exp(-a * p.t) * linalg.norm_squared(p.u0 - p.y)
    / (2 * p.n),
    "e^{-rt} E(0)": lambda p, a: arrays.exp(-a * p.t) * linalg.norm_squared(p.u0 - p.y) / 2,
    r"U \left({answer}\right) U^{\top}": lambda p, a: p.U @ a @ p.U.mT,
    r"U_n \left({answer}\right) U_n^{\top}": lambda p, a: p.U_n @ a @ p.U_n.mT,
    "X c(t)": lambda p, a: p.X @ a,
    r"\operatorname{proj}_{\{w : X^{\top} w = y\}}\left({answer}\right)": lambda p, a: (
        a - _least(p, p.X.mT @ a - p.y)
    ),
    r"{answer} \cdot f(x)": lambda p, a: a * _f(p, p.x),
    r"{answer} \cdot \nabla f(x)": lambda p, a: a * p.g,
    r"{answer} \cdot \frac{\lvert f(x)-f(0)\rvert}{\lVert x\rVert_1}": lambda p, a: (
        a * _quotient(p, p.alpha**0)
    ),
}  # fmt: skip
