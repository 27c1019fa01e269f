"""The county is told which list was taken in, what came of it, and that it was taken back."""

from __future__ import annotations

from pathlib import Path

from inspector_app.records.register import ImportBatch
from inspector_app.services import import_journal, importing
from inspector_app.services.import_place import Replica
from inspector_app.services.importing import Job
from inspector_app.sheets.columns import Register
from inspector_app.storage.rows import find
from sync.device import outbox
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


def test_the_county_is_told_what_was_taken_in_and_what_was_taken_back(laptop: Laptop, tmp_path: Path) -> None:
    with laptop.sessions.begin() as session:
        outbox.set_meta(session, matching_key=KEY.hex())
    place = Replica(laptop.sessions, laptop.wang, laptop.device_id, lambda: laptop.now, "DEMO")
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
