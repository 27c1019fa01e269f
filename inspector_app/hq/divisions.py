"""Changing the map of a deployment: townships renamed, merged, split, and the last such change taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from inspector_app.domain.identifiers import division_code
from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq import users
from inspector_app.hq.office import Office
from inspector_app.hq.publication import region_of
from inspector_app.hq.regions import regions, require_in_force
from inspector_app.hq.tables import division_change
from inspector_app.hq.users import HQ_USER
from inspector_app.records import SCHEMA
from inspector_app.records.reference import Region
from inspector_app.storage.tables import TABLES
from sync.hq import compaction, divisions
from sync.hq.division_rules import COUNTY, TOWNSHIP, DivisionRefused
from sync.hq.divisions import Report, Stood, day_of
from sync.hq.feeds import FeedDirectory
from sync.record import FeedKey, FeedKind

LONGEST_NAME = 40
DAY_US = 86_400 * 1_000_000


class What(StrEnum):
    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Change:
    """`codes` become `into`: one township with another code, several that are one, or villages in another township."""

    what: What
    codes: tuple[str, ...]
    into: str
    name: str = ""
    """Name of `into` from now on; it keeps its own when none is given."""

    @property
    def townships(self) -> set[str]:
        """The townships that lose something."""
        return {code[:TOWNSHIP] for code in self.codes} - {self.into}


@dataclass(frozen=True, slots=True)
class Done:
    """A change as it stands in the log, with what was before."""

    number: int
    at: int
    change: Change
    is_new: bool
    feeds: Mapping[str, Stood]
    regions: tuple[Region, ...]
    townships: Mapping[str, tuple[str, ...]]
    undone_at: int | None
    is_told: bool

    @property
    def made(self) -> str | None:
        """The code that came with the change, and ends with it."""
        return self.change.into if self.is_new or self.change.what is What.RENAME else None


def try_out(office: Office, change: Change, now: int) -> Done:
    """The change as it would be; nothing is changed. Raises AppError as `carry_out` does."""

    def work(connection: Connection) -> None:
        raise _TriedOut(_begin(connection, made, now))

    made = _checked(office, change, now)
    try:
        office.database.write(work)
    except _TriedOut as tried:
        return tried.done
    except DivisionRefused as exc:
        raise _refusal(exc) from None
    raise AssertionError("unreachable")


def carry_out(office: Office, change: Change, now: int, report: Report = lambda moved: None) -> int:
    """Make the change, from today on; rows moved. May be interrupted: `relocate` goes on.

    Raises AppError division_refused_…, division_name, unknown_division, division_ended.
    """
    made = _checked(office, change, now)
    try:
        office.database.write(lambda connection: _begin(connection, made, now))
    except DivisionRefused as exc:
        raise _refusal(exc) from None
    return relocate(office, now, report)


def last(office: Office) -> Done:
    """The last change that stands. Raises AppError no_division_change."""
    for done in reversed(log(office)):
        if done.undone_at is None:
            return done
    raise AppError("no_division_change")


def undo(office: Office, number: int, now: int) -> int:
    """Take a change back, which has to be the last that stands; rows moved. Raises AppError no_division_change."""

    def work(connection: Connection) -> int:
        query = select(division_change.c.id).where(division_change.c.undone_at.is_(None))
        if connection.execute(query.order_by(division_change.c.id.desc())).scalar() != number:
            raise AppError("no_division_change")
        moved = divisions.restore(connection, SCHEMA, TABLES, done.feeds, done.made, now)
        this = division_change.c.id == number
        connection.execute(update(division_change).where(this).values(undone_at=now, is_told=False))
        return moved

    done = last(office)
    moved = office.database.write(work)
    return moved + relocate(office, now)


def relocate(office: Office, now: int, report: Report = lambda moved: None) -> int:
    """Go on with what was interrupted: tell laptops, close feeds that have a successor, move rows; rows moved."""
    for done in log(office):
        if not done.is_told:
            _tell(office, done, now)
    office.database.write(lambda connection: divisions.settle(connection, now))
    return divisions.relocate(office.database, SCHEMA, TABLES, now, report)


def log(office: Office) -> list[Done]:
    """Every change ever made, in their order."""
    query = select(division_change).order_by(division_change.c.id)
    rows = office.database.read(lambda connection: connection.execute(query).mappings().all())
    return [_done(dict(row)) for row in rows]


def compact(office: Office, now: int, kept_days: int) -> tuple[int, int]:
    """(void rows that went to the archive, entries of rows that left, removed); both older than that."""
    before = now - kept_days * DAY_US
    archived = divisions.archive_void(office.database, SCHEMA, TABLES, before, now)
    return archived, compaction.compact(office.database, now, kept_days)


class _TriedOut(Exception):
    """Takes back the transaction in which a change was tried."""

    def __init__(self, done: Done) -> None:
        super().__init__()
        self.done = done


def _checked(office: Office, change: Change, now: int) -> Done:
    """What can be known before the mappings are touched: names, records, people."""
    today = local_date(now)
    name = change.name.strip()
    there = regions(office, [change.into])
    if len(name) > LONGEST_NAME or not name.isprintable() or (change.what is What.RENAME and not name):
        raise AppError("division_name", longest=LONGEST_NAME)
    before = {**require_in_force(office, change.codes, today), **there}
    if change.into not in there:
        if not name:
            raise AppError("division_name", longest=LONGEST_NAME)
        if not division_code(change.into).ok:
            raise AppError("division_refused_not_a_township", division=change.into)
    people = {user.id: user.townships for user in users.working_in(office, change.townships)}
    checked = Change(change.what, change.codes, change.into, name)
    towns = tuple(region for code, region in before.items() if len(code) == TOWNSHIP)
    return Done(0, now, checked, False, {}, towns, people, None, is_told=False)


def _begin(connection: Connection, made: Done, now: int) -> Done:
    """Map the codes, and log it."""
    change, day = made.change, day_of(now)
    number = 1 + connection.execute(select(func.coalesce(func.max(division_change.c.id), 0))).scalar_one()
    again = _was_undone(connection, change)
    is_new = FeedDirectory(connection, day).find(FeedKey(FeedKind.TOWNSHIP, change.into)) is None
    if again and change.what is not What.RENAME:
        divisions.revive(connection, SCHEMA, TABLES, change.into, now)
        is_new = True
    match change.what:
        case What.RENAME:
            feeds = divisions.rename(connection, change.codes[0], change.into, day, again=again)
        case What.MERGE:
            feeds = divisions.merge(connection, change.codes, change.into, day)
        case What.SPLIT:
            feeds = divisions.split(connection, change.codes, change.into, day)
    row = {
        "id": number,
        "at": now,
        "what": change.what.value,
        "codes": change.codes,
        "into": change.into,
        "name": change.name,
        "is_new": is_new,
        "feeds": {code: [stood.feed, stood.has_ended] for code, stood in feeds.items()},
        "regions": [region.model_dump(mode="json") for region in made.regions],
        "townships": made.townships,
        "is_told": False,
    }
    connection.execute(insert(division_change).values(row))
    return _done(row | {"undone_at": None})


def _was_undone(connection: Connection, change: Change) -> bool:
    """Whether the code came once with such a change and went when that was taken back; then it may come again."""
    rows = connection.execute(select(division_change).where(division_change.c.into == change.into)).mappings().all()
    past = [_done(dict(row)) for row in rows]
    if any(done.made and done.undone_at is None for done in past):
        return False
    if change.what is What.RENAME:
        return any((done.change.what, done.change.codes) == (What.RENAME, change.codes) for done in past)
    return any(done.is_new and done.undone_at is not None for done in past)


def _tell(office: Office, done: Done, now: int) -> None:
    """Write what laptops are to know: names, what is history, and where their people work."""
    change, today = done.change, local_date(now)
    is_undone = done.undone_at is not None
    with office.service.author(HQ_USER, now) as author:
        for region in _undone(office, done, today) if is_undone else _changed(office, done, today):
            author.save(region)
        swaps = dict.fromkeys(_ended(done), change.into)
        if is_undone:
            swaps = {done.made: change.codes[0][:TOWNSHIP]} if done.made else {}
            for user in users.everybody(office):
                if user.id in done.townships:
                    author.save(user.changed(townships=done.townships[user.id]))
        for user in users.working_in(office, swaps):
            if not (is_undone and user.id in done.townships):
                author.save(user.changed(townships=_swapped(user.townships, swaps)))
    this = division_change.c.id == done.number
    office.database.write(
        lambda connection: connection.execute(update(division_change).where(this).values(is_told=True))
    )


def _ended(done: Done) -> list[str]:
    """Codes that nobody is to use any more."""
    return [code for code in done.change.codes if code != done.change.into and len(code) == TOWNSHIP]


def _changed(office: Office, done: Done, today: date) -> Iterable[Region]:
    change = done.change
    there = regions(office, [*_ended(done), change.into])
    yield from (there[code].changed(valid_to=today) for code in _ended(done))
    if change.into in there:
        yield there[change.into].changed(name=change.name or there[change.into].name, valid_to=None)
    else:
        yield region_of(change.into, change.name, today, change.into[:COUNTY])


def _undone(office: Office, done: Done, today: date) -> Iterable[Region]:
    yield from done.regions
    if done.made is not None and not any(region.code == done.made for region in done.regions):
        yield from (made.changed(valid_to=today) for made in regions(office, [done.made]).values())


def _swapped(townships: Iterable[str], swaps: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(swaps.get(code, code) for code in townships))


def _refusal(refused: DivisionRefused) -> AppError:
    return AppError(f"division_refused_{refused.why}", division=refused.code)


def _done(row: Mapping[str, Any]) -> Done:
    return Done(
        number=row["id"],
        at=row["at"],
        change=Change(What(row["what"]), tuple(row["codes"]), row["into"], row["name"]),
        is_new=row["is_new"],
        feeds={code: Stood(number, has_ended) for code, (number, has_ended) in row["feeds"].items()},
        regions=tuple(Region.model_validate_json(json.dumps(each)) for each in row["regions"]),
        townships={user: tuple(codes) for user, codes in row["townships"].items()},
        undone_at=row["undone_at"],
        is_told=row["is_told"],
    )
