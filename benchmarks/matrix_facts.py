"""Facts about matrices as handbooks list them, true and false, for the prover.

Sizes are names: n, m, p and r are different sizes, 1 is that of vectors and numbers. A fact is two
sides, stated with the letters and axioms of a ``Matrices``; what is not true of all matrices has
its premise among the axioms. Those of the pseudo-inverse are in Ben-Israel and Greville,
"Generalized Inverses" (2003), chapter 1, and Campbell and Meyer (2009), chapters 1 and 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from referee.numerics.free_algebra import axioms as ax
from referee.numerics.free_algebra.axioms import Axiom, equation, vanishing
from referee.numerics.free_algebra.coefficients import indeterminate
from referee.numerics.free_algebra.polynomials import Polynomial, identity, zero
from referee.numerics.free_algebra.presentations import Presentation

Sides: TypeAlias = tuple[Polynomial, Polynomial]
t = indeterminate("t")


class Matrices(Presentation):
    """A presentation with the letters that the facts share."""

    def __getattr__(self, name: str) -> Polynomial:
        """Return A, B (n×m, m×p), K, L, M (n×n), x, y (m×1, n×1)."""
        shapes = {"A": "nm", "B": "mp", "K": "nn", "L": "nn", "M": "nn", "x": "m1", "y": "n1"}
        if name not in shapes:
            raise AttributeError(name)
        return self.letter(name, *shapes[name])

    def penrose(self, A: Polynomial, name: str) -> Polynomial:
        """Return a letter that satisfies the four equations, with no other fact about it."""
        P = self.letter(name, A.columns, A.rows)
        self.require(ax.moore_penrose(A, P))
        return P

    def inverting(self, A: Polynomial, name: str) -> Polynomial:
        """Return a letter that inverts a matrix, with no other fact about it."""
        G = self.letter(name, A.columns, A.rows)
        self.require(ax.inverse(A, G))
        return G

    def given(self, matrix: Polynomial, *kinds: Callable[[Polynomial], list[Axiom]]) -> Polynomial:
        """Return a matrix that is said to be of kinds."""
        for kind in kinds:
            self.require(kind(matrix))
        return matrix

    def where(self, axioms: Iterable[Axiom], left: Polynomial, right: Polynomial) -> Sides:
        """State premises, and return the two sides of a fact."""
        self.require(axioms)
        return left, right

    def full_columns(self, A: Polynomial) -> Polynomial:
        """Return a matrix whose columns are independent: AᵀA is invertible."""
        self.inverse(A.T * A)
        return A

    def full_rows(self, A: Polynomial) -> Polynomial:
        """Return a matrix whose rows are independent: AAᵀ is invertible."""
        self.inverse(A * A.T)
        return A


Fact: TypeAlias = Callable[[Matrices], Sides]


def zeros(A: Polynomial) -> Polynomial:
    """Return zeros of a matrix's shape."""
    return zero(A.rows, A.columns)


def _woodbury(m: Matrices, sign: int = -1) -> Sides:
    K, C = m.K, m.letter("C", "m", "m")
    U, V = m.letter("U", "n", "m"), m.letter("V", "m", "n")
    k, c = m.inverse(K), m.inverse(C)
    return m.inverse(K + U * C * V), k + sign * k * U * m.inverse(c + V * k * U) * V * k


def _sherman_morrison(m: Matrices) -> Sides:
    K, u, v = m.K, m.letter("u", "n", "1"), m.letter("v", "n", "1")
    k = m.inverse(K)
    return m.inverse(K + u * v.T), k - k * u * m.inverse(identity("1") + v.T * k * u) * v.T * k


def _turned(m: Matrices) -> tuple[Polynomial, Polynomial]:
    """Return X = USVᵀ and U S Sᵀ's U, with orthogonal U and V."""
    U = m.given(m.letter("U", "n", "n"), ax.orthogonal)
    V = m.given(m.letter("V", "m", "m"), ax.orthogonal)
    return U * m.letter("S", "n", "m") * V.T, U


def _third_power(m: Matrices) -> Sides:
    X, U = _turned(m)
    S = m.letter("S", "n", "m")
    return (X * X.T) ** 3, U * (S * S.T) ** 3 * U.T


def _parallel_sum(m: Matrices) -> Sides:
    K, L = m.K, m.L
    return m.inverse(m.inverse(K) + m.inverse(L)), K * m.inverse(K + L) * L


def _symmetric_pinv(m: Matrices) -> Sides:
    H = m.penrose(m.A * m.A.T, "H")
    return H.T, H


# X = Aᵀ in the formulas of a regression, whose matrix of data is d×n.
MEASURED: Mapping[str, Fact] = {
    "X(XᵀX)⁻¹ = (XXᵀ)⁺X": lambda m: (
        m.A * m.inverse(m.A.T * m.A),
        m.pseudo_inverse(m.A * m.A.T) * m.A,
    ),
    "(XᵀX)⁻¹Xᵀ = Xᵀ(XXᵀ)⁺": lambda m: (
        m.inverse(m.A.T * m.A) * m.A.T,
        m.A.T * m.pseudo_inverse(m.A * m.A.T),
    ),
    "((XXᵀ)⁺)ᵀ = (XXᵀ)⁺": _symmetric_pinv,
    "X⁺ = (XᵀX)⁻¹Xᵀ": lambda m: (m.pseudo_inverse(m.A), m.inverse(m.A.T * m.A) * m.A.T),
    "(XXᵀ)⁺ = (Xᵀ)⁺X⁺": lambda m: (
        m.pseudo_inverse(m.A * m.A.T),
        m.pseudo_inverse(m.A.T) * m.pseudo_inverse(m.A),
    ),
    "(XXᵀ)³ = U(SSᵀ)³Uᵀ": _third_power,
    "(AB)⁻¹ = B⁻¹A⁻¹": lambda m: (m.inverse(m.K * m.L), m.inverse(m.L) * m.inverse(m.K)),
    "Woodbury, four inverses": _woodbury,
    "(I+AB)⁻¹A = A(I+BA)⁻¹": lambda m: (
        m.inverse(identity("n") + m.A * m.letter("B", "m", "n")) * m.A,
        m.A * m.inverse(identity("m") + m.letter("B", "m", "n") * m.A),
    ),
    "(A⁻¹+B⁻¹)⁻¹ = A(A+B)⁻¹B": _parallel_sum,
}


def _full_rank_factors(m: Matrices) -> Sides:
    B, C = m.letter("B", "n", "r"), m.letter("C", "r", "m")
    outer = m.inverse(C * C.T) * m.inverse(B.T * B)
    return m.pseudo_inverse(B * C), C.T * outer * B.T


def _turned_pinv(m: Matrices) -> Sides:
    U = m.given(m.letter("U", "n", "n"), ax.orthogonal)
    V = m.given(m.letter("V", "m", "m"), ax.orthogonal)
    return m.pseudo_inverse(U * m.A * V), V.T * m.pseudo_inverse(m.A) * U.T


def _thin_singular_values(m: Matrices) -> Sides:
    U = m.given(m.letter("U", "n", "r"), ax.orthonormal_columns)
    V = m.given(m.letter("V", "m", "r"), ax.orthonormal_columns)
    D = m.letter("D", "r", "r")
    return m.pseudo_inverse(U * D * V.T), V * m.inverse(D) * U.T


def _product_pinv(m: Matrices, A: Polynomial, B: Polynomial) -> Sides:
    return m.pseudo_inverse(A * B), m.pseudo_inverse(B) * m.pseudo_inverse(A)


def _orthogonal_sum(m: Matrices) -> Sides:
    A, C = m.A, m.letter("C", "n", "m")
    m.require([vanishing(A.T * C), vanishing(A * C.T)])
    return m.pseudo_inverse(A + C), m.pseudo_inverse(A) + m.pseudo_inverse(C)


def _products_vanish(m: Matrices) -> Sides:
    A, C = m.A, m.letter("C", "n", "p")
    m.require([vanishing(A.T * C)])
    return m.pseudo_inverse(A) * C, zero("m", "p")


def _inner_inverse(m: Matrices) -> Sides:
    A, G, P = m.A, m.letter("G", "m", "n"), m.pseudo_inverse(m.A)
    m.require([equation(A * G * A, A)])
    return P * A * G * A * P, P


def _least_squares_inverse(m: Matrices) -> Sides:
    A, G, P = m.A, m.letter("G", "m", "n"), m.pseudo_inverse(m.A)
    m.require([equation(A * G * A, A), equation((A * G).T, A * G)])
    return A * G, A * P


def _in_range(m: Matrices) -> Sides:
    A, B, C = m.A, m.B, m.letter("C", "n", "p")
    m.require([equation(A * B, C)])
    return A * m.pseudo_inverse(A) * C, C


def _scaled(m: Matrices) -> Sides:
    return m.penrose(t * m.A, "Q"), m.pseudo_inverse(m.A) / t


def _projector_difference(m: Matrices) -> Sides:
    R = identity("n") - m.A * m.pseudo_inverse(m.A)
    return R * R.T, R


def _partial_isometry(m: Matrices) -> Sides:
    m.require([equation(m.A * m.A.T * m.A, m.A)])
    return m.pseudo_inverse(m.A), m.A.T


def _triple_product(m: Matrices) -> Sides:
    P = m.pseudo_inverse(m.A)
    return m.pseudo_inverse(m.A * m.A.T * m.A), P * P.T * P


def _of(matrix: Callable[[Matrices, Polynomial], Sides]) -> Fact:
    """Return a fact on A⁺, which is handed over."""
    return lambda m: matrix(m, m.pseudo_inverse(m.A))


PSEUDO_INVERSE: Mapping[str, Fact] = {
    "A⁺ is unique": lambda m: (m.penrose(m.A, "P"), m.penrose(m.A, "Q")),
    "(A⁺)⁺ = A": _of(lambda m, P: (m.pseudo_inverse(P), m.A)),
    "(Aᵀ)⁺ = (A⁺)ᵀ": _of(lambda m, P: (m.penrose(m.A.T, "Q"), P.T)),
    "(tA)⁺ = A⁺/t, t ≠ 0": _scaled,
    "(AᵀA)⁺ = A⁺(A⁺)ᵀ": _of(lambda m, P: (m.pseudo_inverse(m.A.T * m.A), P * P.T)),
    "(AAᵀ)⁺ = (A⁺)ᵀA⁺": _of(lambda m, P: (m.pseudo_inverse(m.A * m.A.T), P.T * P)),
    "A⁺ = (AᵀA)⁺Aᵀ": _of(lambda m, P: (P, m.pseudo_inverse(m.A.T * m.A) * m.A.T)),
    "A⁺ = Aᵀ(AAᵀ)⁺": _of(lambda m, P: (P, m.A.T * m.pseudo_inverse(m.A * m.A.T))),
    "A⁺ = A⁺(A⁺)ᵀAᵀ": _of(lambda m, P: (P, P * P.T * m.A.T)),
    "A = AAᵀ(A⁺)ᵀ": _of(lambda m, P: (m.A, m.A * m.A.T * P.T)),
    "AᵀAA⁺ = Aᵀ": _of(lambda m, P: (m.A.T * m.A * P, m.A.T)),
    "A⁺AAᵀ = Aᵀ": _of(lambda m, P: (P * m.A * m.A.T, m.A.T)),
    "(AAᵀ)⁺AAᵀ = AA⁺": _of(lambda m, P: (m.pseudo_inverse(m.A * m.A.T) * m.A * m.A.T, m.A * P)),
    "(AAᵀA)⁺ = A⁺(A⁺)ᵀA⁺": _triple_product,
    "AA⁺ is idempotent": _of(lambda m, P: ((m.A * P) ** 2, m.A * P)),
    "A⁺A is idempotent": _of(lambda m, P: ((P * m.A) ** 2, P * m.A)),
    "A⁺A is symmetric": _of(lambda m, P: ((P * m.A).T, P * m.A)),
    "(AA⁺)⁺ = AA⁺": _of(lambda m, P: (m.pseudo_inverse(m.A * P), m.A * P)),
    "(A⁺A)⁺ = A⁺A": _of(lambda m, P: (m.pseudo_inverse(P * m.A), P * m.A)),
    "I − AA⁺ is an orthogonal projection": _projector_difference,
    "(I − AA⁺)A = 0": _of(lambda m, P: ((identity("n") - m.A * P) * m.A, zeros(m.A))),
    "A⁺(I − AA⁺) = 0": _of(lambda m, P: (P * (identity("n") - m.A * P), zeros(P))),
    "Aᵀ(y − AA⁺y) = 0": _of(lambda m, P: (m.A.T * (m.y - m.A * P * m.y), zero("m", "1"))),
    "AᵀA(A⁺y) = Aᵀy": _of(lambda m, P: (m.A.T * m.A * P * m.y, m.A.T * m.y)),
    "Ax = 0 ⇒ A⁺Ax = 0 and (I − A⁺A)x = x": _of(
        lambda m, P: m.where([vanishing(m.A * m.x)], (identity("m") - P * m.A) * m.x, m.x)
    ),
    "Aᵀy = 0 ⇒ A⁺y = 0": _of(
        lambda m, P: m.where([vanishing(m.A.T * m.y)], P * m.y, zero("m", "1"))
    ),
    "AᵀC = 0 ⇒ A⁺C = 0": _products_vanish,
    "C = AB ⇒ AA⁺C = C": _in_range,
    "AGA = A ⇒ A⁺AGAA⁺ = A⁺": _inner_inverse,
    "AGA = A, AG symmetric ⇒ AG = AA⁺": _least_squares_inverse,
    "A = BC of full ranks ⇒ A⁺ = Cᵀ(CCᵀ)⁻¹(BᵀB)⁻¹Bᵀ": _full_rank_factors,
    "(UAV)⁺ = VᵀA⁺Uᵀ, U and V orthogonal": _turned_pinv,
    "(UDVᵀ)⁺ = VD⁻¹Uᵀ": _thin_singular_values,
    "(AB)⁺ = B⁺A⁺, A of orthonormal columns": lambda m: _product_pinv(
        m, m.given(m.A, ax.orthonormal_columns), m.B
    ),
    "(AB)⁺ = B⁺A⁺, B of orthonormal rows": lambda m: _product_pinv(
        m, m.A, m.given(m.B, ax.orthonormal_rows)
    ),
    "(AB)⁺ = B⁺A⁺, A of full column rank, B of full row rank": lambda m: _product_pinv(
        m, m.full_columns(m.A), m.full_rows(m.B)
    ),
    "(A + C)⁺ = A⁺ + C⁺, AᵀC = 0 and ACᵀ = 0": _orthogonal_sum,
    "A⁺ = A⁻¹, A invertible": lambda m: (m.pseudo_inverse(m.K), m.inverse(m.K)),
    "A⁺A = I, A of full column rank": lambda m: (
        m.pseudo_inverse(m.full_columns(m.A)) * m.A,
        identity("m"),
    ),
    "AA⁺ = I, A of full row rank": lambda m: (
        m.A * m.pseudo_inverse(m.full_rows(m.A)),
        identity("n"),
    ),
    "A⁺ = A, A an orthogonal projection": lambda m: (
        m.pseudo_inverse(m.given(m.K, ax.projection)),
        m.K,
    ),
    "A⁺ = Aᵀ, A orthogonal": lambda m: (m.pseudo_inverse(m.given(m.K, ax.orthogonal)), m.K.T),
    "A⁺ = Aᵀ, A of orthonormal columns": lambda m: (
        m.pseudo_inverse(m.given(m.A, ax.orthonormal_columns)),
        m.A.T,
    ),
    "A⁺ = Aᵀ, AAᵀA = A": _partial_isometry,
    "A⁺ is symmetric, A symmetric": lambda m: (
        m.pseudo_inverse(m.given(m.K, ax.symmetric)).T,
        m.pseudo_inverse(m.K),
    ),
    "AA⁺ = A⁺A, A symmetric": lambda m: (
        m.K * m.pseudo_inverse(m.given(m.K, ax.symmetric)),
        m.pseudo_inverse(m.K) * m.K,
    ),
}


def _cayley(m: Matrices) -> Sides:
    S = m.given(m.K, ax.skew)
    Q = (identity("n") - S) * m.inverse(identity("n") + S)
    m.inverse(identity("n") - S)
    return Q.T * Q, identity("n")


def _hat(m: Matrices) -> Polynomial:
    return m.A * m.inverse(m.A.T * m.A) * m.A.T


def _ridge(m: Matrices) -> Sides:
    A = m.A
    left = m.inverse(A.T * A + t * identity("m")) * A.T
    return left, A.T * m.inverse(A * A.T + t * identity("n"))


def _one_sided(m: Matrices) -> Sides:
    B, C = m.letter("B", "m", "n"), m.letter("C", "m", "n")
    m.require([equation(B * m.A, identity("m")), equation(m.A * C, identity("n"))])
    return B, C


def _reflection(m: Matrices) -> Sides:
    R = identity("n") - 2 * m.given(m.K, ax.projection)
    return R.T * R, identity("n")


INVERSE: Mapping[str, Fact] = {
    "A⁻¹ is unique": lambda m: (m.inverting(m.K, "G"), m.inverting(m.K, "H")),
    "(Aᵀ)⁻¹ = (A⁻¹)ᵀ": lambda m: (m.inverting(m.K.T, "G"), m.inverse(m.K).T),
    "BA = I and AC = I ⇒ B = C": _one_sided,
    "Sherman–Morrison": _sherman_morrison,
    "Ridge: (AᵀA + tI)⁻¹Aᵀ = Aᵀ(AAᵀ + tI)⁻¹": _ridge,
    "A(AᵀA)⁻¹Aᵀ is idempotent": lambda m: (_hat(m) ** 2, _hat(m)),
    "A(AᵀA)⁻¹Aᵀ is symmetric": lambda m: (_hat(m).T, _hat(m)),
    "(I − A)⁻¹ = I + A + A², A³ = 0": lambda m: m.where(
        ax.nilpotent(m.K, 3), m.inverse(identity("n") - m.K), identity("n") + m.K + m.K**2
    ),
    "A⁻¹ = A, A an involution": lambda m: m.where(ax.involution(m.K), m.inverse(m.K), m.K),
    "A⁻¹ is skew, A skew": lambda m: m.where(ax.skew(m.K), m.inverse(m.K).T, -m.inverse(m.K)),
    "A⁻¹B = BA⁻¹, A and B commute": lambda m: m.where(
        ax.commuting(m.K, m.L), m.inverse(m.K) * m.L, m.L * m.inverse(m.K)
    ),
    "(I − S)(I + S)⁻¹ is orthogonal, S skew": _cayley,
    "I − 2P is orthogonal, P a projection": _reflection,
    "CD is symmetric, C and D diagonal": lambda m: m.where(
        ax.diagonal(m.K, m.L), (m.K * m.L).T, m.K * m.L
    ),
}


def _vectors(m: Matrices) -> tuple[Polynomial, Polynomial]:
    return m.letter("u", "n", "1"), m.letter("v", "m", "1")


def _householder(m: Matrices, factor: int = 2) -> Polynomial:
    return identity("n") - factor * m.y * m.y.T / m.number(m.y.T * m.y)


def _rank_one(m: Matrices) -> Sides:
    u, v = _vectors(m)
    squares = m.number(u.T * u) * m.number(v.T * v)
    return m.pseudo_inverse(u * v.T), v * u.T / squares


def _as_people_write_it(m: Matrices, sign: int = 1) -> Sides:
    K, u, v = m.K, m.letter("u", "n", "1"), m.letter("v", "n", "1")
    k = m.inverse(K)
    return m.inverse(K + u * v.T), k - k * u * v.T * k / (1 + sign * m.number(v.T * k * u))


def _centring(m: Matrices) -> Polynomial:
    e = m.given(m.letter("e", "n", "1"), ax.ones)
    return identity("n") - e * e.T / indeterminate("n")


def _one_line(m: Matrices) -> Sides:
    """Return the slope of least squares through the origin, and that of the normal equation."""
    x, y = m.letter("u", "n", "1"), m.y
    return m.pseudo_inverse(x) * y, m.number(x.T * y) / m.number(x.T * x) * identity("1")


VECTORS: Mapping[str, Fact] = {
    "(A + uvᵀ)⁻¹ = A⁻¹ − A⁻¹uvᵀA⁻¹/(1 + vᵀA⁻¹u)": _as_people_write_it,
    "I − 2yyᵀ/yᵀy is orthogonal": lambda m: (_householder(m).T * _householder(m), identity("n")),
    "yyᵀ/yᵀy is idempotent": lambda m: (_householder(m, 1) ** 2, _householder(m, 1)),
    "(uvᵀ)⁺ = vuᵀ/(uᵀu·vᵀv)": _rank_one,
    "u⁺y = uᵀy/uᵀu": _one_line,
    "(yᵀAx)K = K(xᵀAᵀy)": lambda m: (
        m.number(m.y.T * m.A * m.x) * m.K,
        m.K * m.number(m.x.T * m.A.T * m.y),
    ),
    "yyᵀKyyᵀ = (yᵀKy)yyᵀ": lambda m: (
        m.y * m.y.T * m.K * m.y * m.y.T,
        m.number(m.y.T * m.K * m.y) * m.y * m.y.T,
    ),
    "I − eeᵀ/n is idempotent, e of ones": lambda m: (_centring(m) ** 2, _centring(m)),
    "(I − eeᵀ/n)e = 0": lambda m: (_centring(m) * m.letter("e", "n", "1"), zero("n", "1")),
}
TRUE: Mapping[str, Fact] = {**MEASURED, **PSEUDO_INVERSE, **INVERSE, **VECTORS}


def _projections(m: Matrices) -> Polynomial:
    return m.given(m.K, ax.projection) * m.given(m.L, ax.projection)


def _one_equation(m: Matrices, *which: int) -> Sides:
    """State some of the four equations of a letter, and that it is the pseudo-inverse."""
    G = m.letter("G", "m", "n")
    equations = ax.moore_penrose(m.A, G)
    m.require(equations[i - 1] for i in which)
    return G, m.pseudo_inverse(m.A)


FALSE: Mapping[str, Fact] = {
    "(AB)⁺ = B⁺A⁺": lambda m: _product_pinv(m, m.A, m.B),
    "(AB)⁻¹ = A⁻¹B⁻¹": lambda m: (m.inverse(m.K * m.L), m.inverse(m.K) * m.inverse(m.L)),
    "AB = I ⇒ BA = I": lambda m: m.where(
        [equation(m.A * m.letter("B", "m", "n"), identity("n"))],
        m.letter("B", "m", "n") * m.A,
        identity("m"),
    ),
    "UᵀU = I ⇒ UUᵀ = I": lambda m: m.where(ax.orthonormal_columns(m.A), m.A * m.A.T, identity("n")),
    "A⁺A = I": _of(lambda m, P: (P * m.A, identity("m"))),
    "AA⁺ = I": _of(lambda m, P: (m.A * P, identity("n"))),
    "A⁺ = Aᵀ": _of(lambda m, P: (P, m.A.T)),
    "AA⁺ = A⁺A": lambda m: (m.K * m.pseudo_inverse(m.K), m.pseudo_inverse(m.K) * m.K),
    "(A²)⁺ = (A⁺)²": lambda m: (m.pseudo_inverse(m.K**2), m.pseudo_inverse(m.K) ** 2),
    "(A + B)⁺ = A⁺ + B⁺": lambda m: (
        m.pseudo_inverse(m.K + m.L),
        m.pseudo_inverse(m.K) + m.pseudo_inverse(m.L),
    ),
    "(A + B)⁻¹ = A⁻¹ + B⁻¹": lambda m: (
        m.inverse(m.K + m.L),
        m.inverse(m.K) + m.inverse(m.L),
    ),
    "(AAᵀ)⁺ = A⁺(A⁺)ᵀ": lambda m: (
        m.pseudo_inverse(m.K * m.K.T),
        m.pseudo_inverse(m.K) * m.pseudo_inverse(m.K).T,
    ),
    "A⁺ = A, A idempotent": lambda m: m.where(ax.idempotent(m.K), m.pseudo_inverse(m.K), m.K),
    "A² = A ⇒ A is symmetric": lambda m: m.where(ax.idempotent(m.K), m.K.T, m.K),
    "A² = I ⇒ A = I": lambda m: m.where(ax.involution(m.K), m.K, identity("n")),
    "A² = 0 ⇒ A = 0": lambda m: m.where(ax.nilpotent(m.K, 2), m.K, zeros(m.K)),
    "A³ = 0 ⇒ A² = 0": lambda m: m.where(ax.nilpotent(m.K, 3), m.K**2, zeros(m.K)),
    "AB = 0 ⇒ BA = 0": lambda m: m.where([vanishing(m.K * m.L)], m.L * m.K, zeros(m.K)),
    "AB = BA": lambda m: (m.K * m.L, m.L * m.K),
    "(AB)ᵀ = AᵀBᵀ": lambda m: ((m.K * m.L).T, m.K.T * m.L.T),
    "(A + B)² = A² + 2AB + B²": lambda m: (
        (m.K + m.L) ** 2,
        m.K**2 + 2 * m.K * m.L + m.L**2,
    ),
    "AB is symmetric, A and B symmetric": lambda m: (
        (m.given(m.K, ax.symmetric) * m.given(m.L, ax.symmetric)).T,
        m.K * m.L,
    ),
    "PQ is idempotent, P and Q projections": lambda m: (_projections(m) ** 2, m.K * m.L),
    "A² = 0, A skew": lambda m: m.where(ax.skew(m.K), m.K**2, zeros(m.K)),
    "A² = I, A orthogonal": lambda m: m.where(ax.orthogonal(m.K), m.K**2, identity("n")),
    "AᵀA = BᵀB ⇒ A = B": lambda m: m.where([equation(m.K.T * m.K, m.L.T * m.L)], m.K, m.L),
    "AC = BC ⇒ A = B": lambda m: m.where([equation(m.K * m.M, m.L * m.M)], m.K, m.L),
    "X(XᵀX)⁻¹Xᵀ = I": lambda m: (_hat(m), identity("n")),
    "(I + AB)⁻¹ = I − AB": lambda m: (
        m.inverse(identity("n") + m.K * m.L),
        identity("n") - m.K * m.L,
    ),
    "I − yyᵀ/yᵀy is orthogonal": lambda m: (
        _householder(m, 1).T * _householder(m, 1),
        identity("n"),
    ),
    "(A + uvᵀ)⁻¹ = A⁻¹ − A⁻¹uvᵀA⁻¹/(1 − vᵀA⁻¹u)": lambda m: _as_people_write_it(m, -1),
    "(yᵀAx)y = (xᵀx)y": lambda m: (
        m.number(m.y.T * m.A * m.x) * m.y,
        m.number(m.x.T * m.x) * m.y,
    ),
    "Ridge is least squares": lambda m: (_ridge(m)[0], m.pseudo_inverse(m.A)),
    "Woodbury with the other sign": lambda m: _woodbury(m, 1),
    "AGA = A ⇒ G = A⁺": lambda m: _one_equation(m, 1),
    "AGA = A, GAG = G ⇒ G = A⁺": lambda m: _one_equation(m, 1, 2),
    "AGA = A, AG symmetric ⇒ G = A⁺": lambda m: _one_equation(m, 1, 3),
    "the first three equations ⇒ G = A⁺": lambda m: _one_equation(m, 1, 2, 3),
    "the last three equations ⇒ G = A⁺": lambda m: _one_equation(m, 2, 3, 4),
}
