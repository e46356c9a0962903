"""What a document says: its formulas in their order, and what each of them is taken for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from referee.checking.claimed import items_of
from referee.checking.context import INNERMOST, Context
from referee.checking.formulas import says
from referee.checking.items import NO_STATEMENT, Item, Problem, Reading
from referee.checking.openers import opened
from referee.checking.pieces import Piece
from referee.checking.sentences import Sentence, Token, parts, sentences
from referee.checking.structure import Block, Structure, structure
from referee.checking.tables import Row, rows_of, said_by
from referee.grading.documents.macros import Macro, macros

DEEP, PROOF = 50, 60  # the levels of what a theorem declares, and its proof


def found_in(pieces: Sequence[Piece]) -> tuple[list[Item], list[Problem]]:
    """Return the formulas of a document, and what in it cannot be read."""
    known: dict[str, Macro] = {}
    for piece in pieces:
        known |= macros(piece.text)
    context, items, problems = Context(), list[Item](), list[Problem]()
    for source in pieces:
        piece = opened(source, known)
        cut = structure(piece)
        problems += [Problem(piece, each.at, each.what) for each in cut.broken]
        items += _Reader(cut, Reading(piece, context, known)).items()
    return items, problems


class _Reader:
    """Reads the blocks of a text one after another."""

    def __init__(self, cut: Structure, reading: Reading) -> None:
        self.cut, self.reading, self.context = cut, reading, reading.context

    def items(self) -> Iterator[Item]:
        """Yield the formulas of the text."""
        blocks = self.cut.blocks
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if block.kind == "row":
                end = at
                while end < len(blocks) and blocks[end].kind in {"row", "rule"}:
                    end += 1
                yield from self._table(blocks[at:end])
                at = end
                continue
            if block.kind == "heading":
                self.context.enter(block.level)
            elif block.kind == "theorem":
                self.context.begin(PROOF if block.title == "proof" else DEEP)
            elif block.kind == "end":
                self.context.end()
            yield from self._block(block)
            at += 1

    def _block(self, block: Block) -> Iterator[Item]:
        self.context.leave(INNERMOST)
        for sentence in sentences(self.cut.masked, block):
            yield from items_of(self.reading, Sentence(sentence, block.kind))

    def _table(self, blocks: Sequence[Block]) -> Iterator[Item]:
        self.context.leave(INNERMOST)
        for row in rows_of(self.cut.masked, blocks):
            yield from self._row(row)

    def _row(self, row: Row) -> Iterator[Item]:
        said = [*said_by(row)] if row.head is not None else []
        for statement in said:
            latex = self.reading.text(statement.latex)
            tail = f" where {self.reading.text(statement.condition)}" if statement.condition else ""
            yield self.reading.statement(statement.at, latex, "", tail, "")
        taken = {id(statement.math) for statement in said} | {
            id(m) for statement in said for m in statement.also
        }
        for cell in row.cells:
            for math in cell.maths:
                if id(math) in taken:
                    continue
                if said or row.head is None or not says(math.inside):
                    yield self.reading.item(math.at, math.inside, NO_STATEMENT, "a cell of a table")
                    continue
                sentence = Sentence(parts([Token(math.inside, math.at, math)]), "row")
                yield from items_of(self.reading, sentence)
