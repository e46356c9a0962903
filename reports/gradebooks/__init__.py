"""Gradebooks: files that course platforms import as they are, and comments for their boxes.

``roster`` fills a platform's own download in, ``comments`` says in a few lines what went wrong,
``bundles`` makes zips whose bytes depend on nothing but what is in them. Each platform is a file
that knows its columns and names the documentation of them. A new platform is a file and an entry
of ``formats``.
"""
