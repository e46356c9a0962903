"""Names of which nothing is declared, and those among names that are sizes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from flint import fmpq

from referee.asking.declarations import Name
from referee.asking.inference import Piece
from referee.asking.kinds import joined_interval
from referee.asking.known import Reading
from referee.asking.mentioned import Unknown, mentioned
from referee.asking.problems import NotRead
from referee.asking.tokens import cut_into_tokens
from referee.asking.words import KINDS, NUMBER, VECTOR
from referee.language.reading.grammar.words import FUNCTION_WORDS
from referee.strategies.declared import Bound

_COORDINATE = re.compile(r"e_[1-9][0-9]?")  # e₁ of which nothing else is said


def mention(reading: Reading, pieces: Sequence[Piece]) -> None:
    """Note the names of formulas of which nothing is declared."""
    dims = {*reading.dims(), *reading.constants()}
    for piece in pieces:
        if piece.canonical:
            continue
        tokens = cut_into_tokens(piece.text, piece.at)
        new, unknown = mentioned(tokens, {*reading.found.names, *dims})
        reading.unknown += [(word, piece) for word in unknown]
        for name, place in new.items():
            if name not in dims and name.partition("_")[0] != reading.found.columns:
                usual = _COORDINATE.fullmatch(name) and not {name, "e"} & {*reading.found.names}
                found = reading.found.name(name, name, piece.at + place)
                if usual:
                    found.sort = VECTOR
                    found.vector_kinds = [f"standard vector {name[2:]}"]


def unknown_word(of: Unknown, written: str) -> str:
    """Say that a word is not known, and what it may be meant to be."""
    if of.function and len(of.word) == 1:
        return f"{written} is not defined: add where {written}(x) = …, or write {written}·(…)"
    near = difflib.get_close_matches(of.word, [*dict.fromkeys([*KINDS, *FUNCTION_WORDS])], 2, 0.75)
    also = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"“{written}” is no name that is declared and no function that is known{also}"


def sizes_among_names(reading: Reading) -> list[Bound]:
    """Take names for sizes that are: dimensions, whole numbers that start somewhere, n."""
    dims, sizes = reading.dims(), list[Bound]()
    for key, name in [*reading.found.names.items()]:
        natural = _least(name)
        is_dim = key in dims
        if is_dim and name.sort not in {"", NUMBER}:
            raise NotRead(f"{key} is a size and a {name.sort}; give one another name", name.at)
        if is_dim and name.rows and natural is None:
            raise NotRead(f"{key} is a size: a whole number, as in {key} ∈ ℕ", name.at)
        free = name.sort in {"", NUMBER} and not name.intervals and not name.declared
        plain = key in {"n", "m", "N"} and free and not _tends(reading, key)
        if is_dim or natural is not None or plain:
            del reading.found.names[key]
            if plain and not is_dim and not name.declared:
                reading.sized.append(key)
            sizes.append(Bound(key, "ge", str(natural if natural is not None else 1)))
    return sizes


def _tends(reading: Reading, name: str) -> bool:
    """Say whether a name is that of a limit: lim_{n → ∞}."""
    limit = rf"\blim\w*\s*_\s*[{{(]?\s*{name}\s*(?:\\to|\\rightarrow|→|->)"
    return re.search(limit, reading.whole) is not None


def _least(name: Name) -> int | None:
    """Return where whole numbers start that a name runs through without end, None for others."""
    if name.sort not in {"", NUMBER} or not name.intervals or name.kinds not in ([], ["whole"]):
        return None
    found = joined_interval(name.intervals)
    low = found.low
    if not found.whole or found.high is not None or not isinstance(low, fmpq) or low < 0:
        return None
    return found.ends({})[0]
