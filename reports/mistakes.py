"""Wrong answers in words: what they give, what belongs there, and by what they differ from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from referee.evidence.schema import Record, SlipKind, Witness
from referee.reports import numbers_to_try, wording
from referee.reports.prose import plain
from referee.reports.text import one_line

# The kinds of slips as an instructor looks for them.
KINDS: Mapping[SlipKind, str] = {
    "sign": "sign", "transpose": "transpose", "factor": "factor", "index": "index",
    "order": "order of factors", "relation": "relation", "name": "another name", "term": "a term",
    "symbol": "one symbol", "known": "known variant",
}  # fmt: skip
DIMENSION, SIZES, EMPTY, UNKNOWN = (
    "wrong dimension", "right at some sizes", "says nothing", "no single slip",
)  # fmt: skip
MOST_ENTRIES = 12  # of all arrays, that a sentence has room for
_PART = re.compile(r"(\{there\}|\{right\})")
_PLURAL = re.compile(r"(?:the |those )?\w*[a-rt-z]s\b(?!['’])")


class Piece(NamedTuple):
    """A piece of a sentence: words, or LaTeX."""

    text: str
    is_latex: bool


def kinds(record: Record) -> list[str]:
    """Return what kind of slip a wrong answer is, as far as it is decided: what says most first."""
    found = [DIMENSION] if record["verdict"] == "ill-typed" else []
    slip, credit = record.get("slip"), record.get("credit")
    if slip is not None:
        return (
            [KINDS[slip["kind"]], *found] if slip["kind"] != "known" else [*found, KINDS["known"]]
        )
    if credit:
        case = credit["case"]
        known = KINDS["known"] if case == "formula" else SIZES
        return [case if case in KINDS else known, *found]
    if record["verdict"] == "held" or "strength" in record:
        return [EMPTY]
    return found or [UNKNOWN]


def slip(record: Record) -> list[Piece]:
    """Return by what an answer differs from a right one, nothing where no single change is."""
    found = record.get("slip")
    if found is None or not found["says"]:
        return []
    formulas = {"{there}": found["there"], "{right}": found["right"]}
    parts = filter(None, _PART.split(found["says"]))
    return [Piece(formulas.get(part, part), part in formulas) for part in parts]


def told(record: Record) -> list[Piece]:
    """Return the same as a sentence of its own, with a capital where it starts with a word."""
    found = slip(record)
    starts = found and not found[0].is_latex
    return [Piece(wording.sentence(found[0].text), False), *found[1:]] if starts else found


def unplaced(record: Record) -> str:
    """Return what does not fit in an ill-typed answer, without the sizes at which that shows."""
    found = record["counterexample"]
    misfit = found.get("misfit") if found else None
    if misfit is None:
        return record["reason"]
    # The reason names the columns of this answer's own text, not those of a twin's.
    said = record["reason"].partition("; where it fits")[0]
    before = f"at {wording.shape(misfit['shape'])}: "
    return said.removeprefix(before)


def because(record: Record) -> str:
    """Return what the corpus says of a wrong variant, "" where it says nothing."""
    found = record.get("slip")
    return found["because"] if found else ""


def short_arrays(witness: Witness) -> list[tuple[str, str]]:
    """Return the names as LaTeX and the values of an instance's arrays, none where long."""
    found = witness.get("values", {}).values()
    entries = sum(len(row) for array in found for row in array["entries"])
    long = any(len(e) > 12 for array in found for row in array["entries"] for e in row)
    if entries > MOST_ENTRIES or long:
        return []
    return [(array["latex"], wording.matrix(array["entries"])) for array in found]


def gives(witness: Witness) -> str:
    """Return the value of an answer at an instance, "" where it has none that is known."""
    return _short(witness.get("answer"))


def belongs(witness: Witness) -> str:
    """Return what the value of an answer should be at an instance, "" where that is not known."""
    return _short(witness.get("belongs")) if gives(witness) else ""


def fits(witness: Witness) -> str:
    """Return one value that would be right there, of perhaps several, "" where none is known."""
    return "" if belongs(witness) or not gives(witness) else _short(witness.get("fits"))


def _short(entries: Sequence[Sequence[str]] | None) -> str:
    if not entries or sum(map(len, entries)) > MOST_ENTRIES:
        return ""
    return wording.matrix(entries)


def verb(blank: str) -> str:
    """Return is or are, for what a blank speaks of."""
    return "are" if _PLURAL.match(blank) else "is"


def sentence(record: Record) -> str:
    """Return what is wrong with an answer in one sentence of plain text, "" where nothing is."""
    return wording.sentence("; ".join(_clauses(record)))


def example(record: Record) -> str:
    """Return a smallest counterexample as lines of text to copy, "" where it has no arrays."""
    witness = numbers_to_try.of(record)
    if witness is None:
        return ""
    arrays = witness.get("values", {}).items()
    lines = [f"{plain(a['latex']) or name} = {wording.matrix(a['entries'])}" for name, a in arrays]
    sizes = numbers_to_try.sizes(witness["shape"])
    told = [sizes, *lines, _values(record, witness) or _sides(witness)]
    # A minus as programs read it.
    return "\n".join(filter(None, told)).replace("\u2212", "-")


def _sides(witness: Witness) -> str:
    left, right = witness.get("lhs"), witness.get("rhs")
    if left is None or right is None:
        return ""
    return f"left side: {wording.matrix(left)}; right side: {wording.matrix(right)}"


def _values(record: Record, witness: Witness) -> str:
    """Say what an answer gives at an instance and what belongs there, "" where it has no value."""
    given, right, fit = gives(witness), belongs(witness), fits(witness)
    if not given:
        return ""
    blank = record["blank"] or "the right value"
    belonging = f", {blank} {verb(blank)} {right}" if right else ""
    return f"your formula gives {given}{belonging}" + (
        f"; {fit}, for example, would be right" if fit else ""
    )


def _clauses(record: Record) -> Iterator[str]:
    witness = numbers_to_try.of(record)
    if witness is not None and (said := _values(record, witness)):
        arrays = ", ".join(f"{plain(name)} = {text}" for name, text in short_arrays(witness))
        yield f"with {arrays} {said}" if arrays else said
    said = "".join(plain(piece.text) if piece.is_latex else piece.text for piece in slip(record))
    if said:
        yield said
    if because(record):
        yield one_line(because(record), 300)
