"""Text from outside: made safe to look at before it is shown."""

from __future__ import annotations

import re

from markupsafe import Markup

# Controls but tab and newline, lone surrogates, and marks that reorder what is read.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Return a text with every character that could mislead a reader made visible."""
    return _UNSHOWN.sub("\ufffd", text)


def one_line(text: str, width: int) -> str:
    """Return a text as one line of at most ``width`` characters, for a terminal."""
    line = " ".join(visible(text).split())
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def toml_string(text: str) -> str:
    """Return a text as a basic string of TOML (toml.io, v1.0.0): in quotes, on one line."""
    escaped = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return f'"{"".join(escaped.get(c) or _in_toml(c) for c in text)}"'


def _in_toml(character: str) -> str:
    """Return a character of a string of TOML; a lone surrogate is none, and is marked."""
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return f"\\u{ord(character):04x}" if _UNSHOWN.match(character) else character


def markup(html: str) -> Markup:
    """Say of HTML that it is not to be escaped: what makes it has escaped all that is in it.

    It is for the output of templates and of the typesetter, and for files of the project.
    """
    # The one place that vouches: whoever calls it can be found, and tests try hostile text there.
    return Markup(html)  # noqa: S704
