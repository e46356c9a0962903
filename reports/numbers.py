"""Numbers as MathML: integers, fractions, complex numbers, sums of roots or exponentials."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup

from referee.reports.text import visible

# What a number's text is made of; "1.2e-9" is a decimal, "9e^(-9)" nine times a power of e.
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:e[+-]?\d+(?![\d/]))?)(?:/(?P<bottom>\d+))?"
    r"|√(?P<radicand>\d+)|e\^\((?P<exponent>-?\d+(?:/\d+)?)\)|(?P<sign>[-−+≈])|(?P<unit>i))",
    re.ASCII,
)
_MINUS = str.maketrans("-", "−")


def number(text: str) -> Markup:
    """Return a number's text as MathML to stand in a row; text of another kind as text."""
    tokens = _tokens(text.strip())
    if not tokens:
        return Markup("<mtext>{}</mtext>").format(visible(text))
    shown = Markup("")
    before = ""
    for token in tokens:
        shown += _SHOW[token.lastgroup or "number"](token, before)
        before = token.group().strip()
    return shown


def _tokens(text: str) -> list[re.Match[str]]:
    """Return the tokens of a text, none where it is not made of tokens alone."""
    found: list[re.Match[str]] = []
    end = 0
    while end < len(text):
        token = _TOKEN.match(text, end)
        if token is None:
            return []
        found.append(token)
        end = token.end()
    return found


def _size(token: re.Match[str], _: str) -> Markup:
    digits, _, power = token["number"].partition("e")
    size = Markup("<mn>{}</mn>").format(digits)
    if power:
        raised = str(int(power)).translate(_MINUS)
        size += Markup("<mo>·</mo><msup><mn>10</mn><mn>{}</mn></msup>").format(raised)
    if not token["bottom"]:
        return size
    return Markup("<mfrac>{}<mn>{}</mn></mfrac>").format(size, token["bottom"])


def _exponential(token: re.Match[str], _: str) -> Markup:
    power = token["exponent"].translate(_MINUS)
    return Markup("<msup><mi>e</mi><mn>{}</mn></msup>").format(power)


def _root(token: re.Match[str], _: str) -> Markup:
    return Markup("<msqrt><mn>{}</mn></msqrt>").format(token["radicand"])


def _sign(token: re.Match[str], before: str) -> Markup:
    sign = token["sign"].translate(_MINUS)
    # After an approximate-sign a minus belongs to its number, which MathML cannot guess.
    leading = sign != "≈" and before == "≈"
    form = Markup(' form="prefix"') if leading else ""
    return Markup("<mo{}>{}</mo>").format(form, sign)


def _unit(_: re.Match[str], __: str) -> Markup:
    return Markup("<mi>i</mi>")


_SHOW: Mapping[str, Callable[[re.Match[str], str], Markup]] = {
    "number": _size,
    "bottom": _size,
    "exponent": _exponential,
    "radicand": _root,
    "sign": _sign,
    "unit": _unit,
}
