"""Which papers an operator needs, and how it stands with those seen (证照齐全, 有照无证, 有证无照, 无证无照, 过期).

A business licence is the 照, whatever else is required the 证. Both those with papers and those without are supervised
(the State Council's notice of 2007, paragraph 19; Order 684).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.local_time import local_date
from inspector_app.domain.packs import Part, Tag, Version
from inspector_app.records.operators import AgriKind, Licence, LicenceState, LicenceType, OperatorKind

AnyOf = tuple[LicenceType, ...]
"""Papers of which one is enough."""


class Requirement(Part):
    """What a kind of operator needs: one paper of each group. With `agri_kind` only of shops that sell such goods, with
    `farm_produce_only` in place of all else of those that sell no other food."""

    kind: OperatorKind
    agri_kind: AgriKind | None = None
    farm_produce_only: bool = False
    papers: tuple[AnyOf, ...]
    basis: str = Field(min_length=1)
    tag: Tag

    @model_validator(mode="after")
    def _groups_hold_papers(self) -> Self:
        if not all(self.papers):
            raise ValueError("a group names no paper")
        return self


class RequiredPapers(Version):
    pack: ClassVar = "papers"
    requirements: tuple[Requirement, ...] = Field(min_length=1)
    warn_days: tuple[int, ...] = ()
    """Days before its end on which a paper is warned of, the longest first."""


def required(
    layers: Sequence[RequiredPapers],
    kind: OperatorKind,
    agri_kinds: Iterable[AgriKind] = (),
    *,
    farm_produce_only: bool = False,
) -> list[AnyOf]:
    """The groups of papers for an operator: for each kind of goods the nearest layer that speaks of it counts."""
    if farm_produce_only and (groups := _nearest(layers, kind, None, farm_produce_only=True)):
        return groups
    groups = []
    for agri_kind in (None, *agri_kinds):
        groups += [each for each in _nearest(layers, kind, agri_kind) if each not in groups]
    return groups


def _nearest(
    layers: Sequence[RequiredPapers], kind: OperatorKind, agri_kind: AgriKind | None, *, farm_produce_only: bool = False
) -> list[AnyOf]:
    sort = kind, agri_kind, farm_produce_only
    for layer in layers:
        found = [e for e in layer.requirements if (e.kind, e.agri_kind, e.farm_produce_only) == sort]
        if found:
            return [group for each in found for group in each.papers]
    return []


class PapersState(StrEnum):
    COMPLETE = "COMPLETE"
    """证照齐全"""
    PERMIT_MISSING = "PERMIT_MISSING"
    """有照无证"""
    REGISTRATION_MISSING = "REGISTRATION_MISSING"
    """有证无照"""
    NEITHER = "NEITHER"
    """无证无照"""
    EXPIRED = "EXPIRED"
    """过期"""
    NOT_SEEN = "NOT_SEEN"
    """Nobody has looked at the papers yet."""


LICENCE_STATES = {
    PapersState.COMPLETE: LicenceState.VALID,
    PapersState.PERMIT_MISSING: LicenceState.NONE,
    PapersState.REGISTRATION_MISSING: LicenceState.NONE,
    PapersState.NEITHER: LicenceState.NONE,
    PapersState.EXPIRED: LicenceState.EXPIRED,
    PapersState.NOT_SEEN: LicenceState.NOT_SEEN,
}
"""What the operator's own field says of it; suspended and revoked are decisions, which no paper shows."""


class Standing(StrEnum):
    VALID = "VALID"
    EXPIRED = "EXPIRED"
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class Seen:
    """How it stands with one group of papers; `paper` is the best of those seen."""

    any_of: AnyOf
    standing: Standing
    paper: Licence | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    state: PapersState
    groups: tuple[Seen, ...] = ()
    """Why: every group that is required."""


def compare(groups: Iterable[AnyOf], licences: Iterable[Licence], on_day: date, looked: bool = True) -> Papers:
    """Papers required against papers seen. `looked`: somebody has asked for them; none seen is then none there."""
    present = [each for each in licences if each.voided_at is None]
    seen = tuple(_seen(group, present, on_day) for group in groups)
    if not looked and not present:
        return Papers(PapersState.NOT_SEEN, seen)
    return Papers(_state(seen, present, on_day), seen)


def _state(seen: Sequence[Seen], licences: Sequence[Licence], on_day: date) -> PapersState:
    missing = [each for each in seen if each.standing is Standing.MISSING]
    if not missing:
        expired = any(each.standing is Standing.EXPIRED for each in seen)
        return PapersState.EXPIRED if expired else PapersState.COMPLETE
    permit = any(LicenceType.BUSINESS not in each.any_of for each in missing)
    registered = any(each.licence_type is LicenceType.BUSINESS and _began(each, on_day) for each in licences)
    if not permit:
        others = any(each.standing is not Standing.MISSING for each in seen)
        return PapersState.REGISTRATION_MISSING if others else PapersState.NEITHER
    return PapersState.PERMIT_MISSING if registered else PapersState.NEITHER


def _seen(group: AnyOf, licences: Iterable[Licence], on_day: date) -> Seen:
    fitting = [each for each in licences if each.licence_type in group and _began(each, on_day)]
    best = max(fitting, key=lambda each: each.valid_until or date.max, default=None)
    if best is None:
        return Seen(group, Standing.MISSING)
    valid = best.valid_until is None or best.valid_until >= on_day
    return Seen(group, Standing.VALID if valid else Standing.EXPIRED, best)


def _began(licence: Licence, on_day: date) -> bool:
    return licence.valid_from is None or licence.valid_from <= on_day


def history(
    groups: Sequence[AnyOf], licences: Sequence[Licence], first: date, last: date
) -> list[tuple[date, PapersState]]:
    """The states from `first` through `last`, each with the day on which it began, as known by the papers seen then."""
    turns = {first}
    for each in licences:
        turns |= {local_date(each.seen_at)} | ({each.valid_from} if each.valid_from else set())
        if each.valid_until is not None and each.valid_until < date.max:
            turns.add(each.valid_until + timedelta(days=1))
    states: list[tuple[date, PapersState]] = []
    for day in sorted(turn for turn in turns if first <= turn <= last):
        known = [each for each in licences if local_date(each.seen_at) <= day]
        state = compare(groups, known, day, looked=bool(known)).state
        if not states or states[-1][1] is not state:
            states.append((day, state))
    return states


def warnings_since(valid_until: date, shown: date | None, today: date, warn_days: Iterable[int]) -> int | None:
    """The most urgent warning (days before the end) that fell due after the day of the last look; None: none new."""
    due = [days for days in warn_days if _falls(valid_until, days) <= today and today <= valid_until]
    new = [days for days in due if shown is None or _falls(valid_until, days) > shown]
    return min(new, default=None)


def _falls(valid_until: date, days: int) -> date:
    return valid_until - timedelta(days=days)
