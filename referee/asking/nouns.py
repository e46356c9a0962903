"""Sentences about matrices without a name: "the product of two symmetric matrices is symmetric".

They are written with names, and then read as any other: "Let A and B be symmetric. Then A B is
symmetric". What is in no table here stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from referee.asking.parts import SAID
from referee.asking.words import KINDS

_OPERATIONS: Mapping[str, str] = {
    "product": "A B", "sum": "A + B", "difference": "A - B",
    "Hadamard product": "hadamard(A, B)", "Kronecker product": "kron(A, B)",
    "commutator": "A B - B A",
}  # fmt: skip
_FUNCTIONS: Mapping[str, str] = {
    "inverse": "A^-1", "transpose": "A^T", "square": "A^2", "trace": "tr(A)",
    "determinant": "det(A)", "rank": "rank(A)", "pseudoinverse": "pinv(A)", "cube": "A^3",
}  # fmt: skip
_NUMBERS = {"trace", "determinant", "rank"}
_VALUES: Mapping[str, str] = {
    "positive": "> 0", "nonnegative": ">= 0", "non-negative": ">= 0", "negative": "< 0",
    "zero": "= 0", "nonzero": "!= 0", "non-zero": "!= 0", "one": "= 1",
}  # fmt: skip
_KIND = "|".join(sorted((re.escape(kind).replace(r"\ ", "[ -]") for kind in KINDS if kind.isascii()
                         and kind not in {"equal", "ones"}), key=len, reverse=True))  # fmt: skip
_OF = rf"(?P<kind>(?:(?:real|square|{_KIND})\b[ ,]*(?:and )?)+)"
_PART = "|".join(sorted(map(re.escape, SAID), key=len, reverse=True))
_NAMED = r"(?P<name>[A-Z]\w*|\([^()]*\))"
_ARTICLE = r"(?:a|an|any|every|each)"
_END = r"\s*\.?\s*$"
_EVERY = re.compile(
    rf"^\s*(?:every|any|each|all|an?)\s+{_OF}matri(?:x|ces)\s+(?P<said>(?:is|are|has|have)\b.*?){_END}",
    re.IGNORECASE,
)
_TWO = re.compile(
    rf"^\s*the (?P<operation>{'|'.join(sorted(_OPERATIONS, key=len, reverse=True))}) of "
    rf"(?:any )?(?:two )?{_OF}?matrices\s+is\s+(?P<said>.*?){_END}",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"^\s*the (?P<function>{'|'.join(_FUNCTIONS)}) of {_ARTICLE} {_OF}matrix"
    rf"\s+(?P<said>(?:is|has|equals)\b.*?){_END}",
    re.IGNORECASE,
)
_PARTS = re.compile(
    rf"^\s*(?:all |the |all the )?(?P<part>{_PART}) of {_ARTICLE} {_OF}matrix"
    rf"\s+(?:is|are)\s+(?P<said>.*?){_END}",
    re.IGNORECASE,
)
_CLAIMED = r"(?P<lead>^\s*|\bthen\s+|\biff\s+|\bonly if\s+)"
_SO = re.compile(
    r"^\s*if (?P<names>\w+(?:(?:, | and )\w+)*) (?:is|are) (?P<kind>[^,.]+), (?:then )?so is"
    rf" (?P<of>.*?){_END}",
    re.IGNORECASE,
)
_COMMUTE = re.compile(
    rf"{_CLAIMED}(?P<one>[A-Z]) and (?P<other>[A-Z]) commute(?=\s*(?:\.?\s*$|iff\b|if\b))",
    re.IGNORECASE,
)
_SAME = re.compile(
    rf"{_CLAIMED}(?P<one>[^,.;]+?) and (?P<other>[^,.;]+?) have (?:the same|equal)"
    rf" (?P<function>{'|'.join(_FUNCTIONS)})s?{_END}",
    re.IGNORECASE,
)
_CLAIMED_PART = re.compile(
    rf"{_CLAIMED}(?:all |the |all the )*(?P<part>{_PART}) of {_NAMED} (?:is|are)"
    rf" (?P<said>[a-z -]+?){_END}",
    re.IGNORECASE,
)


def named(text: str) -> str:
    """Return a sentence with names for the matrices that it is about; others as they are."""
    for pattern, write in _PATTERNS:
        match = pattern.search(text)
        written = write(match) if match else None
        if match and written is not None:
            return text[: match.start()] + written + text[match.end() :]
    return text


def _every(match: re.Match[str]) -> str | None:
    claim = _of_said("A", match["said"])
    return None if claim is None else f"Let A be a {match['kind'].strip()} matrix. Then {claim}"


def _two(match: re.Match[str]) -> str | None:
    of, kind = _OPERATIONS.get(match["operation"], ""), (match["kind"] or "square").strip()
    said = match["said"]
    kinds = _is_kind(said)
    return f"Let A and B be {kind} n×n matrices. Then {of} is {said}" if of and kinds else None


def _one(match: re.Match[str]) -> str | None:
    function = match["function"].lower()
    own = re.fullmatch(
        r"(?:is equal to|equals|is) its (?:own )?(trace|determinant|rank|inverse|transpose)",
        match["said"],
    )
    of = _FUNCTIONS[function]
    claim = f"{of} = {_FUNCTIONS[own[1]]}" if own else None
    value = re.fullmatch(r"(?:is|equals) (.*)", match["said"])
    if claim is None and function in _NUMBERS and value:
        sign = _VALUES.get(value[1])
        number = re.fullmatch(r"[-+]?\d+(?:/\d+)?", value[1])
        claim = f"{of} {sign}" if sign else f"{of} = {value[1]}" if number else None
    elif claim is None:
        claim = _of_said(f"({of})", match["said"])
    return None if claim is None else f"Let A be a {match['kind'].strip()} matrix. Then {claim}"


def _parts(match: re.Match[str]) -> str | None:
    said = SAID[match["part"].lower()].get(match["said"].lower())
    if said is None:
        return None
    return f"Let A be a {match['kind'].strip()} matrix. Then {said.format('A')}"


def _so(match: re.Match[str]) -> str:
    kind = re.sub(r"\bmatrices$", "", match["kind"]).strip()
    return f"If {match['names']} are {kind}, then {match['of']} is {kind}"


def _commute(match: re.Match[str]) -> str:
    one, other = match["one"], match["other"]
    return f"{match['lead']}{one} {other} = {other} {one}"


def _same(match: re.Match[str]) -> str:
    of = _FUNCTIONS[match["function"].lower()]
    both = [of.replace("A", f"({match[side]})") for side in ("one", "other")]
    return f"{match['lead']}{both[0]} = {both[1]}"


def _claimed(match: re.Match[str]) -> str | None:
    said = SAID[match["part"].lower()].get(match["said"].lower())
    return None if said is None else f"{match['lead']}{said.format(match['name'])}"


def _of_said(of: str, said: str) -> str | None:
    """Return what is said of one matrix: is symmetric, has determinant 1, has positive trace."""
    verb, _, rest = said.partition(" ")
    if verb.lower() in {"is", "are"}:
        return f"{of} is {rest}" if _is_kind(rest) else None
    number = re.fullmatch(r"(determinant|trace|rank) ([-+]?\d+|zero|one)", rest)
    if number:
        value = {"zero": "0", "one": "1"}.get(number[2], number[2])
        return f"{_FUNCTIONS[number[1]].replace('A', of)} = {value}"
    for part, table in SAID.items():
        if rest.endswith(part) and rest.removesuffix(part).strip() in table:
            return table[rest.removesuffix(part).strip()].format(of)
    return None


def _is_kind(said: str) -> bool:
    return re.fullmatch(rf"(?:an? )?(?:{_KIND})(?: matrix| matrices)?", said) is not None


_PATTERNS = (
    (_SO, _so), (_EVERY, _every), (_TWO, _two), (_ONE, _one), (_PARTS, _parts),
    (_COMMUTE, _commute), (_SAME, _same), (_CLAIMED_PART, _claimed),
)  # fmt: skip
