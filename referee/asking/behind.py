"""What stands behind the name that it describes: a set, words, a rank, a law x ~ N(m, S)."""

from __future__ import annotations

from collections.abc import Sequence

from referee.asking.declarations import Condition
from referee.asking.descriptions import described
from referee.asking.groups import Group
from referee.asking.problems import NotRead
from referee.asking.sets import set_at
from referee.asking.tokens import name_at
from referee.asking.words import MATRIX, NUMBER, VECTOR
from referee.language.reading.notations.tokens import NUMBER as DIGITS
from referee.language.reading.notations.tokens import WORD, Token

_SIMS = ("sim", "not")  # ∼, and what ~ is where it is typed
_UNIFORM = frozenset(("U", "Unif", "Uniform", "uniform", "unif"))


def distributed(group: Group, tokens: Sequence[Token]) -> bool:
    """Note x ~ N(m, S), whose covariance is positive semidefinite."""
    found = group.name_at(tokens, 0)
    if found is None or found[1] >= len(tokens) or tokens[found[1]].text not in _SIMS:
        return False
    group.start(found[0], joins=True, plural=False)
    group.name(found[0], tokens[0], tokens[found[1] - 1])
    behind = group.part.text[tokens[found[1]].end : tokens[-1].end].strip()
    latex = "\\" in group.part.text
    sign = r"\sim" if latex else "∼"
    if latex and behind.startswith("N"):
        behind = r"\mathcal{N}" + behind[1:]
    group.found.random += [f"{each.written} {sign} {behind}" for each in group.names]
    _parameters(group, tokens[found[1] + 1 :])
    for each in group.names:
        inner = [t for t in tokens if not t.is_op("{", "}")]
        square = inner[-2].text == "2" and inner[-3].is_op("^", "**")
        single = square or (inner[-2].kind == DIGITS and inner[-3].is_op(","))
        capital = VECTOR if each.name[0].isupper() else ""
        each.sort = each.sort or (NUMBER if single else capital)
    group.closed = True
    return True


def _parameters(group: Group, tokens: Sequence[Token]) -> None:
    """Note the names of a mean and a covariance: N(m, S)."""
    texts = [token.text for token in tokens]
    if texts[:1] and texts[0] in _UNIFORM:
        _ends(group, tokens)
        return
    if texts[:2] != ["N", "("] or texts[-1:] != [")"] or texts.count(",") != 1:
        return
    comma = texts.index(",")
    for at, end, kinds in ((2, comma, False), (comma + 1, len(tokens) - 1, True)):
        found = name_at(tokens, at)
        if found is None or found[1] != end or found[0] == "I":
            continue
        first = tokens[at]
        known = group.found.name(found[0], first.text, group.part.at + first.at)
        known.declared = True
        if kinds:
            known.kinds.append("positive semidefinite")
            known.intervals.append("number_ge_0")


def _ends(group: Group, tokens: Sequence[Token]) -> None:
    """Note that a uniform number lies between two: U(a, b) says a < b."""
    commas = [i for i, token in enumerate(tokens) if token.is_op(",")]
    if len(tokens) < 6 or len(commas) != 1 or not tokens[-1].is_op(")", "]"):
        return
    sides = tokens[2 : commas[0]], tokens[commas[0] + 1 : -1]
    for side in sides:
        found = name_at(side, 0) if len(side) == 1 else None
        if found is not None:
            at = group.part.at + side[0].at
            known = group.found.name(found[0], side[0].text, at)
            known.declared, known.sort = True, known.sort or NUMBER
    for each in group.names:
        each.sort = each.sort or NUMBER
    low, high = (group.part.text[side[0].at : side[-1].end] for side in sides)
    if any(token.kind == WORD for side in sides for token in side):
        group.condition(f"{low} < {high}", tokens[0].at)


def distribution(group: Group, tokens: Sequence[Token], at: int) -> int | None:
    """Read "Rademacher" or "standard normal" behind a name; None for anything else."""
    words = [token.text for token in tokens[at : at + 2]]
    signs = words[:1] == ["Rademacher"]
    if not signs and not (words[0] == "standard" and words[1:] in (["normal"], ["Gaussian"])):
        return None
    latex = "\\" in group.part.text
    for each in group.names:
        several = each.sort == VECTOR or each.rows not in {"", "1"}
        normal = r"\mathcal{N}" if latex else "N"
        law = "Rademacher" if signs else f"{normal}(0, {'I' if several else '1'})"
        sign = r"\sim" if latex else "∼"
        group.found.random.append(f"{each.written} {sign} {law}")
        each.declared = True
        each.sort = each.sort or ("" if signs else NUMBER)
    return at + 2 - signs


def tail(group: Group, tokens: Sequence[Token], at: int) -> None:
    """Read what stands behind a name: a set, words."""
    while at < len(tokens):
        token = tokens[at]
        if token.is_op("in", ":") or (token.text == "in" and token.kind == WORD):
            at = _set(group, tokens, at + 1)
            continue
        words, sizes, end = described(tokens, at)
        if end == at:
            at = _rank(group, tokens, at)
            continue
        group.words += words
        group.sized(sizes, token)
        at = end


def _set(group: Group, tokens: Sequence[Token], at: int) -> int:
    if at < len(tokens) and any(t.is_op("->") for t in tokens[at:]):
        raise NotRead(
            "functions are not declared by a set; define it, as f(x) = x^T A x",
            group.part.at + tokens[at].at,
        )
    try:
        said, end = set_at(tokens, at)
    except NotRead as error:
        raise NotRead(
            error.message, None if error.at is None else error.at + group.part.at
        ) from None
    for each in group.names:
        group.declare(each, said, tokens[at])
    return end


def _rank(group: Group, tokens: Sequence[Token], at: int) -> int:
    """Read "rank r" behind a name. Raises NotRead for words that say nothing known."""
    if tokens[at].text == "rank" and at + 1 < len(tokens):
        rank = tokens[at + 1]
        for each in group.names:
            if rank.kind == DIGITS and rank.text.isdigit():
                each.kinds.append(f"rank {rank.text}")
                each.sort = each.sort or MATRIX
            else:
                group.found.conditions.append(
                    Condition(f"rank({each.name}) == {rank.text}", group.part.at, True)
                )
        return at + 2
    law = distribution(group, tokens, at)
    if law is not None:
        return law
    if tokens[at].text == "not":
        raise NotRead(
            "write what holds instead of what does not, as det(A) = 0 for A is not invertible",
            group.part.at + tokens[at].at,
        )
    raise group.unread(tokens[at])
