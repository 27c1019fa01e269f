"""Snapshots of this HQ's feeds: built and signed in a process of their own; the one on the network holds no key.

Where that is to be more than a matter of memory, let another user of the machine own `keys/snapshot.key` and run
`inspector-hq snapshot` every night, and serve with `--snapshots-every 0`; the serving process then cannot read it, and
large feeds without a snapshot travel in pages.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select

from inspector_app.errors import AppError
from inspector_app.records import SCHEMA
from inspector_app.storage.files import write_atomically
from inspector_app.storage.tables import TABLES
from sync.hq.database import Database
from sync.hq.files import FeedFiles
from sync.hq.slices import SnapshotBuilder
from sync.hq.snapshots import Build
from sync.hq.tables import feed

DATABASE = "INSPECTOR_HQ_DATABASE"
"""Variable that tells the database, where it is not init's."""
BUILD_S = 600
"""Longest time that a laptop's request lets a build take; a province's feeds are built at night."""


def make_keys(keys: Path) -> None:
    """The key that signs manifests, and the secret that the keys of the files come from; what is there stays."""
    if not (keys / "snapshot.pub").exists():
        signing = Ed25519PrivateKey.generate()
        write_atomically(keys / "snapshot.key", signing.private_bytes_raw())
        write_atomically(keys / "snapshot.pub", signing.public_key().public_bytes_raw(), mode=0o644)
    if not (keys / "files.key").exists():
        write_atomically(keys / "files.key", secrets.token_bytes(32))


def public_key(folder: Path) -> Ed25519PublicKey:
    """What laptops check manifests with."""
    return Ed25519PublicKey.from_public_bytes((folder / "keys" / "snapshot.pub").read_bytes())


def files(folder: Path) -> FeedFiles:
    return FeedFiles(folder / "files", (folder / "keys" / "files.key").read_bytes())


def builder(folder: Path, database: Database) -> SnapshotBuilder:
    """Reads the signing key: for the command line alone."""
    return SnapshotBuilder(database, SCHEMA, TABLES, files(folder), signing_key(folder))


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """HQ's key for what laptops are to trust for long: snapshots, renewals. For the command line alone."""
    return Ed25519PrivateKey.from_private_bytes((folder / "keys" / "snapshot.key").read_bytes())


def require_feeds(database: Database, numbers: Sequence[int]) -> None:
    """Raises AppError unknown_feed."""
    there = set(database.read(lambda connection: connection.execute(select(feed.c.id)).scalars().all()))
    for number in numbers:
        if number not in there:
            raise AppError("unknown_feed", feed=number)


def in_own_process(folder: Path, database: str) -> Build:
    """Builds by running `inspector-hq snapshot`."""

    def build(feeds: Sequence[int]) -> None:
        command = [sys.executable, "-m", "inspector_app.hq", "snapshot", "--data", str(folder)]
        for number in feeds:
            command += ["--feed", str(number)]
        environment = os.environ | {DATABASE: database}  # it may hold a password, and everybody sees arguments
        subprocess.run(command, check=True, timeout=BUILD_S, stdout=subprocess.DEVNULL, env=environment)

    return build
