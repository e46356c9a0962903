"""The script that checks proofs with SymPy alone: it confirms them, and nothing else."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from module_imports import imports, modules
from processes import HANGS
from proved_records import PROVED, proved

from referee.__main__ import main

Data = dict[str, Any]
Captured = pytest.CaptureFixture[str]
HOSTILE = "\\\"'''\"\"\"\n#\r\x1b[2J\u2028{0}%s`$(touch mark)`\nopen('mark','w')\n"


def run(script: Path) -> tuple[int, list[str]]:
    """Run a script where nothing but SymPy and what Python brings can be imported."""
    isolated = [sys.executable, "-I", script.name]
    done = subprocess.run(
        isolated,
        cwd=script.parent,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )
    assert not done.stderr
    return done.returncode, done.stdout.splitlines()


def written(folder: Path, *records: Data) -> Path:
    """Return the script of a log, as the command writes it."""
    log, out = folder / "records.jsonl", folder / "identities.py"
    log.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    main(["verify", str(log), "--fast", f"--sympy={out}"])
    return out


def test_the_script_confirms_what_is_proved(tmp_path: Path) -> None:
    code, lines = run(written(tmp_path, *map(proved, PROVED)))
    assert (code, lines[-1]) == (0, "5 of 5 identities confirmed")
    assert [line.partition(" ")[0] for line in lines[:-1]] == [
        "1.3-A7-identity",
        "1.2-A11-separable",
        "1.2-A11-separable",
        "1.2-A5-powers",
        "1.2-E5-gradient",
    ]
    # Also where the matrices are explicit, with sizes that differ.
    assert all(": ok: in the free algebra and at d=" in line for line in lines[:-1])
    assert "n=2" in lines[0]


def certificate(record: Data) -> Data:
    found: Data = record["evidence"]["every_size"]["certificates"][0]
    return found


def a_cofactor(record: Data) -> None:
    certificate(record)["cofactors"][0][0][0][0][0] = "2"


def a_side(record: Data) -> None:
    certificate(record)["claim"]["terms"][0][0][0][0][0] = "7"


def an_axiom(record: Data) -> None:
    certificate(record)["axioms"][0]["terms"][0][0][0][0][0] = "3"


def a_place(record: Data) -> None:
    certificate(record)["cofactors"][0][2] = -1


def a_letter(record: Data) -> None:
    certificate(record)["letters"]["X"] = ["n", "n", "Xᵀ"]


def no_cofactors(record: Data) -> None:
    certificate(record)["cofactors"].clear()


def no_certificates(record: Data) -> None:
    record["evidence"]["every_size"]["certificates"].clear()


def no_certificate(record: Data) -> None:
    certificate(record).clear()


def code_for_a_number(record: Data) -> None:
    certificate(record)["cofactors"][0][0][0][0][0] = "open('mark','w')"


def a_giant(record: Data) -> None:
    certificate(record)["cofactors"][0][0][0][0] = ["1", [["n", 10**9]]]


def an_answer(record: Data) -> None:
    record["answer"] = "2 * X.T @ pinv(X @ X.T)"


def a_false_axiom(record: Data) -> None:
    """State the claim itself, with a factor 2: it follows in the free algebra."""
    data = certificate(record)
    data["axioms"] = [{**data["claim"], "label": "so it is", "origin": "X"}]
    data["lemmas"], data["cofactors"] = [], [[[[["1", []]], []], [], 0, []]]
    record["answer"] = "2 * X.T @ pinv(X @ X.T)"
    for term in data["claim"]["terms"]:
        if "(XᵀX)⁻¹" not in term[1]:
            term[0][0][0][0] = str(2 * int(term[0][0][0][0]))


TAMPERED = [
    (a_cofactor, "the cofactors do not sum to left − right"),
    (a_side, "the certificate is of another equation"),
    (an_axiom, "the cofactors do not sum to"),
    (a_place, "'-1' is no place of an axiom"),
    (a_letter, "the claim has no letter X of these sizes"),
    (no_cofactors, "the cofactors do not sum to"),
    (no_certificates, "0 certificates for 1 equations"),
    (no_certificate, "malformed: KeyError"),
    (code_for_a_number, "is no rational number"),
    (a_giant, "'1000000000' is no exponent"),
    (an_answer, "the certificate is of another equation"),
    (a_false_axiom, "at explicit sizes an axiom is false: so it is"),
]


@pytest.mark.parametrize(("tamper", "says"), TAMPERED)
def test_a_record_that_was_tampered_with_fails(
    tamper: Callable[[Data], None], says: str, tmp_path: Path
) -> None:
    record = proved("1.3-A7-identity")
    tamper(record)
    code, lines = run(written(tmp_path, record, proved("1.2-E5-gradient")))
    assert code == 1
    assert ": FAILED: " in lines[0]
    assert says in lines[0]
    assert lines[1:] == [lines[1], "1 of 2 identities confirmed"]
    assert not (tmp_path / "mark").exists()


def everywhere(data: Any, old: str, new: str) -> Any:
    """Return data with another text in a text's place, names of members too."""
    return json.loads(json.dumps(data).replace(json.dumps(old), json.dumps(new)))


@pytest.mark.parametrize("member", ["sheet", "label", "answer", "claim"])
def test_names_are_data_and_stay_on_their_line(
    member: str, tmp_path: Path, capsys: Captured
) -> None:
    record = proved("1.3-A7-identity") | {member: HOSTILE}
    out = written(tmp_path, record)
    code, lines = run(out)
    assert code == (1 if member in {"answer", "claim"} else 0)
    assert len(lines) == 2
    shown = [line for out in capsys.readouterr() for line in out.splitlines()]
    assert all(line.isprintable() for line in [*lines, *shown])
    held_against_code(out)
    assert not (tmp_path / "mark").exists()


def test_what_stands_in_a_certificate_is_data(tmp_path: Path) -> None:
    record, hostile = proved("1.3-A7-identity"), HOSTILE
    data = record["evidence"]["every_size"]
    for name in [
        *certificate(record)["letters"],
        "n",
        "1",
        certificate(record)["axioms"][0]["label"],
    ]:
        record["evidence"]["every_size"] = everywhere(data, name, hostile)
        out = written(tmp_path, record)
        code, lines = run(out)
        held_against_code(out)
        assert len(lines) == 2
        assert code == int("FAILED" in lines[0])
        assert not (tmp_path / "mark").exists()


def held_against_code(script: Path) -> None:
    """Hold a script against its source: it is that and one list of literals of ASCII."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    *code, data, _ = tree.body
    assert isinstance(data, ast.Assign)
    assert all(text.isascii() for text in ast.literal_eval(data.value))
    source = modules()["referee.evidence.sympy_check"].source
    assert [*map(ast.dump, code[1:])] == [*map(ast.dump, ast.parse(source).body[1:])]


def test_the_script_needs_sympy_and_nothing_else() -> None:
    every = modules()
    found = {
        each.name.split(".")[0] for each in imports(every["referee.evidence.sympy_check"], every)
    }
    assert found - {*sys.stdlib_module_names} == {"sympy"}


def test_a_log_without_proofs_leaves_what_was_written(tmp_path: Path, capsys: Captured) -> None:
    out = written(tmp_path, proved("1.2-E5-gradient"))
    before = out.read_bytes()
    record = proved("1.2-E5-gradient")
    record["evidence"]["every_size"] = None
    assert written(tmp_path, record).read_bytes() == before
    (line,) = [x for x in capsys.readouterr().err.splitlines() if "--sympy" in x]
    assert line.endswith("nothing in the log is proved for every size")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: Captured) -> None:
    log = tmp_path / "records.jsonl"
    log.write_text(json.dumps(proved("1.2-E5-gradient")) + "\n", encoding="utf-8")
    assert main(["verify", str(log), "--fast", f"--sympy={log}/out.py"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
