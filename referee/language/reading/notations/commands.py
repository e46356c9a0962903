"""LaTeX commands that are read, by what they are."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.reading.notations.characters import GREEK

# Letters that TeX has commands for: no capital that looks Latin, one small sigma, no omicron.
_CAPITALS = (
    "Gamma",
    "Delta",
    "Theta",
    "Lambda",
    "Xi",
    "Pi",
    "Sigma",
    "Upsilon",
    "Phi",
    "Psi",
    "Omega",
)
_SMALL = {name for name in GREEK.values() if name.islower()} - {"omicron", "finalsigma"}
_GREEK = (*sorted(_SMALL), *_CAPITALS, "ell")
_VARIANTS = {
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho",
    "varsigma": "sigma", "hbar": "hbar",
}  # fmt: skip
_FUNCTIONS = [
    "exp",
    "det",
    "min",
    "max",
    "log",
    "ln",
    "sin",
    "cos",
    "tan",
    "ker",
    "dim",
    "sup",
    "inf",
    "lim",
    "arg",
    "rank",
    "tr",
    "Tr",
    "trace",
    "diag",
    "span",
    "col",
    "cosh",
    "sinh",
    "tanh",
    "sgn",
    "im",
]
WORDS: Mapping[str, str] = {
    **{each: each for each in (*_GREEK, *_FUNCTIONS)},
    **_VARIANTS,
    "Re": "Re",
    "Im": "Im",
}
SYMBOLS: Mapping[str, str] = {
    "cdot": "cdot", "bullet": "cdot", "times": "times", "ast": "*", "div": "/", "circ": "odot",
    "odot": "odot", "oslash": "./", "otimes": "otimes", "oplus": "oplus",
    "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=",
    "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=", "in": "in", "notin": "notin",
    "forall": "forall", "exists": "exists", "Rightarrow": "=>", "implies": "=>",
    "Longrightarrow": "=>", "Leftarrow": "if", "impliedby": "if", "Leftrightarrow": "<=>",
    "iff": "<=>", "Longleftrightarrow": "<=>", "leftrightarrow": "<=>", "land": "and",
    "wedge": "and", "lor": "or", "vee": "or", "neg": "not", "lnot": "not", "sum": "sum",
    "prod": "prod", "int": "int", "sim": "sim",
    "partial": "partial", "nabla": "nabla", "langle": "langle",
    "rangle": "rangle", "Vert": "norm", "lVert": "lnorm", "rVert": "rnorm", "lvert": "labs",
    "rvert": "rabs", "vert": "|", "mid": "|", "top": "top", "intercal": "top",
    "dagger": "dagger", "dag": "dagger", "infty": "infty", "cdots": "cdots", "ldots": "cdots",
    "dots": "cdots", "dotsc": "cdots", "dotsb": "cdots", "succeq": "succeq", "succ": "succ",
    "preceq": "preceq", "prec": "prec", "prime": "'", "star": "star", "to": "->",
    "rightarrow": "->", "longrightarrow": "->", "colon": ":", "coloneqq": ":=", "over": "over",
    "choose": "over choose", "lbrace": "lbrace",
    "rbrace": "rbrace", "lbrack": "[", "rbrack": "]", "backslash": "\\", "triangleq": "=",
    "lt": "<", "gt": ">", "succcurlyeq": "succeq", "preccurlyeq": "preceq",
}  # fmt: skip
# What changes how a formula looks and not what it says.
STYLES = frozenset(
    [
        "mathbf",
        "boldsymbol",
        "bm",
        "mathit",
        "mathsf",
        "mathcal",
        "mathscr",
        "mathfrak",
        "mathbit",
        "vec",
        "textbf",
        "textit",
        "mathnormal",
        "underline",
        "pmb",
        "symbf",
        "symbfit",
        "boxed",
        "mathbin",
        "mathrel",
        "mathord",
        "mathstrut",
    ]
)
UPRIGHT = frozenset(
    ["mathrm", "operatorname", "operatorname*", "text", "textrm", "mathop", "mbox", "textnormal"]
)
BOARD = frozenset(("mathbb", "mathds", "mathbbm"))
ACCENTS: Mapping[str, str] = {
    "hat": "hat", "widehat": "hat", "dot": "dot", "tilde": "tilde", "widetilde": "tilde",
    "bar": "bar", "ddot": "ddot",
}  # fmt: skip
FRACTIONS = frozenset(["frac", "tfrac", "dfrac", "cfrac"])
BINOMIALS = frozenset(["binom", "tbinom", "dbinom"])
SIZES = frozenset(
    (
        *("big", "Big", "bigg", "Bigg", "bigl", "Bigl", "biggl", "Biggl", "bigr", "Bigr"),
        *("biggr", "Biggr", "bigm", "Bigm", "left", "right", "middle"),
    )
)  # fmt: skip
SPACES = frozenset(
    [
        ",",
        ";",
        ":",
        "!",
        ">",
        "quad",
        "qquad",
        "enspace",
        "thinspace",
        "medspace",
        "thickspace",
        "negthinspace",
        "displaystyle",
        "textstyle",
        "scriptstyle",
        "limits",
        "nolimits",
        "nonumber",
        "notag",
        "rm",
        "bf",
        "it",
        "allowbreak",
        "relax",
        "noindent",
        "par",
        "centering",
        "hfill",
        "bfseries",
        "therefore",
        "because",
        "hence",
    ]
) | {" ", "\n"}
DROPPED = frozenset(
    [
        "tag",
        "tag*",
        "label",
        "hspace",
        "hspace*",
        "vspace",
        "phantom",
        "hphantom",
        "vphantom",
        "eqref",
        "ref",
    ]
)
DELIMITERS = frozenset("()[]")
MATRICES = frozenset(
    [
        "matrix",
        "pmatrix",
        "bmatrix",
        "Bmatrix",
        "smallmatrix",
        "psmallmatrix",
        "bsmallmatrix",
        "array",
    ]
)
BARRED = {"vmatrix": "det", "Vmatrix": "norm"}
WRAPPERS = frozenset(
    [
        "align",
        "align*",
        "aligned",
        "equation",
        "equation*",
        "split",
        "gather",
        "gather*",
        "gathered",
        "displaymath",
        "math",
        "multline",
        "multline*",
        "eqnarray",
        "eqnarray*",
        "alignat",
        "alignat*",
        "alignedat",
        "flalign",
        "flalign*",
    ]
)
KNOWN = frozenset(
    (*WORDS, *SYMBOLS, *STYLES, *UPRIGHT, *BOARD, *ACCENTS, *FRACTIONS, *BINOMIALS, *SIZES,
     *SPACES, *DROPPED, "sqrt", "overline", "conj", "begin", "end", "underbrace", "overbrace",
     "newcommand", "renewcommand", "def", "DeclareMathOperator", "overset", "underset", "stackrel",
     "substack", "mathstrut", "cases", "not", "lfloor", "lceil")
)  # fmt: skip
