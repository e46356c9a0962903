"""A statement cut into its claim and what is said of its names, before or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from referee.asking.problems import NotRead
from referee.asking.tokens import PROSE
from referee.language.reading.grammar.words import FUNCTION_WORDS

_OPEN, _CLOSE = "([{", ")]}"
_SENTENCE = re.compile(r"(?<!s\.t)(?<![ie]\.[eg])\.(?=\s|$)|;")
_DECLARES = re.compile(
    r"\s*(let|suppose(?: that)?|assume(?: that)?|given|consider|take|fix|define|with|where|for all"
    r"|for every|for each|for any|for|if|when(?:ever)?|provided(?: that)?|∀(?:[A-Za-z]{0}))"
    r"(?:(?<=∀)|(?![A-Za-z]))\s*",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"(?:[,:;.]\s*)?\b(?:then|we have(?: that)?|one has|it holds that|there holds)\b\s*[,:]?\s*",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\s*(?:(?:claim|lemma|theorem|proposition|statement|hence|thus|so|then|is it true that"
    r"|(?:show|prove|verify|check)(?: that)?|we have(?: that)?|one has|it holds that|that)"
    r"(?![A-Za-z(])\s*[:,]?\s*)+",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[,;]?\s*(?:(?<![A-Za-z])(?:where|for all|for every|for each|for any|for|with|if|when(?:ever)?"
    r"|provided(?: that)?|assuming(?: that)?|given|such that|subject to|s\.t\.)(?![A-Za-z])|∀)\s*",
    re.IGNORECASE,
)
_SET = re.compile(
    r",\s*(?=[^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*\s*(?:∈|\\in(?![A-Za-z])|:(?!=)|in(?![A-Za-z])|(?:is|are)(?![A-Za-z])))"
)
# t > 0, a, b ≥ 0 behind a claim and a comma: numbers that bound names.
_BOUNDED = re.compile(
    r",\s*(?=(?:[-−]?[\d./]+\s*(?:[<≤]=?|\\l(?:e|eq|t)\b)\s*)?(?:\\?[^\W\d]\w*\s*,\s*)*\\?[^\W\d]\w*\s*"
    r"(?:[<>]=?|[≤≥≠]|!=|\\(?:le|leq|ge|geq|ne|neq|leqslant|geqslant|lt|gt)\b)\s*[-−]?[\d./]+\s*(?:,|$))"
)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_NO_LATEX = str.maketrans("$", " ")
_PROSE = re.compile(r"\\(?:text|textrm|mbox|mathrm|textnormal)\s*\{([A-Za-z ,.;:]*)\}")
_CALLED = re.compile(r"\s*(?:\\left\s*|\\[bB]igg?l?\s*)?\(")
_BLANKS = re.compile(r"(?<!\\)\\(?:quad|qquad|[,;:! ])|~(?=[\\A-Za-z])")
_FORALL = re.compile(r"\\forall(?![A-Za-z])")
_IMPLIES = re.compile(r"⇒|⟹|=>|==>|\\(?:Rightarrow|implies|Longrightarrow)|implies(?:\s+that)?")
_CONNECTIVE = re.compile(
    rf"(?:{_IMPLIES.pattern})(?![A-Za-z>])|⇔|⟺|↔|<=>|<==>|\\(?:iff|Leftrightarrow|Longleftrightarrow)"
    r"|⇐|⟸|\b(?:iff|if|or|not|unless|whenever)\b|∨|¬|\|\|(?=\s*[A-Za-z]+\s*[=<>])|\\(?:lor|vee|neg)\b"
)
_BINDS_MORE = re.compile(r"or|not|∨|¬|\\(?:lor|vee|neg)")  # than "implies" does
_RELATION = re.compile(r"[=<>≤≥≠≈≻≽⪰≺⪯]|\\(?:leq?|geq?|neq?|succ|prec|leqslant|geqslant)")


_CLAIMLESS = {"let", "define", "fix", "where", "with", "suppose", "assume", "consider", "take"}
_SUPPOSING = ("if", "when", "suppose", "assume", "provided")


@dataclass(frozen=True)
class Part:
    """A part of a text, and where it stands; ``all`` says that it is behind "for all".

    What is ``supposed`` defines nothing: its equations are conditions.
    """

    text: str
    at: int
    all: bool = False
    supposed: bool = False

    def cut(
        self, start: int, end: int | None = None, *, all_: bool = False, supposed: bool = False
    ) -> Part:
        """Return what stands between two places of it, without blanks around."""
        inner = self.text[start:end]
        left = len(inner) - len(inner.lstrip(" \t\n,;:."))
        return Part(inner.strip(" \t\n,;:."), self.at + start + left, all_, supposed)


@dataclass(frozen=True)
class Cut:
    """A claim, and the parts that declare its names."""

    claim: Part
    declaring: tuple[Part, ...]


def cut(text: str, where: str = "") -> Cut:
    """Cut a statement. Raises NotRead where there is no claim in it, or more than one."""
    whole = Part(plain_prose(text), 0)
    declaring: list[Part] = []
    claims: list[Part] = []
    for sentence in _sentences(whole):
        before, claim, behind = _of_sentence(sentence)
        declaring += before
        claims += [claim] if claim.text else []
        declaring += behind
    if where.strip():
        apart = Part(plain_prose(where), len(text) + 1)
        for sentence in _sentences(apart):
            declaring += _clauses(_without_word(sentence))
    if not claims:
        raise NotRead(
            "there is no claim, only what it is about; write for example"
            " tr(AB) = tr(BA) where A, B in R^(n x n)"
        )
    if len(claims) > 1:
        raise NotRead("these are several statements; ask one at a time", claims[1].at)
    return Cut(claims[0], tuple(part for part in declaring if part.text))


def plain_prose(text: str) -> str:
    r"""Return LaTeX with its words, blanks and ``\forall`` as plain text has them, as long."""
    text = text.translate(_NO_LATEX) if "\\" in text or text.count("$") > 1 else text
    text = _PROSE.sub(_as_words, text)
    text = _FORALL.sub(lambda m: _padded("∀", m[0]), text)
    return _BLANKS.sub(lambda m: " " * len(m[0]), text) if "\\" in text else text


def _as_words(found: re.Match[str]) -> str:
    """Return the words of LaTeX as plain text has them; a function stays upright, and one word."""
    word = found[1].strip()
    called = len(word) > 1 and _CALLED.match(found.string, found.end()) is not None
    function = word.isalpha() and (called or (word in FUNCTION_WORDS and word not in PROSE))
    return found[0] if function else _padded(found[1], found[0])


def _padded(inner: str, whole: str) -> str:
    return f" {inner}".ljust(len(whole))[: len(whole)]


def top_level(text: str) -> list[bool]:
    """Say of each place of a text whether it is outside of all brackets."""
    found, depth = [], 0
    for character in text:
        depth = max(0, depth - (character in _CLOSE))
        found.append(depth == 0 and character not in _CLOSE)
        depth += character in _OPEN
    return found


def _sentences(whole: Part) -> Iterator[Part]:
    outside, start = top_level(whole.text), 0
    for match in _SENTENCE.finditer(whole.text):
        if outside[match.start()]:
            yield whole.cut(start, match.start())
            start = match.end()
    yield whole.cut(start)


def _of_sentence(sentence: Part) -> tuple[Sequence[Part], Part, Sequence[Part]]:
    """Return what declares names, the claim, and what declares names behind it."""
    announced = _ANNOUNCED.match(sentence.text)
    if announced:
        sentence = sentence.cut(announced.end())
    lead = _DECLARES.match(sentence.text)
    if lead:
        return _led(sentence, lead)
    before, rest = _typed(sentence)
    claim, behind = _with_tail(rest)
    premises, claim = _premised(claim)
    return [*before, *premises], claim, behind


def _premised(claim: Part) -> tuple[Sequence[Part], Part]:
    """Cut "P, Q implies R" into what is supposed and the claim, where it says nothing else."""
    outside = top_level(claim.text)
    every = [m for m in _CONNECTIVE.finditer(claim.text) if outside[m.start()]]
    found = [m for m in every if not _BINDS_MORE.fullmatch(m[0])]
    if len(found) != 1 or not _IMPLIES.fullmatch(found[0][0]):
        return [], claim
    premise = claim.cut(0, found[0].start(), supposed=True)
    rest = claim.cut(found[0].end())
    return ([premise], rest) if premise.text and rest.text else ([], claim)


def _led(sentence: Part, lead: re.Match[str]) -> tuple[Sequence[Part], Part, Sequence[Part]]:
    """Cut a sentence that starts with Let, Suppose, If, For all: a claim may follow."""
    every = lead[1].lower() in {"∀", "for all", "for every", "for each", "for any"}
    supposed = lead[1].lower().startswith(_SUPPOSING)
    end = _where_the_claim_starts(sentence, lead)
    if end is None:
        declares = sentence.cut(lead.end(), all_=every, supposed=supposed)
        return [declares], sentence.cut(len(sentence.text)), []
    claim, behind = _with_tail(sentence.cut(end[1]))
    premises, claim = _premised(claim)
    declares = sentence.cut(lead.end(), end[0], all_=every, supposed=supposed)
    return [declares, *premises], claim, behind


def _where_the_claim_starts(sentence: Part, lead: re.Match[str]) -> tuple[int, int] | None:
    """Return where declarations end and a claim starts, None where there is no claim."""
    outside = top_level(sentence.text)
    then = next((m for m in _THEN.finditer(sentence.text) if outside[m.start()]), None)
    if then:
        return then.start(), then.end()
    colons = [m.start() for m in re.finditer(r":(?!=)", sentence.text) if outside[m.start()]]
    # A : B may be a type; what is behind the last one is a claim if it says something.
    if colons and _says(sentence.text[colons[-1] + 1 :]):
        return colons[-1], colons[-1] + 1
    if lead[1].lower().removesuffix(" that") in _CLAIMLESS:
        return None
    commas = [m.start() for m in re.finditer(",", sentence.text) if outside[m.start()]]
    last = next((at for at in reversed(commas)), None)
    if last is not None and _says(sentence.text[last + 1 :]):
        return last, last + 1
    return None


def _says(text: str) -> bool:
    """Say whether a text can be a claim: more than a name and a set."""
    named = re.match(r"\s*[^\W\d]\w*\s*(?:∈|in(?![A-Za-z])|\\in(?![A-Za-z]))", text)
    return named is None and bool(
        _RELATION.search(text) or re.search(r"\b(?:is|are|iff|implies|has)\b|⇒|⇔", text)
    )


def _typed(sentence: Part) -> tuple[Sequence[Part], Part]:
    """Cut ``A, B ∈ ℝ^(n×n): tr(AB) = tr(BA)``, which starts with its declarations."""
    outside = top_level(sentence.text)
    for match in re.finditer(r":(?!=)|⊢|\\vdash", sentence.text):
        head = sentence.text[: match.start()]
        declares = re.match(
            r"\s*[^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*\s*(?:∈|in(?![A-Za-z])|\\in(?![A-Za-z]))", head
        )
        if outside[match.start()] and declares:
            return [sentence.cut(0, match.start())], sentence.cut(match.end())
    return [], sentence


def _with_tail(sentence: Part) -> tuple[Part, Sequence[Part]]:
    """Part a claim from what stands behind it: where, for all, if."""
    outside = top_level(sentence.text)
    found = [
        m
        for m in [m for how in (_BEHIND, _SET, _BOUNDED) for m in how.finditer(sentence.text)]
        if outside[m.start()] and m.start() and not _is_connective(sentence.text, m)
    ]
    if not found:
        return sentence, []
    first = min(found, key=lambda m: m.start())
    word = first[0].strip(" ,;").lower()
    every = word.startswith(("for all", "for every", "for each", "for any", "∀"))
    rest = sentence.cut(first.end(), all_=every)
    if word and not rest.text:
        raise NotRead(
            f"nothing stands behind “{word}”; write for example where A in R^(n x n)",
            sentence.at + first.start(),
        )
    return sentence.cut(0, first.start()), list(_clauses(rest))


def _is_connective(text: str, match: re.Match[str]) -> bool:
    """Say whether an "if" is a part of "if and only if" or "only if"."""
    word = match[0].strip(" ,;").lower()
    if not word.startswith(("if", "when")):
        return False
    only = re.search(r"\bonly\s*$", text[: match.start()] + " ", re.IGNORECASE)
    return bool(only or re.match(r"\s*and only\b", text[match.end() :], re.IGNORECASE))


def _clauses(part: Part) -> Iterator[Part]:
    """Cut what stands behind a claim where another such word stands: where … for all …."""
    outside, start, every = top_level(part.text), 0, part.all
    for match in _BEHIND.finditer(part.text):
        word = match[0].strip(" ,;").lower()
        if outside[match.start()] and word != "with" and not _is_connective(part.text, match):
            yield part.cut(start, match.start(), all_=every)
            every = word.startswith(("for all", "for every", "for each", "for any", "∀"))
            start = match.end()
    yield part.cut(start, all_=every)


def _without_word(part: Part) -> Part:
    lead = _DECLARES.match(part.text)
    return part.cut(lead.end() if lead else 0)
