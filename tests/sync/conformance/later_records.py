"""The records of the app as a next version may have them: what came, what is renamed, a value and a kind that came."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import create_model
from sqlalchemy import MetaData

from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator, OperatorKind, RiskGrade
from sync.forms import Past, StandIn, renamed
from sync.projection import form_of
from sync.record import Conflict, Id, Policy, Record, Rule, Schema, Text, WithParent
from sync.tables import derive

VERSION = SCHEMA.version + 1
_Kind = StrEnum("_Kind", [(each.name, each.value) for each in OperatorKind] + [("VENDING", "VENDING")])  # type: ignore[misc]
_Grade = StrEnum("_Grade", [(each.name, each.value) for each in RiskGrade] + [("E", "E")])  # type: ignore[misc]
_CHANGED: dict[str, tuple[str, Any]] = {
    "remark": ("notes", str),
    "operator_kind": ("operator_kind", _Kind),
    "risk_grade": ("risk_grade", _Grade | None),
}
"""{field: (its name, its type)} of the next version."""
_FLOOR = (Annotated[int, Rule(Policy.MANUAL, unit="place")], 0)


def derived(cls: type[Record], changed: Mapping[str, tuple[str, Any]], **added: Any) -> type[Record]:
    """A record like this one, with fields of other names and types, and with more of them."""
    fields: dict[str, Any] = {}
    for name, info in cls.model_fields.items():
        if name not in Record.model_fields:
            new_name, plain = changed.get(name, (name, info.annotation))
            default = ... if info.is_required() else info.default
            fields[new_name] = (Annotated[plain, *info.metadata] if info.metadata else plain, default)
    made: type[Record] = create_model(cls.__name__, __base__=Record, **fields, **added)
    made.kind, made.home = cls.kind, cls.home
    return made


class MarketStall(Record):
    """A kind that no version before knows."""

    kind = "market_stall"
    home = (WithParent("operator", "operator_id"),)

    operator_id: Id
    number: Text


_KINDS = [cls for cls in SCHEMA.kinds.values() if cls not in (Operator, Conflict)]
STEPS = (renamed(VERSION, "operator", "remark", "notes"), StandIn(VERSION, "operator", "risk_grade", "E", "D"))
LATER = Schema.of(
    VERSION,
    [derived(Operator, _CHANGED, shop_floor=_FLOOR), *_KINDS, MarketStall],
    Past({**SCHEMA.past.forms, SCHEMA.version: form_of(SCHEMA)}, (*SCHEMA.past.steps, *STEPS)),
)
METADATA = MetaData()
TABLES = derive(LATER, METADATA)
MIGRATION = '''"""What the next version of the records needs."""

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("operator", sa.Column("shop_floor", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("ALTER TABLE operator RENAME COLUMN remark TO notes")
    op.create_table(
        "market_stall",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("voided_at", sa.BigInteger()),
        sa.Column("void_reason", sa.Text()),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("feed_id", sa.BigInteger()),
        sa.Column("ver", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("ver_epoch", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("extra", sa.Text()),
    )
'''
