"""The text of the food safety pledge (食品安全承诺书), as a dated pack: a signature is bound to one version of it."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from pydantic import Field

from inspector_app.domain.packs import Version, Words


class PledgeText(Version):
    pack: ClassVar = "pledge"
    title: Words
    lines: tuple[Words, ...] = Field(min_length=1)

    @property
    def version(self) -> str:
        return f"{self.pack} {self.valid_from}"

    @property
    def sha256(self) -> str:
        """Of what is promised, in Chinese: one line below the other."""
        return hashlib.sha256("\n".join([self.title.zh, *(line.zh for line in self.lines)]).encode()).hexdigest()
