"""Tokens into a tree of what the text says, with its alternatives; sizes play no part here."""
