"""Wording: what the numbers and verdicts of records say in words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from referee.evidence.schema import EverySize, Record, Word
from referee.reports.verdicts import PHRASES, REJECTED, UNSETTLED, count, is_unexpected

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# An ordinary word at the start of a text: no name such as m or relu(x), nor the number a.
_WORD = re.compile(r"[a-z]{2,}(?![\w(\[^/*=])(?! [=<>≤≥≠])|a [a-z]{2,}(?![\w(\[^])")
# A relation and what holds between two numbers, or two arrays, where it fails.
_FAILS: Mapping[str, tuple[str, str]] = {
    "=": ("≠", "≠"), "≤": (">", "≰"), "<": ("≥", "≮"),
    "≠": ("=", "="), ">": ("≤", "≯"), "≥": ("<", "≱"),
}  # fmt: skip
_MOST = 6  # rows and columns of a matrix that is shown as text
# Relations that join several comparisons: their name alone says nothing of an instance.
_CONNECTIVES = frozenset({"and", "or", "not", "implies", "iff"})


def decimal(number: float | None) -> str:
    """Return a number to three digits, a dash for None."""
    if number is None:
        return "–"
    mantissa, _, exponent = f"{number:.3g}".partition("e")
    power = f" × 10{raised(int(exponent))}" if exponent else ""
    return ("0" if number == 0 else mantissa.replace("-", "−")) + power


def raised(number: int) -> str:
    """Return an integer as an exponent."""
    return str(number).translate(_RAISED)


def percentage(share: float) -> str:
    """Return a share as a percentage to two digits, rounded up: it bounds."""
    percent = 100 * share
    digits = max(0, 1 - math.floor(math.log10(percent))) if percent > 0 else 0
    return f"{math.ceil(percent * 10**digits - 1e-9) / 10**digits:.{min(digits, 6)}f} %"


def matrix(entries: Sequence[Sequence[str]]) -> str:
    """Return a small matrix as text: [1 0; 0 1], a 1×1 matrix as its entry, larger ones cut."""
    if len(entries) == 1 and len(entries[0]) == 1:
        return str(entries[0][0]).replace("-", "−")
    rows = [
        " ".join(str(entry).replace("-", "−") for entry in row[:_MOST]) for row in entries[:_MOST]
    ]
    cut = len(entries) > _MOST or any(len(row) > _MOST for row in entries)
    return f"[{'; '.join(rows)}{' …' if cut else ''}]"


def margin(slack: float | None) -> str:
    """Return a slack with its meaning."""
    if slack is None:
        return "not measured"
    meaning = "attained" if slack == 0 else "room" if slack > 0 else "violated"
    return f"{decimal(slack)} ({meaning})"


def margins(record: Record) -> list[tuple[str, str]]:
    """Return the margins of a record with their names, empty where none was measured."""
    smallest, median = record["margin"]["smallest"], record["margin"]["median"]
    if smallest is None or (record["verdict"] == "ill-typed" and not record["violations"]):
        return []
    if not varies(record):
        return [("Margin", "0 throughout")]
    return [("Smallest margin", margin(smallest)), ("Median margin", margin(median))]


def varies(record: Record) -> bool:
    """Say whether a margin is not 0 throughout, as that of an equality that holds."""
    margin = record["margin"]
    return not margin["smallest"] == margin["median"] == margin.get("largest", 0) == 0


def rounded(record: Record) -> str:
    """Return what float64 takes the smallest margin for, empty where that is no other number."""
    smallest, seen = record["margin"]["smallest"], record["margin"]["float64"]
    known = smallest is not None and seen is not None
    return decimal(seen) if known and decimal(seen) != decimal(smallest) else ""


def duration(seconds: float | None) -> str:
    """Return a time in the unit that suits it; a dash for None."""
    if seconds is None:
        return "–"
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def counted(number: int, one: str, several: str | None = None) -> str:
    """Return a number with its noun: 1 answer, 2 answers."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Return phrases as a list: a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def expectation(record: Record) -> str:
    """Say whether a verdict is the expected one."""
    if record["as_expected"]:
        return "as expected"
    if record["expected"] is None:
        return "NOT expected (held is, where the sheet says nothing)"
    return f"NOT expected (expected {record['expected']})"


def equations(equation: int | Sequence[int] | None) -> str:
    """Return the reference to one or several equations, empty for none."""
    numbers = [equation] if isinstance(equation, int) else list(equation or ())
    if not numbers:
        return ""
    return ("Eq. " if len(numbers) == 1 else "Eqs. ") + listed([f"({n})" for n in numbers])


def place(record: Record) -> str:
    """Return what an answer is about, with the number of its equation."""
    about = str(record["blank"] or record["claim"])
    equation = equations(record["equation"])
    return f"{about} ({equation})" if equation else about


def sign(relation: str, *, fails: bool, scalar: bool) -> str:
    """Return the sign between two sides, empty where the relation has none."""
    if relation not in _FAILS:
        return ""
    return _FAILS[relation][0 if scalar else 1] if fails else relation


def property_of(relation: str, *, fails: bool) -> str:
    """Say what an instance does or fails to be, empty where the relation is no property."""
    if relation in _FAILS or relation in _CONNECTIVES or not relation:
        return ""
    return f"fails: {relation}" if fails else relation


def shape(dimensions: Mapping[str, int]) -> str:
    """Return the dimensions of an instance: d = 2, n = 1."""
    return ", ".join(f"{name} = {size}" for name, size in dimensions.items())


def instances(record: Record) -> str:
    """Say how many instances were decided and how; what there is none of is left out."""
    tried = record["instances"] + record["undecided"]
    if not tried:
        return "none tried"
    decided = f"{record['instances'] - record['vacuous']:,} decided"
    parts = [f"{record[name]:,} {name}" for name in ("undecided", "vacuous") if record[name]]
    if parts:
        decided = f"{tried:,} tried: {decided}"
    if record["violations"]:
        parts.append(counted(record["violations"], "violation"))
    return ", ".join([decided, *parts])


def evidence(record: Record) -> str:
    """Say what the instances were, empty where nothing was tried."""
    found = record["evidence"]
    size = found.get("small_scope_size")
    scope = "smallest" if size is None else f"smallest (up to size {size})"
    numbers = (
        (found.get("small_scope"), scope),
        (found.get("independent_sample"), "sampled"),
        (found.get("hypothesis"), "by Hypothesis"),
    )
    return ", ".join(f"{number:,} {how}" for number, how in numbers if number)


def scope(record: Record) -> str:
    """Say what the decided instances were like: the range of sizes and of entries."""
    found = record["evidence"].get("scope")
    if not found or not found["instances"]:
        return ""
    parts = [f"{name} = {_ends(*ends)}" for name, ends in found["sizes"].items()]
    if found["magnitudes"]:
        low, high = (_ten(exponent) for exponent in found["magnitudes"])
        kind = "entries" if found["fractions"] else "whole numbers"
        parts.append(f"{kind} from {low} to {high}")
    return ", ".join(parts)


def premise(record: Record) -> str:
    """Say at how many instances a condition holds; empty where there is none."""
    found = record["evidence"].get("premise")
    if not found:
        return ""
    holds = f"holds at {counted(found['instances'], 'instance')}"
    general = f"{found['general']:,} with an entry other than 0 and ±1"
    return f"{holds}, {found['distinct']:,} of them distinct, {general}"


def _ends(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low} to {high}"


def _ten(exponent: int) -> str:
    """Return a power of ten: 1, 10, 10⁻¹²."""
    return {0: "1", 1: "10"}.get(exponent, f"10{raised(exponent)}")


def sizes(record: Record) -> str:
    """Say what is known of the sizes that stand in an answer; empty where none does."""
    found = record["evidence"].get("sizes")
    if not found or not found["up_to"]:
        return ""
    names = listed(found["names"])
    if found["indeterminate"]:
        return f"an identity also with {names} as indeterminates"
    tried = f", {counted(found['shapes'], 'larger shape')} tried" if found["shapes"] else ""
    return f"{names} up to {found['up_to']}{tried}"


def proof(record: Record) -> str:
    """Say what is proved beyond instances, or why nothing is; empty where nothing was tried."""
    every, found = record["evidence"].get("every_size"), up_to_a_size(record)
    generic = at_generic_matrices(record)
    if every and every["proved"]:
        return "; ".join(filter(None, [_at_every_size(every), generic, found]))
    if generic:
        return "; ".join(filter(None, [generic, found]))
    if every and found:
        return f"{found}; not for every size: {every['reason']}"
    return found


def _at_every_size(found: EverySize) -> str:
    """Say what is proved by axioms, and how long that is."""
    steps = sum(len(each["cofactors"]) for each in found["certificates"])
    same = "both sides are the same in letters"
    by = f"by {counted(steps, 'step')} from axioms" if steps else same
    return f"for every {listed(found['names'])}: {by}"


def at_generic_matrices(record: Record) -> str:
    """Say that an identity holds at generic matrices; empty where that is not known."""
    found = record["evidence"].get("generic_matrices")
    if not found or not found["holds"]:
        return ""
    where = ", ".join(f"{name} = {size}" for name, size in (found["shape"] or {}).items())
    chance = f"2{raised(-int(found['bits'] or 0))}"
    return f"for every size by matrices with {where}, wrong with probability at most {chance}"


def search_for_a_proof(record: Record) -> str:
    """Say what the search for a proof at every size took; empty where there was none."""
    found = record["evidence"].get("every_size")
    if not found or found["untranslated"]:
        return ""
    parts = [counted(found["rules"], "rule"), counted(found["steps"], "replacement")]
    return ", ".join([*parts, *([duration(found["seconds"])] if "seconds" in found else [])])


def up_to_a_size(record: Record) -> str:
    """Say what an identity test proved, or why it did not; empty where there was none."""
    found = record["evidence"].get("identity")
    if found is None:
        return ""
    if not found["proved"]:
        return f"none: {found['reason']}"
    shapes = counted(found["shapes"], "shape")
    chance = f"2{raised(-int(found['bits']))}"
    where = " where no divisor vanishes and no rank drops," if found.get("generic") else ""
    return (
        f"an identity: proved for all {shapes} up to {found['up_to']},{where}"
        f" wrong with probability at most {chance} (degree {found['degree']:,})"
    )


def is_minimal(record: Record) -> bool:
    """Whether a counterexample is the smallest there is: all smaller instances were tried."""
    found_by: object = record["evidence"].get("found_by")
    return found_by == "small scope"


def tally(records: Sequence[Record]) -> str:
    """Say how a group of answers fared: 4 of 4 refuted, or 2 of 2 hold."""
    verdicts = count(records)
    wrong = sum(record["expected"] in REJECTED for record in records)
    if 2 * wrong < len(records):
        return f"{verdicts.get('held', 0):,} of {counted(len(records), 'holds', 'hold')}"
    words = "refuted or ill-typed" if verdicts.get("ill-typed") else "refuted"
    rejected = sum(verdicts.get(verdict, 0) for verdict in REJECTED)
    survivors = verdicts.get("held", 0)
    survived = f"; {counted(survivors, 'survives', 'survive')}" if survivors else ""
    return f"{rejected:,} of {len(records):,} {words}{survived}"


def findings(title: str, records: Sequence[Record]) -> str:
    """Say in one sentence how the answers of a sheet fared."""
    return "".join(text for text, _ in found(title, records))


def found(title: str, records: Sequence[Record]) -> list[tuple[str, str]]:
    """Return that sentence in pieces, each with the verdict that it counts, empty for none."""
    if not records:
        return [(f"“{title}” has no answers in this run.", "")]
    verdicts = count(records)
    blank = verdicts.pop("unanswered", 0)
    pieces = [(f"“{title}” ", "")]
    if verdicts:
        pieces.append((f"makes {counted(len(records) - blank, 'assertion')}: ", ""))
        for index, (verdict, number) in enumerate(verdicts.items(), 1):
            between = {0: "", 1: " and "}.get(len(verdicts) - index, ", ")
            pieces += [(_phrase(verdict, number), verdict), (between, "")]
    if blank:
        pieces.append(("; it " if verdicts else "", ""))
        pieces.append((f"leaves {counted(blank, 'claim')} unanswered", "unanswered"))
    return [*(piece for piece in pieces if piece[0]), (".", "")]


def surprises(records: Sequence[Record]) -> str:
    """Say in one sentence whether any verdict is unexpected."""
    number = sum(is_unexpected(record) for record in records)
    if not number:
        return "Every verdict is the expected one."
    return counted(
        number, "verdict is not the expected one.", "verdicts are not the expected ones."
    )


def unsettled(records: Sequence[Record]) -> str:
    """Say in one sentence what was not settled in all sheets, empty where all was."""
    verdicts = count(records)
    parts = [_phrase(verdict, verdicts[verdict]) for verdict in UNSETTLED if verdict in verdicts]
    return f"Among all answers {listed(parts)}." if parts else ""


# How much a true answer says is coloured like the verdict that it is most like.
STRENGTH: Mapping[Word, str] = {
    "tight": "held",
    "of the same order": "inconclusive",
    "loose": "inconclusive",
    "worthless": "refuted",
    "circular": "refuted",
}


def strength(record: Record) -> str:
    """Say how much a true answer says, and why; empty where its claim does not ask for that."""
    found = record.get("strength")
    if found is None:
        return ""
    return f"{found['word']}: {found['says'].replace('{against}', found['against'])}"


def sentence(text: str) -> str:
    """Return a text with a capital at its start, unless it starts with mathematics: w(0) = 0."""
    return text[:1].upper() + text[1:] if _WORD.match(text) else text


def gist(reason: str) -> str:
    """Return the line of a reason that says most: the last of a traceback, else the first."""
    lines = reason.strip().splitlines() or [""]
    return lines[-1] if lines[0].startswith("Traceback") else lines[0]


def _phrase(verdict: str, number: int) -> str:
    return f"{number:,} {PHRASES[verdict][number != 1]}"
