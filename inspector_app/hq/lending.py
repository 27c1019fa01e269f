"""Divisions lent for a time, as a clerk speaks of them: by people's, laptops' and townships' names."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq import users
from inspector_app.hq.laptops import laptops, named
from inspector_app.hq.office import Office
from inspector_app.hq.regions import regions, require_in_force
from sync.hq import grants
from sync.hq.feeds import division_key
from sync.hq.grants import Grant
from sync.record import InDivision

DAY_US = 86_400 * 1_000_000
SHOWN = 6
"""Characters of an id that people are shown: its end, as its beginning is the time."""


@dataclass(frozen=True, slots=True)
class Lending:
    number: str
    holder: str
    """A user or a laptop, by name."""
    code: str
    name: str
    by: str
    reason: str
    expires_at: int


def lend(office: Office, holder: str, code: str, reason: str, days: int, by: str, now: int) -> Lending:
    """Lend a division's feed to a user, or to a laptop by name or id, for some days.

    Raises AppError unknown_holder, laptop_names, unknown_division, division_ended.
    """
    to = _holder(office, holder)
    require_in_force(office, [code], local_date(now))
    key = division_key(InDivision(""), code)
    if key is None:
        raise AppError("unknown_division", division=code)
    made = office.database.write(lambda conn: grants.grant(conn, to, key, reason, by, now, now + days * DAY_US))
    return _told(office, [made])[0]


def lendings(office: Office, now: int, *, ended: bool = False) -> list[Lending]:
    """What is lent, or with `ended` all that ever was; newest first."""
    return _told(office, office.database.read(lambda conn: grants.listed(conn, now, ended=ended)))


def end(office: Office, number: str, now: int) -> Lending:
    """End a grant; its number is its id or the end of it. Raises AppError unknown_grant, grants_named."""
    running = office.database.read(lambda conn: grants.listed(conn, now))
    found = [each for each in running if number and each.id.endswith(number)]
    if not found:
        raise AppError("unknown_grant", grant=number)
    if len(found) > 1:
        raise AppError("grants_named", grant=number)
    office.database.write(lambda conn: grants.end(conn, found[0].id, now))
    return _told(office, found)[0]


def _holder(office: Office, called: str) -> str:
    user = users.find(office, called)
    if user is not None:
        return user.id
    try:
        return named(office, called).id
    except AppError as error:
        if error.code != "unknown_laptop":
            raise
        raise AppError("unknown_holder", holder=called) from None


def _told(office: Office, found: list[Grant]) -> list[Lending]:
    names = {user.id: user.username for user in users.everybody(office)}
    names |= {laptop.id: laptop.name for laptop in laptops(office)}
    known = regions(office, {each.key.code for each in found})
    return [
        Lending(
            number=each.id[-SHOWN:],
            holder=names.get(each.holder, each.holder),
            code=each.key.code,
            name=known[each.key.code].name if each.key.code in known else "",
            by=each.granted_by,
            reason=each.reason,
            expires_at=each.expires_at,
        )
        for each in found
    ]
