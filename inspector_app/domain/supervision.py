"""What a supervisor looks at again among many visits (domain.md 7.4, row 16.3): like remarks, journeys that cannot be.

It says where to ask, and never that somebody did wrong: clocks jump, positions drift, and two shops may be alike.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from inspector_app.domain.inspections import FlagLimits, certified, distance_m
from inspector_app.records.inspections import Inspection
from sync.record import Id

_HOUR_US = 3_600_000_000


class Doubt(StrEnum):
    SAME_REMARK = "SAME_REMARK"
    """visits: so many of one author's with the same words"""
    OVERLAP = "OVERLAP"
    """minutes: an officer at two places at once"""
    TOO_FAST = "TOO_FAST"
    """metres, minutes, km_h, limit: from one visit to the next"""


@dataclass(frozen=True, slots=True)
class Doubted:
    doubt: Doubt
    officer_id: Id
    inspection_ids: tuple[Id, ...]
    """In the order of the visits."""
    facts: dict[str, int]


def doubts(visits: Iterable[Inspection], limits: FlagLimits) -> list[Doubted]:
    """All of the visits given; which of several versions of one counts is the caller's business."""
    in_order = sorted(visits, key=lambda each: (each.started_at, each.id))
    return [*same_remarks(in_order, limits), *journeys(in_order, limits)]


def same_remarks(visits: Iterable[Inspection], limits: FlagLimits) -> Iterator[Doubted]:
    """One author's remarks that are the same but for blanks and the width of characters."""
    alike: defaultdict[tuple[Id, str], list[Id]] = defaultdict(list)
    for visit in visits:
        if words := "".join(unicodedata.normalize("NFKC", visit.remark).split()):
            alike[visit.author_id, words].append(visit.id)
    for (author_id, _), ids in alike.items():
        if len(ids) > limits.same_remark_visits:
            yield Doubted(Doubt.SAME_REMARK, author_id, tuple(ids), {"visits": len(ids)})


def journeys(visits: Iterable[Inspection], limits: FlagLimits) -> Iterator[Doubted]:
    """Each officer's visits one after the other."""
    of_officer: defaultdict[Id, list[Inspection]] = defaultdict(list)
    for visit in visits:
        for officer in certified(visit.inspectors):
            of_officer[officer.user_id].append(visit)
    for officer_id, own in of_officer.items():
        for one, other in pairwise(own):
            if facts := _overlap(one, other):
                yield Doubted(Doubt.OVERLAP, officer_id, (one.id, other.id), facts)
            elif facts := _too_fast(one, other, limits):
                yield Doubted(Doubt.TOO_FAST, officer_id, (one.id, other.id), facts)


def _overlap(one: Inspection, other: Inspection) -> dict[str, int] | None:
    minutes = (_end(one) - other.started_at) // 60_000_000
    return {"minutes": minutes} if minutes > 0 and one.operator_id != other.operator_id else None


def _too_fast(one: Inspection, other: Inspection, limits: FlagLimits) -> dict[str, int] | None:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    metres = distance_m(one.latitude, one.longitude, other.latitude, other.longitude)
    time = max(other.started_at - _end(one), 1)
    speed = metres * _HOUR_US // (1000 * time)
    if metres <= limits.far_m or speed <= limits.fastest_km_h:
        return None
    return {"metres": metres, "minutes": time // 60_000_000, "km_h": speed, "limit": limits.fastest_km_h}


def _end(visit: Inspection) -> int:
    return max(visit.started_at, visit.completed_at or visit.started_at)
