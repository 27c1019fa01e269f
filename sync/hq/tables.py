"""HQ's own tables: feeds and their entries, what became of every change, devices and their logs, blobs."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, MetaData, Table, Text, UniqueConstraint

HQ_TABLES = MetaData()

HQ_AUTHOR = "HQ"
"""The device id under which HQ's own changes are logged."""


def _big(name: str, *, key: bool = False) -> Column[int]:
    # autoincrement would make a sequence or rowid of it, and no position may come from there (R1)
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


server_epoch = Table(
    "server_epoch",
    HQ_TABLES,
    _big("epoch", key=True),
    _text("dataset"),
    _big("started_at"),
    _text("reason"),
    Column("pg_system_id", Text),  # the database server that the epoch began on; null where none tells
    Column("pg_timeline", BigInteger),
)

feed = Table(
    "feed",
    HQ_TABLES,
    _big("id", key=True),
    _text("kind"),
    _text("code"),
    _big("head"),
    _big("floor"),
    _big("dig"),
    _big("n_rows"),
    Column("closed_at", BigInteger),
    Column("successor_id", BigInteger),
    Column("erased", BigInteger),
    UniqueConstraint("kind", "code", name="uq_feed_kind"),
    Index("ix_feed_successor", "successor_id"),
)
"""`erased`: the head when content of its rows was last destroyed; a file of what was read before holds it still."""

division_feed = Table(
    "division_feed",
    HQ_TABLES,
    _text("code", key=True),
    _text("valid_from", key=True),
    Column("valid_to", Text),
    _big("feed_id"),
)

feed_entry = Table(
    "feed_entry",
    HQ_TABLES,
    _big("feed_id", key=True),
    _text("kind", key=True),
    _text("row_id", key=True),
    _big("seq"),
    _text("entry"),
    _big("ver_epoch"),
    _big("ver"),
    Column("left_at", BigInteger),  # of a LEAVE: when it was written; it is told for a while and then removed
    UniqueConstraint("feed_id", "seq", name="uq_feed_entry_seq"),
    Index("ix_feed_entry_left", "left_at"),
)

feed_file = Table(
    "feed_file",
    HQ_TABLES,
    _text("sha256", key=True),
    _text("purpose"),
    _big("feed_id"),
    _big("epoch"),
    _big("bytes"),
    _big("made_at"),
    Column("replaced_at", BigInteger),
    Index("ix_feed_file_feed", "feed_id"),
)
"""Slices and segments on HQ's disk: whose they are. One that was replaced stays a while: slow links finish."""

snapshot = Table(
    "snapshot",
    HQ_TABLES,
    _big("feed_id", key=True),
    _big("epoch", key=True),
    _big("v", key=True),
    _big("seq"),
    _big("expires_at"),
    _text("body"),
    _text("sig"),
)
"""Signed manifests of the feeds' snapshots."""

segment = Table(
    "segment",
    HQ_TABLES,
    _big("feed_id", key=True),
    _big("epoch", key=True),
    _big("from_seq", key=True),
    _big("to_seq"),
    _text("sha256"),
    _big("bytes"),
    _big("made_at"),
)

feed_grant = Table(
    "feed_grant",
    HQ_TABLES,
    _text("id", key=True),
    _text("holder"),
    _text("kind"),
    _text("code"),
    _text("reason"),
    _text("granted_by"),
    _big("granted_at"),
    _big("expires_at"),
    Index("ix_feed_grant_holder", "holder"),
)
"""Feeds lent for a time, with the reason: to a device, or to a user on all devices. Rows are never removed."""

op_result = Table(
    "op_result",
    HQ_TABLES,
    _text("dev", key=True),
    _big("inc", key=True),
    _big("n", key=True),
    _text("op_id"),
    Column("core", LargeBinary, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    _text("result"),
    _big("at"),
    Index("ix_op_result_op_id", "op_id"),
)
"""Every change that HQ ever received: its exact bytes, its place in the device's chain, and what became of it."""

row_history = Table(
    "row_history",
    HQ_TABLES,
    _text("kind", key=True),
    _text("row_id", key=True),
    _big("ver_epoch", key=True),
    _big("ver", key=True),
    _text("op_id"),
    _text("dev"),
    _text("by"),
    Column("seen_at", BigInteger),
    _text("units"),
    _big("at"),
)
"""Which change made which version of a row: the units that it set (JSON), when observed (null: not trusted)."""

parked_op = Table(
    "parked_op",
    HQ_TABLES,
    _text("dev", key=True),
    _big("inc", key=True),
    _big("n", key=True),
    _text("waits"),
    _text("grp"),
    Index("ix_parked_op_waits", "waits"),
)

quarantine = Table(
    "quarantine",
    HQ_TABLES,
    _text("dev", key=True),
    _big("inc", key=True),
    _big("n", key=True),
    _text("code"),
    _big("at"),
    Column("reviewed_by", Text),
    Column("reviewed_at", BigInteger),
)

device = Table(
    "device_key",
    HQ_TABLES,
    _text("id", key=True),
    Column("public_key", LargeBinary),
    _text("status"),
    _big("counter"),
    _big("counter_seen"),
    _big("registered_at"),
    Column("wipe", Text),  # HQ's order to destroy the replica's keys, told with each refusal
    Column("wiped_at", BigInteger),  # when the device said that it does
)

device_log = Table(
    "device_log",
    HQ_TABLES,
    _text("dev", key=True),
    _big("inc", key=True),
    _big("last_n"),
    Column("chain", LargeBinary, nullable=False),
)

push_signature = Table(
    "push_signature",
    HQ_TABLES,
    _text("dev", key=True),
    _big("inc", key=True),
    _big("last", key=True),
    Column("chain", LargeBinary, nullable=False),
    _text("sig"),
    _big("at"),
)

blob = Table(
    "blob",
    HQ_TABLES,
    _text("sha256", key=True),
    _big("size"),
    _text("state"),
    _big("announced_at"),
    Index("ix_blob_state", "state", "announced_at"),
)
"""What HQ has, or was told of; `size` is only sure once it is complete."""

blob_claim = Table(
    "blob_claim",
    HQ_TABLES,
    _text("sha256", key=True),
    _text("dev", key=True),
    _big("size"),
    Column("counts", Boolean, nullable=False),
    _big("at"),
    Index("ix_blob_claim_dev", "dev", "at"),
)
"""The size that a device says a blob has; `counts` against its quota: no record named the blob."""

blob_part = Table("blob_part", HQ_TABLES, _text("sha256", key=True), _big("size", key=True), _big("i", key=True))
"""Parts that arrived of a blob of that size: a wrong size that somebody tells is in nobody's way."""

blob_wanted = Table(
    "blob_wanted", HQ_TABLES, _text("dev", key=True), _text("sha256", key=True), _text("by"), _big("at")
)
"""Blobs that HQ asks a device for: originals, as evidence."""

device_day = Table("device_day", HQ_TABLES, _text("dev", key=True), _text("day", key=True), _big("parts"))

refused_request = Table(
    "refused_request",
    HQ_TABLES,
    _text("day", key=True),
    _text("dev", key=True),
    _text("endpoint", key=True),
    _text("fault", key=True),
    _big("times"),
    _big("first_at"),
    _big("last_at"),
)
"""Requests that HQ did not answer, counted: the log tells each."""

durable_log = Table("durable_log", HQ_TABLES, _text("dev", key=True), _big("inc", key=True), _big("n"))
"""Up to which change of which log a backup holds everything, as read from the restored backup itself."""

backup_verified = Table(
    "backup_verified",
    HQ_TABLES,
    _big("at", key=True),
    _big("epoch"),
    _text("name"),
    _text("sha256"),
)
