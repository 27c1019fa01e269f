"""The records of the app as a version before ours may have had them; and our own as those of the version after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, MetaData, Table

from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator
from sync.forms import Past, renamed
from sync.projection import form_of
from sync.record import Conflict, Record, Schema
from sync.tables import derive
from tests.sync.conformance.later_records import derived

Before: type[Record] = derived(Operator, {"remark": ("memo", str)})
_OTHERS = [cls for cls in SCHEMA.kinds.values() if cls not in (Operator, Conflict)]
EARLIER = Schema.of(SCHEMA.version, [Before, *_OTHERS])
METADATA = MetaData()
TABLES: Mapping[str, Table] = derive(EARLIER, METADATA)


@contextmanager
def ours_are_later() -> Iterator[None]:
    """Our records are of the next version, in which the memo of an operator became its remark."""
    version, past = SCHEMA.version, SCHEMA.past
    step = renamed(version + 1, "operator", "memo", "remark")
    later = Past({**past.forms, version: form_of(EARLIER)}, (*past.steps, step))
    object.__setattr__(SCHEMA, "version", version + 1)
    object.__setattr__(SCHEMA, "past", later)
    try:
        yield
    finally:
        object.__setattr__(SCHEMA, "version", version)
        object.__setattr__(SCHEMA, "past", past)


def go_back(conn: Connection) -> None:
    """Let HQ's database be as the version before had it."""
    conn.exec_driver_sql("ALTER TABLE operator RENAME COLUMN remark TO memo")


def migrate(conn: Connection) -> None:
    conn.exec_driver_sql("ALTER TABLE operator RENAME COLUMN memo TO remark")
