"""Reports: pages and summaries that are pure functions of the records of a run.

A *record* is one decision as plain data (``record.schema.json``); a *run* is the header
that many records share (``run.schema.json``). Nothing here decides anything, and nothing
here imports the packages that do: a page can be rebuilt anywhere from two files.
A new format of grades is a function in the table of ``formats``; a new page is a file beside
``page``, and its template.
"""
