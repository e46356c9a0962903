"""Evidence: what a verdict rests on, graded and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from referee.evidence.schema import Finding, Record, Sweep, Witness
from referee.reports import wording

# Grades of evidence: what a page is filtered by, the strongest first.
GRADES: Mapping[str, str] = {
    "every-size": "proved at every size",
    "proved": "an identity, proved up to a size",
    "bounded": "a bound from a sample",
    "tried": "the instances tried",
    "smallest": "the smallest counterexample",
    "counterexample": "a counterexample",
    "none": "none",
}


def grade(record: Record) -> str:
    """Return the grade of a record's evidence, a key of GRADES."""
    if record["verdict"] == "held":
        every = record["evidence"].get("every_size")
        if every and every["proved"]:
            return "every-size"
        generic = record["evidence"].get("generic_matrices")
        if proved_up_to(record) or (generic is not None and generic["holds"]):
            return "proved"
        return "bounded" if bound(record) is not None else "tried"
    if record["counterexample"] and record["counterexample"]["smallest"]:
        return "smallest" if wording.is_minimal(record) else "counterexample"
    return "none"


def sizes_proved(record: Record) -> int:
    """Return 2 for what is proved at every size, 1 up to some size, 0 for what is not proved."""
    return {"every-size": 2, "proved": 1}.get(grade(record), 0)


def proved_up_to(record: Record) -> int:
    """Return up to which size an identity is proved, 0 where it is not."""
    found = record["evidence"].get("identity")
    return found["up_to"] if found and found["proved"] else 0


def share(instances: int) -> float:
    """Return the largest share p of false instances that N independent ones leave possible.

    With none false among N independent instances p ≤ 1 − 0.01^(1/N), at 99 % confidence,
    for the distribution they were drawn from.
    """
    return 1.0 - float(0.01 ** (1 / instances))


def samples(record: Record) -> dict[str, int]:
    """Return the independent samples of a record by distribution, each with its size.

    Only those without a violation, and without a suspicion left open, bound anything.
    """
    sweep = record["evidence"].get("sweep")
    found = {
        name: each["instances"]
        for name, each in (sweep["distributions"] if sweep else {}).items()
        if each["instances"] and not each["violations"] and not each["open"]
    }
    drawn = record["evidence"].get("independent_sample", 0)
    return found | ({"the family's own": drawn} if drawn else {})


def bound(record: Record) -> float | None:
    """Return the bound on the share of false instances of a held claim, None without a sample.

    Of several distributions it is that of the largest sample.
    """
    found = samples(record)
    return share(max(found.values())) if record["verdict"] == "held" and found else None


def bounds(record: Record) -> str:
    """Say for each distribution how often a held claim may fail, the best bound first."""
    if record["verdict"] != "held" or not samples(record):
        return ""
    named: dict[str, list[str]] = {}
    for name, size in sorted(samples(record).items(), key=lambda item: -item[1]):
        named.setdefault(wording.percentage(share(size)), []).append(_drawn(name))
    parts = [f"{percent} of {wording.listed(names)}" for percent, names in named.items()]
    return f"at most {'; '.join(parts)} instances are false, at 99 % confidence"


def _drawn(name: str) -> str:
    return "the family’s own" if name == "the family's own" else name


def swept(record: Record) -> str:
    """Say what screened, what it suspected or why nothing was screened; empty where unknown."""
    sweep = record["evidence"].get("sweep")
    if not sweep:
        return ""
    if not sweep["batched"]:
        return _one_by_one(sweep)
    parts = ["screened with torch"] if sweep.get("arithmetic") == "torch" else []
    if suspected := sweep["suspected"]:
        words = wording.counted(suspected, "suspicion", "suspicions")
        parts += [
            f"{words} of floating point",
            wording.counted(sweep["false_finds"], "false alarm"),
        ]
    return ", ".join(parts)


def _one_by_one(sweep: Sweep) -> str:
    decided = _instances(sweep)
    how = f"{wording.counted(decided, 'instance')} decided one by one" if decided else "none"
    return f"{how}: {sweep['reason']}"


def screened(record: Record) -> int:
    """Return how many instances of a sweep floating point looked at."""
    sweep = record["evidence"].get("sweep")
    return _instances(sweep) if sweep and sweep["batched"] else 0


def _instances(sweep: Sweep) -> int:
    return sum(each["instances"] for each in sweep["distributions"].values())


def margins(record: Record) -> str:
    """Say whose margins the distribution of a record's margins is of."""
    return "Margins, rounded by floating point" if screened(record) else "Margins"


def left_out(record: Record) -> str:
    """Say how many margins only rounding makes violations, empty where none is."""
    found = record["margin"].get("histogram")
    number = found.get("left_out", 0) if found else 0
    return f"without {number:,} that rounding alone takes for violations" if number else ""


def hypotheses(record: Record) -> Iterator[tuple[str, str, Witness | None]]:
    """Yield each hypothesis as what it says, what is known without it, and a counterexample."""
    for each in record["evidence"].get("hypotheses", []):
        yield each["says"] or each["name"], _without(each), each["counterexample"]


def _without(hypothesis: Finding) -> str:
    verdict, reason = hypothesis["verdict"], hypothesis["reason"]
    if verdict == "not needed" and not reason:
        reason = f"holds on {wording.counted(hypothesis['instances'], 'instance')} without it"
    return f"{verdict}: {reason}" if reason and verdict != "needed" else verdict


def mutation(record: Record) -> str:
    """Say how the answers that differ in one place fared; empty where none was tried."""
    found = record["evidence"].get("mutation")
    if not found or not found["generated"]:
        return ""
    parts = [f"{found['refuted']:,} of {found['generated']:,} refuted"]
    parts += [f"{found['equivalent']:,} the same after all"] if found["equivalent"] else []
    if silent := found.get("inconclusive"):
        parts.append(wording.counted(silent, "says nothing", "say nothing"))
    if found["survived"]:
        parts.append(wording.counted(found["survived"], "holds too", "hold too"))
    return ", ".join(parts)


def survivors(record: Record) -> Sequence[str]:
    """Return the changed answers that hold too and whose value is another at some instance."""
    found = record["evidence"].get("mutation")
    return found.get("distinct", found["survivors"]) if found else []
