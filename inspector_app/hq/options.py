"""Checks of what is typed after options and arguments, before anything is opened."""

from __future__ import annotations

import typer


def county(code: str) -> str:
    return _digits(code, 6)


def townships(codes: list[str]) -> list[str]:
    return [_digits(code, 9) for code in codes]


def given(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise typer.BadParameter("a text of one line, not empty")
    return text.strip()


def _digits(code: str, length: int) -> str:
    if len(code) != length or not (code.isascii() and code.isdigit()):
        raise typer.BadParameter(f"a code of {length} digits")
    return code
