"""A device's own tables: what waits for HQ, what HQ last said, how far we have read."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text

DEVICE = MetaData()

outbox = Table(
    "outbox",
    DEVICE,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("k", Text, nullable=False),
    Column("base_epoch", Integer, nullable=False),
    Column("base_ver", BigInteger, nullable=False),
    Column("changes", JSON, nullable=False),  # {unit: [first old, last new]}
    Column("by", Text, nullable=False),
    Column("grp", Text, nullable=False),
    Column("wall", BigInteger, nullable=False),
    Column("off", BigInteger),
    Column("mono", BigInteger, nullable=False),  # of the first capture: the order of numbering
    Column("resolves", Text),
    Column("replaces", Text),
    Column("inc", Integer),
    Column("n", BigInteger),  # null while open
    Column("core", LargeBinary),  # the exact bytes that are hashed
    Column("chain", LargeBinary),  # chain value after this change
    Column("state", Text, nullable=False),
    Column("code", Text),
    Column("unit", Text),
    Column("detail", Text, nullable=False, server_default=""),
    Column("waits", Text),
    Column("conflicts", JSON, nullable=False),
    Column("ver_epoch", Integer),  # version of the row that HQ made of it
    Column("ver", BigInteger),
    Column("landed", Boolean, nullable=False, server_default="0"),  # HQ's row, with this change in it, is here
    Column("settled_at", BigInteger),  # when HQ's answer came
    Column("durable", Boolean, nullable=False, server_default="0"),
    Index("ix_outbox_row", "kind", "row_id"),
    Index("ix_outbox_state", "state", "landed", "mono"),
    Index("ix_outbox_number", "inc", "n", unique=True),
)

dirty_shadow = Table(
    "dirty_shadow",
    DEVICE,
    Column("kind", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("body", JSON, nullable=False),  # HQ's row, kept while local changes lie over it
)

sub = Table(
    "sub",
    DEVICE,
    Column("feed_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("began", BigInteger, nullable=False, server_default="0"),  # the feed's floor when we began to read it
    Column("epoch", Integer, nullable=False, server_default="1"),  # of HQ, in which the cursor is a position
    Column("sum", BigInteger),  # over HQ's rows here (sync.digest), as they were taken in; null: not counted yet
    Column("checked_at", BigInteger),  # when its rows were last compared with HQ's digest
    Column("repaired_at", BigInteger),
    Column("form", Integer, nullable=False, server_default="1"),  # version of the records in which its rows were told
    Column("again_at", BigInteger, nullable=False, server_default="0"),  # up to here they were told once more since
    Column("is_damaged", Boolean, nullable=False, server_default="0"),  # its rows are not what they should be
)

snapshot_seen = Table(
    "snapshot_seen",
    DEVICE,
    Column("feed_id", BigInteger, primary_key=True, autoincrement=False),
    Column("epoch", BigInteger, nullable=False),
    Column("v", BigInteger, nullable=False),
)
"""The newest manifest of each feed that was ever taken; it outlives the subscription."""

sync_meta = Table("sync_meta", DEVICE, Column("key", Text, primary_key=True), Column("value", JSON(none_as_null=True)))

counter = Table("counter", DEVICE, Column("name", Text, primary_key=True), Column("value", BigInteger, nullable=False))

held_rows = Table(
    "held_rows",
    DEVICE,
    Column("kind", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("feed_id", BigInteger, nullable=False),
    Column("ver_epoch", Integer, nullable=False),
    Column("ver", BigInteger, nullable=False),
    Column("body", JSON, nullable=False),
    Column("reason", Text, nullable=False),
)

blob_local = Table(
    "blob_local",
    DEVICE,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("is_original", Boolean, nullable=False, server_default="0"),  # a photo's; its reduced copy travels apart
    Column("confirmed_at", BigInteger),  # when HQ said that it holds the whole
    Column("confirmed_inc", Integer),  # and where our log stood then: a backup that holds more of it holds the blob
    Column("confirmed_n", BigInteger),
    Index("ix_blob_local_state", "state", "added_at"),
)
