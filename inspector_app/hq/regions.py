"""The divisions that HQ published: one record a code, whichever is the newest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.records.reference import Region
from inspector_app.storage.tables import TABLES
from sync.hq.feeds import FeedDirectory, day_of
from sync.record import InDivision


def regions(office: Office, codes: Collection[str] | None = None, prefix: str = "") -> dict[str, Region]:
    """{code: division} in the order of codes; of these codes alone, or of those that begin so."""
    table = TABLES["region"]
    query = select(*(table.c[name] for name in Region.model_fields)).where(
        table.c.voided_at.is_(None), table.c.code.startswith(prefix, autoescape=True)
    )
    if codes is not None:
        query = query.where(table.c.code.in_(codes))
    query = query.order_by(table.c.code, table.c.valid_to.is_(None), table.c.valid_from, table.c.id)
    found = office.database.read(lambda connection: list(connection.execute(query).mappings()))
    return {row["code"]: Region.model_validate(dict(row)) for row in found}  # the last of a code is the one in force


def require_in_force(office: Office, codes: Collection[str], today: date) -> dict[str, Region]:
    """These divisions. Raises AppError unknown_division, division_ended."""
    found = regions(office, codes)
    for code in codes:
        if code not in found:
            raise AppError("unknown_division", division=code)
        if not found[code].is_in_force(today):
            raise AppError("division_ended", division=code, name=found[code].name, day=found[code].valid_to)
    return found


def require_home(office: Office, codes: Collection[str], now: int) -> None:
    """Raises AppError unknown_division for a place that has no feed, where nothing can be published."""

    def without(connection: Connection) -> list[str]:
        feeds = FeedDirectory(connection, day_of(now))
        return [code for code in sorted(codes) if feeds.home(InDivision(""), code) is None]

    for code in office.database.read(without):
        raise AppError("unknown_division", division=code)
