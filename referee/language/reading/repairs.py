"""Texts that differ from one that is not read by one change at the place where it stops."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape

from referee.language.reading.near import near
from referee.language.reading.notations.commands import KNOWN
from referee.language.vocabulary import BINDERS, FUNCTIONS

# Letters of other alphabets that look like one of ours.
_LOOKS = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕКМНОРСТХаеорсух",
    "ABEZHIKMNOPTYXoABEKMHOPCTXaeopcyx",
)
ALIKE = 0.75  # of functions and commands: there are many, and most are short
_CLOSING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", r"\langle": r"\rangle"}
_BRACKET = re.compile(
    r"\\left\s*(?P<left>\\?[([{|.]|\\langle)|\\right\s*(?P<right>\\?[)\]}|.]|\\rangle)"
    r"|\\begin\{(?P<begin>[a-z]+\*?)\}|\\end\{(?P<end>[a-z]+\*?)\}"
    r"|(?P<open>\\?[{]|[(\[])|(?P<close>\\?[}]|[)\]])"
)
_TAIL = re.compile(r"(?:[\s.,;$]|\\\)|\\\])*\Z")
_OPERATOR = re.compile(r"(?:[+\-*/@^_=·×−]|\\(?:cdot|times|,|;|quad)\b)+\s*\Z")


def repairs(
    text: str, place: tuple[int, int], names: Mapping[str, tuple[str, str]]
) -> Iterator[str]:
    """Yield texts with one change each, those that change least first.

    ``place`` is where the sign begins and ends that cannot stand there; ``names`` are those that
    the text may use, each with how it is written there.
    """
    start, end = place
    yield from (text[:start] + word + text[end:] for word in _words(text, start, end, names))
    yield from _plainer(text)
    yield from _bracketed(text, start, end)
    if start == end:
        tail = _TAIL.search(text)
        body = text[: tail.start()] if tail else text
        yield _OPERATOR.sub("", body).rstrip() + text[len(body) :]
    elif text[start] in _CLOSING.values():
        yield _OPERATOR.sub("", text[:start]).rstrip() + text[start:]
    elif not (text[start].isalnum() or text[start] == "\\"):
        yield f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()


def _words(text: str, start: int, end: int, names: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Yield what may be meant by the word at a place: names, functions, commands."""
    word = text[start:end]
    bare = word.lstrip("\\")
    if not bare[:1].isalpha():
        return
    if text[end:].lstrip().startswith("(") and not word.startswith("\\"):
        path, dot, last = word.rpartition(".")
        yield from (path + dot + name for name in near(last, [*FUNCTIONS, *BINDERS], ALIKE))
    yield from (names[name][0] for name in near(bare, names))
    if word.startswith("\\") and bare not in KNOWN:
        yield from (f"\\{command}" for command in near(bare, sorted(KNOWN), ALIKE))


def _plainer(text: str) -> Iterator[str]:
    """Yield a text without what is not seen in it, and with our letters for those like them."""
    seen = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\n\t")
    plain = unescape(seen).translate(_LOOKS)
    yield from dict.fromkeys(each for each in (seen, plain) if each != text)


def _bracketed(text: str, start: int, end: int) -> Iterator[str]:
    """Yield a text whose brackets match, where they do not."""
    opened: list[tuple[str, int]] = []
    for found in _BRACKET.finditer(text):
        if found["left"] or found["begin"] or found["open"]:
            opened.append((_closed(found), found.start()))
            continue
        wanted = opened.pop()[0] if opened else ""
        if not wanted:
            yield text[: found.start()] + text[found.end() :]
            return
        if not _matches(found[0], wanted):
            yield text[: found.start()] + wanted + text[found.end() :]
            return
    if opened:
        tail = _TAIL.search(text)
        at = tail.start() if tail else len(text)
        yield text[:at] + "".join(closing for closing, _ in reversed(opened)) + text[at:]
        yield text[:start] + text[end:]


def _closed(found: re.Match[str]) -> str:
    """Return what closes a bracket that opens."""
    if found["begin"]:
        return rf"\end{{{found['begin']}}}"
    if found["left"]:
        return rf"\right{_CLOSING.get(found['left'], found['left'])}"
    return _CLOSING[found["open"]]


def _matches(closing: str, wanted: str) -> bool:
    both = closing.startswith(r"\right") and wanted.startswith(r"\right")
    return both or closing == wanted
