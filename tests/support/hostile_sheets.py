"""Attacks on a grader by way of sheets: formulas, TOML, names of files, things in the folder."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

CLAIM = "2-projection"  # a column in R^d from the names a, b, d
NINES = "9" * 40

# What evaluators of Python expressions have been escaped by. Each must be refused as read.
ESCAPES = (
    "__import__('os').system('touch pwned')",
    "__import__('os').popen('id').read()",
    "eval('1+1')",
    "exec('import os')",
    "compile('1', '', 'eval')",
    "open('/etc/passwd').read()",
    "open('pwned', 'w')",
    "input()",
    "breakpoint()",
    "help()",
    "exit()",
    "quit()",
    "globals()",
    "locals()",
    "vars()",
    "dir()",
    "getattr(a, '__class__')",
    "setattr(a, 'shape', 1)",
    "delattr(a, 'shape')",
    "type(a)",
    "object()",
    "print(a)",
    "memoryview(b'')",
    "().__class__",
    "().__class__.__bases__[0].__subclasses__()",
    "''.__class__.__mro__[1].__subclasses__()",
    "[].__class__.__base__",
    "{}.__class__.__mro__",
    "(1).__class__.__base__.__subclasses__()[140]",
    "a.__class__",
    "a.__dict__",
    "a.__init__.__globals__",
    "a.__reduce__()",
    "a.__array_interface__",
    "a.tofile('pwned')",
    "a.dump('pwned')",
    "a.T.__class__",
    "a.T.tofile('pwned')",
    "a.shape",
    "a.dtype",
    "a.flat[0]",
    "a.cache",
    "a._T",
    "a.T_",
    "inv.__globals__",
    "inv.__code__",
    "norm.__module__",
    "rank.__builtins__",
    "(lambda: 1)()",
    "(lambda f: f(f))(lambda f: f(f))",
    "lambda x: x",
    "[x for x in (1).__class__.__base__.__subclasses__()]",
    "[c for c in ().__class__.__mro__]",
    "(c for c in a)",
    "{c for c in a}",
    "{c: c for c in a}",
    "[a := 1]",
    "(a := b)",
    "a if b else d",
    "a if __import__('os') else b",
    "yield a",
    "(yield)",
    "await a",
    "f'{a}'",
    "f'{a.__class__}'",
    "f'{__import__(\"os\")}'",
    "'{0.__class__}'.format(a)",
    "'%s' % a",
    "b'a'",
    "'a'",
    '"""a"""',
    "a['__class__']",
    "a[::2]",
    "a[...]",
    "...",
    "None",
    "True",
    "NotImplemented",
    "__debug__",
    "__builtins__",
    "__builtins__['eval']",
    "__name__",
    "__file__",
    "__loader__",
    "_",
    "a, b",
    "{a: b}",
    "{**a}",
    "[*a]",
    "norm(*a)",
    "norm(**a)",
    "norm(a=1)",
    "norm()(a)",
    "a(b)",
    "a; b",
    "a\nimport os",
    "import os",
    "import os; os.system('id')",
    "from os import system",
    "def f(): pass",
    "class A: pass",
    "del a",
    "raise a",
    "assert a",
    "pass",
    "return a",
    "while True: pass",
    "for x in a: pass",
    "with open('pwned', 'w') as f: f.write('x')",
    "try: a\nexcept: b",
    "@a",
    "global a",
    "a = b",
    "a += b",
    "a: int",
    "a: int = 1",
    "print(a) or a",
    "a // b",
    "a % d",
    "a ^ b",
    "a & b",
    "a | b",
    "~a",
    "a << 2",
    "a >> 2",
    "1 << 10**9",
    "a in b",
    "a not in b",
    "a is b",
    "a is not b",
    "1j * a",
    "1e999 * a",
    "0x7f * a",
    "0b1 * a",
    "inf * a",
    "nan * a",
    "float('inf') * a",
    "a.T.T.real",
    "#",
    "# a",
    ")",
    "(",
    "a) + (b",
    "a)) or ((b",
    "\\x61",
    "\\",
    "a \\\n b",
    "`id`",
    "$(id)",
    "{% import os %}",
    "${7*7}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil","x")',
    "../../etc/passwd",
    "'; DROP TABLE grades; --",
    "\\input{/etc/passwd}",
    "\\write18{id}",
    "norm(a",
    "exp(exp",
    "exp",
    "norm",
)

# Read as something else by the eye: letters and signs of other scripts, invisible marks.
LOOKALIKES = (
    "а @ а.T @ b",  # Cyrillic a
    "ａ",
    "ᵃ",
    "a\u200b",
    "a\u200d@ b",
    "\ufeffa",
    "\u202ea",
    "a \u202e+ b\u202c",
    "\u2066a\u2069",
    "a \u00d7 b",
    "a\u0301",
    "n\u0303orm(a)",
    "ｎｏｒｍ(a)",
    "a ＋ b",
    "a \u2028+ b",
    "a + \u0660 * b",
    "a + ２ * b",
    "a²",
    "\ud7ffa",
    "a \x7f",
    "a \x00 b",
    "a \x1b[31m b",
    "a \x07",
)

# Read, and then too much: they are refused as too large, or decided as far as it goes.
# What looks like an attack and is mathematics as somebody writes it: read, and decided to be wrong.
HARMLESS = (
    "a.mT",
    "a[0]",
    "(a, b)",
    "[a, b]",
    "{a, b}",
    "norm(a)(b)",
    "1_000 * a",
    "{{7*7}}",
    "\U0001d41a + b",
    "a\u00a0+ b",
    "a \u2212 b",
    "a \u2044 2",
    "a\u1d40",
)
BOMBS = (
    "(" * 900 + "a" + ")" * 900,
    "-" * 1_900 + "a",
    "+" * 1_900 + "a",
    "not " * 400 + "a",
    "a" + " + a" * 500,
    "a" + ".T" * 900,
    "norm(" * 300 + "a" + ")" * 300,
    "[" * 900 + "]" * 900,
    "{" * 59 + "}" * 59,
    "a" * 1_999,
    "a" * 2_001,
    "a" * 100_000,
    "a + " * 100_000 + "a",
    "1" * 1_999 + " * a",
    "9**9**9 * a",
    "9**99 * a",
    "2**2**2**2**2**2 * a",
    "((((2**64)**64)**64)**64) * a",
    "((((((2**64)**64)**64)**64)**64)**64) * a",
    "a / ((((((2**64)**64)**64)**64)**64)**64)",
    "a * 2**((((((2**64)**64)**64)**64)**64)**64)",
    "((((d**64)**64)**64)**64) * a",
    "d**(d**(d**d)) * a",
    "exp(exp(exp(exp(9)))) * a",
    "exp(" * 50 + "d" + ")" * 50 + " * a",
    f"exp(-{NINES}**64) * a",
    f"exp(1 / {NINES}) * a",
    "*".join([f"{NINES}**64"] * 30) + " * a",
    "sqrt(" * 55 + "d" + ")" * 55 + " * a",
    "inv(" * 55 + "1 + a.T @ a" + ")" * 55 + " * a",
    "((a @ a.T)**64)**64 @ b",
    "ones(10**9, 1)",
    "ones(1000000000, 1)",
    "eye(99999999) @ a",
    "zeros(d**64, 1)",
    "ones(d * 10**9, 1)",
    "eye(-1) @ a",
    "eye(1/2) @ a",
    "ones(16, 16) @ ones(16, 16) @ a",
    "inv(a @ a.T) @ b",
    "a / 0",
    "a / (d - d)",
    "0**(-1) * a",
    "sqrt(-1) * a",
    "min_on_support(a, 0 * a) * b",
    "(1/3)**64 * a",
    "0.1**64 * a",
    "pinv(" * 55 + "a" + ")" * 55,
)

# Whole files that are no good sheets.
FILES: Mapping[str, bytes] = {
    "empty-key": b'"" = 1\n',
    "not-toml": b"this is no TOML\n",
    "unclosed": b'["2-projection"]\nanswer = "a\n',
    "deep-array": b"x = " + b"[" * 100_000 + b"]" * 100_000,
    "deep-table": b"x = " + b"{a=" * 50_000 + b"1" + b"}" * 50_000,
    "dotted-key": b"a" + b".a" * 200_000 + b" = 1\n",
    "dotted-header": b"[a" + b".a" * 200_000 + b"]\n",
    "many-headers": b"".join(b"[t%d.a.b.c]\n" % i for i in range(50_000)),
    "many-keys": b"".join(b"k%d = 1\n" % i for i in range(80_000)),
    "long-integer": b"x = " + b"9" * 500_000 + b"\n",
    "long-float": b"x = 1e" + b"9" * 500_000 + b"\n",
    "long-string": b'["2-projection"]\nanswer = "' + b"a" * 900_000 + b'"\n',
    "long-key": b'["' + b"k" * 900_000 + b'"]\nanswer = "a"\n',
    "huge-date": b"x = 9999-99-99T99:99:99Z\n",
    "nul-bytes": b"\x00" * 1_000,
    "not-utf-8": b'["2-projection"]\nanswer = "\xff\xfe"\n',
    "utf-16": '["2-projection"]\nanswer = "a"\n'.encode("utf-16"),
    "byte-order-mark-inside": b'["2-projection"]\n\xef\xbb\xbfanswer = "a"\n',
    "html-key": b'["<img src=x onerror=alert(1)>"]\nanswer = "a"\n',
    "csv-key": b'["=1+1"]\nanswer = "a"\n',
    "path-key": b'["../../../etc/passwd"]\nanswer = "a"\n',
    "bidi-key": '["\u202e2-projection"]\nanswer = "a"\n'.encode(),
    "escape-key": b'["\\u001b[31m"]\nanswer = "a"\n',
    "answer-array": b'["2-projection"]\nanswer = ["a"]\n',
    "answer-table": b'["2-projection"]\nanswer = {a = "a"}\n',
    "answer-date": b'["2-projection"]\nanswer = 1979-05-27\n',
    "answer-number": b'["2-projection"]\nanswer = 1\n',
    "unknown-field": b'["2-projection"]\nanswer = "b"\nscore = "100"\n',
    "expects-to-fail": b'["2-projection"]\nanswer = "b"\nexpect = "points"\n',
    "head-is-text": b'sheet = "x"\n',
    "points-in-head": b"[sheet]\npoints = 100\n",
    "a-hundred-readings": b'[["2-projection"]]\nanswer = "a"\n' * 100,
    "thirty-thousand-readings": b'[["2-projection"]]\nanswer = "a"\n' * 25_000,
    "thousands-of-claims": b"".join(b'["c%d"]\nanswer="a"\n' % i for i in range(30_000)),
}

# Names of files, each with a sheet in it that can be read.
NAMES = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)<",
    '"onmouseover="alert(1)',
    "'; DROP TABLE",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' C calc'!A0",
    "..",
    "...",
    "..%2f..%2fetc",
    "~root",
    "$HOME",
    "`id`",
    "$(touch pwned)",
    "a\nb",
    "a\rb",
    "a\tb",
    "\x1b[2J",
    "\u202egnp",
    "résumé",
    "re\u0301sume\u0301",
    "RESULTS",
    "results",
    "CON",
    "x" * 200,
    "a::b[c]",
    "--corpus",
    "-rf",
    "%s%n",
    "{id}",
    "{0.__class__}",
    "\\\\server\\share",
)


def fill(folder: Path) -> dict[str, str]:
    """Write every attack into a folder, with three good sheets among them.

    Returns the names of sheets with an attack in the one answer they have, and the answer.
    """
    folder.mkdir()
    answers = {}
    kinds = {"escape": ESCAPES, "look": LOOKALIKES, "mild": HARMLESS, "bomb": BOMBS}
    for kind, texts in kinds.items():
        for number, text in enumerate(texts):
            answers[f"{kind}-{number:03}"] = text
    for name, text in answers.items():
        _write(
            folder / f"{name}.toml",
            f'["{CLAIM}"]\nanswer = {json.dumps(text, ensure_ascii=False)}\n'.encode(),
        )
    for name, content in FILES.items():
        _write(folder / f"file-{name}.toml", content)
    for name in NAMES:
        _write(folder / f"{name}.toml", b'["2-projection"]\nanswer = "a"\n')
    _things(folder)
    good = f'["{CLAIM}"]\nanswer = "b @ b.T @ a / norm(b)**2"\n'.encode()
    for name in ("aaa-good", "mmm-good", "zzz-good"):
        _write(folder / f"{name}.toml", good)
    return answers


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _things(folder: Path) -> None:
    """Put things into a folder that are no files, or not what they look like."""
    os.mkfifo(folder / "thing-pipe.toml")
    (folder / "thing-link.toml").symlink_to("/etc/passwd")
    (folder / "thing-device.toml").symlink_to("/dev/zero")
    (folder / "thing-loop.toml").symlink_to("thing-loop.toml")
    (folder / "thing-up").symlink_to("..")
    (folder / "thing-folder.toml").mkdir()
    (folder / "thing-folder.toml" / "inner.toml").write_bytes(b"")
    (folder / "thing-text.txt").write_bytes(b"not a sheet")
    (folder / "thing-python.py").write_bytes(b"open('pwned', 'w')")
    (folder / ".hidden.toml").write_bytes(b"no sheet at all")
    with (folder / "thing-huge.toml").open("wb") as stream:
        stream.truncate(100_000_000)
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / name / "same.toml").write_bytes(b'["2-projection"]\nanswer = "a"\n')


def count() -> int:
    """Return how many attacks there are."""
    return len(ESCAPES) + len(LOOKALIKES) + len(BOMBS) + len(FILES) + len(NAMES) + 10
