"""Which feeds a laptop may read, those of its users' townships and what stands above them (design.md 2); and which
feeds a user's own acts at HQ keep to.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from inspector_app.records.people import Role, User
from inspector_app.storage.tables import TABLES
from sync.hq.authoring import Reach
from sync.hq.scope import closed_into
from sync.hq.tables import feed
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


def reach_of(user: User) -> Reach | None:
    """The feeds of a user's counties, of the people there, and of what stands above; None, all, for HQ's role."""
    if user.role is Role.HQ_ADMIN:
        return None
    counties = {code[:6] for code in (*user.townships, user.office_code)}

    def reach(connection: Connection) -> frozenset[int]:
        users = TABLES["user"]
        people = select(users.c.id).where(func.substr(users.c.office_code, 1, 6).in_(counties))
        local = feed.c.kind.in_([FeedKind.COUNTY, FeedKind.TOWNSHIP]) & func.substr(feed.c.code, 1, 6).in_(counties)
        above = (feed.c.kind == FeedKind.NATIONAL) | (
            (feed.c.kind == FeedKind.PROVINCE) & feed.c.code.in_({code[:2] for code in counties})
        )
        personal = (feed.c.kind == FeedKind.USER) & feed.c.code.in_(people)
        found = set(connection.scalars(select(feed.c.id).where(local | above | personal)))
        return frozenset({*found, *(row.id for row in closed_into(connection, found))})

    return reach


def is_within(connection: Connection, user: User, kind: str, record_id: str) -> bool:
    """Whether a record lives where a user's own acts at HQ keep to."""
    reach, table = reach_of(user), TABLES.get(kind)
    if reach is None or table is None:
        return reach is None
    return connection.scalar(select(table.c.feed_id).where(table.c.id == record_id)) in reach(connection)
