"""Two laptops number five hundred papers each, out of reach of each other; headquarters finds no number twice."""

from __future__ import annotations

from pathlib import Path

from inspector_app.hq.numbers import reserve
from inspector_app.hq.registers import Register
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.operators import Operator
from inspector_app.services import number_ledger, numbers
from inspector_app.services.acting import Acting
from inspector_app.services.number_ledger import Fate
from inspector_app.storage import sync_state
from sync.record import new_id
from tests.e2e.visit import acting, registered_shop
from tests.running_hq import FieldLaptop, clock, enrolled, file_for, make_office, serving

PAPERS = 500
BATCH = 50
SPOILT = {7: "打印机卡纸", 333: "墨迹污损"}


def written(laptop: FieldLaptop, shop: Operator, first: int) -> None:
    """Some of the papers, each under the next number; two of all are spoilt, and written again."""
    with acting(laptop) as act:
        for paper in range(first, first + BATCH):
            if paper in SPOILT:
                number_ledger.void(act, _next(act), SPOILT[paper])
            act.save(
                Document(
                    id=new_id(),
                    operator_id=shop.id,
                    document_type=DocumentType.SITE_RECORD,
                    number=_next(act),
                    title="现场笔录",
                    html="<p>",
                    html_sha256="0" * 64,
                    made_at=act.now,
                    made_by=act.user.id,
                )
            )


def _next(act: Acting) -> str:
    number = numbers.take(act, DocumentType.SITE_RECORD)
    assert number is not None
    return number


def test_j_3_two_laptops_with_five_hundred_papers_each_leave_no_number_twice_and_no_gap(tmp_path: Path) -> None:
    office = make_office(tmp_path / "hq")
    with serving(office) as port:
        laptops = [enrolled(tmp_path / name, file_for(office, port, name), name) for name in ("wang", "li")]
        shop = registered_shop(laptops[0])
        for laptop in laptops:
            assert laptop.sync().problem is None
        for first in range(1, PAPERS + 1, BATCH):
            for laptop in laptops:
                written(laptop, shop, first)
                if first == 7 * BATCH + 1:
                    assert laptop.sync().problem is None
                    reserve(office.service, laptop.signed_in.laptop.device_id, 1, clock())  # as HQ looks each hour
                    assert laptop.sync().problem is None
        for laptop in laptops:
            assert laptop.sync().problem is None
            with acting(laptop) as act:
                assert sync_state.refused(act.session) == []
            laptop.close()
    told = Register.of(office, "wang", clock).read(
        lambda act: number_ledger.ledger(act.session, "990101", "SR", act.today.year)
    )
    used = [line.number for line in told if line.fate is Fate.USED]
    assert len(used) == len(set(used)) == 2 * PAPERS
    assert sorted(line.reason for line in told if line.fate is Fate.VOIDED) == sorted([*SPOILT.values()] * 2)
    assert [line for line in told if line.fate not in (Fate.USED, Fate.VOIDED)] == []
    office.close()
