"""Which feeds a laptop may read: those of its users' townships and what stands above them (design.md 2)."""

from __future__ import annotations

from sqlalchemy import Connection, select

from inspector_app.storage.tables import TABLES
from sync.record import FeedKey, FeedKind


def feeds_of(connection: Connection, device_id: str) -> set[FeedKey]:
    """The feeds of a device as its row and its users' rows stand now; none for a device that HQ does not know."""
    devices, users = TABLES["device"], TABLES["user"]
    user_ids = connection.execute(select(devices.c.user_ids).where(devices.c.id == device_id)).scalar()
    if user_ids is None:
        return set()
    feeds = {FeedKey(FeedKind.DEVICE, device_id), FeedKey(FeedKind.NATIONAL, "CN")}
    people = connection.execute(
        select(users.c.id, users.c.townships, users.c.office_code).where(users.c.id.in_(user_ids), users.c.active)
    )
    for user_id, townships, office in people:
        feeds.add(FeedKey(FeedKind.USER, user_id))
        for code in [*townships, office]:
            feeds.add(FeedKey(FeedKind.PROVINCE, code[:2]))
            feeds.add(FeedKey(FeedKind.COUNTY, code[:6]))
        feeds |= {FeedKey(FeedKind.TOWNSHIP, code) for code in townships}
    return feeds
