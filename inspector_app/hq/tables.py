"""HQ's own tables beside the synced ones: passwords, enrolments, escrowed database keys, settings."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

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
