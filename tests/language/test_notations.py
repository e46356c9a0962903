"""Formulas in other notations: as people write them, and read back as what they were."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest
import scipy.special
from formula_family import FAMILY, SIZES, random_instance, read
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from typed_trees import formulas, grouped

from referee.deciding import claim as corpus
from referee.deciding.claim import Claim
from referee.language.comparison import Comparison, Truth
from referee.language.evaluation import value_of
from referee.language.reading import parse, scope_of
from referee.language.reading import read as read_as
from referee.language.tree import Formula, FormulaError
from referee.language.vocabulary import (
    BINDERS,
    FUNCTIONS,
    LITERALS,
    OPERATORS,
    Notation,
    Operation,
)
from referee.language.writing.notations import NOTATIONS, WRITERS, written
from referee.language.writing.writer import NotWritten, Writer

CLAIMS = list(corpus.load("referee.claims").values())
# Where a dimension is always 1 nobody can tell an array from a number; a dagger on complex matrices
# is a conjugate transpose, too.
TELLING = [
    c
    for c in CLAIMS
    if min(Writer(c.family).shape.values()) > 1 and not c.family.name.startswith("complex")
]
DRAWN = settings(
    max_examples=200,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.parametrize(
    ("text", "numpy", "unicode", "matlab", "lean"),
    [
        (
            "X @ (X.T @ w - y) / n", "X @ (X.T @ w - y) / n", "X (Xᵀ w − y)/n",
            "X * (X.' * w - y) / n", "(n : ℝ)⁻¹ • (X * (Xᵀ * w - y))",
        ),
        ("Q**3", "np.linalg.matrix_power(Q, 3)", "Q³", "Q^3", "Q ^ 3"),
        ("a**-2", "a**-2", "a⁻²", "a^(-2)", "a ^ (-2)"),
        ("a**(b + 1)", "a**(b + 1)", "a^(b + 1)", "a^(b + 1)", "a ^ (b + 1)"),
        ("2**3**2", "2**3**2", "2^(3²)", "2^(3^2)", "2 ^ (3 ^ 2)"),
        ("-a**2", "-a**2", "−a²", "-a^2", "-a ^ 2"),
        ("(-a)**2", "(-a)**2", "(−a)²", "(-a)^2", "(-a) ^ 2"),
        ("-(a + b)", "-(a + b)", "−(a + b)", "-(a + b)", "-(a + b)"),
        ("(1/n) * X @ y", "1 / n * X @ y", "(1/n)·X y", "1 / n * X * y",
         "(1 / (n : ℝ)) • X * y"),
        ("a / (2 * n)", "a / (2 * n)", "a/(2·n)", "a / (2 * n)", "a / (2 * (n : ℝ))"),
        ("a / b / 2", "a / b / 2", "(a/b)/2", "a / b / 2", "a / b / 2"),
        ("a * (b / 2)", "a * (b / 2)", "a·(b/2)", "a * (b / 2)", "a * (b / 2)"),
        ("v * w", "v * w", "v ⊙ w", "v .* w", "v ⊙ w"),
        ("v / w", "v / w", "v ⊘ w", "v ./ w", "(Matrix.of fun i j => v i j / w i j)"),
        ("v == w", "np.all(v == w)", "v = w", "isequal(v, w)", "v = w"),
        ("v != w", "np.any(v != w)", "v ≠ w", "any(v ~= w, 'all')", "v ≠ w"),
        ("v <= w", "np.all(v <= w)", "v ≤ w", "all(v <= w, 'all')", "∀ i j, v i j ≤ w i j"),
        ("not a < b", "not a < b", "not a < b", "~(a < b)", "¬(a < b)"),
        ("v.T @ w", "v.T @ w", "vᵀ w", "v.' * w", "(vᵀ * w) 0 0"),
        ("norm(v)", "np.linalg.norm(v)", "‖v‖", "norm(v)",
         "Real.sqrt (∑ i, ∑ j, v i j ^ 2)"),
        ("norm(X)**2", "np.linalg.norm(X)**2", "‖X‖_F²", "norm(X, 'fro')^2",
         "(∑ i, ∑ j, X i j ^ 2)"),
        ("abs(abs(a) - b)", "np.abs(np.abs(a) - b)", "abs(|a| − b)", "abs(abs(a) - b)",
         "abs (abs a - b)"),
        ("inv(Q.T)", "np.linalg.inv(Q.T)", "(Qᵀ)⁻¹", "inv(Q.')", "Qᵀ⁻¹"),
        ("sqrt(a) * sqrt(a + b)", "np.sqrt(a) * np.sqrt(a + b)", "√a·√(a + b)",
         "sqrt(a) * sqrt(a + b)", "Real.sqrt a * Real.sqrt (a + b)"),
        ("zeros(d, 1) + v", "np.zeros((d, 1)) + v", "0_{d×1} + v", "zeros(d, 1) + v",
         "(0 : Matrix (Fin d) (Fin 1) ℝ) + v"),
        ("X @ ones(n, 1)", "X @ np.ones((n, 1))", "X 1_{n×1}", "X * ones(n, 1)",
         "X * (Matrix.of fun _ _ => 1 : Matrix (Fin n) (Fin 1) ℝ)"),
        ("eye(n) @ H", "np.eye(n) @ H", "I_n H", "eye(n) * H",
         "(1 : Matrix (Fin n) (Fin n) ℝ) * H"),
        ("implies(a < b, symmetric(Q))", "implies(a < b, symmetric(Q))",
         "a < b ⇒ Q is symmetric", "implies(a < b, issymmetric(Q))", "a < b → Q.IsSymm"),
        ("norm_1(X) + norm_1(v)", "np.linalg.norm(np.ravel(X), 1) + np.linalg.norm(v, 1)",
         "norm_1(X) + ‖v‖₁", "norm(reshape(X, [], 1), 1) + norm(v, 1)",
         "(∑ i, ∑ j, |X i j|) + (∑ i, ∑ j, |v i j|)"),
        ("0.5 * a", "0.5 * a", "0.5·a", "0.5 * a", "0.5 * a"),
    ],
)  # fmt: skip
def test_a_formula_is_written_as_people_write_it(
    text: str, numpy: str, unicode: str, matlab: str, lean: str
) -> None:
    wanted = {"numpy": numpy, "unicode": unicode, "matlab": matlab, "lean": lean}
    assert {name: written(read(text), FAMILY, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "numpy", "unicode", "matlab"),
    [
        ("sum_over(i, 1, n, entry(y, i))", "sum(y[i] for i in range(n))",
         "∑_{i=1}^{n} [y]_{i}", "sum_over(i, 1, n, y(i))"),
        ("a * sum_over(i, 2, n - 1, i)", "a * sum(i + 1 for i in range(1, n - 1))",
         "a·(∑_{i=2}^{n − 1} i)", "a * sum_over(i, 2, n - 1, i)"),
        ("prod_over(i, d, n, entry(Z, 1, n + 1) * i)",
         "math.prod(Z[0, n + 1 - 1] * (i + 1) for i in range(d - 1, n))",
         "∏_{i=d}^{n} [Z]_{1, n + 1}·i", "prod_over(i, d, n, Z(1, n + 1) * i)"),
        ("max_over(i, 1, n, entry(y, i)**2)", "max(y[i]**2 for i in range(n))",
         "max_{1≤i≤n} [y]_{i}²", "max_over(i, 1, n, y(i)^2)"),
        ("column(X, 1) + column(Z, n)", "X[:, [0]] + Z[:, [n - 1]]", "[X]_{:, 1} + [Z]_{:, n}",
         "X(:, 1) + Z(:, n)"),
        ("row(X, 2)", "X[[1], :]", "[X]_{2, :}", "X(2, :)"),
        ("hstack(X, Z, v)", "np.hstack((X, Z, v))", "[X, Z, v]", "[X, Z, v]"),
        ("vstack(hstack(a, b), hstack(b, a))", "np.vstack((np.hstack((a, b)), np.hstack((b, a))))",
         "[a, b; b, a]", "[a, b; b, a]"),
        ("factorial(n) / binomial(n, d)", "math.factorial(n) / math.comb(n, d)",
         "n!/binomial(n, d)", "factorial(n) / nchoosek(n, d)"),
        ("gradient(v.T @ w, v)", "gradient(v.T @ w, v)", "∇_v (vᵀ w)", "gradient(v.' * w, v)"),
        ("kron(X, Z)", "np.kron(X, Z)", "X ⊗ Z", "kron(X, Z)"),
        ("kron(v, y)", "np.kron(v, y)", "kron(v, y)", "kron(v, y)"),
        ("vec(X)", "X.T.reshape(-1, 1)", "vec(X)", "reshape(X, [], 1)"),
        ("mean(X) - mean(v)", "np.mean(X) - np.mean(v)", "mean(X) − mean(v)",
         "mean(X, 'all') - mean(v)"),
    ],
)  # fmt: skip
def test_what_has_indices_counts_as_its_language_does(
    text: str, numpy: str, unicode: str, matlab: str
) -> None:
    wanted = {"numpy": numpy, "unicode": unicode, "matlab": matlab}
    assert {name: written(read(text), FAMILY, name) for name in wanted} == wanted


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(
    "text", ["norm(v == w)", "X + v", "Q @ X.T", "(v == w) @ 2", "sum(v < w) / X", "diag(a < b)"]
)
def test_what_does_not_fit_is_written_all_the_same(text: str, notation: str) -> None:
    assert written(read(text), FAMILY, notation).isprintable()


def test_greek_letters_and_digits_are_those_of_mathematics() -> None:
    claim = next(c for c in CLAIMS if c.id == "1.1-A6-speed")
    formula = parse("lambda_min + norm(u0)", {"lambda_min": "", "u0": ""})
    assert written(formula, claim.family, "unicode") == "λ_min + ‖u₀‖"


def test_what_has_no_name_is_said_in_one_line() -> None:
    with pytest.raises(NotWritten, match=r"^lean has no name for pinv: the pseudo-inverse"):
        written(read("pinv(X)"), FAMILY, "lean")


def test_notations_of_an_entry_are_notations_that_there_are() -> None:
    for kind, entry in {**OPERATORS, **FUNCTIONS, **LITERALS, **BINDERS}.items():
        assert set(entry.written) <= set(WRITERS), kind


@DRAWN
@given(found=formulas(CLAIMS))
def test_the_canonical_text_reads_back_as_the_same_tree(found: tuple[Claim, Formula]) -> None:
    claim, formula = found
    text = written(formula, claim.family, "canonical")
    assert parse(text, dict.fromkeys(claim.names)).root == formula.root


@DRAWN
@given(found=formulas(CLAIMS), notation=st.sampled_from(NOTATIONS))
def test_every_formula_is_written_in_one_line(found: tuple[Claim, Formula], notation: str) -> None:
    claim, formula = found
    try:
        text = written(formula, claim.family, notation)
    except NotWritten as error:
        text = str(error) if notation == "lean" else "\n"
    assert text.isprintable()
    for opening, closing in ("()", "[]", "{}"):
        assert text.count(opening) == text.count(closing)


# Python has no functions of these names: they are written as calls of ours.
OURS = {
    "in_span", "in_hull", "is_column", "symmetric", "invertible", "positive_definite",
    "positive_semidefinite", "diagonal", "implies", "iff", "gradient", "derivative", "jacobian",
    "integral", "integral_ray", "integral_line", "expectation_gaussian", "expectation_uniform",
    "expectation_signs", "expectation_finite", "complex",
    "eigenvalue", "singular_value", "spectral_radius", "positive_index", "negative_index",
    "signature", "charpoly", "nullity", "norm_schatten",
    "blkdiag", "kron_sum", "cross", "vandermonde", "commutation", "selection", "minor", "cofactor",
    "adj", "expm", "sqrtm", "proj",
    "argmin", "least_value", "argmin_where", "least_value_where", "limit", "limit_above",
    "limit_below", "limit_infinity", "limit_minus_infinity",
    "evaluate", "slope", "curvature", "origin",
}  # fmt: skip
COMPUTED = [
    "real(X)", "imag(X)",
    "X @ (X.T @ w - y) / n", "Q**3", "Q**-1 @ v", "abs(a)**-2", "2**3**2", "-a**2", "(-a)**2",
    "(1/n) * X @ y", "a / b / 2", "a * (b / 2)", "a - (b - 2)", "v * w + v / w", "v.T @ w",
    "v == w", "v == v", "v != w", "v != v", "v <= w", "v.T @ w < a and a != b or not a == b",
    "exp(v)", "sqrt(abs(v))", "vec(X)", "vec(X.T + Z.T)",
    "conj(v)", "inv(Q)", "pinv(X)", "rank(X)", "det(Q)", "trace(Q)",
    "sum(X)", "min(X)", "max(X)", "min_on_support(v, w)", "norm(X)", "norm(v)**2 + 1", "norm_1(X)",
    "norm_1(v)", "norm_1(v.T)", "norm_inf(X)", "norm_inf(v)", "norm_inf(v.T)", "diag(Q) - v",
    "diag(v)", "diag(v.T) @ X", "eye(n)", "zeros(d, n) + X", "ones(d, 1) * v", "true",
    "sum_over(i, 1, n, entry(y, i) * i)", "sum_over(i, 2, n, column(X, i))", "mean(X)",
    "prod_over(i, 1, 4, i)", "max_over(i, 1, n, entry(y, i))", "min_over(i, 1, n, entry(X, d, i))",
    "row(X, 2) @ y", "hstack(X, Z, v)", "vstack(hstack(X, v), ones(1, 3))", "kron(X, v)",
    "factorial(n + 2)", "binomial(5, n)", "entry(X, 1, n)", "flip(v)", "flip(y.T)",
    "eigenvalues(Q + Q.T)", "ascending_eigenvalues(Q.T @ Q)", "lambda_max(Q + Q.T) + 1",
    "lambda_min(X @ X.T) * 2", "singular_values(X)", "sigma_max(X)", "sigma_min(X - Z)",
    "norm_2(X)**2", "norm_nuclear(X)", "cond(X)",
    "log(exp(v))", "log2(abs(a) + 1)", "log10(abs(a) + 1)", "log1p(v * v)", "expm1(v)",
    "sigmoid(v)", "tanh(X)", "sinh(v)", "cosh(v)", "sin(v)", "cos(v)", "tan(a)", "relu(X)",
    "softplus(v)", "sign(v)", "huber(v, 1)", "softmax(v)", "logsumexp(v)", "entropy(softmax(v))",
    "kl(softmax(v), softmax(w))", "cross_entropy(softmax(v), softmax(w))", "norm_p(v, 3)",
    "norm_p(X, 4)",
]  # fmt: skip


def test_every_function_that_python_has_is_computed() -> None:
    kinds = {node.kind for text in COMPUTED for node in read(text).root.walk()}
    assert {*FUNCTIONS, *BINDERS} - kinds == OURS


@pytest.mark.parametrize("text", COMPUTED)
def test_numpy_computes_what_the_formula_says(text: str) -> None:
    p = random_instance(3, 2, 1)
    sizes = {"d": 3, "n": 2}
    arrays = {name: np.array(getattr(p, name).tolist(), dtype=float) for name in SIZES}
    known = {"np": np, "math": math, "scipy": scipy, **arrays, **sizes}
    # The linter warns of text from outside; this was written by us from a tree in the line itself,
    # and that Python runs it to our value is what is tested.
    found = eval(written(read(text), FAMILY, "numpy"), known)  # noqa: S307
    wanted = value_of(read(text), p)
    if isinstance(wanted, Comparison):
        assert bool(found) is (wanted.truth is Truth.TRUE)
    else:
        assert np.shape(found) in {wanted.shape, (), (1,)}
        assert np.allclose(found, [[float(x) for x in row] for row in wanted.tolist()])


# MATLAB has functions of these names, which do to their arguments what our entries say; what it
# lacks is written as a call of ours.
MATLAB = {
    "inv", "pinv", "rank", "det", "trace", "sum", "mean", "min", "max", "norm", "reshape", "exp",
    "sqrt", "abs", "conj", "diag", "eye", "zeros", "ones", "kron", "factorial", "nchoosek", "all",
    "any", "isequal", "issymmetric", "isdiag", "true", "false", "Inf", "eig", "svd", "cond", "real",
    "imag", "log", "log2", "log10", "log1p", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh",
    "sign", "flip",
}  # fmt: skip
OURS_IN_MATLAB = {
    *(OURS - {"symmetric", "diagonal"}), "min_on_support", "sum_over", "prod_over", "max_over",
    "min_over", "hstack", "vstack", "eigenvalues", "lambda_max", "lambda_min", "sigma_max",
    "sigma_min", "norm_2", "norm_nuclear", "norm_p", "sigmoid", "relu", "softplus", "huber",
    "softmax", "logsumexp", "entropy", "cross_entropy", "kl",
}  # fmt: skip


def _written_in_matlab(kind: str, entry: Operation) -> set[str]:
    chosen = entry.written.get("matlab")
    if chosen is None:
        return {f"{kind}({{0}})"}
    if isinstance(chosen, Notation):
        return {chosen.template}
    sizes = ((1, 1), (2, 1), (2, 2))
    return {chosen(*types).template for types in product(sizes, repeat=entry.arity)}


def test_functions_of_matlab_are_those_that_it_has() -> None:
    for kind, entry in {**OPERATORS, **FUNCTIONS, **LITERALS, **BINDERS}.items():
        for template in _written_in_matlab(kind, entry):
            words = set(re.findall(r"[A-Za-z]\w*", re.sub(r"'[a-z]+'", "", template)))
            assert words <= MATLAB | OURS_IN_MATLAB, template
    assert not MATLAB & OURS_IN_MATLAB


@pytest.mark.parametrize(
    ("text", "matlab"),
    [
        # Powers and transposes bind tightest, and from the left.
        ("(2**3)**2", "(2^3)^2"), ("2**3**2", "2^(3^2)"), ("Q.T**2", "Q.'^2"),
        ("(Q**2).T", "(Q^2).'"), ("(-a)**2", "(-a)^2"), ("-a**2", "-a^2"), ("a**-b", "a^(-b)"),
        # Then signs and ~, products and quotients, sums, relations, && and ||.
        ("-a * b", "-a * b"), ("a / b * 2", "a / b * 2"), ("a / (b * 2)", "a / (b * 2)"),
        ("a - (b - 2)", "a - (b - 2)"), ("not (a < b and b < 2)", "~(a < b && b < 2)"),
        ("(a < b or b < 2) and a < 2", "(a < b || b < 2) && a < 2"),
        ("a < b or b < 2 and a < 2", "a < b || b < 2 && a < 2"),
        # What goes by entries has a dot; a relation of arrays is one of all entries.
        ("v * w / v", "v .* w ./ v"), ("v * a", "v * a"), ("not v == w", "~isequal(v, w)"),
        ("v < w and a < b", "all(v < w, 'all') && a < b"),
        # Indices count from 1; what is of a matrix says that it is of all entries.
        ("entry(X, 1, n)", "X(1, n)"), ("column(X, n)", "X(:, n)"), ("row(X, 2)", "X(2, :)"),
        ("max(X) + max(v)", "max(X, [], 'all') + max(v)"), ("sum(X)", "sum(X, 'all')"),
        ("norm(X) + norm(v)", "norm(X, 'fro') + norm(v)"),
    ],
)  # fmt: skip
def test_matlab_is_written_by_its_rules(text: str, matlab: str) -> None:
    assert written(read(text), FAMILY, "matlab") == matlab


# What the reader is told of a notation, and what it takes back of none that is written so.
READ_AS = {"latex": "mathematics", "unicode": "mathematics", "numpy": "python", "matlab": "matlab"}
UNREAD: Mapping[str, tuple[str, ...]] = {
    # A d above and below a line may be a derivative where d is a name; which norm of a matrix
    # stands in ‖A‖_1 nobody agrees on.
    "latex": (r"\frac{d ", r"\rVert_"),
    "unicode": (),
    # What has one axis is read as the column that it is; SciPy's functions of each entry that
    # stand in a sum have no names of ours.
    "numpy": ("np.diag(np.ravel(", ".entr(", ".rel_entr(", ".xlogy(", ".huber("),
    "matlab": (),
}


@DRAWN
@given(found=formulas(TELLING), notation=st.sampled_from(sorted(READ_AS)))
def test_what_is_written_reads_back_as_what_it_was(
    found: tuple[Claim, Formula], notation: str
) -> None:
    claim, formula = found
    text = written(formula, claim.family, notation)
    assume(not any(words in text for words in UNREAD[notation]))
    # Where λ_max is the name of a number, λ_max(H) may be a product; a column laid out as a column
    # is read as itself.
    kinds = {node.kind for node in formula.root.walk()}
    code = notation in {"numpy", "matlab"}
    assume(not kinds & {*claim.family.by_name, *(("vec",) if code else ())})
    try:
        reading = read_as(text, scope_of(claim, notation=READ_AS[notation]))
    except FormulaError as error:
        assume("too many ways" not in str(error))
        raise
    roots = [each.root for each in reading.formulas]
    if code:
        assert roots == [formula.root], text
    else:
        assert {grouped(root) for root in roots} == {grouped(formula.root)}, text
