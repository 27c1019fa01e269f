"""Rule packs as the program ships them, read once."""

from __future__ import annotations

from functools import cache
from typing import Any

from inspector_app.domain import packs
from inspector_app.domain.packs import Version
from inspector_app.paths import resources


@cache
def versions_of(cls: type[Version]) -> Any:
    """The versions in the pack of this kind, in the order of its file."""
    return packs.read(cls, (resources() / "rules" / f"{cls.pack}.yaml").read_text("utf-8"))
