"""Shrinking: from an instance at which a claim is false to one a person would write.

Here live the steps (``steps``), what they try next (``candidates``) and Hypothesis as a second
way (``by_hypothesis``). It knows families and their instances, and of a claim only whether it
fails at one. A new way to a smaller instance is a generator in ``candidates`` that a step uses.
"""
