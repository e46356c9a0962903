"""The command ``referee``: one file a subcommand.

Here live the subcommands: their options, their help and their exit statuses. They may use every
room and hold no mathematics. A new subcommand is a file with ``HELP``, ``options`` and ``run``,
named in the list of ``referee.__main__``.
"""
