"""Changing the map of a deployment: townships renamed, merged, split; feeds lent for a time; feeds that forget."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq import users
from inspector_app.hq.office import Office
from inspector_app.hq.publication import region_of
from inspector_app.hq.users import HQ_USER
from inspector_app.records import SCHEMA
from inspector_app.records.people import Device
from inspector_app.records.reference import Region
from inspector_app.storage.tables import TABLES
from sync.hq import compaction, divisions, grants
from sync.hq.divisions import Report, UnknownDivision
from sync.hq.feeds import division_key
from sync.record import InDivision

DAY_US = 86_400 * 1_000_000


def rename(office: Office, old: str, new: str, name: str, now: int) -> None:
    """Give a division another code, and a name, from today. Raises AppError unknown_township."""
    _change(office, now, lambda conn, day: divisions.rename(conn, old, new, day))
    _publish(office, [old], new, name, now)


def merge(office: Office, codes: Sequence[str], into: str, name: str, now: int, report: Report) -> int:
    """Make one division of several, from today; rows moved. Raises AppError unknown_township."""
    _change(office, now, lambda conn, day: divisions.merge(conn, codes, into, day))
    _publish(office, [code for code in codes if code != into], into, name, now)
    return relocate(office, now, report)


def split(office: Office, villages: Sequence[str], into: str, name: str, now: int, report: Report) -> int:
    """Give villages to another township, which may be new, from today; rows moved. Raises AppError unknown_township."""
    _change(office, now, lambda conn, day: divisions.split(conn, villages, into, day))
    _publish(office, [], into, name, now)
    return relocate(office, now, report)


def relocate(office: Office, now: int, report: Report = lambda moved: None) -> int:
    """Close feeds that have a successor by now, and move the rows that belong elsewhere."""
    office.database.write(lambda conn: divisions.settle(conn, now))
    return divisions.relocate(office.database, SCHEMA, TABLES, now, report)


def compact(office: Office, now: int, kept_days: int) -> tuple[int, int]:
    """(void rows that went to the archive, entries of rows that left, removed); both older than that."""
    before = now - kept_days * DAY_US
    archived = divisions.archive_void(office.database, SCHEMA, TABLES, before, now)
    return archived, compaction.compact(office.database, now, kept_days)


def lend(office: Office, holder: str, code: str, reason: str, days: int, by: str, now: int) -> grants.Grant:
    """Lend a division's feed to a user, or to a laptop by its id, for some days.

    Raises AppError unknown_user, unknown_township.
    """
    user = users.find(office, holder)
    if user is None and office.one(Device, id=holder) is None:
        raise AppError("unknown_user", username=holder)
    key = division_key(InDivision(""), code)
    if key is None or office.one(Region, code=code) is None:
        raise AppError("unknown_township", township=code)
    to = holder if user is None else user.id
    return office.database.write(lambda conn: grants.grant(conn, to, key, reason, by, now, now + days * DAY_US))


def _change(office: Office, now: int, work: Callable[[Connection, str], None]) -> None:
    day = local_date(now).isoformat()
    try:
        office.database.write(lambda conn: work(conn, day))
    except UnknownDivision as exc:
        raise AppError("unknown_township", township=str(exc)) from None


def _publish(office: Office, ended: Sequence[str], code: str, name: str, now: int) -> None:
    """Tell laptops the new name, and that the old divisions are history."""
    today = local_date(now)
    with office.service.author(HQ_USER, now) as author:
        for each in ended:
            if (old := office.one(Region, code=each)) is not None:
                author.save(old.changed(valid_to=today))
        if name or office.one(Region, code=code) is None:
            author.save(region_of(code, name or code, today))
