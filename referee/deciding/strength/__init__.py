"""Strength: how much a true answer says, where a claim asks for as much as can be said.

A claim that asks for a bound, a rate or a condition declares it (``asked``); what a true answer
says is then held against the reference's answers and against what needs no thought
(``judgement``): on instances, along limits (``ladders``), as a formula (``restated``).
"""
