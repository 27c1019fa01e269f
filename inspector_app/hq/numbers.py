"""Reserving document numbers for a laptop, so that it can number papers offline (domain.md 3.12)."""

from __future__ import annotations

import zlib
from datetime import date, timedelta

from sqlalchemy import Connection, func, select, union, update

from inspector_app.domain.identifiers import document_number
from inspector_app.domain.local_time import local_date
from inspector_app.hq.tables import setting
from inspector_app.records.people import NumberBlock
from inspector_app.services.numbers import LETTERS
from inspector_app.storage.tables import TABLES
from sync.hq.database import insert_missing
from sync.hq.service import HQService
from sync.hq.tables import HQ_AUTHOR
from sync.record import new_id

BLOCK_SIZE = 500
LEAST_LEFT = 200
"""A laptop with fewer unused numbers of a paper gets another block: more than 30 days without HQ use up."""
AHEAD = timedelta(days=45)
"""Numbers carry the year; those of the next one are reserved before a laptop may be out of reach at its beginning."""
SPREAD_DAYS = 28
"""The next year's are reserved on a day of the laptop's own before that: HQ writes one block after the other."""
FIRST_INCARNATION = 1


def reserve(service: HQService, device_id: str, incarnation: int, now: int) -> None:
    """Give a laptop a block of each paper for each office of its users, where it has too few numbers left.

    Blocks of an earlier incarnation of its log are closed: what its disk has forgotten of them, nobody knows.
    """
    holder = (device_id, incarnation)
    years = years_of(device_id, local_date(now))
    lacking = service.database.read(lambda connection: _lacking(connection, holder, years))
    if not lacking:
        return
    made = service.database.write(lambda connection: [_block(connection, holder, each, now) for each in lacking])
    with service.author(HQ_AUTHOR, now) as author:
        for block in made:
            author.save(block)


def years_of(device_id: str, today: date) -> list[int]:
    """The years whose numbers a laptop has to have today."""
    own_day = timedelta(days=zlib.crc32(device_id.encode()) % SPREAD_DAYS)
    return sorted({today.year, (today + AHEAD + own_day).year})


def close(service: HQService, device_id: str, now: int) -> None:
    """Void every block of a laptop: two machines may have printed numbers of them."""
    blocks = TABLES["number_block"]
    query = select(*(blocks.c[name] for name in NumberBlock.model_fields))
    query = query.where(blocks.c.device_id == device_id, blocks.c.voided_at.is_(None))
    held = service.database.read(lambda connection: list(connection.execute(query).mappings()))
    with service.author(HQ_AUTHOR, now) as author:
        for row in held:
            block = NumberBlock.model_validate(dict(row))
            author.save(block.changed(voided_at=now, void_reason="used by two machines"))


Holder = tuple[str, int]
"""A laptop and the incarnation of its log."""

Series = tuple[str, str, int]
"""Office, two letters of the paper, year."""


def _lacking(connection: Connection, holder: Holder, years: list[int]) -> list[Series]:
    devices, users = TABLES["device"], TABLES["user"]
    user_ids = connection.execute(select(devices.c.user_ids).where(devices.c.id == holder[0])).scalar() or []
    query = select(users.c.office_code).where(users.c.id.in_(user_ids)).distinct().order_by(users.c.office_code)
    offices = list(connection.execute(query).scalars())
    left = _left(connection, holder, years)
    every = [(office, letters, year) for office in offices for letters in LETTERS.values() for year in years]
    return [series for series in every if left.get(series, 0) < LEAST_LEFT]


def _left(connection: Connection, holder: Holder, years: list[int]) -> dict[Series, int]:
    """Numbers that the laptop has not used, as far as HQ knows, by series."""
    blocks = TABLES["number_block"].c
    query = select(blocks.office_code, blocks.document_type, blocks.year, blocks.block, blocks.first, blocks.last)
    mine = (blocks.device_id == holder[0], blocks.incarnation == holder[1], blocks.voided_at.is_(None))
    left: dict[Series, int] = {}
    for *named, block, first, last in connection.execute(query.where(*mine, blocks.year.in_(years))).all():
        series: Series = tuple(named)
        used = _used(connection, document_number(*series, block, first), document_number(*series, block, last))
        left[series] = left.get(series, 0) + last - first + 1 - used
    return left


def _used(connection: Connection, first: str, last: str) -> int:
    """Borne by a paper, or told to be void."""
    every = (select(TABLES[kind].c.number) for kind in ("document", "voided_number"))
    found = union(*(query.where(query.selected_columns.number.between(first, last)) for query in every)).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def _block(connection: Connection, holder: Holder, series: Series, now: int) -> NumberBlock:
    office, letters, year = series
    return NumberBlock(
        id=new_id(),
        device_id=holder[0],
        incarnation=holder[1],
        office_code=office,
        document_type=letters,
        year=year,
        block=f"{_next(connection, f'block/{office}/{letters}/{year}'):04X}",
        first=1,
        last=BLOCK_SIZE,
        reserved_at=now,
    )


def _next(connection: Connection, series: str) -> int:
    """The next block of a series. Its row is locked until commit: no two laptops get the same block."""
    insert_missing(connection, setting, [{"key": series, "value": 0}])
    last = connection.execute(select(setting.c.value).where(setting.c.key == series).with_for_update()).scalar_one()
    connection.execute(update(setting).where(setting.c.key == series).values(value=last + 1))
    return int(last) + 1
