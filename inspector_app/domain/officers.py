"""Who may go on a visit: two officers with certificates, and none with an interest in the operator (domain.md 7.2).

SIR art. 23; Administrative Penalty Law art. 42, 43; Coercion Law art. 17, 18.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.inspections import CERTIFIED_NEEDED, certified
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.records.inspections import Inspector


class Relation(StrEnum):
    """Why an officer stays away (回避)."""

    OWNER = "OWNER"
    RELATIVE = "RELATIVE"
    EMPLOYED = "EMPLOYED"
    CREDITOR = "CREDITOR"
    OTHER = "OTHER"
    """Anything else that may influence the check."""


@dataclass(frozen=True, slots=True)
class Interest:
    """A declared interest of an officer in an operator, or in a person behind it, wherever that person trades."""

    user_id: str
    relation: Relation
    since: date
    until: date | None = None
    operator_id: str | None = None
    person_hmac: str | None = None

    def blocks(self, operator_id: str, persons: Collection[str], on_day: date) -> bool:
        meant = self.operator_id == operator_id or (self.person_hmac is not None and self.person_hmac in persons)
        return meant and self.since <= on_day and (self.until is None or on_day <= self.until)


def recused(
    interests: Iterable[Interest], operator_id: str, persons: Collection[str], on_day: date
) -> dict[str, Interest]:
    """{user id: the interest that keeps the officer away}; `persons` are HMACs of the persons behind the operator."""
    return {each.user_id: each for each in interests if each.blocks(operator_id, persons, on_day)}


def team_problems(inspectors: Sequence[Inspector], away: Collection[str], *, draft: bool = False) -> list[Problem]:
    """What is wrong with a team. A draft may be made by one; officers who are kept away stop that too."""
    problems = [
        Problem("inspectors", Code.RECUSED, facts={"name": each.name}) for each in inspectors if each.user_id in away
    ]
    present = len(certified(each for each in inspectors if each.user_id not in away))
    if present < CERTIFIED_NEEDED:
        severity = Severity.WARN if draft else Severity.ERROR
        facts: dict[str, str | int] = {"needed": CERTIFIED_NEEDED, "present": present}
        problems.append(Problem("inspectors", Code.INSPECTORS_TOO_FEW, severity, facts))
    return problems


def draw(seed: str, pool: Iterable[str], n: int) -> tuple[str, ...]:
    """A random draw (双随机) of n ids that anyone can repeat: those whose SHA-256 over seed and id is lowest.

    The order of the pool and the machine play no part; a pool that lacks one drawn id gives the next one for it.
    """
    return tuple(sorted(set(pool), key=lambda each: hashlib.sha256(f"{seed}\n{each}".encode()).digest())[:n])
