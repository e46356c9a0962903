"""Functions declared by a property: "f: ℝⁿ → ℝ convex and L-smooth", "a convex function f"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from referee.asking.declarations import Condition, Declarations
from referee.asking.definitions import argument_at
from referee.asking.problems import NotRead
from referee.asking.sentences import Part
from referee.asking.tokens import cut_into_tokens, name_at
from referee.asking.words import MATRIX, NUMBER
from referee.language.reading.grammar.words import FUNCTION_WORDS
from referee.language.reading.notations.tokens import WORD, Token
from referee.strategies.functions import COLUMNS, PROPERTIES, kind_of

_GREEK = {"φ": "phi", "ϕ": "phi", "ψ": "psi", "μ": "mu", "λ": "lam", "lambda": "lam",
          "varphi": "phi", "η": "eta", "β": "beta", "α": "alpha",
          "σ": "sigma", "ℓ": "l", "ρ": "rho"}  # fmt: skip
_LETTER = r"(?:\\(?:var)?phi|\\psi|[φϕψ]|phi|psi|[A-Za-z])(?:_\{?\w+\}?)?(?![A-Za-z])"
_NAMES = rf"(?P<names>{_LETTER}(?:\s*(?:,|and)\s*{_LETTER})*)"
_LINE = r"(?:\\mathbb\s*\{?\s*R\s*\}?|\\R(?![A-Za-z])|ℝ|R(?![A-Za-z]))"
_RAISED = {"ⁿ": "n", "ᵐ": "m", "ᵈ": "d", "ᵏ": "k", "ᵖ": "p", "²": "2", "³": "3"}
_POWER = r"(?:\s*\^\s*[{(]?\s*(?P<%s>\w+)\s*[})]?|(?P<%s_raised>[ⁿᵐᵈᵏᵖ²³]))?"
_FROM = _LINE + _POWER % ("source", "source")
_TO = r"\s*(?:->|→|\\to(?![A-Za-z])|\\rightarrow)\s*" + _LINE + _POWER % ("target", "target")
_SIGNATURE = re.compile(rf"\s*(?::|\\colon(?![A-Za-z])|from|on|over)\s*{_FROM}(?:{_TO}|\s*to\s*ℝ)?")
_HEAD = re.compile(rf"(?<![A-Za-z\\_^]){_NAMES}")
_NUMBER = r"(?P<number>\\?[A-Za-z]+|[μλβαℓσρ]|\d+(?:/\d+)?)"
_BEHIND = r"\s+with\s+(?:constant|parameter|modulus)\s+"
_WITH = {
    rf"{_NUMBER}\s*-\s*Lipschitz(?:\s*-?\s*continuous)?\s+gradients?": "smooth",
    rf"{_NUMBER}\s*-\s*Lipschitz(?:\s*-?\s*continuous)?": "Lipschitz",
    rf"{_NUMBER}\s*-\s*smooth": "smooth",
    rf"{_NUMBER}\s*-\s*strongly\s*-?\s*convex": "strongly",
    rf"strongly\s+convex{_BEHIND}{_NUMBER}": "strongly",
    rf"smooth{_BEHIND}{_NUMBER}": "smooth",
    rf"Lipschitz(?:\s+continuous)?{_BEHIND}{_NUMBER}": "Lipschitz",
    rf"(?:positively\s+)?homogeneous\s+of\s+degree\s+{_NUMBER}": "homogeneous",
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "strictly convex": ("strictly_convex",), "strictly concave": ("strictly_concave",),
    "strictly increasing": ("strictly_increasing",),
    "strictly decreasing": ("strictly_decreasing",),
    "monotonically increasing": ("increasing",), "nondecreasing": ("increasing",),
    "non-decreasing": ("increasing",), "nonincreasing": ("decreasing",),
    "twice continuously differentiable": ("twice",), "twice differentiable": ("twice",),
    "continuously differentiable": ("differentiable",), "smooth": ("twice",),
    "positively homogeneous": ("homogeneous~1",), "sublinear": ("convex", "homogeneous~1"),
    **{word: (word,) for word in PROPERTIES if "~" not in word and "_" not in word
       and word != "twice"},
}  # fmt: skip
_LACKING = {
    "strongly convex": "μ-strongly convex", "Lipschitz": "L-Lipschitz", "homogeneous":
    "homogeneous of degree 2",
}  # fmt: skip
_FILLER = re.compile(
    r"(?:\s|,(?=\s*(?:and\s|[\\\w/]+\s*-|convex|even|odd|differentiable))|(?:and|is|are|be|both|a|"
    r"an|the|any|every|all|also|real|which|that|has|have|with|functions?|real-valued)(?![A-Za-z]))+"
)
_A_FUNCTION = re.compile(r"\s*functions?(?![A-Za-z])\s*")
_NOUN_BEFORE = re.compile(r"functions?\s*$")
_ALTERNATIVES = [(re.compile(p + r"(?![A-Za-z])"), name) for p, name in _WITH.items()]
_PLAIN = re.compile(
    r"(?P<word>" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")(?![A-Za-z])"
)


@dataclass(frozen=True)
class Function:
    """A declared function: its name, its kind's words, and how many numbers it is of, "" for open.

    ``numbers`` are the names of its constants; ``at`` is where it is declared.
    """

    name: str
    written: str
    words: tuple[str, ...]
    rows: str
    numbers: tuple[str, ...]
    at: int


def functions_in(parts: Sequence[Part], whole: str) -> tuple[list[Function], list[Part]]:
    """Return the functions that parts declare, and the parts without them.

    Raises NotRead for a property whose constant is missing, and for values that are no numbers.
    """
    found: list[Function] = []
    rest: list[Part] = []
    for part in parts:
        functions, text = _taken(part, whole)
        found += functions
        kept = _FILLER.sub("", text).strip(" ,;:.") if functions else text
        rest += [replace(part, text=text) if functions else part] if kept else []
    return found, rest


def _taken(part: Part, whole: str) -> tuple[list[Function], str]:
    text, found = part.text, list[Function]()
    place = 0
    while place < len(text):
        declared = _declared_at(text, place, whole, part.at)
        if declared is None:
            place += 1
            continue
        functions, end = declared
        found += functions
        text = text[:place] + " " * (end - place) + text[end:]
        place = end
    return found, re.sub(r"^\s*,|,\s*(?=,)", lambda m: " " * len(m[0]), text)


def _declared_at(text: str, at: int, whole: str, start: int) -> tuple[list[Function], int] | None:
    """Return the functions that are declared from a place on, and where that ends."""
    if at and (text[at - 1].isalnum() or text[at - 1] in "\\_^-{"):
        return None
    words, numbers, place = _properties(text, at)
    noun = _NOUN_BEFORE.search(text[at:place]) if words else _A_FUNCTION.match(text, place)
    if noun is not None and not words:
        place = noun.end()
    if place > at and not words and noun is None:
        return None  # articles alone
    head = _HEAD.match(text, place)
    if head is None:
        return None
    signature = _SIGNATURE.match(text, head.end())
    end = signature.end() if signature else head.end()
    more, also, after = _properties(text, end)
    if signature is None:
        behind = _SIGNATURE.match(text, after) if more else None
        signature, after = behind, behind.end() if behind else after
    mapped = signature is not None and "->" in _ascii_arrow(signature[0])
    names = [name.strip() for name in re.split(r",|\band\b", head["names"])]
    used = any(_is_called(name, whole) for name in names)
    if not (mapped or (used and (words or more or noun is not None))):
        return None
    rows = _rows(signature, start)
    kinds = (*words, *more)
    every = tuple(dict.fromkeys((*numbers, *also)))
    return [Function(_plain(name), name, kinds, rows, every, start + place) for name in names], max(
        after if more else end, end, signature.end() if signature else 0
    )


def _ascii_arrow(text: str) -> str:
    return re.sub(r"→|\\to(?![A-Za-z])|\\rightarrow|\sto\s", "->", text)


def _rows(signature: re.Match[str] | None, start: int) -> str:
    if signature is None:
        return ""
    target = signature["target"] or signature["target_raised"]
    if target and target != "1":
        raise NotRead(
            "functions with values in R^m are not declared by a property; write f: R^n → R",
            start + signature.start(),
        )
    raised = signature["source_raised"]
    return _RAISED.get(raised, "") if raised else signature["source"] or "1"


def _properties(text: str, at: int) -> tuple[list[str], list[str], int]:
    """Return the properties that are said from a place on, their constants, and where they end."""
    words, numbers, place = list[str](), list[str](), at
    end = at
    while True:
        filler = _FILLER.match(text, place)
        here = filler.end() if filler else place
        with_ = next(((m, n) for p, n in _ALTERNATIVES if (m := p.match(text, here))), None)
        plain = _PLAIN.match(text, here)
        if with_ is not None and with_[0]["number"] not in {"a", "and"}:
            match, name = with_
            number = _plain(match["number"])
            words.append(_with_number(name, number))
            numbers += [number] if name != "homogeneous" and number[0].isalpha() else []
            place = end = match.end()
        elif plain is not None:
            words += _WORDS[plain["word"]]
            place = end = plain.end()
        else:
            _check_lacking(text, here, found=bool(words))
            noun = re.compile(r"[\s,]*(?:real\s+)?functions?(?![A-Za-z])\s*").match(text, end)
            return words, numbers, noun.end() if noun and words else _after(text, end, words)


def _after(text: str, end: int, words: Sequence[str]) -> int:
    blanks = re.compile(r"\s*").match(text, end)
    return blanks.end() if blanks and words else end


def _check_lacking(text: str, at: int, *, found: bool) -> None:
    """Raise NotRead for a property whose constant is missing, as far as one is meant for sure."""
    for said, better in _LACKING.items():
        if text.startswith(said, at) and (found or at > 0):
            raise NotRead(f"{said} with which number? Write {better}")


def _with_number(name: str, number: str) -> str:
    word = f"{name}~{number}"
    if name == "homogeneous" and word not in PROPERTIES:
        raise NotRead("functions are homogeneous of degree 1, 2, 3 or 4 here, a number")
    return word


def _plain(name: str) -> str:
    bare = name.lstrip("\\").replace("{", "").replace("}", "")
    base, _, below = bare.partition("_")
    return "_".join(part for part in (_GREEK.get(base, base), below) if part)


def _is_called(name: str, whole: str) -> bool:
    """Say whether a letter stands for a function somewhere: f(x), ∇f."""
    letter = re.escape(name)
    return bool(
        re.search(rf"(?<![A-Za-z\\]){letter}\s*'*\s*(?:\\left\s*)?\(", whole)
        or re.search(rf"(?:∇|\\nabla)[²2^\s{{}}]*{letter}(?![A-Za-z])", whole)
    )


def note(functions: Sequence[Function], found: Declarations) -> None:
    """Note declared functions, and the numbers that they have for constants.

    Raises NotRead for a name that is declared as something else.
    """
    for each in functions:
        known = found.name(each.name, each.written, each.at)
        if known.rows or known.kinds:
            raise NotRead(f"{each.written} is declared twice", each.at)
        known.function, known.declared, known.sort = True, True, MATRIX
        known.rows = each.rows
        known.columns = COLUMNS if each.rows else ""
        known.constants = each.numbers
        known.kinds = [kind_of(each.words)]
        for number in each.numbers:
            constant = found.name(number, number, each.at)
            constant.declared, constant.sort = True, constant.sort or NUMBER
            constant.intervals.append("number_gt_0")
        strong = [w.partition("~")[2] for w in each.words if w.startswith("strongly~")]
        smooth = [w.partition("~")[2] for w in each.words if w.startswith("smooth~")]
        if strong and smooth and strong != smooth:
            found.conditions.append(Condition(f"{strong[0]} <= {smooth[0]}", each.at, True))


class Applied:
    """Writes f(x), ∇f(x) and ∇²f(x) of declared functions as the vocabulary has them."""

    def __init__(self, functions: Collection[str]) -> None:
        self.functions = {*functions}
        self.slopes: set[str] = set()
        self.curvatures: set[str] = set()

    def put_into(self, text: str, at: int) -> str:
        """Return a formula with values and derivatives of functions in words.

        Raises NotRead for a function that stands without an argument.
        """
        if not self.functions:
            return text
        tokens = cut_into_tokens(text, at)
        pieces, here, place = list[str](), 0, 0
        while place < len(tokens):
            found = self._at(text, at, tokens, place)
            if found is None:
                place += 1
                continue
            written, end = found
            pieces += [text[here : tokens[place].at], written]
            here, place = tokens[end - 1].end, end
        return "".join([*pieces, text[here:]])

    def _at(
        self, text: str, at: int, tokens: Sequence[Token], place: int
    ) -> tuple[str, int] | None:
        token, order, start, front = tokens[place], 0, place, ""
        if token.is_op("nabla"):
            order, start = _order(tokens, place)
        if start >= len(tokens) or tokens[start].kind != WORD:
            return None
        name, end = tokens[start].text, start + 1
        named = name_at(tokens, start)
        if named is not None and named[0] in self.functions:
            name, end = named
        called = end < len(tokens) and tokens[end].is_op("(", "'")
        product = name.isalpha() and 1 < len(name) < 4 and name not in FUNCTION_WORDS
        if product and called and not order and name[-1] in self.functions - {name}:
            front, name = " ".join(name[:-1]) + " ", name[-1]
        if name not in self.functions:
            return None
        written = text[tokens[start].at : tokens[end - 1].end]
        written = name if front else written
        while end < len(tokens) and tokens[end].is_op("'"):
            order, end = order + 1, end + 1
        call = argument_at(tokens, end)
        if call is None or order > 2:
            raise NotRead(
                f"{name} is a function: write {'∇' * bool(order)}{name}(x), and derivatives as"
                f" ∇{name}(x) and ∇²{name}(x)",
                at + tokens[start].at,
            )
        inner = text[tokens[end + 1].at : tokens[call - 2].end]
        inner = self.put_into(inner, at + tokens[end + 1].at)
        return front + self._called(name, written, order, inner, latex="\\" in text), call

    def _called(self, name: str, written: str, order: int, inner: str, *, latex: bool) -> str:
        (self.slopes if order == 1 else self.curvatures if order else set()).add(name)
        words = [
            rf"\operatorname{{{word}}}" if latex else word
            for word in (("evaluate", "slope", "curvature")[order], "origin")
        ]
        written = written.removesuffix("'").removesuffix("'").strip()
        argument = f"{words[1]}({written})" if inner.strip() == "0" else inner
        return f"{words[0]}({written}, {argument})"


def _order(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    """Return which derivative a nabla stands for, and what stands behind it: ∇², ∇_x."""
    order, at = 1, place + 1
    if at + 1 < len(tokens) and tokens[at].is_op("^") and tokens[at + 1].text == "2":
        order, at = 2, at + 2
    elif at + 3 < len(tokens) and tokens[at].is_op("^") and tokens[at + 2].text == "2":
        order, at = 2, at + 4
    return order, at


def derivatives_assumed(
    kinds: Sequence[str], name: str, applied: Applied
) -> Iterator[tuple[str, str]]:
    """Yield the word that a function's derivatives need, with what is then assumed in words."""
    known = {word.partition("~")[0] for kind in kinds for word in kind.split(" ")}
    analytic = {"linear", "affine", "quadratic", "twice"}
    if name in applied.curvatures and not known & analytic:
        yield "twice", "twice differentiable"
    elif name in applied.slopes and not known & (analytic | {"smooth", "differentiable"}):
        yield "differentiable", "differentiable"
