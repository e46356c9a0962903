"""The formats of sheets: TOML, Markdown, LaTeX and Jupyter notebooks, each in a file of its own.

Here live what a sheet says and where, whatever it was written in, and the templates of sheets. A
format turns a text into ``Contents`` and a template into a text; it decides nothing, and nothing
of a sheet is ever run. A new format is a file with an entry in ``formats``.
"""
