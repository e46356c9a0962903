"""GitHub Classroom: ``homework-janedoe/``, a repository each.

https://docs.github.com/en/education/manage-coursework-with-github-classroom/teach-with-github-classroom/download-assignments
and ``gh classroom clone student-repos``, which makes ``homework-submissions/homework-janedoe``. A
login may hold dashes; what comes before it is what all names begin with.
"""

from __future__ import annotations

from referee.grading.classroom.download import Download
from referee.grading.classroom.handed import Handed
from referee.grading.classroom.layouts import folders
from referee.grading.classroom.layouts.layout import Layout
from referee.grading.classroom.people import Person

_AROUND = "-submissions"


def handed_in(download: Download, sure: bool) -> list[Handed]:
    """Return the repositories, where folders show that they are some."""
    tops = download.tops()
    before = _before(download, list(tops))
    cloned = sum((name,) in download.repositories for name in tops)
    if not sure and (not before or cloned * 2 < len(tops)):
        return []
    return [
        each
        for name, files in tops.items()
        for each in folders.attempts(_person(name, before), files)
    ]


def _person(name: str, before: str) -> Person:
    login = name.removeprefix(before) or name
    return Person(login, {"github": login})


def _before(download: Download, names: list[str]) -> str:
    """Return what all names begin with, up to a dash."""
    title = download.title.removesuffix(_AROUND)
    if title != download.title and all(name.startswith(f"{title}-") for name in names):
        return f"{title}-"
    if len(names) < 2:
        return ""
    first, last = min(names), max(names)
    same = next(
        (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    return first[: first.rfind("-", 0, same) + 1]


LAYOUT = Layout("github", "GitHub Classroom", "homework-janedoe/mine.toml", handed_in)
