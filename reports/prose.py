"""Mathematics in running text: subscripts and superscripts, as in x_1, λ_min, w_NH, R^d, 2^{mH}."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from referee.reports.text import markup, visible

# A letter alone, not the first of a word: positive_definite and in_span stay as they are.
_LETTER = r"[^\W\d_](?![a-z])"
_LOW = rf"\{{[^{{}}]{{1,24}}\}}|\d+|[a-z]{{3}}\b|[A-Z]{{2,3}}(?![a-z])|{_LETTER}"
_HIGH = rf"\{{[^{{}}]{{1,24}}\}}|\([^()]{{1,12}}\)|[-−]?\d+|∞|\*|{_LETTER}(?:_(?:\d+|{_LETTER}))?"
_RAISED = re.compile(rf"(?<=[\w)\]}}])\^({_HIGH})")
_LOWERED = re.compile(rf"(?<=[^\W\d_])_({_LOW})")


def prose(text: str) -> Markup:
    """Return a text with its sub- and superscripts as such; all else in it is escaped."""
    escaped = str(escape(visible(text)))
    raised = _RAISED.sub(lambda found: f"<sup>{_bare(found[1])}</sup>", escaped)
    return markup(_lowered(raised))


_COMMAND = re.compile(r"\\([A-Za-z]+) ?")
_GROUP = re.compile(r"\\(?:mathrm|mathbf|text|operatorname)\{([^{}]*)\}")
_SIGNS = {
    **{name: chr(0x3B1 + i) for i, name in enumerate(
        ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
         "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "varsigma", "sigma", "tau")
    )},
    "Sigma": "Σ", "Pi": "Π", "Delta": "Δ", "nabla": "∇", "infty": "∞", "cdots": "⋯", "top": "T",
    "ge": "≥", "le": "≤",
}  # fmt: skip


def plain(latex: str) -> str:
    r"""Return the LaTeX of a symbol as a text: \lambda_{\min} as λ_{min}, the rest as it is."""
    grouped = _GROUP.sub(r"\1", latex)
    return _COMMAND.sub(lambda found: _SIGNS.get(found[1], found[1]), grouped)


def _lowered(text: str) -> str:
    return _LOWERED.sub(lambda found: f"<sub>{_lowered(_bare(found[1]))}</sub>", text)


def _bare(script: str) -> str:
    return script[1:-1] if script[0] in "{(" else script
