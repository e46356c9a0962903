"""What a text says into typed trees: the sizes of the names rule out what does not fit."""

from referee.language.reading.elaboration.candidates import Candidate, Context
from referee.language.reading.elaboration.elaborator import Elaborator

__all__ = ["Candidate", "Context", "Elaborator"]
