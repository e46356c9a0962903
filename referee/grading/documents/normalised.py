r"""LaTeX as tokens in which the ways to set one formula look alike.

Styles, sizes of brackets and spaces are left out, ``\tfrac`` is ``\frac``, a transpose is ⊤,
and what depends on time alone is written without it: w(t), w_t and w are one. It is for finding
where an equation belongs; what an equation says is for the reader of formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    r"\\(?:text(?:rm)?|mbox|intertext)\{(?P<words>[^{}]*)\}"
    r"|\\[A-Za-z]+\*?|\\.|\{answer\}|:=|=>|<=|>=|[A-Za-z]'*|\d+(?:\.\d+)?|\S"
)
WORDS = r"\text"  # stands for words that are said of an equation
_JOINING = frozenset(
    {"and", "or", "if", "where", "with", "for", "so", "hence", "when", "since", "iff"}
)
HOLE = "{answer}"
_SPACES = {r"\,", r"\;", r"\!", r"\:", r"\>", "\\ ", "~", "&"}
_STYLES = re.compile(
    r"\\(?:left|right|middle|(?:display|text|script)style|(?:no)?limits|boxed|math(?:bf|rm|it|sf|bb|cal)"
    r"|boldsymbol|bm|operatorname|rm|bf|vec|bar|tilde|[bB]igg?[lrm]?|cdot|times)\*?"
)
_ALIKE: Mapping[str, str] = {
    **dict.fromkeys((r"\tfrac", r"\dfrac", r"\cfrac"), r"\frac"),
    **dict.fromkeys((r"\lVert", r"\rVert", r"\|", r"\Vert"), "‖"),
    **dict.fromkeys((r"\leq", r"\leqslant", "<=", r"\lesssim"), r"\le"),
    **dict.fromkeys((r"\geq", r"\geqslant", ">="), r"\ge"),
    **dict.fromkeys((r"\triangleq", ":=", r"\equiv", r"\doteq", r"\coloneqq"), "="),
    **dict.fromkeys((r"\implies", r"\Longrightarrow", "=>"), r"\Rightarrow"),
    **dict.fromkeys((r"\Leftrightarrow", r"\Longleftrightarrow"), r"\iff"),
    **dict.fromkeys((r"\rightarrow", r"\longrightarrow"), r"\to"),
    **dict.fromkeys((r"\top", r"\intercal", "ᵀ", "⊤"), "⊤"),
    r"\star": "*",
    r"\prime": "'",
}
_SUPER = {"T": "⊤", "*": "*", "+": r"\dagger"}
RELATIONS = frozenset({"=", r"\le", r"\ge", "<", ">", r"\in", r"\approx", r"\propto"})
_OPENED = frozenset("([{") | {r"\langle", r"\{"}
_CLOSED = frozenset(")]}") | {r"\rangle", r"\}"}


@dataclass(frozen=True)
class Token:
    """A token and where it stands in the text it was read from."""

    text: str
    start: int
    end: int


Tokens = Sequence[Token]


def normalised(latex: str, names: Mapping[str, str] | None = None) -> list[Token]:
    """Return the tokens of a formula; ``names`` says what the document's names stand for."""
    found = [_named(t, names or {}) for t in _tokens(latex)]
    for rule in (_fractions, _ungrouped, _superscripts, _rewritten):
        found = rule(found)
    return found


def spellings(names: Mapping[str, str]) -> Mapping[str, str]:
    """Return the tokens of a document's names with those of the names that they stand for.

    A name of several tokens, as w_NH, is left to the reader of formulas.
    """
    found = {_spelled(own): _spelled(ours) for own, ours in names.items()}
    return {own: ours for own, ours in found.items() if _is_token(own) and _is_token(ours)}


def _spelled(name: str) -> str:
    bare = name.strip("{} ")
    return rf"\{bare}" if len(bare) > 1 and bare.isalpha() else bare


def _is_token(text: str) -> bool:
    return bool(re.fullmatch(r"\\?[A-Za-z]+'*", text))


def texts(tokens: Tokens) -> tuple[str, ...]:
    """Return tokens without their places."""
    return tuple(t.text for t in tokens)


def _tokens(latex: str) -> Iterator[Token]:
    for each in _TOKEN.finditer(re.sub(r"\\(?:begin|end)\{[a-z]+\*?\}", _blank, latex)):
        if each["words"] is not None:
            yield from _words(each)
            continue
        text = _ALIKE.get(each[0], each[0])
        if text not in _SPACES and not _STYLES.fullmatch(text):
            yield Token(text, each.start(), each.end())


def _words(found: re.Match[str]) -> Iterator[Token]:
    """Yield one token for words, and the letters of what is set upright as a name."""
    if not found["words"].isalpha() or found["words"] in _JOINING:
        yield Token(WORDS, found.start(), found.end())
        return
    yield Token("{", found.start(), found.start("words"))
    for at in range(found.start("words"), found.end("words")):
        yield Token(found.string[at], at, at + 1)
    yield Token("}", found.end("words"), found.end())


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _named(token: Token, names: Mapping[str, str]) -> Token:
    return replace(token, text=names[token.text]) if token.text in names else token


def _fractions(tokens: Tokens) -> list[Token]:
    r"""Group the arguments of ``\frac12``."""
    found: list[Token] = []
    wanted = 0
    for token in tokens:
        if not wanted or token.text == "{":
            wanted = 2 if token.text == r"\frac" else 0
            found.append(token)
            continue
        for piece in _digits(token):
            around = [Token("{", piece.start, piece.start)], [Token("}", piece.end, piece.end)]
            found += [*around[0], piece, *around[1]] if wanted else [piece]
            wanted = max(wanted - 1, 0)
    return found


def _digits(token: Token) -> list[Token]:
    r"""Return the digits of a number as tokens of their own: ``\frac12`` is a half."""
    if not token.text.isdigit():
        return [token]
    return [Token(d, token.start + k, token.start + k + 1) for k, d in enumerate(token.text)]


def _ungrouped(tokens: Tokens) -> list[Token]:
    """Take the braces from a single token, unless they are a fraction's."""
    found: list[Token] = []
    for token in tokens:
        found.append(token)
        lone = len(found) > 2 and token.text == "}" and found[-3].text == "{"
        before = found[-4].text if len(found) > 3 else ""
        if lone and before not in {r"\frac", "}"}:
            found[-3:] = [Token(found[-2].text, found[-3].start, token.end)]
    return found


def _superscripts(tokens: Tokens) -> list[Token]:
    """Write a transpose in one way; a star that is no exponent is a product and left out."""
    found: list[Token] = []
    for token in tokens:
        if found and found[-1].text == "^" and token.text in _SUPER:
            conjugate = token.text == "*" and len(found) > 1 and _is_matrix(found[-2].text)
            found.append(replace(token, text="⊤" if conjugate else _SUPER[token.text]))
        elif token.text != "*":
            found.append(token)
    return found


def _is_matrix(name: str) -> bool:
    return name.isupper() or name in {r"\Sigma", r"\Lambda"}


# What is written in another way: a dot stands for any one token that is a name.
_REWRITTEN: Sequence[tuple[Sequence[str], Sequence[str]]] = [
    (before.split(), after.split())
    for before, after in (
        ("‖ _ 2", "‖"),
        ("_ t", ""),
        ("( t )", ""),
        (r"\frac { d . } { d t }", r"\dot ."),
        (r"\frac { d } { d t } ( . )", r"\dot ."),
        (r"\frac { d } { d t } [ . ]", r"\dot ."),
        (r"\frac { d } { d t } .", r"\dot ."),
    )
]


def _rewritten(tokens: Tokens) -> list[Token]:
    """Leave out the Euclidean norm's 2 and the time; write a derivative in time as a dot."""
    found = list(tokens)
    for before, after in _REWRITTEN:
        k = 1  # what is left out stands behind something
        k -= len(after) > 1
        while k < len(found):
            piece = found[k : k + len(before)]
            if _is_like(piece, before):
                found[k : k + len(before)] = _instead(piece, before, after)
            k += 1
    return found


def _is_like(piece: Tokens, pattern: Sequence[str]) -> bool:
    return len(piece) == len(pattern) and all(
        token.text.isalpha() if want == "." else token.text == want
        for token, want in zip(piece, pattern, strict=True)
    )


def _instead(piece: Tokens, before: Sequence[str], after: Sequence[str]) -> list[Token]:
    kept = [token for token, want in zip(piece, before, strict=True) if want == "."]
    ends = piece[0].start, piece[-1].end
    return [kept[0] if want == "." else Token(want, *ends) for want in after]


def depths(tokens: Tokens) -> list[int]:
    """Return for each token how many brackets are open where it stands."""
    found, depth = [], 0
    for token in tokens:
        depth -= token.text in _CLOSED
        found.append(depth)
        depth += token.text in _OPENED
    return found
