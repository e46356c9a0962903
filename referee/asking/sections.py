"""Declarations of a whole section, and what a statement takes of them."""

from __future__ import annotations

from referee.asking.declarations import Declarations
from referee.asking.declaring import Reader
from referee.asking.functions import functions_in, note
from referee.asking.known import Reading
from referee.asking.mentioned import mentioned
from referee.asking.problems import MOST_CHARACTERS, NotRead
from referee.asking.sentences import cut
from referee.asking.tokens import cut_into_tokens

CLAIMLESS = "1 = 1"  # a claim that says nothing, for declarations alone


def declared_in(section: str, text: str = "") -> Declarations:
    """Return what a section declares for a text. Raises NotRead, without a place in that."""
    if len(section) > MOST_CHARACTERS:
        raise NotRead(f"the section's declarations have {len(section):,} characters")
    try:
        reader = Reader()
        functions, declaring = functions_in(cut(CLAIMLESS, section).declaring, f"{section}\n{text}")
        for part in declaring:
            reader.read(part)
        note(functions, reader.found)
    except NotRead as error:
        raise NotRead(f"in the declarations of the section: {error.message}") from None
    return reader.found


def take_section(reading: Reading, section: Declarations) -> None:
    """Take what a section declares of the names that are used and not declared here.

    What is said here of a name without a size is added to what the section says.
    """
    own = {name for name, known in reading.found.names.items() if known.anew}
    own |= {each.name for each in reading.found.definitions}
    used = _used(reading, section)
    used |= {c for x in used if x in section.names for c in section.names[x].constants}
    for name, known in section.names.items():
        if name in used - own and all(d.name != name for d in section.definitions):
            here = reading.found.names.get(name)
            joins = here is not None and here.declared
            reading.found.names[name] = here.joined(known) if here and joins else known
    reading.found.definitions += [d for d in section.definitions if d.name in used - own]
    for each in section.conditions:
        tokens = cut_into_tokens(each.text, each.at)
        about = {*mentioned(tokens, {*section.names})[0]}
        if about <= used | {*reading.dims()} and not about & own:
            reading.found.conditions.append(each)
    reading.applied.functions |= {n for n, known in reading.found.names.items() if known.function}
    reading.found.samples = reading.found.samples or section.samples
    reading.found.columns = reading.found.columns or section.columns


def _used(reading: Reading, section: Declarations) -> set[str]:
    """Return the names that the statement uses, also by what it uses of the section."""
    known = {*reading.found.names, *section.names, *(d.name for d in section.definitions)}
    texts = [reading.parts.claim.text, *(c.text for c in reading.found.conditions)]
    texts += [each.text for each in reading.found.definitions]
    used: set[str] = {*reading.found.names}
    met: set[str] = set()
    while texts:
        used |= {*mentioned(cut_into_tokens(texts.pop(), 0), known)[0]}
        for each in section.definitions:
            if each.name in used - met:
                met.add(each.name)
                texts.append(each.text)
    return used
