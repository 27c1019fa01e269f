"""What an officer may do on the spot (domain.md 7.12)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from inspector_app.domain.packs import Version
from inspector_app.domain.problems import Code, Problem


class Powers(Version):
    pack: ClassVar = "powers"
    spot_person_fen: int = Field(ge=0)
    """Most of a fine on the spot: citizens (APL 51)."""
    spot_organisation_fen: int = Field(ge=0)
    cash_fen: int = Field(ge=0)
    """Most that is collected at once (APL 68)."""


def spot_penalty_problems(fine_fen: int, organisation: bool, facts_clear: bool, rules: Powers) -> list[Problem]:
    """What speaks against a penalty on the spot; a warning is one without a fine."""
    problems = [] if facts_clear else [Problem("facts_clear", Code.REQUIRED)]
    most = rules.spot_organisation_fen if organisation else rules.spot_person_fen
    if not 0 <= fine_fen <= most:
        problems.append(Problem("fine_fen", Code.RANGE, facts={"least": 0, "most": most}))
    return problems


def may_collect(fine_fen: int, hard_later: bool, rules: Powers) -> bool:
    """Whether a fine is collected on the spot: a small one, or one that could not be collected later."""
    return fine_fen > 0 and (fine_fen <= rules.cash_fen or hard_later)
