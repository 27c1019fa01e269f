"""Replacing a function by what is made of it."""

from __future__ import annotations
import __future__

import inspect
import textwrap
from collections.abc import Callable
from typing import Any

import pytest


def around(patch: pytest.MonkeyPatch, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Put make(what is there) in its place."""
    patch.setattr(owner, name, make(getattr(owner, name)))


def rewritten(patch: pytest.MonkeyPatch, owner: Any, name: str, old: str, new: str) -> None:
    """Put a function in its own place with a piece of its text replaced. Raises ValueError when it does not say that
    once: a rule that moved elsewhere would not be switched off."""
    true = getattr(owner, name)
    source = textwrap.dedent(inspect.getsource(true))
    if source.count(old) != 1:
        raise ValueError(f"{name} says {source.count(old)} times: {old}")
    code = compile(source.replace(old, new), inspect.getfile(true), "exec", __future__.annotations.compiler_flag)
    made: dict[str, Any] = {}
    exec(code, true.__globals__, made)
    patch.setattr(owner, name, made[name])
