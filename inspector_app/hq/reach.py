"""What a change of divisions concerns, to be read before it is made: shops, unfinished visits, people, laptops."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from inspector_app.hq import users
from inspector_app.hq.divisions import Done, What
from inspector_app.hq.office import Office
from inspector_app.storage.tables import TABLES


@dataclass(frozen=True, slots=True)
class Reach:
    shops: int
    drafts: int
    """Unfinished visits that HQ has heard of."""
    people: tuple[str, ...]
    """User names."""
    laptops: tuple[str, ...]


def reach(office: Office, done: Done) -> Reach:
    """Counts as they stand now, whether the change was made or only tried."""
    people = users.working_in(office, {*done.change.townships, done.change.into})
    operators, visits, devices = TABLES["operator"], TABLES["inspection"], TABLES["device"]
    concerned = operators.c.voided_at.is_(None) & _concerned(done)

    def look(connection: Connection) -> Reach:
        shops = connection.execute(select(func.count()).select_from(operators).where(concerned)).scalar_one()
        drafts = (
            select(func.count())
            .join_from(visits, operators, visits.c.operator_id == operators.c.id)
            .where(concerned, visits.c.signed_at.is_(None), visits.c.voided_at.is_(None))
        )
        ids = {user.id for user in people}
        laptops = connection.execute(select(devices.c.name, devices.c.user_ids).order_by(devices.c.name))
        return Reach(
            shops=shops,
            drafts=connection.execute(drafts).scalar_one(),
            people=tuple(sorted(user.username for user in people)),
            laptops=tuple(row.name for row in laptops if ids & set(row.user_ids)),
        )

    return office.database.read(look)


def _concerned(done: Done) -> ColumnElement[bool]:
    code = TABLES["operator"].c.division_code
    if done.change.what is What.SPLIT:
        return code.in_(done.change.codes)
    return func.substr(code, 1, 9).in_(done.feeds)
