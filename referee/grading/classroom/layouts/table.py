"""The layouts there are, and which one a download is packed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import Handed, Part
from referee.grading.classroom.layouts import (
    blackboard,
    canvas,
    flat,
    folders,
    github,
    gradescope,
    moodle,
)
from referee.grading.classroom.layouts.layout import Layout
from referee.grading.classroom.people import Person
from referee.grading.sheet import SheetError
from referee.grading.sheets.formats import format_of

# In the order in which they are tried.
LAYOUTS = (
    gradescope.LAYOUT, moodle.LAYOUT, blackboard.LAYOUT, canvas.LAYOUT, github.LAYOUT,
    folders.LAYOUT, flat.LAYOUT,
)  # fmt: skip
NAMES = tuple(layout.name for layout in LAYOUTS)


@dataclass(frozen=True)
class Sorted:
    """A download in a layout: what was handed in, and the names of files that are nobody's."""

    layout: Layout
    handed: list[Handed]
    nobodys: tuple[str, ...] = ()


def sorted_by_student(download: Download, name: str = "") -> Sorted:
    """Say whose the files of a download are, in the layout of that name or the one that fits.

    Raises SheetError where no file is named as the layout names files.
    """
    named = [layout for layout in LAYOUTS if layout.name == name]
    for layout in named or LAYOUTS:
        for seen in _seen(download, layout):
            handed = layout.handed_in(seen, bool(named))
            used = {part.file for each in handed for part in each.parts}
            # Half of the files may be somebody else's: keys, notes, what was there before.
            if handed and (named or len(used) * 2 >= len(seen.files)):
                return _complete(layout, handed, [f for f in seen.files if f not in used])
    layout = named[0]  # a flat folder takes everything
    why = f"nothing is named as in the layout of {layout.title}, {layout.example}"
    raise SheetError(f"{download.title}: --layout={layout.name}: {why}")


def _seen(download: Download, layout: Layout) -> Iterator[Download]:
    """Yield a download as it is and without the folders around it, as far as a layout has one."""
    inside = [download]
    while (inner := inside[-1].unwrapped()) is not inside[-1]:
        inside.append(inner)
    if layout is flat.LAYOUT:
        yield inside[-1] if download.zipped else download
    elif layout in {folders.LAYOUT, github.LAYOUT}:
        yield next(filter(_several, inside), download)
    else:
        yield from inside


def _several(download: Download) -> bool:
    """Say whether the folders at the top are what lies in a class's: several, or a repository."""
    tops = download.tops()
    return len(tops) > 1 or any((name,) in download.repositories for name in tops)


def _complete(layout: Layout, handed: list[Handed], others: list[File]) -> Sorted:
    """Make submissions of sheets that the layout does not name; nothing that counts is lost."""
    strays = [file for file in others if format_of(file.path)]
    ours = [
        Handed((Person("/".join(file.parts)),), (Part(file, file.name),), plain=True)
        for file in strays
    ]
    left = (file for file in others if file not in strays)
    own = gradescope.METADATA
    names = tuple("/".join(file.parts) for file in left if not file.name.endswith(own))
    return Sorted(layout, [*handed, *ours], names)
