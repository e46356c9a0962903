"""A statement read with its declarations, from its text to what is judged."""

from __future__ import annotations

from collections.abc import Sequence

from referee.asking.building import Building
from referee.asking.conditions import take_conditions
from referee.asking.declarations import Declarations, Name
from referee.asking.inference import Piece, Typed, typed
from referee.asking.known import Reading
from referee.asking.misfits import misfit_of
from referee.asking.nouns import named
from referee.asking.pieces import pieces_of
from referee.asking.problems import MOST_CHARACTERS, NotRead
from referee.asking.quantifiers import check_quantifiers, refuse_quantifiers
from referee.asking.sections import declared_in, take_section
from referee.asking.sentences import cut
from referee.asking.stated import stated
from referee.asking.statement import Statement
from referee.asking.undeclared import mention, sizes_among_names, unknown_word
from referee.strategies.declared import Bound


def read_statement(text: str, where: str = "", section: str | Sequence[str] = "") -> Statement:
    """Read a statement with its declarations. Raises NotRead, in one line, for no statement.

    ``section`` are declarations of a whole section: those of names that the statement uses and
    does not declare itself. Of several texts the later ones declare names anew.
    """
    whole = f"{text}\n{where}" if where.strip() else text
    if len(whole) > MOST_CHARACTERS:
        raise NotRead(
            f"the statement has {len(whole):,} characters; at most {MOST_CHARACTERS:,} are read"
        )
    refuse_quantifiers(whole)
    if not text.strip():
        raise NotRead("the statement is empty; write for example tr(AB) = tr(BA)")
    written = named(text)
    if written != text:
        whole = f"{written}\n{where}" if where.strip() else written
    texts = [section] if isinstance(section, str) else section
    found = Declarations()
    for each in filter(str.strip, texts):
        found.redeclare(declared_in(each, whole))
    try:
        reading = Reading(whole, cut(written, where))
        take_section(reading, found)
        return _statement(reading, " ".join([whole, *texts]))
    except NotRead as error:
        if written == text:
            raise
        told = f"{error.message} (it is read as: {written})"
        raise NotRead(told, misfit=error.misfit) from None


def _statement(reading: Reading, said: str) -> Statement:
    """Return the statement. Raises NotRead where something does not fit."""
    pieces = pieces_of(reading)
    mention(reading, pieces)
    sizes = sizes_among_names(reading)
    every = reading.found.names.values()
    names = [name for name in every if name.declared]
    names += sorted((name for name in every if not name.declared), key=lambda name: name.at)
    dims = [*dict.fromkeys([*reading.dims(), *(size.left for size in sizes)])]

    def tried(names: Sequence[Name], pieces: Sequence[Piece], dims: Sequence[str]) -> Typed:
        return typed(names, pieces, dims, sizes, reading.found.samples)

    try:
        found = tried(names, pieces, dims)
    except NotRead as error:
        if not reading.unknown:
            if error.misfit:
                error.misfit = misfit_of(names, pieces, dims, tried, said)
            raise
        word, piece = reading.unknown[0]
        written = piece.text[word.at : word.end]
        raise NotRead(unknown_word(word, written), piece.at + word.at) from None
    return _built(reading, found, sizes)


def _built(reading: Reading, found: Typed, sizes: Sequence[Bound]) -> Statement:
    claims = tuple(f.root for f in found.formulas[0])
    conditions = [f[0].root for f in found.formulas[1:]]
    for claim in claims:
        check_quantifiers(reading, claim, conditions)
    building = Building(reading, found, sizes, claims)
    take_conditions(building, conditions)
    return stated(building)
