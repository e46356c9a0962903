r"""What a formula says by its form: relations, chains, definitions, conditions, plain expressions.

A formula is LaTeX as it stands in a document. It is cut at signs outside of all brackets; where
it is cut, blanks keep the places of what is left.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\\begin\{[^{}]*\}|\\end\{[^{}]*\}"
    r"|\\(?:text|textrm|mbox|textnormal|intertext|mathrm|operatorname|tag|label|textit"
    r"|textbf)\*?\s*\{[^{}]*\}"
    r"|\\[A-Za-z]+\*?|\\.|:=|<=|>=|!=|=>|<=>|\S",
    re.DOTALL,
)
_OPENING = frozenset(
    ("(", "[", "{", r"\{", r"\langle", r"\lfloor", r"\lceil", r"\lbrace", r"\lbrack")
)
_CLOSING = frozenset(
    (")", "]", "}", r"\}", r"\rangle", r"\rfloor", r"\rceil", r"\rbrace", r"\rbrack")
)
RELATIONS = frozenset(
    ("=", "<", ">", "<=", ">=", "!=", "≤", "≥", "≠", "⪰", "≻", "⪯", "≺", r"\le", r"\leq", r"\ge",
     r"\geq", r"\ne", r"\neq", r"\lt", r"\gt", r"\leqslant", r"\geqslant", r"\succeq", r"\succ",
     r"\preceq", r"\prec")
)  # fmt: skip
_SPACED = re.compile(r"\s*\[[^\]\n]{0,12}\]")
DEFINES = frozenset((":=", r"\coloneqq", r"\triangleq", r"\equiv", "≡", "≔", r"\doteq",
                     r"\leftarrow",
                     r"\gets", "←", r"\eqdef", r"\defeq"))  # fmt: skip
CONNECTS = frozenset(
    (r"\Rightarrow", r"\implies", r"\Longrightarrow", r"\iff", r"\Leftrightarrow",
     r"\Longleftrightarrow", r"\Leftarrow", "⇒", "⇔", "⟹", "⟺", "=>", "<=>", r"\lor", r"\land")
)  # fmt: skip
MEMBER = frozenset((r"\in", "∈", r"\sim", "∼", r"\colon", r"\to", "→", r"\mapsto", r"\subset",
                    r"\subseteq", r"\notin"))  # fmt: skip
LOOSE = frozenset((r"\approx", "≈", r"\propto", r"\cong", r"\simeq", r"\ll", r"\gg", r"\asymp",
                   r"\lesssim", r"\gtrsim"))  # fmt: skip
_WORDS = (r"\text", r"\mbox", r"\intertext", r"\textit", r"\textbf")
_DROPPED = re.compile(
    r"\\(?:label|tag)\*?\{[^{}]*\}|\\(?:nonumber|notag|displaystyle|hfill|allowbreak"
    r"|vphantom\{[^{}]*\})"
)
_SPACE = frozenset((r"\quad", r"\qquad"))
_LONE = re.compile(
    r"\s*(?:\\(?:hat|bar|tilde|vec|mathbf|mathcal|boldsymbol|widehat|bm|widetilde"
    r"|overline)\s*\{?\s*)?"
    r"(?P<name>\\?[^\W\d_]+)\s*\}?"
    r"(?P<marks>(?:_(?:\{[^{}=]*\}|\\[A-Za-z]+|\w)|\^(?:\*|\\ast|\\star|\{\*\}|\{\\ast\}"
    r"|\{\\star\}|\{\([^{}]*\)\})|')*)\s*"
)
_CALL = re.compile(r"\((?P<arguments>[^()=]*)\)\s*")
_NUMBERISH = re.compile(r"[-−+\s\d./]*(?:\\frac\s*\{?[\d]+\}?\s*\{?[\d]+\}?)?\s*\Z")
_NAME = re.compile(r"\\[A-Za-z]+|[^\W\d_]")
_NO_NAMES = frozenset(
    (r"\top", r"\mathsf", r"\cdot", r"\left", r"\right", r"\,", r"\mathbf", r"\boldsymbol", r"\bm",
     r"\intercal", r"\transpose", r"\times", "T", "I", r"\mathrm", r"\big", r"\Big", r"\bigl",
     r"\bigr", r"\star", r"\ast", r"\hat", r"\tilde", r"\bar")
)  # fmt: skip


@dataclass(frozen=True)
class Sign:
    """A token of a formula with its place; ``depth`` counts the brackets around it."""

    text: str
    at: int
    end: int
    depth: int

    @property
    def words(self) -> str | None:
        """The words of a text in a formula, None for mathematics."""
        if not self.text.startswith(_WORDS):
            return None
        return self.text[self.text.index("{") + 1 : -1]


def signs(latex: str) -> list[Sign]:
    """Return the tokens of a formula."""
    found, depth = list[Sign](), 0
    for match in _TOKEN.finditer(latex):
        text = match[0]
        closes = text in _CLOSING or text.startswith(r"\end{")
        depth = max(0, depth - closes)
        found.append(Sign(text, match.start(), match.end(), depth))
        depth += text in _OPENING or text.startswith(r"\begin{")
    return found


def blanked(latex: str, start: int, end: int) -> str:
    """Return a text with blanks in a part of it."""
    return latex[:start] + re.sub(r"[^\n]", " ", latex[start:end]) + latex[end:]


def without_labels(latex: str) -> str:
    """Return a formula with blanks for its labels and numbers."""
    return _DROPPED.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), latex)


def rows(latex: str, *, aligned: bool) -> Iterator[tuple[int, str]]:
    r"""Yield the rows of a display that say something of their own, with their places.

    A row that begins with a relation or a sign goes on with the one before. Outside of matrices
    ``&`` and ``\\`` are blanks.
    """
    latex = without_labels(latex)
    if not aligned:
        yield 0, latex
        return
    cuts: list[tuple[int, int]] = []
    for sign in signs(latex):
        if sign.depth == 0 and sign.text == "&":
            latex = blanked(latex, sign.at, sign.end)
        elif sign.depth == 0 and sign.text == "\\\\":
            cuts.append((sign.at, sign.end))
    start = 0
    for at, end in cuts:
        latex = blanked(latex, at, end)
        spaced = _SPACED.match(latex, end)  # \\[2pt]
        latex = blanked(latex, end, spaced.end()) if spaced else latex
        following = next(iter(signs(latex[end:])), None)
        goes_on = following is not None and (
            following.text
            in RELATIONS | DEFINES | CONNECTS | {"+", "-", r"\cdot", r"\times", r"\pm"}
        )
        if not goes_on:
            yield start, latex[start:at]
            start = end
    yield start, latex[start:]


@dataclass(frozen=True)
class Clause:
    """A part of a formula between commas, blanks and words: its place, and the words before."""

    at: int
    latex: str
    words: str = ""


def clauses(latex: str) -> list[Clause]:
    """Return the parts of a formula that commas, wide blanks and words part.

    A part without a relation, as the A of A, B ∈ S, belongs to the one behind it.
    """
    cuts: list[tuple[int, int, str]] = []
    for sign in signs(latex):
        words = sign.words
        if sign.depth == 0 and (
            sign.text in {",", ";"} or sign.text in _SPACE or words is not None
        ):
            cuts.append((sign.at, sign.end, (words or "").strip()))
    found, start, before = list[Clause](), 0, ""
    for at, end, words in [*cuts, (len(latex), len(latex), "")]:
        inner = latex[start:at]
        if not says(inner) and not words and at < len(latex):
            if not inner.strip():
                start = end
            continue
        if inner.strip():
            found.append(Clause(start, inner, before))
            before = ""
        before = f"{before} {words}".strip()
        start = end
    if before:
        found.append(Clause(len(latex), "", before))
    return found


def says(latex: str) -> bool:
    """Say whether a text has a sign outside of brackets that relates two sides."""
    every = RELATIONS | DEFINES | MEMBER | LOOSE | CONNECTS
    return any(sign.depth == 0 and sign.text in every for sign in signs(latex))


def has(latex: str, among: Collection[str]) -> bool:
    """Say whether one of some signs stands outside of brackets."""
    return any(sign.depth == 0 and sign.text in among for sign in signs(latex))


@dataclass(frozen=True)
class Link:
    """Two sides of a chain and the relation between them, with the place of the second one."""

    left: str
    sign: str
    right: str
    at: int

    @property
    def latex(self) -> str:
        """The link as a formula."""
        return f"{self.left.strip()} {self.sign} {self.right.strip()}"


def links(latex: str) -> list[Link]:
    """Return the relations of a chain; the first one is at the place of its left side."""
    among = RELATIONS | DEFINES
    found = [sign for sign in signs(latex) if sign.depth == 0 and sign.text in among]
    ends = [0, *(sign.end for sign in found)]
    sides = [latex[start : sign.at] for start, sign in zip(ends, found, strict=False)]
    sides.append(latex[ends[-1] :])
    at = [0, *ends[1:]]
    return [
        Link(sides[k], sign.text, sides[k + 1], _start(latex, 0 if k == 0 else at[k + 1]))
        for k, sign in enumerate(found)
    ]


def _start(latex: str, at: int) -> int:
    return at + len(latex[at:]) - len(latex[at:].lstrip())


@dataclass(frozen=True)
class Lone:
    """A side that is a name alone, or a function of names."""

    name: str
    marks: str
    arguments: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        """The name without its backslash."""
        return self.name.lstrip("\\")


def lone(side: str) -> Lone | None:
    """Return the name that a side is, None where it is more than one."""
    found = _LONE.match(side)
    if found is None:
        return None
    rest = side[found.end() :]
    name = found["name"]
    if len(name.lstrip("\\")) > 1 and not name.startswith("\\"):
        return None
    call = _CALL.match(rest)
    if call is not None and not rest[call.end() :].strip():
        arguments = tuple(part.strip() for part in re.split("[,;]", call["arguments"]))
        plain = all(lone(part) is not None for part in arguments)
        return Lone(name, found["marks"], arguments) if plain else None
    return None if rest.strip() else Lone(name, found["marks"])


def is_number(side: str) -> bool:
    """Say whether a side is a number as it is written."""
    return bool(side.strip()) and _NUMBERISH.match(side) is not None


def names(side: str) -> list[str]:
    """Return the names of a side that is made of names alone, in their order, repeated."""
    return [name for name in _NAME.findall(side) if name not in _NO_NAMES]


def relates(link: Link, defined: Collection[str]) -> bool:
    r"""Say whether an equation can only be meant to hold of its names, as A x = b and A v = λ v.

    Its sides are sums of products of names, and one of the names stands on one side alone, once:
    no identity is like that. ``defined`` are names that stand for something.
    """
    if link.sign != "=" or not (_is_plain(link.left) and _is_plain(link.right)):
        return False
    left, right = names(link.left), names(link.right)
    if any(name.lstrip("\\") in defined for name in [*left, *right]):
        return False
    every = [*left, *right]
    once = [name for name in every if every.count(name) == 1]
    return len(once) == len(every) if not (left and right) else bool(once)


_PLAIN = re.compile(
    r"(?:\\(?:top|mathsf|cdot|,|mathbf|boldsymbol|bm|intercal|alpha|beta|gamma|delta|lambda|mu"
    r"|nu|sigma"
    r"|epsilon|varepsilon|eta|theta|xi|omega|Sigma|Lambda|Phi|Theta|hat|tilde|bar)(?![A-Za-z])"
    r"|\^(?:T\b|\{T\}|\{?\\top\}?)|_(?:\{\w+\}|\w)"
    r"|[A-Za-z0-9+\-−{}\s])+\Z"
)


def _is_plain(side: str) -> bool:
    return _PLAIN.match(side) is not None
