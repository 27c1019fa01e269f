"""Replacing a function by what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def around(patch: pytest.MonkeyPatch, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Put make(what is there) in its place."""
    patch.setattr(owner, name, make(getattr(owner, name)))
