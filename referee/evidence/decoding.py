"""What a line of a log says: decoded strictly, by the schema, or refused with its place.

A line that is no record is refused in one line that names the file, the line and the field:
what is not JSON, another version of the schema, a field that is missing, of another type or
unknown, a verdict that there is not, a number that is not finite. What is returned is what
stood there, nothing converted.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from referee.evidence.schema import IDENTITY_HAS, PICTURES, VERSION, Record, Run

LONGEST = 300  # characters of what is wrong
T = TypeVar("T")


def records(path: str | Path) -> list[Record]:
    """Return the records of a log in the order of its lines; blank lines are skipped.

    A last line without a newline is dropped unless it is whole: a killed run leaves such
    a line, and its record counts as never written. Any other line that is no record
    raises one ValueError that names the file, the line and the field; an unreadable file,
    OSError.
    """
    whole, tail = split_tail(Path(path).read_bytes())
    lines = whole.split(b"\n")
    if is_json(tail):
        lines.append(tail)
    return [
        record(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()
    ]


def split_tail(content: bytes) -> tuple[bytes, bytes]:
    """Return the whole lines of a log and what follows the last newline."""
    end = content.rfind(b"\n") + 1
    return content[:end], content[end:]


def is_json(line: bytes) -> bool:
    """Say whether a line is whole: JSON, whatever it says."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def record(line: bytes, where: str) -> Record:
    """Return the record of a line. Raises ValueError, which starts with ``where`` it stands."""
    found = json_object(line, where, "a record")
    version = found.get("schema", VERSION)
    if version != VERSION:
        raise _wrong(where, f"$.schema: {version!r}, but this reads {VERSION}")
    return fitted(found, Record, where)


def run(content: bytes, where: str) -> Run:
    """Return the header of a run. Raises ValueError, which starts with ``where`` it stands."""
    return fitted(json_object(content, where, "the header of a run"), Run, where)


def header(path: str | Path) -> Run | None:
    """Return the header beside a log, None where there is none. Raises ValueError, OSError."""
    beside = Path(path).with_name("run.json")
    return run(beside.read_bytes(), str(beside)) if beside.exists() else None


def json_object(text: bytes, where: str, what: str) -> dict[str, Any]:
    """Return an object of JSON whose names are all different and whose numbers are finite.

    Raises ValueError, which starts with ``where`` it stands and may say what it is not.
    """
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except RecursionError:
        raise _wrong(where, f"not {what}: nested too deeply") from None
    except ValueError as error:
        # UnicodeDecodeError is a ValueError too: bytes that are not UTF-8.
        raise _wrong(where, f"not JSON: {error}") from None
    for path, number in _infinite(found):
        raise _wrong(where, f"{path}: {json.dumps(number)} is not a number of JSON")
    if isinstance(found, dict):
        return found
    raise _wrong(where, f"not {what} but a {type(found).__name__}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in an object")
    return found


Part = dict[str, Any] | list[Any]


def _parts(found: object) -> Iterator[tuple[str, Part]]:
    """Yield the objects and arrays of plain data with their paths, outermost first."""
    waiting = [("$", found)]
    for path, part in waiting:  # which grows on the way
        if isinstance(part, dict | list):
            yield path, part
            waiting += [
                (_below(path, name), each)
                for name, each in _items(part)
                if isinstance(each, dict | list)
            ]


def _items(part: Part) -> Iterable[tuple[str | int, Any]]:
    return part.items() if isinstance(part, dict) else enumerate(part)


def _below(path: str, name: str | int) -> str:
    return f"{path}.{name}" if isinstance(name, str) else f"{path}[{name}]"


def _infinite(found: object) -> Iterator[tuple[str, float]]:
    """Yield the numbers that are not finite: JSON has none, but Python reads and writes them."""
    for path, part in _parts(found):
        for name, each in _items(part):
            if isinstance(each, float) and not math.isfinite(each):
                yield _below(path, name), each


def fitted(found: Any, kind: type[T], where: str) -> T:
    """Return plain data as what a type of the schema says they are, field by field.

    Raises ValueError, which starts with ``where`` they stand and names the field.
    """
    try:
        _fit(found, kind, "$")
        for path, part in _parts(found):
            if isinstance(part, dict):
                _fit_by_case(path, part)
    except ValueError as error:
        raise _wrong(where, str(error)) from None
    return cast("T", found)


def _fit(found: object, kind: type, path: str) -> None:
    """Raise ValueError where data have another type than a field, or a field that there is not."""
    try:
        known: object = msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        says, _, at = str(error).partition(" - at `$")
        raise ValueError(f"{path}{at.rstrip('`')}: {says}") from None
    except UnicodeError:
        raise ValueError(f"{path}: a name that is not Unicode") from None
    except RecursionError:
        raise ValueError(f"{path}: nested too deeply") from None
    if known != found:
        raise ValueError(_unknown(found, known, path))


def _unknown(found: Any, known: Any, path: str) -> str:
    """Say what stands in data and not in what a type makes of them."""
    if isinstance(found, dict | list):
        for name, each in _items(found):
            if isinstance(name, str) and name not in known:
                return f"{path}: unknown field {name!r}"
            if each != known[name]:
                return _unknown(each, known[name], _below(path, name))
    return f"{path}: {found!r} is read as {known!r}"


def _fit_by_case(path: str, part: dict[str, Any]) -> None:
    """Raise ValueError where a part lacks what the value of one of its fields demands."""
    if path.endswith(".evidence.identity"):
        for name in IDENTITY_HAS[bool(part.get("proved"))]:
            if name not in part:
                raise ValueError(f"{path}: Object missing required field `{name}`")
    kind = part.get("kind")
    is_picture = path.endswith(".picture") and ".picture." not in path
    if is_picture and isinstance(kind, str) and kind in PICTURES:
        _fit(part.get("data"), PICTURES[kind], f"{path}.data")


def _wrong(where: str, says: str) -> ValueError:
    """Return the error of a place, in one line that no text of the log can spoil."""
    line = on_one_line(says)
    return ValueError(f"{where}: {line if len(line) <= LONGEST else line[:LONGEST] + '…'}")


def on_one_line(says: str) -> str:
    """Return text of a log as a terminal may show it: signs that it would obey are replaced."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in says)
