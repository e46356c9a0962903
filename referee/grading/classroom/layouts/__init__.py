"""How platforms pack the submissions of a class, a file each; ``table`` lists them.

A layout says of the files of a download whose they are, and of which attempt. It opens no file but
those that the platform wrote itself. A new layout is a file here and an entry of ``table``.
"""
