"""Queries for what HQ publishes: checklists and divisions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from inspector_app.records.reference import Checklist, Region, RulePack, Standard
from inspector_app.storage.rows import columns, one, records
from inspector_app.storage.tables import TABLES

_CHECKLIST = TABLES["checklist"]
_OPERATOR = TABLES["operator"]
_REGION = TABLES["region"]
_RULES = TABLES["rule_pack"]
_STANDARD = TABLES["standard"]


def checklists(session: Session, today: date) -> list[Checklist]:
    """The version in force of each list, by code; for one code the last that became valid counts."""
    query = columns(Checklist).where(_CHECKLIST.c.valid_from <= today.isoformat(), _CHECKLIST.c.voided_at.is_(None))
    found = records(session, Checklist, query.order_by(_CHECKLIST.c.valid_from, _CHECKLIST.c.published_at))
    latest = {(each.code, each.jurisdiction): each for each in found}
    return [latest[key] for key in sorted(latest)]


def checklist(session: Session, code: str, version: str) -> Checklist | None:
    query = columns(Checklist).where(_CHECKLIST.c.code == code, _CHECKLIST.c.version == version)
    return one(session, Checklist, query.order_by(_CHECKLIST.c.published_at.desc()))


def rule_packs(session: Session) -> list[RulePack]:
    """Every version of every rule that HQ has published and not withdrawn, in the order of publication."""
    query = columns(RulePack).where(_RULES.c.voided_at.is_(None))
    return records(session, RulePack, query.order_by(_RULES.c.published_at, _RULES.c.id))


def region(session: Session, code: str, today: date) -> Region | None:
    """The division of this code as it is named today."""
    return one(session, Region, _in_force(today).where(_REGION.c.code == code).order_by(_REGION.c.valid_from.desc()))


def townships(session: Session, today: date) -> list[Region]:
    """Townships (9 digits) in force that this device knows, each once, by code."""
    return _each_once(session, _in_force(today).where(func.length(_REGION.c.code) == 9))


def villages(session: Session, township_code: str, today: date) -> list[Region]:
    """Villages (12 digits) of a township, each once, by code."""
    return _each_once(session, _in_force(today).where(_REGION.c.parent_code == township_code))


def ended_townships(session: Session, codes: Collection[str], today: date) -> list[Region]:
    """Those of these townships that are of the past: a record that holds such a code still shows its name."""
    query = columns(Region).where(_REGION.c.code.in_(codes), _REGION.c.voided_at.is_(None))
    return [each for each in _each_once(session, query) if not each.is_in_force(today)]


def townships_of_shops(session: Session) -> set[str]:
    """The codes of townships that the operators on this device bear."""
    return set(session.execute(select(func.substr(_OPERATOR.c.division_code, 1, 9)).distinct()).scalars())


def _each_once(session: Session, query: Select[Any]) -> list[Region]:
    """By code; where HQ published one twice, the newest that is in force, else the newest."""
    ordered = query.order_by(_REGION.c.code, _REGION.c.valid_to.is_(None), _REGION.c.valid_from, _REGION.c.id)
    return list({each.code: each for each in records(session, Region, ordered)}.values())


def _in_force(today: date) -> Select[Any]:
    day = today.isoformat()
    return columns(Region).where(
        _REGION.c.valid_from <= day,
        or_(_REGION.c.valid_to.is_(None), _REGION.c.valid_to > day),
        _REGION.c.voided_at.is_(None),
    )


def standards(session: Session, today: date) -> list[Standard]:
    """Editions that HQ published and that have not ended, by number."""
    query = columns(Standard).where(
        or_(_STANDARD.c.valid_to.is_(None), _STANDARD.c.valid_to >= today.isoformat()), _STANDARD.c.voided_at.is_(None)
    )
    return records(session, Standard, query.order_by(_STANDARD.c.number, _STANDARD.c.valid_from))


def stamp(session: Session) -> tuple[tuple[int, int], ...]:
    """Another one whenever a checklist, a standard or a rule was published or withdrawn."""
    found = []
    for published in (_CHECKLIST, _STANDARD, _RULES):
        query = select(func.count(), func.max(published.c.published_at)).where(published.c.voided_at.is_(None))
        number, newest = session.execute(query).one()
        found.append((number, newest or 0))
    return tuple(found)
