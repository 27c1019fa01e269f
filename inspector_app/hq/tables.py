"""HQ's own tables beside the synced ones: passwords, enrolments, escrowed keys, settings, changes of divisions."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, Table, Text

OFFICE = MetaData()

credential = Table(
    "credential",
    OFFICE,
    Column("user_id", Text, primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", BigInteger, nullable=False, server_default="0"),
)

enrolment = Table(
    "enrolment",
    OFFICE,
    Column("id", Text, primary_key=True),
    Column("secret_sha256", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("user_ids", JSON, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("device_id", Text),  # once redeemed
    Column("public_key", LargeBinary),
)

escrow = Table(
    "escrow",
    OFFICE,
    Column("device_id", Text, primary_key=True),
    Column("sealed_key", LargeBinary, nullable=False),  # the laptop's database key, sealed to the recovery key
)

setting = Table("setting", OFFICE, Column("key", Text, primary_key=True), Column("value", JSON, nullable=False))

division_change = Table(
    "division_change",
    OFFICE,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
    Column("codes", JSON, nullable=False),
    Column("into", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_new", Boolean, nullable=False),  # whether the change made `into`
    Column("feeds", JSON, nullable=False),  # {code: [feed, whether it had ended]} before
    Column("regions", JSON, nullable=False),  # the records of the codes before
    Column("townships", JSON, nullable=False),  # {user: codes} before
    Column("undone_at", BigInteger),
    Column("is_told", Boolean, nullable=False),  # whether the laptops' records say it
)
"""Divisions renamed, merged and split, in their order; only the last that stands can be taken back."""
