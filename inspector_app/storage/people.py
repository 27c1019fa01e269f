"""Queries for users, their laptop, and the document numbers reserved for it."""

from __future__ import annotations

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import Session

from inspector_app.records.inspections import Inspection
from inspector_app.records.people import Device, NumberBlock, User
from inspector_app.storage.rows import columns, find, one, records
from inspector_app.storage.tables import TABLES
from sync.device.outbox import meta

_USER = TABLES["user"]
_VISIT = TABLES["inspection"]
_BLOCK = TABLES["number_block"]
_DOCUMENT = TABLES["document"]


def user(session: Session, user_id: str) -> User | None:
    return find(session, User, user_id)


def name_of(session: Session, user_id: str) -> str:
    """What somebody is called: by the record of the user, else by a visit that names the officer; "" for unknown."""
    if known := user(session, user_id):
        return known.name
    query = columns(Inspection).where(type_coerce(_VISIT.c.inspectors, Text).contains(user_id))
    for visit in records(session, Inspection, query.order_by(_VISIT.c.started_at.desc()).limit(1)):
        return next((each.name for each in visit.inspectors if each.user_id == user_id), "")
    return ""


def user_by_name(session: Session, username: str) -> User | None:
    return one(session, User, columns(User).where(_USER.c.username == username).order_by(_USER.c.id.desc()))


def users(session: Session) -> list[User]:
    """Everybody whom this device knows and who still works, by name."""
    query = columns(User).where(_USER.c.active.is_(True), _USER.c.voided_at.is_(None))
    return records(session, User, query.order_by(_USER.c.name, _USER.c.id))


def certified(session: Session) -> list[User]:
    """Colleagues with an enforcement certificate: who may be the second officer of a visit."""
    return [each for each in users(session) if each.certificate_no]


def device(session: Session, device_id: str) -> Device | None:
    return find(session, Device, device_id)


def number_blocks(session: Session, office_code: str, document_type: str, year: int) -> list[NumberBlock]:
    """Reserved runs of numbers, in the order to use them. `document_type` is the two letters as printed.

    Only those of the log that this disk keeps now: which numbers of an earlier one were used, it may have forgotten.
    None while HQ waits to be told which of two machines is this laptop.
    """
    if meta(session, "held", False):
        return []
    query = columns(NumberBlock).where(
        _BLOCK.c.incarnation == meta(session, "inc", 1),
        _BLOCK.c.office_code == office_code,
        _BLOCK.c.document_type == document_type,
        _BLOCK.c.year == year,
        _BLOCK.c.voided_at.is_(None),
    )
    return records(session, NumberBlock, query.order_by(_BLOCK.c.reserved_at, _BLOCK.c.id))


def used_numbers(session: Session, prefix: str) -> set[str]:
    """Numbers beginning with `{office6}-{type2}-{yyyy}-{block4}-` that documents carry, void ones too, or that were
    spoilt on paper: a number once used is final."""
    columns_of = (_DOCUMENT.c.number, TABLES["voided_number"].c.number)
    found = (select(each).where(each >= prefix, each < prefix + "\uffff") for each in columns_of)
    return {number for query in found for number in session.scalars(query)}
