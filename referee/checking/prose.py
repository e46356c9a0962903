"""What the words around a formula make of it: a definition, a requirement, a claim, a condition."""

from __future__ import annotations

import re
from dataclasses import dataclass

from referee.asking.words import KINDS

DEFINITION, REQUIREMENT, CLAIM, DENIAL = "definition", "requirement", "claim", "denial"
# Words right before a formula, the last one of which decides.
_BEFORE: tuple[tuple[str, str], ...] = (
    (DEFINITION, (r"let|defin\w+|denot\w+|write|written|call(?:ed)?|abbreviat\w+|introduc\w+"
                 r"|notation"
                 r"|stands? for|put|letting|short(?:hand)? for|model(?:led)? (?:as|by)")),
    (REQUIREMENT, (r"set(?:ting)?|solv\w+|satisf\w+|such that|subject to|s\.t\.|requir\w+"
                  r"|minimi[sz]\w+|conditions?|(?<!we )find"
                  r"|maximi[sz]\w+|constraints?|equat(?:e|ing)|the (?:linear )?system|equations?"
                  r"|updates?|iterat\w+|steps?|choos\w+|pick|initiali[sz]\w+|want|need|asks? for"
                  r"|try"
                  r"|suppos\w+|assum\w+|provided|unless|because|whose|hypothes\w+"
                  r"|whether"
                  r"|wish|guess|unknown|converge\w*|approximat\w+|if|when|whenever|since|as soon as"
                  r"|as long as|in case|fix|take|given|consider|draw|optimality")),
    (CLAIM, (r"gives?|yields?|then|is|are|equals?|ha(?:ve|s)|so|hence|thus|therefore|that|obtain"
            r"|gets?|show\w*"
            r"|find that|follows|implies|becomes|satisfies|holds?|reads?|identity|rule|lemma"
            r"|theorem"
            r"|note|recall|conclude|by|namely|i\.e\.|indeed|also|moreover|and|properties"
            r"|property|formula"
            r"|inequality|derivative|gradient|hessian|jacobian|(?<=we )find")),
)  # fmt: skip
_WORD = re.compile(
    r"(?<![A-Za-z])(?:"
    + "|".join(f"(?P<{role}>{words})" for role, words in _BEFORE)
    + r")(?![A-Za-z])",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:in general,? (?:not|no)|not (?:\w+ )?(?:in general|equal|true|hold|the same|always"
    r"|necessarily)"
    r"|does not|do not|need not|is not|are not|generally not|in general|wrong(?:ly)?|false"
    r"|incorrect|mistake|counterexample"
    r"|fails?|unlike|no longer|never|neither|cannot)\b",
    re.IGNORECASE,
)
_QUALIFIES = re.compile(
    r"(?<![A-Za-z])(?:for all|for every|for each|for any|for|if|when|whenever|since|because|with"
    r"|where|provided(?: that)?"
    r"|assuming(?: that)?|given|suppose(?: that)?|assume(?: that)?|let|consider|take|fix"
    r"|as long as|unless|whose|such that"
    r"|on|define|denote|throughout)(?![A-Za-z])",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,;(]*(?:for all|for every|for each|for any|for|if|when|whenever|where|with"
    r"|provided(?: that)?|assuming(?: that)?"
    r"|given|as long as|since|because|unless|such that|in case|on|at)(?![A-Za-z])",
    re.IGNORECASE,
)
_ENDS_TAIL = re.compile(
    r"[,;]?\s*(?:\band\s+)?\b(?:hence|thus|therefore|so(?! that)|while|whereas|but|which|then"
    r"|we (?:have|get|obtain))\b"
    r"|[;]",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"[,;:]\s*$|[,;:]?\s*\b(?:then|we have(?: that)?|one has|it holds(?: that)?|there holds"
    r"|we get|we obtain|follows(?: that)?"
    r"|equals|satisfies|gives|yields|so|hence|thus|therefore)\b"
    # "If $A$ is symmetric, this becomes": the verb of a condition does not end it.
    r"|,\s+(?!and\b|or\b|with\b|where\b|let\b)[A-Za-z ]+:?\s*$"
    r"|\bis\b(?!\s+(?:an?\s+)?(?:positive|symmetric|invertible|orthogonal|skew|diagonal"
    r"|idempotent|of\b))",
    re.IGNORECASE,
)
LASTING = re.compile(
    r"\s*(?:\W*(?:here|throughout|in what follows|in this section|as before|now|finally|next"
    r"|first|below|again|also"
    r"|furthermore|moreover|further|and)\b[\s,:]*)*"
    r"(?P<word>let|suppose(?: that)?|assume(?: that)?|given|consider|take|fix|define|denote"
    r"|write|where|with|we write"
    r"|we define|we denote|we consider|we assume(?: that)?|we let)(?![A-Za-z])",
    re.IGNORECASE,
)
_KIND = re.compile(
    rf"(?<![A-Za-z])(?:{'|'.join(re.escape(w) for w in KINDS if len(w) > 3)})(?![A-Za-z])"
)
# Nouns that say nothing of what a name is, and stand where kinds do.
_HARMLESS = re.compile(
    r"(?<![A-Za-z\\{])(?:data|design|feature|features|target|targets|label|labels|response"
    r"|responses|weight|weights"
    r"|parameter|parameters|input|inputs|output|outputs|observation|observations|model"
    r"|coefficients?|loss|our|usual"
    r"|regression|linear|training|known|possibly|rectangular|dense|some|finite|real-valued|real"
    r"|arbitrary|throughout|here|denote)(?![A-Za-z}])"
)
# What a definition is called: "let $σ(z) = …$ be the sigmoid".
_CALLED = re.compile(
    r"(\$[^$]*=[^$]*\$)\s+be\s+(?:the|an?|our)\s+([A-Za-z -]{1,60}?)(?=\s*(?:[,.;]|and\b|$))"
)
_SIZED = re.compile(
    r"\bof (?:the same|equal|matching|compatible|suitable|appropriate|conforming"
    r"|fitting) (?:sizes?|dimensions?|shapes?|order)\b"
)
# What a sentence without formulas may say of sizes: "all matrices are square".
OF_SIZES = re.compile(
    r"\b(?:square (?:matri|unless|throughout)\w*|(?:are|be) square|conform\w*|compatible"
    r"|row vectors?"
    r"|vectors are rows|(?:sizes|dimensions|shapes)\W+(?:\w+\W+){0,3}(?:match|agree|fit|suit)\w*"
    r"|(?:suitable|appropriate|matching) (?:sizes?|dimensions?|shapes?)|make sense"
    r"|numerator layout)\b",
    re.IGNORECASE,
)
# What gives names to rows: "with rows $x_i^\\top$".
_NAMES_ROWS = re.compile(
    r",?\s*\b(?:with|whose) (?:\w+ )?(?:rows|columns)(?: are)?"
    r"\s*(?:\$[^$=]*_\{?[ijkn]\b[^$=]*\$|\Z)"
)
_EMPHASIS = re.compile(
    r"\*\*|(?<![\w\\])[*_](?=\w)|(?<=\w)[*_](?![\w{])|\\(?:emph|textbf|textit)\{([^{}]*)\}"
)
_CITES = re.compile(
    r"\\(?:cite\w*|ref|eqref|autoref|cref|footnote)\{[^{}]*\}|\[[^\]\n]{1,40}\]\([^)\n]{1,200}\)"
)


# What holds where something is set to zero, or at an optimum, is no law.
_SETS = re.compile(
    r"\b(?:set(?:ting)?|equat(?:e|ing)|putting)\b[^.;]*?"
    r"(?:\b(?:to|equal to|with)\s+(?:zero|0)\b|=\s*\\?(?:mathbf|boldsymbol|vec)?\{?0)",
    re.IGNORECASE,
)
_AT_OPTIMUM = re.compile(
    r"\b(?:normal equations?|(?:first[- ]order|optimality|stationarity) conditions?"
    r"|at (?:the|an?|any|every|its) (?:optim\w+|minim\w+|maxim\w+|(?:stationary|critical) point"
    r"|solution))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Role:
    """What words make of a formula behind them, and the word that does."""

    role: str
    word: str = ""


def role_of(before: str, sentence: str) -> Role:
    """Return what the words right before a formula make of it; a sentence may deny it."""
    denies = _DENIES.search(sentence)
    if denies:
        return Role(DENIAL, denies[0])
    found = [*_WORD.finditer(before)]
    if not found:
        return Role(CLAIM)
    last = found[-1]
    return Role(str(last.lastgroup), last[0].lower())


def required(so_far: str, words: str) -> str:
    """Return the words that make all of a sentence hold at an optimum alone, "" for none.

    ``so_far`` is the sentence up to a formula, with the formulas in it; ``words`` are all of its.
    """
    found = _SETS.search(so_far) or _AT_OPTIMUM.search(words)
    return " ".join(found[0].split()) if found else ""


# Of which kind something is said to be in words alone, with nothing that it depends on behind.
_IS_KIND = re.compile(
    r"\s*(?:is|are)\s+(?:(?:also|again|always|clearly|itself)\s+)?(?P<kind>symmetric|skew-symmetric"
    r"|positive[ -](?:semi-?)?definite|negative[ -](?:semi-?)?definite|idempotent|orthogonal)"
    r"(?P<behind>\s*(?:$|[.,;:]|and\b))",
    re.IGNORECASE,
)


def claimed_kind(words: str) -> str:
    """Return the kind that words behind a formula claim it to be of, "" for none."""
    found = _IS_KIND.match(words)
    return found["kind"].lower() if found else ""


def qualifier(words: str) -> int | None:
    """Return where words begin that a claim depends on, None for none."""
    found = _QUALIFIES.search(words)
    return found.start() if found else None


def is_tail(words: str) -> bool:
    """Say whether words behind a formula are what it depends on."""
    return _TAIL.match(words) is not None


def tail_end(words: str) -> int | None:
    """Return where words go on with something else, None where they do not."""
    found = _ENDS_TAIL.search(words)
    return found.start() if found else None


def until_then(words: str) -> int | None:
    """Return where in words a condition ends and what follows from it begins."""
    found = _THEN.search(words)
    return found.start() if found else None


def matters(text: str) -> bool:
    """Say whether a condition says something of names: a formula or a kind is in it."""
    return "$" in text or _KIND.search(text) is not None


def plain_words(text: str) -> str:
    """Return words without emphasis, references and nouns that say nothing of a name."""
    text = _CITES.sub(" ", text)
    return re.sub(r"[ \t\n]+", " ", _EMPHASIS.sub(lambda m: m[1] or "", text)).replace("~", " ")


def without_nouns(text: str) -> str:
    """Return a declaration without nouns that say nothing of what a name is."""
    text = _CALLED.sub(
        lambda m: m[0] if restricts(m[2]) else m[1], _SIZED.sub(" ", _NAMES_ROWS.sub("", text))
    )
    parts = re.split(r"(\$[^$]*\$)", text)
    return "".join(p if p.startswith("$") else _HARMLESS.sub("", p) for p in parts)


_RESTRICTS = re.compile(
    r"(?<![A-Za-z])(?:eigen\w*|singular|such that|satisf\w+|independent\w*|orthonormal|rank"
    r"|norm(?:s|ed)?|columns?|rows?|sums?"
    r"|positive|nonnegative|entries|convex|concave|diagonali[sz]able|svd|decomposition"
    r"|factori[sz]ation|random|distribut\w+"
    r"|gaussian|normal|i\.i\.d\.|iid|basis|stationary|solutions?|solves?|minimi[sz]\w+"
    r"|maximi[sz]\w+|optim\w+|commut\w+|graph"
    r"|adjacency|laplacian|doubly|centred|centered|normali[sz]ed|whitened|unit|sparse|sub\w+"
    r"|inverse|similar|probability"
    r"|non\w+|small\w*|large|bounded|lipschitz|smooth|strongly|generic|constant|equal|same"
    r"|distinct|orthogonal\w*|unitary"
    r"|hermitian|symmetric|integer|first|leading|principal|limit|fixed point|not|no|without"
    r"|kernel|span\w*|range|null\w*)(?![A-Za-z])",
    re.IGNORECASE,
)


def restricts(words: str) -> bool:
    """Say whether words that are not read may say what a name is."""
    return _RESTRICTS.search(words) is not None or _KIND.search(words) is not None
