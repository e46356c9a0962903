"""A class as a course platform packs it: whose which file is, and who is on the roster.

``download`` and ``archives`` make a list of files of a folder or a zip, ``layouts`` says whose they
are, ``handed`` what somebody handed in, ``roster`` reads who is in the course, and ``matching``
finds everybody in it. Nothing in here reads an answer. A new layout is a file and an entry of
``layouts``; a new kind of column is an entry of ``columns``.
"""
