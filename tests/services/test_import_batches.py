"""The county is told which list was taken in, what came of it, and that it was taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from inspector_app.records.operators import Operator
from inspector_app.records.oversight import LegalHold
from inspector_app.records.register import ImportBatch
from inspector_app.services import import_journal, import_report, importing
from inspector_app.services.import_journal import State
from inspector_app.services.import_place import Replica
from inspector_app.services.importing import Job
from inspector_app.sheets.columns import Register
from inspector_app.storage.rows import find
from inspector_app.storage.tables import TABLES
from sync.device import outbox
from tests import factories
from tests.replica_fixtures import KEY, Laptop

LIST = """店铺名称,主体业态,所属区划,地址
甲店,食杂店,清河镇杨柳村,杨柳村1号
乙店,食杂店,清河镇杨柳村,杨柳村2号
,食杂店,清河镇杨柳村,杨柳村3号
"""


def batch(laptop: Laptop, batch_id: str | None) -> ImportBatch:
    with laptop.sessions() as session:
        found = find(session, ImportBatch, str(batch_id))
    assert found is not None
    return found


@pytest.fixture
def place(laptop: Laptop) -> Replica:
    with laptop.sessions.begin() as session:
        outbox.set_meta(session, matching_key=KEY.hex())
    return Replica(laptop.sessions, laptop.wang, laptop.device_id, lambda: laptop.now, "DEMO")


def test_the_county_is_told_what_was_taken_in_and_what_was_taken_back(
    laptop: Laptop, place: Replica, tmp_path: Path
) -> None:
    job = Job(tmp_path / "名单.csv", Register.OPERATORS)
    job.path.write_text(LIST, encoding="utf-8")
    assert importing.run(place, job, trial=True).id is None
    report = importing.run(place, job, trial=False)
    told = batch(laptop, report.id)
    assert (told.file_name, told.target_kind, told.imported_by) == ("名单.csv", "operators", laptop.wang.id)
    assert (told.rows_read, told.rows_made, told.rows_refused, told.undone_at) == (3, 2, 1, None)
    assert told.columns["店铺名称"] == "name"
    import_journal.undo(place, told.id)
    after = batch(laptop, told.id)
    assert (after.undone_by, after.undone_at) == (laptop.wang.id, laptop.now)


def test_what_a_hold_keeps_is_told_with_the_hold_and_taken_back_later(
    laptop: Laptop, place: Replica, tmp_path: Path
) -> None:
    job = Job(tmp_path / "名单.csv", Register.OPERATORS)
    job.path.write_text(LIST, encoding="utf-8")
    report = importing.run(place, job, trial=False)
    assert report.id is not None
    table = TABLES[Operator.kind]
    with laptop.acting() as act:
        ids = {name: row_id for row_id, name in act.session.execute(select(table.c.id, table.c.name))}
        act.save(act.get(Operator, ids["甲店"]).changed(phone="14000000005", phone_missing_reason=None))
    hold = factories.any_of(
        LegalHold, subject_kind="operator", subject_id=ids["乙店"], reason="诉讼保全", set_by=laptop.li.id,
        set_at=laptop.now, lifted_at=None, lifted_by=None,
    )  # fmt: skip
    laptop.receive(hold)
    used, used_line, held, held_line = import_report.undone(place, report.id, chinese=False)
    assert used.startswith("Taken back. 1 records stay, as somebody went on")
    assert used_line.endswith("甲店")
    assert "Once it is lifted, take the import back again" in held
    assert held_line.endswith(f"乙店: held since 2026-03-18 by {laptop.li.username}, 诉讼保全")
    assert (import_journal.imports(place)[0].state, batch(laptop, report.id).undone_at) == (State.UNDOING, None)
    laptop.receive(hold.changed(lifted_at=laptop.now, lifted_by=laptop.li.id, lift_reason="结案"))
    assert [each.name for each in import_journal.undo(place, report.id)] == ["甲店"]
    assert import_journal.imports(place)[0].state is State.UNDONE
