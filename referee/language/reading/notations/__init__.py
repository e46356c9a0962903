"""Texts into tokens: one file for each family of notations, one set of tokens for all of them."""

from referee.language.reading.notations.latex import latex_tokens
from referee.language.reading.notations.plain import plain_tokens
from referee.language.reading.notations.recognise import Evidence, evidence_of
from referee.language.reading.notations.tokens import Token

__all__ = ["Evidence", "Token", "evidence_of", "latex_tokens", "plain_tokens"]
