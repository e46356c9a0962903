"""Mathematics in running text: subscripts and superscripts, as in x_1, λ_min, w_NH, R^d, 2^{mH}."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from reports.text import visible

# A letter alone, not the first of a word: positive_definite and in_span stay as they are.
_LETTER = r"[^\W\d_](?![a-z])"
_LOW = rf"\{{[^{{}}]{{1,24}}\}}|\d+|[a-z]{{3}}\b|[A-Z]{{2,3}}(?![a-z])|{_LETTER}"
_HIGH = rf"\{{[^{{}}]{{1,24}}\}}|\([^()]{{1,12}}\)|[-−]?\d+|∞|{_LETTER}(?:_(?:\d+|{_LETTER}))?"
_RAISED = re.compile(rf"(?<=[\w)\]}}])\^({_HIGH})")
_LOWERED = re.compile(rf"(?<=[^\W\d_])_({_LOW})")


def prose(text: str) -> Markup:
    """Return a text with its sub- and superscripts as such; all else in it is escaped."""
    escaped = str(escape(visible(text)))
    raised = _RAISED.sub(lambda found: f"<sup>{_bare(found[1])}</sup>", escaped)
    return Markup(_LOWERED.sub(lambda found: f"<sub>{_bare(found[1])}</sub>", raised))  # noqa: S704 - escaped


def _bare(script: str) -> str:
    return script[1:-1] if script[0] in "{(" else script
