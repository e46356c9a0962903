"""Random formulas over the scope "square", spelled as several hands would write them.

The spelling is this file's own, with no help of the reader or of the vocabulary. A piece is a text
and how tightly it binds: a sum, a product, what has a sign or an exponent, what needs no brackets.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

SUM, PRODUCT, POWER, ATOM = 1, 2, 3, 4
Piece = tuple[str, int]


@dataclass(frozen=True)
class Term:
    """A node of a kind ("s" a number, "v" a vector, "m" a matrix): its operation and its parts."""

    kind: str
    op: str
    parts: tuple[Term, ...] = ()
    text: str = ""


NAMES: Mapping[str, str] = {"s": "abct", "v": "xyz", "m": "ABC"}
# What an operation takes, by what it gives.
OPERATIONS: Mapping[str, Mapping[str, str]] = {
    "s": {
        "add": "ss",
        "sub": "ss",
        "neg": "s",
        "mul": "ss",
        "div": "ss",
        "square": "s",
        "inner": "vv",
        "norm": "v",
        "normsq": "v",
        "trace": "m",
        "exp": "s",
        "sqrt": "s",
        "quadratic": "vmv",
    },
    "v": {"add": "vv", "sub": "vv", "neg": "v", "scale": "sv", "over": "vs", "apply": "mv"},
    "m": {
        "add": "mm",
        "sub": "mm",
        "scale": "sm",
        "dot": "mm",
        "T": "m",
        "inv": "m",
        "outer": "vv",
        "eye": "",
        "power": "m",
    },
}


def random_term(rng: random.Random, kind: str, depth: int) -> Term:
    """Return a random formula of a kind."""
    if depth == 0 or rng.random() < 0.15:
        if kind == "s" and rng.random() < 0.4:
            return Term("s", "number", text=str(rng.randint(2, 9)))
        return Term(kind, "name", text=rng.choice(NAMES[kind]))
    op = rng.choice(sorted(OPERATIONS[kind]))
    parts = tuple(random_term(rng, each, depth - 1) for each in OPERATIONS[kind][op])
    return Term(kind, op, parts)


def canonical(term: Term) -> str:
    """Return a formula in the canonical spelling, with all its brackets."""
    return _CANONICAL[term.op].format(*map(canonical, term.parts)) if term.text == "" else term.text


_CANONICAL: Mapping[str, str] = {
    "add": "({} + {})",
    "sub": "({} - {})",
    "neg": "(-{})",
    "mul": "({} * {})",
    "div": "({} / {})",
    "square": "({}**2)",
    "inner": "({}.T @ {})",
    "norm": "norm({})",
    "normsq": "(norm({})**2)",
    "trace": "trace({})",
    "exp": "exp({})",
    "sqrt": "sqrt({})",
    "quadratic": "({}.T @ {} @ {})",
    "scale": "({} * {})",
    "over": "({} / {})",
    "apply": "({} @ {})",
    "dot": "({} @ {})",
    "T": "({}.T)",
    "inv": "inv({})",
    "outer": "({} @ {}.T)",
    "eye": "eye(n)",
    "power": "({}**2)",
}


@dataclass(frozen=True)
class Hand:
    """How somebody writes: a template for each operation, which product is a blank, and brackets.

    A template has for each part ``{0}`` with the precedence below which it stands in brackets.
    """

    templates: Mapping[str, tuple[str, tuple[int, ...], int]]
    left: str = "("
    right: str = ")"

    def written(self, term: Term) -> str:
        """Return a formula in this hand."""
        return self._piece(term)[0]

    def _piece(self, term: Term) -> Piece:
        if term.text:
            return term.text, ATOM
        template, needs, binds = self.templates[term.op]
        parts = [self._fitted(part, need) for part, need in zip(term.parts, needs, strict=True)]
        return template.format(*parts), binds

    def _fitted(self, term: Term, need: int) -> str:
        text, binds = self._piece(term)
        return text if binds >= need else f"{self.left}{text}{self.right}"


def _sums(minus: str = "-") -> dict[str, tuple[str, tuple[int, ...], int]]:
    return {
        "add": ("{0} + {1}", (SUM, PRODUCT), SUM),
        "sub": ("{0} " + minus + " {1}", (SUM, PRODUCT), SUM),
        "neg": (minus + "{0}", (POWER,), SUM),
    }


def _mathematics(
    *, minus: str, dot: str, transposed: str, inverse: str, squared: str, norm: str, over: str
) -> dict[str, tuple[str, tuple[int, ...], int]]:
    """Return the templates of a hand that writes products side by side."""
    return {
        **_sums(minus),
        "mul": ("{0}" + dot + "{1}", (PRODUCT, POWER), PRODUCT),
        "square": ("{0}" + squared, (ATOM,), POWER),
        "inner": ("{0}" + transposed + " {1}", (ATOM, POWER), PRODUCT),
        "norm": (norm, (SUM,), ATOM),
        "normsq": (norm + squared, (SUM,), POWER),
        "scale": ("{0} {1}", (POWER, POWER), PRODUCT),
        "quadratic": ("{0}" + transposed + " {1} {2}", (ATOM, POWER, POWER), PRODUCT),
        "apply": ("{0} {1}", (PRODUCT, POWER), PRODUCT),
        "dot": ("{0} {1}", (PRODUCT, POWER), PRODUCT),
        "T": ("{0}" + transposed, (ATOM,), POWER),
        "inv": ("{0}" + inverse, (ATOM,), POWER),
        "outer": ("{0} {1}" + transposed, (POWER, ATOM), PRODUCT),
        "eye": ("I", (), ATOM),
        "power": ("{0}" + squared, (ATOM,), POWER),
        "div": (over, (ATOM, ATOM) if "frac" not in over else (SUM, SUM), PRODUCT),
        "over": (over, (ATOM, ATOM) if "frac" not in over else (SUM, SUM), PRODUCT),
    }


PLAIN = Hand(
    _mathematics(
        minus="-",
        dot=" * ",
        transposed="^T",
        inverse="^-1",
        squared="^2",
        norm="||{0}||",
        over="({0}/{1})",
    )
    | {
        "trace": ("tr({0})", (SUM,), ATOM),
        "exp": ("exp({0})", (SUM,), ATOM),
        "sqrt": ("sqrt({0})", (SUM,), ATOM),
        "div": ("({0}/{1})", (ATOM, ATOM), ATOM),
        "over": ("({0}/{1})", (ATOM, ATOM), ATOM),
    }
)
PRIMES = Hand(
    dict(PLAIN.templates)
    | {
        "inner": ("{0}' {1}", (ATOM, POWER), PRODUCT),
        "quadratic": ("{0}'{1} {2}", (ATOM, POWER, POWER), PRODUCT),
        "T": ("{0}'", (ATOM,), POWER),
        "outer": ("{0} {1}'", (POWER, ATOM), PRODUCT),
    }
)
UNICODE = Hand(
    _mathematics(
        minus="−",
        dot="·",
        transposed="ᵀ",
        inverse="⁻¹",
        squared="²",
        norm="‖{0}‖",
        over="({0}/{1})",
    )
    | {
        "trace": ("tr({0})", (SUM,), ATOM),
        "exp": ("e^({0})", (SUM,), POWER),
        "sqrt": ("√({0})", (SUM,), ATOM),
        "div": ("({0}/{1})", (ATOM, ATOM), ATOM),
        "over": ("({0}/{1})", (ATOM, ATOM), ATOM),
    }
)
LATEX = Hand(
    {
        **_mathematics(
            minus="-",
            dot=r" \cdot ",
            transposed=r"^\top",
            inverse="^{{-1}}",
            squared="^2",
            norm=r"\lVert {0} \rVert",
            over=r"\frac{{{0}}}{{{1}}}",
        ),
        "trace": (r"\operatorname{{tr}}({0})", (SUM,), ATOM),
        "exp": ("e^{{{0}}}", (SUM,), POWER),
        "sqrt": (r"\sqrt{{{0}}}", (SUM,), ATOM),
        "div": (r"\frac{{{0}}}{{{1}}}", (SUM, SUM), POWER),
        "over": (r"\frac{{{0}}}{{{1}}}", (SUM, SUM), POWER),
    },
    r"\left(",
    r"\right)",
)
NUMPY = Hand(
    {
        **_sums(),
        "mul": ("{0} * {1}", (PRODUCT, POWER), PRODUCT),
        "div": ("{0} / {1}", (PRODUCT, POWER), PRODUCT),
        "square": ("{0}**2", (ATOM,), POWER),
        "inner": ("{0}.T @ {1}", (ATOM, POWER), PRODUCT),
        "norm": ("np.linalg.norm({0})", (SUM,), ATOM),
        "normsq": ("np.linalg.norm({0})**2", (SUM,), POWER),
        "trace": ("np.trace({0})", (SUM,), ATOM),
        "exp": ("np.exp({0})", (SUM,), ATOM),
        "sqrt": ("np.sqrt({0})", (SUM,), ATOM),
        "quadratic": ("{0}.T @ {1} @ {2}", (ATOM, POWER, POWER), PRODUCT),
        "scale": ("{0} * {1}", (PRODUCT, ATOM), PRODUCT),
        "over": ("{0} / {1}", (PRODUCT, POWER), PRODUCT),
        "apply": ("{0} @ {1}", (PRODUCT, POWER), PRODUCT),
        "dot": ("{0} @ {1}", (PRODUCT, POWER), PRODUCT),
        "T": ("{0}.T", (ATOM,), ATOM),
        "inv": ("np.linalg.inv({0})", (SUM,), ATOM),
        "outer": ("np.outer({0}, {1})", (SUM, SUM), ATOM),
        "eye": ("np.eye(n)", (), ATOM),
        "power": ("np.linalg.matrix_power({0}, 2)", (SUM,), ATOM),
    }
)
METHODS = Hand(
    dict(NUMPY.templates)
    | {
        "inner": ("{0}.T.dot({1})", (ATOM, SUM), ATOM),
        "apply": ("{0}.dot({1})", (ATOM, SUM), ATOM),
        "dot": ("np.dot({0}, {1})", (SUM, SUM), ATOM),
        "quadratic": ("{0}.T.dot({1}).dot({2})", (ATOM, SUM, SUM), ATOM),
    }
)
MATLAB = Hand(
    {
        **_sums(),
        "mul": ("{0}*{1}", (PRODUCT, POWER), PRODUCT),
        "div": ("{0}/{1}", (PRODUCT, POWER), PRODUCT),
        "square": ("{0}^2", (ATOM,), POWER),
        "inner": ("{0}'*{1}", (ATOM, POWER), PRODUCT),
        "norm": ("norm({0})", (SUM,), ATOM),
        "normsq": ("norm({0})^2", (SUM,), POWER),
        "trace": ("trace({0})", (SUM,), ATOM),
        "exp": ("exp({0})", (SUM,), ATOM),
        "sqrt": ("sqrt({0})", (SUM,), ATOM),
        "quadratic": ("{0}'*{1}*{2}", (ATOM, POWER, POWER), PRODUCT),
        "scale": ("{0}*{1}", (PRODUCT, POWER), PRODUCT),
        "over": ("{0}/{1}", (PRODUCT, POWER), PRODUCT),
        "apply": ("{0}*{1}", (PRODUCT, POWER), PRODUCT),
        "dot": ("{0}*{1}", (PRODUCT, POWER), PRODUCT),
        "T": ("{0}'", (ATOM,), ATOM),
        "inv": ("inv({0})", (SUM,), ATOM),
        "outer": ("{0}*{1}'", (PRODUCT, ATOM), PRODUCT),
        "eye": ("eye(n)", (), ATOM),
        "power": ("{0}^2", (ATOM,), POWER),
    }
)
HANDS: Mapping[str, Hand] = {
    "plain": PLAIN,
    "primes": PRIMES,
    "unicode": UNICODE,
    "latex": LATEX,
    "numpy": NUMPY,
    "methods": METHODS,
    "matlab": MATLAB,
}
