"""Document numbers come from this laptop's blocks, in order, each once."""

from __future__ import annotations

import pytest

from inspector_app.records.evidence import Document, DocumentType
from inspector_app.services import numbers
from inspector_app.services.acting import Acting
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

SITE_RECORD = DocumentType.SITE_RECORD


def write(act: Acting, number: str | None, **fields: object) -> None:
    values = {
        "id": new_id(),
        "operator_id": new_id(),
        "document_type": SITE_RECORD,
        "number": number,
        "title": "现场检查笔录",
        "html": "<p>",
        "html_sha256": "0" * 64,
        "made_at": act.now,
        "made_by": act.user.id,
    }
    act.save(Document.model_validate(values | fields))


def test_numbers_are_taken_in_order_and_a_void_paper_keeps_its_own(laptop: Laptop) -> None:
    with laptop.acting() as act:
        first = numbers.take(act, SITE_RECORD)
        write(act, first, voided_at=act.now, void_reason="试验")
        assert (first, numbers.take(act, SITE_RECORD)) == ("990101-SR-2026-0001-0001", "990101-SR-2026-0001-0002")


def test_a_full_block_is_followed_by_the_next_and_then_by_none(laptop: Laptop) -> None:
    laptop.receive(factories.number_block(laptop.device_id, "SR", block="00A3", last=1, reserved_at=2))
    with laptop.acting() as act:
        for _ in range(20):
            write(act, numbers.take(act, SITE_RECORD))
        last = numbers.take(act, SITE_RECORD)
        assert last == "990101-SR-2026-00A3-0001"
        write(act, last)
        assert numbers.take(act, SITE_RECORD) is None


@pytest.mark.parametrize("field", [{"year": 2025}, {"office_code": "990102"}, {"document_type": "CO"}])
def test_a_block_of_another_year_office_or_paper_does_not_count(laptop: Laptop, field: dict[str, object]) -> None:
    laptop.receive(factories.number_block(laptop.device_id, "SR", block="0002").changed(**field))
    with laptop.acting() as act:
        assert numbers.supply(act, SITE_RECORD) == numbers.Supply(left=20, total=20)


def test_the_supply_tells_how_many_are_left(laptop: Laptop) -> None:
    with laptop.acting() as act:
        for _ in range(3):
            write(act, numbers.take(act, SITE_RECORD))
        assert numbers.supply(act, SITE_RECORD) == numbers.Supply(left=17, total=20)
