"""Left sides of equations: the claim's own, however it is written, or a name for the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from referee.language.reading.notations.characters import GREEK
from referee.language.reading.notations.tokens import WORD, Token

_STARS = {"*": "star", "star": "star", "inf": "infty", "infty": "infty", "infinity": "infty"}
# Words that people call an answer, beside single letters.
ANSWERS = frozenset(
    (
        *("grad", "gradient", "loss", "answer", "ans", "result", "solution", "sol", "kernel"),
        *("bound", "rate", "limit", "flow", "risk", "cost", "hessian", "jacobian", "dL", "dw"),
        *("value", "res", "out"),
    )
)


def is_left_side(
    tokens: Sequence[Token],
    stated: Sequence[str],
    readable: Callable[[Sequence[Token]], bool],
    *,
    is_number: bool = False,
) -> bool:
    """Say whether tokens may be left out as the left side of an answer.

    They are what the claim states at its left (given without marks), or a letter or word by
    itself, perhaps of something (``L(w)``), that is no formula of the names. Nothing may be done
    to it: in ``2 L(w) = ...`` the right side is another formula than the one that is asked for.
    One that ``is_number`` is its own transpose: bᵀa is aᵀb.
    """
    if not tokens:
        return False
    texts = [each.text for each in tokens]
    ways = [texts, _turned(texts)] if is_number else [texts]
    if stated and list(stated) in map(without_marks, ways):
        return True
    return _is_bare(tokens, stated) and not readable(tokens)


def _turned(texts: list[str]) -> list[str]:
    """Return bᵀa for aᵀb, anything else as it is."""
    marks = [
        at for at, text in enumerate(texts) if texts[at : at + 2] in (["^", "top"], ["^", "T"])
    ]
    if len(marks) != 1:
        return texts
    return [*texts[marks[0] + 2 :], "^", "top", *texts[: marks[0]]]


def _is_bare(tokens: Sequence[Token], stated: Sequence[str]) -> bool:
    """Say whether tokens are a name for the answer: H, L(w), grad L, ∇L(w), where that is asked."""
    left = _without_variable(list(tokens))
    primed = bool(left) and left[-1].text == "'" and stated[:1] == ["nabla"]
    left = left[:-1] if primed else left
    gradient = primed or (left[:1] != [] and left[0].text in {"nabla", "grad", "gradient"})
    if gradient and (len(left) > 1 or primed):
        if stated and (stated[0] != "nabla" or len(stated) != len(["nabla", "L"])):
            return False
        left = left if primed else left[1:]
    if len(left) != 1 or left[0].kind != WORD:
        return len(left) == 1 and left[0].text == "nabla" and stated[:1] == ["nabla"]
    word = left[0].text
    marked = list(stated[:2]) == [word, "_"] and len(stated) == len((word, "_", "mark"))
    if word in stated and not marked and list(stated) not in ([word], ["nabla", word]):
        return False
    if list(stated) == ["nabla", word] and not gradient:
        return False  # L is not its gradient
    return len(word) == 1 or word in ANSWERS or word in GREEK.values()


def _without_variable(tokens: list[Token]) -> list[Token]:
    """Return tokens without what a name is of at their end: (w), (t)."""
    of = len(tokens) > 3 and tokens[-1].is_op(")") and tokens[-3].is_op("(")
    return tokens[:-3] if of and tokens[-2].kind == WORD else tokens


def without_marks(texts: Sequence[str]) -> list[str]:
    """Return the signs of a left side in one spelling for all that mean the same.

    ``∂L/∂w`` is ∇_w L, ``dw/dt`` and ``w'`` are ẇ; what a name is of is left out.
    """
    plain = {"lnorm": "norm", "rnorm": "norm", "||": "norm", "grad": "nabla"}
    signs = _limits(_without_braces([plain.get(text, text) for text in texts]))
    found = _scripts(_differentials(_flows(_fractions(signs))))
    if found[-1:] == ["'"]:
        found = [*found[:-1], "_", "dot"]
    if found[:1] == ["nabla"] and found[1:2] == ["_"] and len(found) > 3:
        found = ["nabla", *found[3:]] if found[2] == "w" else found
    return _arguments_dropped(found)


def _without_braces(texts: list[str]) -> list[str]:
    """Return ^2 for ^{2}."""
    for at in range(len(texts) - 4, -1, -1):
        if texts[at] in {"^", "_"} and texts[at + 1] == "{" and texts[at + 3] == "}":
            texts[at + 1 : at + 4] = [texts[at + 2]]
    return texts


def _limits(texts: list[str]) -> list[str]:
    """Return w^∞ for the limit of w(t) as t grows."""
    for arrow in (["_", "{", "t", "->", "infty", "}"], ["_", "{", "t", "->", "inf", "}"]):
        if texts[:1] == ["lim"] and texts[1 : 1 + len(arrow)] == arrow:
            name = _of_time(texts[1 + len(arrow) :])
            return texts if name is None else [name, "_", "infty"]
    return texts


def _of_time(texts: list[str]) -> str | None:
    """Return the name in w(t), w_t and (w_t), None for anything else."""
    if len(texts) > 2 and texts[0] == "(" and texts[-1] == ")":
        texts = texts[1:-1]
    timed = texts[1:] in ([], ["_", "t"], ["(", "t", ")"])
    return texts[0] if timed and texts and texts[0].isalpha() else None


def _fractions(texts: list[str]) -> list[str]:
    """Return 1/2 as a fraction of LaTeX is cut."""
    for at in range(len(texts) - 3, -1, -1):
        if texts[at + 1] == "/" and texts[at].isdigit() and texts[at + 2].isdigit():
            texts[at : at + 3] = ["frac", "{", texts[at], "}", "{", texts[at + 2], "}"]
    return texts


_BY_TIME = (["frac", "{", "d", "}", "{", "d", "t", "}"], ["partial", "_", "t"])


def _flows(texts: list[str]) -> list[str]:
    """Return d/dt (w), ∂_t w and w'(t) as a dot; anything else as it is."""
    if texts[1:] == ["'", "(", "t", ")"]:
        return [texts[0], "_", "dot"]
    for by_time in _BY_TIME:
        name = _of_time(texts[len(by_time) :])
        if texts[: len(by_time)] == by_time and name is not None:
            return [name, "_", "dot"]
    return texts


def _differentials(texts: list[str]) -> list[str]:
    """Return ∂L/∂w as a gradient and dw/dt as a dot."""
    bare = [t for t in texts if t not in {"frac", "{", "}", "/"}]
    divided = "frac" in texts[:1] or "/" in texts
    if divided and len(bare) == 4 and bare[0] == bare[2] == "partial":
        return ["nabla", "_", bare[3], bare[1]]
    if divided and len(bare) == 4 and bare[0] == bare[2] == "d" and bare[3] == "t":
        return [bare[1], "_", "dot"]
    if divided and len(bare) == 2 and bare[0][:1] == "d" and bare[1] == "dt":
        return [bare[0][1:], "_", "dot"]
    if divided and len(bare) == 2 and bare[0][:1] == bare[1][:1] == "d" and len(bare[1]) == 2:
        return ["nabla", "_", bare[1][1:], bare[0][1:]]
    return texts


def _scripts(texts: list[str]) -> list[str]:
    """Return marks of a name in one spelling: w*, w^*, w_star."""
    found: list[str] = []
    at = 0
    while at < len(texts):
        if texts[at] in {"_", "^"} and texts[at + 1 : at + 2] and texts[at + 1] in _STARS:
            found += ["_", _STARS[texts[at + 1]]]
            at += 2
        elif texts[at] == "norm" and texts[at + 1 : at + 3] == ["_", "2"]:
            found.append("norm")
            at += 3
        elif texts[at] == "^" and texts[at + 1 : at + 2] == ["T"]:
            found += ["^", "top"]
            at += 2
        elif texts[at] == "infty" and at == len(texts) - 1:
            found += ["_", "infty"]
            at += 1
        elif texts[at] == "*" and at == len(texts) - 1:
            found += ["_", "star"]
            at += 1
        else:
            found.append(texts[at])
            at += 1
    return found


def _arguments_dropped(texts: list[str]) -> list[str]:
    if len(texts) > 3 and texts[-1] == ")" and texts[-3] == "(" and texts[-2].isalpha():
        return texts[:-3]
    return texts
