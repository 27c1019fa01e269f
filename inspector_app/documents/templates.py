"""The Jinja environment of the papers: everything that records say is escaped and made safe to print."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from inspector_app.domain.local_time import local
from inspector_app.paths import resources

_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Text without what no paper may hold: control characters, noncharacters, and marks that reorder what is read.

    Qt delimits its frames by the noncharacters U+FDD0 and U+FDD1, and its objects by U+FFFC.
    """
    return "".join(char for char in text.replace("\r\n", "\n").replace("\t", " ") if _is_printable(char))


def _is_printable(char: str) -> bool:
    code = ord(char)
    if char == "\n":
        return True
    if char in _DIRECTIONS or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE or code == 0xFFFC:
        return False
    return unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")


def _finalize(value: Any) -> Any:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _lines(text: str) -> Markup:
    """Text of several lines, its line ends kept."""
    return Markup("<br>").join(escape(line) for line in printable(str(text)).strip().split("\n"))


def _thousandths(milli: int) -> str:
    whole, rest = divmod(abs(milli), 1000)
    digits = f"{whole}.{rest:03}".rstrip("0").rstrip(".")
    return f"-{digits}" if milli < 0 else digits


@cache
def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(resources() / "documents"),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    env.filters |= {"local": local, "lines": _lines, "thousandths": _thousandths}
    return env


def macro(template: str, name: str, *args: object) -> str:
    """The text of one macro of a template."""
    return str(getattr(environment().get_template(template).module, name)(*args))
