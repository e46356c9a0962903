"""Many decisions at once: pytest's plugin, a run's books, a whole class.

Here live the plugin and its items, the session that gives every claim its row, the run of a
class with its cache, the lock on its folder and its progress, and decisions on other machines. It
may use grading, reports and below. A new option of a run is one entry in ``options``; a new thing
that is decided elsewhere has its terms in ``terms`` and a module with a ``Judge``.
"""
