r"""Commands of a document that open and close environments, as ``\be … \ee``, written out.

The structure of a text is told by its environments, so that these commands are written out before
it is cut; other commands are, where a formula is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace

from referee.checking.pieces import LATEX, Piece
from referee.grading.documents.macros import DEFINITION, Macro, expanded

MOST_CHARACTERS = 200  # of what a command stands for, to open something
MOST_GROWN = 2_000_000  # by so many characters a text may grow
_OPENS = re.compile(r"\\(?:begin|end)\s*\{|\\[\[\]]|\$\$")


def opened(piece: Piece, known: Mapping[str, Macro]) -> Piece:
    """Return a text in which commands without arguments that open or close are written out."""
    bodies = {name: body for name, macro in known.items() if (body := _body(macro, known))}
    if piece.syntax != LATEX or not bodies:
        return piece
    defining = [found.span() for found in DEFINITION.finditer(piece.text)]
    ends = [end for _, end in defining]
    names = "|".join(map(re.escape, sorted(bodies, key=len, reverse=True)))
    parts, moved, at, grown = list[str](), [(0, 0)], 0, 0
    for found in re.finditer(rf"(?:{names})(?![A-Za-z])", piece.text):
        around = bisect_right(ends, found.start())
        if around < len(defining) and defining[around][0] <= found.start():
            continue
        if grown > MOST_GROWN:
            break
        body = bodies[found[0]]
        parts += [piece.text[at : found.start()], body]
        at = found.end()
        # All of what is written out is where the command stands.
        moved += [(found.start() + grown + k, grown + k) for k in range(1, len(body))]
        grown += len(body) - len(found[0])
        moved.append((at + grown, grown))
    behind = [(start - by, by) for start, by in moved]
    notes = tuple((place + behind[bisect_right(behind, (place, grown)) - 1][1], said)
                  for place, said in piece.notes)  # fmt: skip
    text = "".join([*parts, piece.text[at:]])
    return replace(piece, text=text, moved=tuple(moved), notes=notes)


def _body(macro: Macro, known: Mapping[str, Macro]) -> str:
    """Return what a command stands for where that opens or closes something, else ""."""
    if macro.arguments or len(macro.body) > MOST_CHARACTERS:
        return ""
    body = " ".join(expanded(macro.body, known).split())
    return body if _OPENS.search(body) and len(body) <= MOST_CHARACTERS else ""
