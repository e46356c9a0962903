"""Families of instances: what "a random full-rank X" means, in one place.

A family is a set of shapes and a list of fields; every instance is *built* from a shape
and a list of integers, exactly, and nothing is ever filtered away. Families may use numerics and
nothing else. A new family is a function under ``@family`` in the file of its subject.
"""
