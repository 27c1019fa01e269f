"""Numbers never run out between two exchanges, nor at the turn of a year, and no number is given out twice."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from inspector_app.domain.identifiers import document_number
from inspector_app.hq import numbers, users
from inspector_app.hq.office import Office
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.people import Device
from inspector_app.storage.people import number_blocks
from inspector_app.storage.tables import TABLES
from sync.record import new_id
from tests.e2e.visit import acting, registered_shop
from tests.running_hq import enrolled, file_for, serving

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


def test_the_next_years_numbers_are_there_before_it_begins(office: Office) -> None:
    wang, device_id = users.find(office, "wang"), new_id()
    assert wang is not None
    office.service.register(device_id, bytes(32), MAY)
    with office.service.author("HQ", MAY) as author:
        author.save(Device(id=device_id, name="L", user_ids=(wang.id,), lease_days=45, enrolled_at=MAY))
    for _ in range(2):
        numbers.reserve(office.service, device_id, MAY)
        assert [(paper, year) for paper, year, _ in blocks(office, device_id)] == [
            ("CO", 2026),
            ("RF", 2026),
            ("SR", 2026),
        ]
    numbers.reserve(office.service, device_id, DECEMBER)
    assert [year for _, year, _ in blocks(office, device_id)] == [2026, 2027] * 3


def test_a_laptop_whose_numbers_run_low_gets_more_with_its_next_exchange(office: Office, tmp_path: Path) -> None:
    with serving(office) as port:
        laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
        device_id = laptop.signed_in.laptop.device_id
        shop = registered_shop(laptop)
        with acting(laptop) as act:
            (block,) = number_blocks(act.session, "990101", "SR", act.today.year)
            for seq in range(1, numbers.BLOCK_SIZE - numbers.LEAST_LEFT + 2):
                act.save(
                    Document(
                        id=new_id(), operator_id=shop.id, document_type=DocumentType.SITE_RECORD, title="现场检查笔录",
                        number=document_number("990101", "SR", block.year, block.block, seq), html="<p>",
                        html_sha256="0" * 64, made_at=act.now, made_by=act.user.id,
                    )
                )  # fmt: skip
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
