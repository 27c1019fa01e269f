"""Numbers never run out between two exchanges, nor at the turn of a year, and no number is given out twice."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from inspector_app.domain.identifiers import document_number
from inspector_app.domain.local_time import local_date
from inspector_app.hq import numbers, users
from inspector_app.hq.office import Office
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.people import Device
from inspector_app.services.acting import Acting
from inspector_app.services.numbers import take
from inspector_app.storage.backup import back_up, restore
from inspector_app.storage.people import number_blocks
from inspector_app.storage.tables import TABLES
from sync.record import new_id
from tests.e2e.visit import acting, registered_shop
from tests.running_hq import FieldLaptop, clock, enrolled, file_for, serving, signed_in

MAY, DECEMBER = 1_779_000_000_000_000, 1_797_000_000_000_000
"""17 May and 11 December 2026."""


def blocks(office: Office, device_id: str) -> list[tuple[str, int, str]]:
    """Paper, year and block of all that a laptop was given."""
    table = TABLES["number_block"]
    query = select(table.c.document_type, table.c.year, table.c.block).where(table.c.device_id == device_id)
    return sorted(
        (row.document_type, row.year, row.block)
        for row in office.database.read(lambda connection: connection.execute(query).all())
    )


def paper(act: Acting, operator_id: str, number: str | None) -> Document:
    return Document(
        id=new_id(), operator_id=operator_id, document_type=DocumentType.SITE_RECORD, title="现场检查笔录",
        number=number, html="<p>", html_sha256="0" * 64, made_at=act.now, made_by=act.user.id,
    )  # fmt: skip


def printed(laptop: FieldLaptop, operator_id: str) -> str | None:
    """The number of one more paper."""
    with acting(laptop) as act:
        return act.save(paper(act, operator_id, take(act, DocumentType.SITE_RECORD))).number


def test_the_next_years_numbers_are_there_before_it_begins(office: Office) -> None:
    wang, device_id = users.find(office, "wang"), new_id()
    assert wang is not None
    office.service.register(device_id, bytes(32), MAY)
    with office.service.author("HQ", MAY) as author:
        author.save(Device(id=device_id, name="L", user_ids=(wang.id,), lease_days=45, enrolled_at=MAY))
    for _ in range(2):
        numbers.reserve(office.service, device_id, 1, MAY)
        assert [(paper, year) for paper, year, _ in blocks(office, device_id)] == [
            ("CO", 2026),
            ("RF", 2026),
            ("SR", 2026),
        ]
    numbers.reserve(office.service, device_id, 1, DECEMBER)
    assert [year for _, year, _ in blocks(office, device_id)] == [2026, 2027] * 3


def test_laptops_get_the_next_years_numbers_on_days_of_their_own_all_in_time() -> None:
    laptops = [new_id() for _ in range(280)]
    day, asked = date(2026, 10, 1), 0
    served: dict[date, int] = {}
    while asked < len(laptops):
        now = sum(2027 in numbers.years_of(each, day) for each in laptops)
        served[day], asked, day = now - asked, now, day + timedelta(days=1)
    assert day - timedelta(days=1) <= date(2027, 1, 1) - numbers.AHEAD
    assert max(served.values()) < len(laptops) / 7
    assert all(numbers.years_of(each, date(2027, 1, 1)) == [2027] for each in laptops)


def test_a_laptop_whose_numbers_run_low_gets_more_with_its_next_exchange(office: Office, tmp_path: Path) -> None:
    with serving(office) as port:
        laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
        device_id = laptop.signed_in.laptop.device_id
        shop = registered_shop(laptop)
        with acting(laptop) as act:
            (block,) = number_blocks(act.session, "990101", "SR", act.today.year)
            for seq in range(1, numbers.BLOCK_SIZE - numbers.LEAST_LEFT + 2):
                act.save(paper(act, shop.id, document_number("990101", "SR", block.year, block.block, seq)))
        before = blocks(office, device_id)
        laptop.sync()  # HQ has looked at it today already
        assert blocks(office, device_id) == before
        office.service._looked.clear()  # another day
        laptop.sync()
        with laptop.signed_in.sessions() as session:
            held = number_blocks(session, "990101", "SR", block.year)
        assert len(held) == 2
        assert len({each.block for each in held}) == 2
        assert len(blocks(office, device_id)) == len(before) + 1
        laptop.close()


@pytest.mark.parametrize("writes_on", [False, True])
def test_a_disk_that_was_set_back_gives_its_open_block_up(office: Office, tmp_path: Path, writes_on: bool) -> None:
    with serving(office) as port:
        laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
        folder = laptop.folder
        shop = registered_shop(laptop)
        laptop.sync()
        laptop.close()
        shutil.copy(folder / "replica.db", tmp_path / "copy.db")
        laptop = signed_in(folder, "wang")
        of_before = [printed(laptop, shop.id) for _ in range(3)]
        laptop.sync()
        laptop.close()
        shutil.copy(tmp_path / "copy.db", folder / "replica.db")
        laptop = signed_in(folder, "wang")
        if writes_on:
            with acting(laptop) as act:
                act.save(shop.changed(remark="先写了一句"))
        assert laptop.sync().summary.is_level
        afterwards = [printed(laptop, shop.id) for _ in range(3)]
        assert not {str(number)[:19] for number in afterwards} & {str(number)[:19] for number in of_before}
        assert all(afterwards)
        laptop.sync()
        with laptop.signed_in.sessions() as session:
            (held,) = number_blocks(session, "990101", "SR", local_date(clock()).year)
        assert held.incarnation == 2
        laptop.close()


def test_a_restored_backup_prints_no_number_again_before_hq_has_given_new_ones(office: Office, tmp_path: Path) -> None:
    with serving(office) as port:
        laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
        shop = registered_shop(laptop)
        laptop.sync()
        database, key = laptop.folder / "replica.db", laptop.signed_in.key
        back_up(laptop.signed_in.sessions, key, tmp_path / "backup.db")
        lost = printed(laptop, shop.id)  # and never sent: only the paper knows
        laptop.close()
        restore(tmp_path / "backup.db", key, database)
        laptop = signed_in(laptop.folder, "wang")
        assert printed(laptop, shop.id) is None
        laptop.sync()
        assert str(printed(laptop, shop.id))[:19] != str(lost)[:19]
        laptop.close()
