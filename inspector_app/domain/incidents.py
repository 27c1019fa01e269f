"""Food safety incidents (食品安全事故): how they move, and what the list of eaters shows (domain.md 7.10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from inspector_app.domain.states import COUNTY, FIELD, HQ, LEAD, Machine, Move
from inspector_app.records.evidence import DocumentType
from inspector_app.records.incidents import IncidentState

FIRST_REPORT = ("place", "happened_at", "ill_count", "exposed_count", "symptoms", "suspected_meal")
"""All that a first report asks for: it must be possible in three minutes."""


_S = IncidentState
STATES = Machine(
    _S.SUSPECTED,
    (
        Move(
            "report",
            _S.SUSPECTED,
            _S.REPORTED,
            FIELD | LEAD,
            FIRST_REPORT,
            papers=(DocumentType.INCIDENT_REPORT,),
            clock="incident_interim_report",
        ),
        Move("confirm", _S.REPORTED, _S.RESPONDING, HQ | COUNTY, ("level",)),
        Move("dismiss", _S.REPORTED, _S.DISMISSED, HQ | COUNTY, ("reason",)),
        Move("control", _S.RESPONDING, _S.CONTROLLED, FIELD | LEAD, ("measures",), clock="incident_final_report"),
        Move("conclude", _S.CONTROLLED, _S.CONCLUDED, FIELD | LEAD, ("conclusion",)),
        Move("review", _S.CONCLUDED, _S.CLOSED, LEAD, ("review",), not_by="conclude"),
    ),
)
"""A report is never taken back: what is not confirmed is dismissed, with its reason (FSL 103). How grave it is, the
county says and not the station that reported it."""


@dataclass(frozen=True, slots=True)
class Eater:
    """One line of the case list: who ate what, and fell ill or not. `person` is a number, no name."""

    person: str
    ill: bool
    foods: frozenset[str]


@dataclass(frozen=True, slots=True)
class AttackRate:
    """How often those who ate a food fell ill, and those who did not."""

    food: str
    ate: int
    ate_ill: int
    others: int
    others_ill: int

    @property
    def ate_permille(self) -> int | None:
        return 1000 * self.ate_ill // self.ate if self.ate else None

    @property
    def others_permille(self) -> int | None:
        return 1000 * self.others_ill // self.others if self.others else None

    @property
    def ratio_percent(self) -> int | None:
        """Risk of the eaters over that of the others, in per cent; None where no other fell ill, or nobody compares."""
        if not self.ate or not self.others or not self.others_ill:
            return None
        return 100 * self.ate_ill * self.others // (self.ate * self.others_ill)


def attack_rates(eaters: Iterable[Eater]) -> list[AttackRate]:
    """One line a food, the most suspect first: by the difference of the two rates."""
    eaters = list(eaters)
    foods = sorted({food for eater in eaters for food in eater.foods})
    return sorted((_rate(food, eaters) for food in foods), key=lambda each: (-_difference(each), each.food))


def _rate(food: str, eaters: Collection[Eater]) -> AttackRate:
    ate = [eater.ill for eater in eaters if food in eater.foods]
    others = [eater.ill for eater in eaters if food not in eater.foods]
    return AttackRate(food, len(ate), sum(ate), len(others), sum(others))


def _difference(rate: AttackRate) -> int:
    """Of the two rates; a food that all ate tells nothing: it speaks neither for nor against itself."""
    if rate.ate_permille is None or rate.others_permille is None:
        return 0
    return rate.ate_permille - rate.others_permille
