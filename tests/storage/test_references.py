"""No key of the database stands between records; what leads nowhere is found by a look, and names itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from inspector_app.records import SCHEMA
from inspector_app.storage.engine import Sessions
from inspector_app.storage.references import Dangling, dangling
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import save
from sync.record import new_id

Make = Callable[..., Any]


def test_g_3_no_key_is_enforced_between_synced_tables(sessions: Sessions) -> None:
    with sessions() as session:
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 0
        for kind in SCHEMA.kinds:
            assert session.execute(text(f'PRAGMA foreign_key_list("{TABLES[kind].name}")')).all() == []


def test_g_3_a_record_without_its_parent_is_kept_and_found(
    sessions: Sessions, make_operator: Make, make_person: Make, user: str
) -> None:
    shop = make_operator()
    owner, lost = make_person(shop.id), make_person(new_id())
    with sessions.begin() as session:
        for record in (shop, owner, lost):
            save(session, record, user, 1)
        assert dangling(session) == [Dangling("person", lost.id, "operator_id")]
