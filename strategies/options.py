"""Options of a family as they stand in its name, and so in tokens: ``kinds=all,full_rank=False``.

Where the default is text, text stands as it is; all else is a Python literal. What a token
cannot hold, as spaces and commas, is written %20 and %2C.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Mapping
from inspect import Parameter
from urllib.parse import quote, unquote

PLAIN = "+"  # stands between the names of extras
LITERAL = "!"  # before a value that is no text where the default is


def spell(options: Mapping[str, object], parameters: Mapping[str, Parameter]) -> str:
    """Return options as text, in the order of their names.

    Raises TypeError for a value that is neither text, a number, None nor made of these.
    """
    return ",".join(
        f"{name}={_spelled(value, _default(name, parameters))}"
        for name, value in sorted(options.items())
    )


def read(text: str, parameters: Mapping[str, Parameter]) -> dict[str, object]:
    """Return options from their text. Raises KeyError for a value of no kind it may have."""
    pairs = (pair.split("=", 1) for pair in text.split(",") if "=" in pair)
    return {name: _value(value, _default(name, parameters)) for name, value in pairs}


def _default(name: str, parameters: Mapping[str, Parameter]) -> object:
    return parameters[name].default if name in parameters else Parameter.empty


def _spelled(value: object, default: object) -> str:
    if isinstance(value, str) and isinstance(default, str):
        return quote(value, safe=PLAIN)
    text = repr(value)
    if _literal(text) != value:
        raise TypeError(f"an option of a family is text, a number or None, not {text[:80]}")
    return LITERAL * isinstance(default, str) + quote(text, safe=PLAIN)


def _value(text: str, default: object) -> object:
    if isinstance(default, str) and not text.startswith(LITERAL):
        return unquote(text)
    value = _literal(unquote(text.removeprefix(LITERAL)))
    if value is _NOTHING or (isinstance(default, bool) and not isinstance(value, bool)):
        raise KeyError(text)
    return value


_NOTHING = object()


def _literal(text: str) -> object:
    """Return the value of a Python literal, _NOTHING for any other text."""
    try:
        return literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return _NOTHING
