"""Queries for what HQ publishes: checklists and divisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_
from sqlalchemy.orm import Session

from inspector_app.records.reference import Checklist, Region
from inspector_app.storage.rows import columns, one, records
from inspector_app.storage.tables import TABLES

_CHECKLIST = TABLES["checklist"]
_REGION = TABLES["region"]


def checklists(session: Session, today: date) -> list[Checklist]:
    """The version in force of each list, by code; for one code the last that became valid counts."""
    query = columns(Checklist).where(_CHECKLIST.c.valid_from <= today.isoformat(), _CHECKLIST.c.voided_at.is_(None))
    found = records(session, Checklist, query.order_by(_CHECKLIST.c.valid_from, _CHECKLIST.c.published_at))
    latest = {(each.code, each.jurisdiction): each for each in found}
    return [latest[key] for key in sorted(latest)]


def checklist(session: Session, code: str, version: str) -> Checklist | None:
    query = columns(Checklist).where(_CHECKLIST.c.code == code, _CHECKLIST.c.version == version)
    return one(session, Checklist, query.order_by(_CHECKLIST.c.published_at.desc()))


def region(session: Session, code: str, today: date) -> Region | None:
    """The division of this code as it is named today."""
    return one(session, Region, _in_force(today).where(_REGION.c.code == code).order_by(_REGION.c.valid_from.desc()))


def townships(session: Session, today: date) -> list[Region]:
    """Townships (9 digits) that this device knows, by code."""
    return records(session, Region, _in_force(today).where(func.length(_REGION.c.code) == 9).order_by(_REGION.c.code))


def villages(session: Session, township_code: str, today: date) -> list[Region]:
    """Villages (12 digits) of a township, by code."""
    return records(
        session, Region, _in_force(today).where(_REGION.c.parent_code == township_code).order_by(_REGION.c.code)
    )


def _in_force(today: date) -> Select[Any]:
    day = today.isoformat()
    return columns(Region).where(
        _REGION.c.valid_from <= day,
        or_(_REGION.c.valid_to.is_(None), _REGION.c.valid_to >= day),
        _REGION.c.voided_at.is_(None),
    )
