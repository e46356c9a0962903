"""Rendering: every page is one file with its own style and script, and no text in it acts.

A page is a template that extends ``base.html.j2``; what it shows is escaped, a name that it
lacks is an error, and its Content-Security-Policy allows this style and this script alone.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, UndefinedError

from referee.reports import (
    charts,
    derivations,
    differences,
    evidence,
    mathematics,
    mistakes,
    numbers_to_try,
    outcomes,
    unread,
    verdicts,
    witness,
    wording,
)
from referee.reports.prose import prose
from referee.reports.text import markup, visible

SCRIPTS = ("copying.js", "page.js")
_EMPTY = re.compile(r">\n(?:[ \t]*\n)+")
# What records end in that are well typed and make no sense, as a matrix without rows.
MALFORMED = (AttributeError, KeyError, IndexError, TypeError, UndefinedError)


def page(template: str, **shown: Any) -> str:
    """Return a page as HTML: a template of this package, which extends ``base.html.j2``."""
    templates = environment()
    own = inlined("style", "page.css") | inlined("script", *SCRIPTS)
    html = templates.get_template(template).render(**own, **shown)
    # Templates leave empty lines behind; after a tag they mean nothing, not even in <pre>.
    return _EMPTY.sub(">\n", html)


def inlined(name: str, *files: str) -> dict[str, str]:
    """Return files of ours under a name, to stand in a page as they are, and their hash."""
    text = "".join(source(environment(), file) for file in files)
    return {name: markup(text), f"{name}_hash": csp_hash(text)}


@cache
def environment() -> Environment:
    """Return the templates, with the filters and names that they use."""
    templates = Environment(
        loader=PackageLoader("referee.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    typesetter = mathematics.Typesetter()
    setter = derivations.Setter(typesetter)
    templates.filters |= {
        "formula": typesetter.formula,
        "extent": mathematics.extent,
        "symbol": typesetter.symbol,
        "matrix": mathematics.matrix,
        "prose": prose,
        "line": setter.line,
        "told": setter.text,
    }
    templates.globals |= {
        "charts": charts,
        "derivations": derivations,
        "differences": differences,
        "evidence": evidence,
        "mistakes": mistakes,
        "numbers_to_try": numbers_to_try,
        "outcomes": outcomes,
        "unread": unread,
        "verdicts": verdicts,
        "witness": witness,
        "wording": wording,
        "filled": mathematics.filled,
    }
    return templates


def _finalize(value: object) -> object:
    """Clean every text that a template shows; Jinja escapes it afterwards."""
    return visible(value) if type(value) is str else value


def source(templates: Environment, name: str) -> str:
    """Return the text of a file among the templates."""
    if templates.loader is None:
        raise RuntimeError("no templates to load from")
    return templates.loader.get_source(templates, name)[0]


def csp_hash(text: str) -> str:
    """Return the hash by which a Content-Security-Policy allows an inline text."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
