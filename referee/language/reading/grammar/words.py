"""Words that are no names: functions under the names people give them, properties, connectives."""

from __future__ import annotations

from collections.abc import Mapping

# To the function of the vocabulary, or to one of the elaboration (:mod:`...elaboration.calls`).
FUNCTION_WORDS: Mapping[str, str] = {
    "exp": "exp", "sqrt": "sqrt", "abs": "abs", "fabs": "abs", "absolute": "abs", "conj": "conj",
    "conjugate": "conj", "inv": "inv", "inverse": "inv", "pinv": "pinv", "pseudoinverse": "pinv",
    "rank": "rank", "rk": "rank", "matrix_rank": "rank", "det": "det", "determinant": "det",
    "trace": "trace", "tr": "trace", "Tr": "trace", "Trace": "trace", "sum": "sum", "min": "min",
    "minimum": "min", "amin": "min", "max": "max", "maximum": "max", "amax": "max",
    "norm": "norm", "diag": "diag", "Diag": "diag", "diagonal": "diag", "mean": "mean",
    "average": "mean", "dot": "dot", "matmul": "matmul", "mm": "matmul", "mv": "matmul",
    "vdot": "dot", "inner": "inner", "outer": "outer", "kron": "kron", "multiply": "entrywise",
    "mul": "entrywise", "hadamard": "entrywise", "transpose": "transpose", "square": "square",
    "power": "power", "pow": "power", "matrix_power": "power", "solve": "solve",
    "lstsq": "lstsq", "eye": "eye", "identity": "eye", "zeros": "zeros", "ones": "ones",
    "symmetric": "symmetric", "invertible": "invertible", "factorial": "factorial",
    "binomial": "binomial", "comb": "binomial", "nchoosek": "binomial", "choose": "binomial",
    "Matrix": "matrix", "array": "matrix", "tensor": "matrix", "asarray": "matrix",
    "hstack": "hstack", "vstack": "vstack", "column_stack": "hstack", "subtract": "subtract",
    "add": "add", "divide": "divide", "multi_dot": "chain", "linalg": "", "negative": "negative",
    "log": "log", "ln": "ln", "sin": "sin", "cos": "cos", "tan": "tan", "sign": "sign",
    "sgn": "sign", "sqrtm": "sqrtm", "expm": "expm", "logm": "logm", "grad": "grad",
    "float": "item", "vecnorm": "norm", "rank_of": "rank", "span": "span", "col": "span",
    "range": "span", "im": "span", "image": "span", "colspace": "span", "conv": "conv",
    "hull": "conv", "columns": "columns", "diff": "diff", "all": "all", "isequal": "isequal",
    "allclose": "isequal", "array_equal": "isequal", "issymmetric": "symmetric",
    "ishermitian": "symmetric", "isdiag": "diagonal", "length": "length", "numel": "length",
    "len": "length", "size": "size", "shape": "size", "ndims": "", "nullity": "",
    "rowspan": "rowspan", "concatenate": "concatenate", "cat": "concatenate", "block": "matrix",
    "Rational": "divide", "Fraction": "divide", "binom": "binomial", "matrix": "matrix", "Diagonal": "diag",
    "pinverse": "pinv", "zeros_like": "zeros like", "ones_like": "ones like", "ger": "outer",
    "logical_and": "logical and", "logical_or": "logical or", "logical_not": "logical not",
    "prod": "prod", "div": "divide", "sub": "subtract", "Sum": "Sum", "floor": "floor",
}  # fmt: skip
# What follows the name of a field: A.dot(B), A.sum().
METHODS: Mapping[str, str] = {
    "T": "transpose", "mT": "transpose", "transpose": "transpose", "t": "transpose",
    "conj": "conj", "conjugate": "conj", "H": "adjoint", "mH": "adjoint", "dot": "dot",
    "matmul": "matmul", "mm": "matmul", "mv": "matmul", "sum": "sum", "mean": "mean",
    "min": "min", "max": "max", "trace": "trace", "norm": "norm", "inv": "inv",
    "inverse": "inv", "pinv": "pinv", "det": "det", "rank": "rank", "abs": "abs", "exp": "exp",
    "sqrt": "sqrt", "pow": "power", "square": "square", "diagonal": "diag", "mul": "entrywise",
    "all": "all", "div": "divide", "add": "add", "sub": "subtract", "size": "length",
    "shape": "shape", "diag": "diag", "pinverse": "pinv", "item": "item", "copy": "item",
}  # fmt: skip
PREFIXED = frozenset(
    ["exp", "sqrt", "trace", "tr", "Tr", "rank", "rk", "det", "inv", "log", "ln", "sin", "cos", "tan", "diag", "Diag", "max", "min", "abs", "conj", "norm"]
)  # fmt: skip
PROPERTIES: Mapping[tuple[str, ...], str] = {
    ("symmetric",): "symmetric",
    ("invertible",): "invertible",
    ("nonsingular",): "invertible",
    ("non", "-", "singular"): "invertible",
    ("regular",): "invertible",
    ("singular",): "singular",
    ("diagonal",): "diagonal",
    ("a", "diagonal", "matrix"): "diagonal",
    ("positive", "definite"): "positive_definite",
    ("positive", "semidefinite"): "positive_semidefinite",
    ("positive", "semi", "-", "definite"): "positive_semidefinite",
    ("positive", "semi", "definite"): "positive_semidefinite",
    ("psd",): "positive_semidefinite",
    ("PSD",): "positive_semidefinite",
    ("pd",): "positive_definite",
    ("SPD",): "positive_definite",
    ("spd",): "positive_definite",
    ("positive",): "positive",
    ("negative",): "negative",
    ("nonnegative",): "nonnegative",
    ("non", "-", "negative"): "nonnegative",
    ("nonpositive",): "nonpositive",
    ("zero",): "zero",
    ("nonzero",): "nonzero",
    ("non", "-", "zero"): "nonzero",
    ("normal",): "normal",
    ("idempotent",): "idempotent",
    ("linearly", "independent"): "independent",
    ("independent",): "independent",
    ("orthogonal",): "orthogonal",
    ("of", "full", "column", "rank"): "full column rank",
    ("of", "full", "row", "rank"): "full row rank",
}
CONNECTIVES: Mapping[str, str] = {
    "and": "and", "or": "or", "implies": "=>", "iff": "<=>", "if": "if", "then": "=>",
    "not": "not", "equals": "=", "AND": "and", "OR": "or", "NOT": "not",
}  # fmt: skip
STOPS = frozenset(
    ["is", "are", "has", "have", "and", "or", "not", "if", "then", "iff", "implies", "for", "when", "where", "with", "whenever", "provided", "equals", "choose", "in", "to", "the", "of", "on", "by", "from", "over", "let", "so", "thus", "since", "because", "all", "every", "any", "exactly", "AND", "OR", "only", "else", "as"]
)
