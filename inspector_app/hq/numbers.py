"""Reserving document numbers for a laptop, so that it can number papers offline (domain.md 3.12)."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from inspector_app.domain.local_time import local_date
from inspector_app.hq.office import Office
from inspector_app.hq.tables import setting
from inspector_app.hq.users import HQ_USER
from inspector_app.records.people import Device, NumberBlock
from inspector_app.services.numbers import LETTERS
from inspector_app.storage.tables import TABLES
from sync.hq.database import insert_missing
from sync.record import new_id

BLOCK_SIZE = 500
FIRST_INCARNATION = 1


def reserve(office: Office, device: Device, now: int) -> None:
    """Give a laptop a block of each paper for each office of its users, this year, where it has none yet."""
    year = local_date(now).year
    made = office.database.write(lambda connection: _lacking(connection, device, year, now))
    with office.service.author(HQ_USER, now) as author:
        for block in made:
            author.save(block)


def _lacking(connection: Connection, device: Device, year: int, now: int) -> list[NumberBlock]:
    users, blocks = TABLES["user"], TABLES["number_block"]
    query = select(users.c.office_code).where(users.c.id.in_(device.user_ids)).distinct().order_by(users.c.office_code)
    held = select(blocks.c.id).where(blocks.c.device_id == device.id, blocks.c.year == year)
    made = []
    for office_code in list(connection.execute(query).scalars()):
        for letters in LETTERS.values():
            of_series = held.where(blocks.c.office_code == office_code, blocks.c.document_type == letters)
            if connection.execute(of_series).first() is None:
                number = _next(connection, f"block/{office_code}/{letters}/{year}")
                made.append(_block(device, office_code, letters, year, number, now))
    return made


def _next(connection: Connection, series: str) -> int:
    """The next block of a series. Its row is locked until commit: no two laptops get the same block."""
    insert_missing(connection, setting, [{"key": series, "value": 0}])
    last = connection.execute(select(setting.c.value).where(setting.c.key == series).with_for_update()).scalar_one()
    connection.execute(update(setting).where(setting.c.key == series).values(value=last + 1))
    return int(last) + 1


def _block(device: Device, office_code: str, letters: str, year: int, number: int, now: int) -> NumberBlock:
    return NumberBlock(
        id=new_id(),
        device_id=device.id,
        incarnation=FIRST_INCARNATION,
        office_code=office_code,
        document_type=letters,
        year=year,
        block=f"{number:04X}",
        first=1,
        last=BLOCK_SIZE,
        reserved_at=now,
    )
