r"""What was typed into a platform's box, as a sheet: HTML becomes lines, lines become Markdown.

Equation editors leave pictures whose LaTeX is an attribute (Canvas: ``data-equation-content``), or
``\( ... \)`` (Moodle). A line such as ``1.2-E5-gradient: X w`` is a question and its answer; so are
a line that names one question and the lines below it. What is TOML stays TOML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from referee.deciding.claim import Claim
from referee.grading.questions import named
from referee.grading.sheets.contents import Unreadable
from referee.grading.sheets.toml import read as read_toml

MOST_CHARACTERS = 1_000_000
LONGEST_NAME = 120  # of a question, before its answer
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "h1", "h2", "h3",
     "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "tr",
     "ul"}
)  # fmt: skip
_SILENT = frozenset({"script", "style", "head", "title", "annotation", "annotation-xml", "math"})
_PICTURE = "(a formula without its LaTeX)"  # is no formula, and refused where it is an answer
_LATEX = ("data-equation-content", "data-latex", "data-math", "data-tex")
_HEADING = re.compile(r"h[1-6]")
_LINE = re.compile(
    r"\s*(?:[-*•]\s+)?(?:#+\s*)?(?P<name>[^:=\n$]{1,120}?)\s*(?:[:=]|→)\s*(?P<text>\S.*)"
)
_WORD = re.compile(r"\s*(?:[-*•]\s+)?(?P<name>\S{3,120})\s+(?P<text>\S.*)")
_SAID = re.compile(r"\s*(?:my |the )?answer\s*[:=]\s*(\S.*)", re.IGNORECASE)
_ASKING = frozenset(
    {"question", "equation", "eq", "eqn", "number", "no", "answer", "exercise", "problem", "part"}
)
_NAMES = re.compile(r"[\w.]+(?:-[\w.]+)+|\(?\b\d{1,4}\b\)?")
_WORDS = re.compile(r"[^\W_]+|[^\w\s.:()]")
_STRAIGHT = str.maketrans({**dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‘’", "'"), "\u00a0": " "})
_MARKED = re.compile(r"\$|\\\(|\\\[|\\begin\{|^\s*(?:```|~~~)|`", re.MULTILINE)


def as_sheet(text: str, claims: Mapping[str, Claim]) -> tuple[str, str]:
    """Return what was typed as the text of a sheet, and the ending of its format."""
    plain = lines_of(text[:MOST_CHARACTERS])
    for toml in (plain, plain.translate(_STRAIGHT)):
        if _is_toml(toml, claims):
            return toml, "toml"
    return "\n".join(_markdown(plain, claims)) + "\n", "md"


def _is_toml(text: str, claims: Mapping[str, Claim]) -> bool:
    try:
        entries = read_toml(text, claims).entries
    except Unreadable:
        return False
    return any(entry.question in claims for entry in entries)


def lines_of(text: str) -> str:
    """Return HTML as lines of text, formulas as LaTeX between dollars; other text as it is."""
    if not re.search(r"<[a-zA-Z!/][^<>]*>|&[a-zA-Z#]\w*;", text):
        return text.replace("\r\n", "\n").replace("\u00a0", " ")
    parser = _Lines()
    parser.feed(text)
    parser.close()
    return "\n".join(line.rstrip() for line in "".join(parser.out).split("\n"))


class _Lines(HTMLParser):
    """Writes the text of HTML, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.silent: list[str] = []
        self.kept = 0  # how many <pre> one is in
        self.tex = False  # whether LaTeX comes that stands beside MathML

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line with a block; write the formula of a picture."""
        if tag == "body":
            self.silent.clear()
        self.tex = tag == "annotation" and "tex" in (dict(attrs).get("encoding") or "")
        if tag in _SILENT:
            self.silent.append(tag)
        if tag in _BLOCKS:
            self.out.append("\n")
        if _HEADING.fullmatch(tag):
            self.out.append(f"{'#' * int(tag[1])} ")
        self.kept += tag == "pre"
        latex = _latex(dict(attrs)) if not self.silent or tag == "math" else ""
        if latex:
            self.out.append(f"${latex}$")
        elif tag == "math" or "data-mathml" in dict(attrs):
            self.out.append(_PICTURE)

    def handle_endtag(self, tag: str) -> None:
        """End a line with a block."""
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]
        if tag in _BLOCKS:
            self.out.append("\n")
        self.kept = max(self.kept - (tag == "pre"), 0)

    def handle_data(self, data: str) -> None:
        """Write text; outside of <pre> a line's end is a blank."""
        if self.tex and self.out and self.out[-1] == _PICTURE:
            self.out[-1] = f"${_one_line(data)}$"
        if self.silent:
            return
        data = data.replace("\u00a0", " ")
        self.out.append(data if self.kept else re.sub(r"\s+", " ", data))


def _latex(attributes: Mapping[str, str | None]) -> str:
    """Return the LaTeX that a tag carries of a formula, "" where it carries none."""
    for name in _LATEX:
        if attributes.get(name):
            return _one_line(attributes[name])
    kind = attributes.get("class") or ""
    if "equation_image" in kind.split() or "texrender" in kind.split():
        return _one_line(attributes.get("alt") or attributes.get("title"))
    return _one_line(attributes.get("alttext"))


def _one_line(latex: str | None) -> str:
    text = " ".join((latex or "").split()).replace("$", "")
    return re.sub(r"^LaTeX:\s*|^\\\(|\\\)$", "", text).strip()


def _markdown(text: str, claims: Mapping[str, Claim]) -> Iterator[str]:
    """Yield the lines of Markdown that say what lines of plain text say."""
    asked = False
    for line in text.split("\n"):
        question, answer = _split(line, claims)
        if question:
            yield from ("", f"## {question}", "")
        if answer.strip():
            yield from (_formula(answer) if asked or question else answer, "")
        # Behind an answer on the question's own line there are words.
        asked = not answer.strip() if question else asked


def _formula(line: str) -> str:
    """Return a line below a question as a formula, where it does not say itself that it is one."""
    if _MARKED.search(line) or line.lstrip().startswith("#"):
        return line
    said = _SAID.fullmatch(line)
    return f"Answer: `{said[1].strip()}`" if said else f"`{line.strip()}`"


def _split(line: str, claims: Mapping[str, Claim]) -> tuple[str, str]:
    """Return the question that a line begins with, and its answer; either may be empty."""
    for form in (_LINE, _WORD):
        found = form.fullmatch(line)
        question = _question(found["name"], claims) if found else ""
        if found and question and (form is _LINE or question == found["name"]):
            return question, _unquoted(found["text"])
    question = _question(line, claims)
    return (question, "") if question else ("", line)


def _question(name: str, claims: Mapping[str, Claim]) -> str:
    """Return the id of the one question that a text names, where it says nothing else."""
    bare = name.translate(_STRAIGHT).strip("[]#*\"' \t:.")
    if not bare or len(bare) > LONGEST_NAME:
        return ""
    about = named(bare, claims)
    if len(about.claims) != 1 or about.how == "part":
        return ""
    (claim,) = about.claims
    return claim.id if about.how == "title" or not _more(bare) else ""


def _more(name: str) -> list[str]:
    """Return what a text says besides the id or the number of a question."""
    said = _WORDS.findall(_NAMES.sub(" ", name))
    return [word for word in said if word.casefold() not in _ASKING]


def _unquoted(text: str) -> str:
    bare = text.strip().rstrip(",;")
    plain = bare.translate(_STRAIGHT)
    quoted = len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'"
    return bare[1:-1] if quoted else bare
