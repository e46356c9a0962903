"""Texts into tokens: a file for each family of notations, one set of tokens for all of them."""
