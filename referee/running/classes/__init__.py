"""A class: every distinct answer decided once, and marked for everybody.

Here live the setup of a class, its answers as they are read, the sheets of those that are not
decided yet, the two ways to decide these (a run of pytest, a cluster), and the grades that are made
of decisions. A new way to decide is a file with ``decide``, chosen in ``run``.
"""
