"""Checks of what is typed after options and arguments, before anything is opened."""

from __future__ import annotations

import typer

from inspector_app.hq.texts import text


def county(code: str) -> str:
    return _digits(code, 6)


def townships(codes: list[str]) -> list[str]:
    return [_digits(code, 9) for code in codes]


def given(words: str) -> str:
    if not words.strip():
        raise typer.BadParameter(text("bad_line"))
    return perhaps(words)


def perhaps(words: str) -> str:
    """May be left out."""
    if not words.isprintable():
        raise typer.BadParameter(text("bad_line"))
    return words.strip()


def typeable(password: str) -> str:
    """As it is, blanks at its ends too."""
    perhaps(password)
    return password


def prose(words: str) -> str:
    """May have several lines."""
    for line in words.splitlines():
        perhaps(line.replace("\t", " "))
    return words.strip()


def words(told: str) -> str:
    """Prose that is not empty."""
    if not told.strip():
        raise typer.BadParameter(text("bad_empty"))
    return prose(told)


def _digits(code: str, length: int) -> str:
    if len(code) != length or not (code.isascii() and code.isdigit()):
        raise typer.BadParameter(text("bad_code", length=length))
    return code
