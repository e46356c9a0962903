"""Kinds of matrix and vector: constructions that are dense in everything a name stands for.

A kind turns unbounded integers into exact arrays, at any shape it has; zeros give its simplest
member. It serves twice: a family declares a field of a kind (``declared``), and every field of a
suitable shape is drawn as a member of some kind now and then (``members``). Kinds know integers
and arrays, and nothing of families; ``declared`` alone does. A new kind is a ``Kind`` in the
file of its subject and an entry of its ``named``.
"""
