"""Two officers open the same recall apart from each other: each holder has one task, and one set of goods is held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.hq.office import Office
from inspector_app.records.operators import Operator
from inspector_app.records.recalls import RecallLevel, RecallNotice, RecallState, RecallTask
from inspector_app.services import holds, recalls
from inspector_app.services.acting import Acting
from inspector_app.storage import conflicts, sync_state
from inspector_app.storage.writes import DeviceWriter
from tests import factories
from tests.running_hq import TOWNSHIP, FieldLaptop, clock, enrolled, file_for, make_office, serving

GTIN = "09521234543213"


@dataclass
class County:
    """A shop, and two laptops of its township."""

    office: Office
    wang: FieldLaptop
    li: FieldLaptop
    shop: Operator

    def publish(self, batch: str) -> RecallNotice:
        """A recall of goods that the shop bought; both laptops hear of it."""
        goods = {"product_name": "云露酸奶", "gtin": GTIN, "batch_no": batch}
        line = factories.ledger_entry(self.shop.id, quantity_milli=9_000, **goods)
        notice: RecallNotice = factories.any_of(
            RecallNotice, published_in=TOWNSHIP[:6], number=f"召回{batch}", level=RecallLevel.I,
            product_name="云露酸奶", gtin=GTIN, batches=(batch,), reason="菌落总数不合格", known_at=clock(),
            published_at=clock(),
        )  # fmt: skip
        with self.office.service.author(self.wang.signed_in.user.id, clock()) as writer:
            writer.save(line)
            writer.save(notice)
        self.sync()
        return notice

    def sync(self) -> None:
        for laptop in (self.wang, self.li, self.wang):
            assert laptop.sync().problem is None


@contextmanager
def acting(laptop: FieldLaptop) -> Iterator[Acting]:
    here, now = laptop.signed_in, clock()
    with here.sessions.begin() as session:
        yield Acting(session, DeviceWriter(session, here.user.id, now), here.user, here.laptop.device_id, now, b"")


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    office = make_office(tmp_path / "hq")
    shop = factories.operator(division_code=TOWNSHIP)
    with serving(office) as port:
        wang, li = (enrolled(tmp_path / name, file_for(office, port, name), name) for name in ("wang", "li"))
        with office.service.author(wang.signed_in.user.id, clock()) as writer:
            writer.save(shop)
        yield County(office, wang, li, shop)
        wang.close()
        li.close()
    office.close()


def test_l_7_two_laptops_that_open_one_recall_open_one_task(county: County) -> None:
    notice = county.publish("20260301")
    for laptop in (county.wang, county.li):
        with acting(laptop) as act:
            (task,) = recalls.open_tasks(act, notice.id)
    county.sync()
    for laptop in (county.wang, county.li):
        with acting(laptop) as act:
            assert [(each.task, each.goods) for each in recalls.standing(act, notice.id)] == [(task, ())]
            assert [each.recall_task_id for each in holds.standing(act, county.shop.id)] == [task.id]
            assert conflicts.of_row(act.session, RecallTask.kind, task.id) == sync_state.refused(act.session) == []
            assert recalls.open_tasks(act, notice.id) == []
    _one_opens_late(county)


def _one_opens_late(county: County) -> None:
    """What the first one has done meanwhile stays."""
    notice = county.publish("20260302")
    with acting(county.wang) as act:
        (task,) = recalls.open_tasks(act, notice.id)
        recalls.trace(act, task.id, {"bought_milli": 9_000, "sold_milli": 4_000, "found_milli": 5_000})
    assert county.wang.sync().problem is None
    with acting(county.li) as act:
        recalls.open_tasks(act, notice.id)
    county.sync()
    for laptop in (county.wang, county.li):
        with acting(laptop) as act:
            stands = act.get(RecallTask, task.id)
            (told,) = conflicts.of_row(act.session, RecallTask.kind, task.id)  # both see which state stayed
            assert sync_state.refused(act.session) == []
        assert (stands.state, stands.found_milli) == (RecallState.TRACED, 5_000)
        assert (told.unit, told.winner, told.loser) == ("state", "TRACED", "MATCHED")
