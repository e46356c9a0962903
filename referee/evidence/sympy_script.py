"""A script that checks the proofs of a log with SymPy alone, wherever that is installed.

What comes from the log stands in it as JSON in literals of ASCII: it is read, never run.
"""

from __future__ import annotations

import json
import random
from collections.abc import Container, Iterable, Iterator, Mapping
from importlib.resources import files
from itertools import islice
from typing import Any

from flint import fmpq, fmpz

from referee.deciding.claim import Claim
from referee.deciding.every_size import Traced
from referee.evidence import proved_claims
from referee.evidence.schema import EverySize, Record
from referee.language.stating import Goal
from referee.language.tree import FormulaError
from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.certificates import Certificate
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.traced.sizes import NotTranslated
from referee.numerics.traced.substitution import value_of
from referee.strategies.families import Family, Instance

POINTS = 2  # explicit sizes for an identity
DRAWN = 60  # instances among which they are looked for
LARGEST = 4  # sizes up to which SymPy inverts in no time
DIGITS = 6  # of the largest numerator and denominator of an entry
RATIONAL = (int, fmpz, fmpq)
HEADER = '''\
#!/usr/bin/env python3
"""Checks identities of matrices that were proved for every size, with SymPy alone.

    python -m pip install sympy
    python THIS_FILE

One line is printed for each identity; the status is 1 if any fails. Of each is checked that
left - right is the sum of coefficient * left factor * axiom * right factor over its cofactors in
the free algebra (symbols that do not commute; sizes and numbers are symbols that do), that the
sizes in every product meet, and that its axioms and its two sides hold at explicit sizes, for
matrices that stand below; inverses and pseudo-inverses of them are SymPy's. An identity whose line
says "at no explicit sizes" has no rational instance here where all that it assumes holds.

That the axioms are those of the claim is for `referee verify` to say.
"""
'''

LAST = 'if __name__ == "__main__":\n    sys.exit(main(IDENTITIES))\n'


def script(records: Iterable[Record], claims: Mapping[str, Claim]) -> str:
    """Return the script for all proofs at every size of a log.

    Raises ValueError where there is none.
    """
    texts = [json.dumps(each) for each in identities(records, claims)]
    if not texts:
        raise ValueError("nothing in the log is proved for every size")
    body = files("referee.evidence").joinpath("sympy_check.py").read_text(encoding="utf-8")
    body = body[body.index("from __future__") :]
    data = "".join(f"    {text!a},\n" for text in texts)
    return f"{HEADER}\n{body}\n\nIDENTITIES = [\n{data}]\n\n{LAST}"


def identities(records: Iterable[Record], claims: Mapping[str, Claim]) -> Iterator[dict[str, Any]]:
    """Yield what is to be checked of each proof, an identity for each of its certificates."""
    for record in records:
        proof = record["evidence"].get("every_size")
        if proof is not None and proof["proved"]:
            yield from _of_record(record, proof, claims.get(record["claim"]))


def _of_record(record: Record, proof: EverySize, claim: Claim | None) -> Iterator[dict[str, Any]]:
    name = " ".join([record["claim"], record["sheet"], record["label"]]).strip()
    name = f"{name}: {record['answer']}"
    if claim is None:
        yield {"name": name, "fault": "the corpus has no such claim"}
        return
    try:
        traced = proved_claims.traced_again(claim, record)
    except (FormulaError, NotTranslated, ArithmeticError, LookupError, TypeError, ValueError) as e:
        yield {"name": name, "fault": f"the claim is not translated: {e}"}
        return
    certificates = proof["certificates"]
    if not certificates or len(certificates) != len(traced.goals):
        said = f"{len(certificates)} certificates for {len(traced.goals)} equations"
        yield {"name": name, "fault": said}
        return
    for place, (certificate, goal) in enumerate(zip(certificates, traced.goals, strict=True), 1):
        which = f" ({place} of {len(certificates)})" if len(certificates) > 1 else ""
        statement = _statement(goal, traced)
        points = _points(goal, traced, claim.family, statement["letters"])
        yield {
            "name": name + which,
            "fault": "",
            "certificate": certificate,
            **statement,
            "points": [*islice(points, POINTS)],
        }


def _statement(goal: Goal, traced: Traced) -> dict[str, Any]:
    """Return the sides of an equation, the letters that are made of others, and the numbers."""
    tracing = traced.tracing
    made = [(mark, A, G) for (mark, A), G in tracing.presentation.made.items()]
    made = [(mark, A, G) for mark, A, G in made if not next(iter(G.terms))[0].transposed]
    columns = [(name, _product(word)) for name, word in tracing.layouts.columns.items()]
    numbers = [(str(c), word) for word, c in tracing.presentation.numbers.items()]
    said = [goal.right, *(A for _, A, _ in made), *(G for _, _, G in made)]
    said += [column for _, column in columns]
    said += [_product(word) for _, word in numbers]
    known = proved_claims.axioms_of(goal, traced)
    data = encode(Certificate(goal.left, tuple(Axiom(each, "") for each in said), ()))
    right, *rest = data["axioms"]
    count = len(made)
    kinds = {"⁻¹": "inverse", "⁺": "pseudo-inverse"}
    letters = {**proved_claims.quiver(goal, known), **_both(data["letters"])}
    found = [
        {
            "name": G["terms"][0][1][0],
            "kind": kinds[mark],
            "of": A,
            "scale": G["terms"][0][0],
        }
        for (mark, _, _), A, G in zip(made, rest[:count], rest[count : 2 * count], strict=True)
    ]
    diagonals = rest[2 * count : 2 * count + len(columns)]
    found += [
        {"name": name, "kind": "diagonal", "of": of}
        for (name, _), of in zip(columns, diagonals, strict=True)
    ]
    return {
        "letters": {**letters, **{n: [v.rows, v.rows, n] for n, v in columns}},
        "nonzero": data["nonzero"],
        "left": data["claim"],
        "right": right,
        "made": found,
        "numbers": [[name, [str(letter) for letter in word]] for name, word in numbers],
    }


def _both(letters: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return letters with their transposes."""
    turned = {t: [columns, rows, name] for name, (rows, columns, t) in letters.items()}
    return {**turned, **letters}


def _product(word: Word) -> Polynomial:
    return Polynomial(word[0].rows, word[-1].columns, {word: fmpq(1)})


def _points(
    goal: Goal, traced: Traced, family: Family, used: Container[str]
) -> Iterator[dict[str, Any]]:
    """Yield explicit sizes and rational matrices at which all that is assumed holds.

    Sizes that are larger than 1 and differ come first: there is the most to go wrong.
    """
    rng, shapes = random.Random(f"explicit sizes {family.name}"), []
    instances = (family.sample_small(rng) for _ in range(DRAWN))
    for p in sorted(instances, key=lambda p: -len({*p.shape.values()} - {0, 1})):
        if max(p.shape.values(), default=1) <= LARGEST and p.shape not in shapes:
            point = _point(goal, traced, p, used)
            if point is not None:
                shapes.append(p.shape)
                yield point


def _point(goal: Goal, traced: Traced, p: Instance, used: Container[str]) -> dict[str, Any] | None:
    """Return an instance as text; None where it is not rational, or something assumed is false."""
    tracing = traced.tracing
    # What stands in a Kronecker product, or is a function of others, is made of no field alone.
    if tracing.kronecker.places or tracing.functions:
        return None
    try:
        if any(x != 0 for a in goal.premises for x in value_of(a.polynomial, tracing, p).flat):
            return None
        letters = {
            name: _entries(value(p)) for name, value in tracing.values.items() if name in used
        }
        numbers = {f.name: _entries(getattr(p, f.name))[0][0] for f in _numbers(p)}
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return None
    sizes = {size.name: p.shape[dim] for dim, size in tracing.shape.items()}
    return {"sizes": sizes, "letters": letters, "numbers": numbers}


def _numbers(p: Instance) -> Iterator[Any]:
    for field in p.family.by_name.values():
        if (field.rows, field.columns) == ("1", "1") and field.name not in p.shape:
            yield field


def _entries(array: Any) -> list[list[str]]:
    """Return the entries as text. Raises ValueError for one that is no short rational number."""
    rows = [[str(x) if isinstance(x, RATIONAL) else "" for x in row] for row in array]
    if not all(0 < len(x) <= 2 * DIGITS for row in rows for x in row):
        raise ValueError("no short rational number")
    return rows
