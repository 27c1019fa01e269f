"""The rescue package: what HQ does not have of a laptop's work, out of a replica whole or damaged, for HQ alone.

It is a tar file in a sealed one: manifest.json, manifest.mac, changes.jsonl, photos/<SHA-256>. The proof of its origin
is made with the laptop's database key, which HQ keeps in escrow.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

from pydantic import ValidationError

from inspector_app.errors import AppError
from inspector_app.records import SCHEMA
from inspector_app.records.evidence import EvidenceItem
from inspector_app.services.laptop import Laptop
from inspector_app.storage.files import atomic_file
from inspector_app.storage.keys import subkey
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.salvage import Salvaged, salvage
from inspector_app.storage.sealed import SealedWriter
from sync.device.core import PhotoState, grouped
from sync.device.outbox import to_op
from sync.forms import FIRST_SCHEMA
from sync.protocol import Op

FORM = "rescue/1"
MANIFEST, PROOF, CHANGES, PHOTOS = "manifest.json", "manifest.mac", "changes.jsonl", "photos/"
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself."""

    form: str
    device_id: str
    dataset: str
    made_at: int
    changes: int
    changes_sha256: str


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a package holds."""

    changes: int
    photos: int
    lost_photos: int
    """Photos that HQ waits for and that no whole file is left of."""
    is_whole: bool
    """Nothing that HQ may lack was damaged."""


def rescue(
    folder: Path, laptop: Laptop, key: bytes, out: Path, now: int, report: Report = lambda done, total: None
) -> Rescued:
    """Write the package of a closed data folder. Raises AppError file_unreadable, disk_full."""
    try:
        found = salvage(folder / "replica.db", key)
    except OSError as exc:
        raise AppError("file_unreadable", file="replica.db") from exc
    ops = _ops(found)
    store = PhotoStore(folder / "photos", key)
    hashes = _photos(found, ops)
    lines = b"".join(op.core() + b"\n" for op in ops)
    manifest = Manifest(FORM, laptop.device_id, laptop.dataset, now, len(ops), hashlib.sha256(lines).hexdigest())
    told = json.dumps(asdict(manifest)).encode()
    lost = 0
    with atomic_file(out) as target:
        sealed = SealedWriter(target, base64.b64decode(laptop.recovery_key))
        with tarfile.open(fileobj=_as_file(sealed), mode="w|") as archive:
            for name, data in ((MANIFEST, told), (PROOF, proof(key, told)), (CHANGES, lines)):
                _put(archive, name, data)
            for done, sha256 in enumerate(hashes):
                report(done, len(hashes))
                try:
                    _put(archive, PHOTOS + sha256, store.get(sha256))
                except AppError:
                    lost += 1
        sealed.close()
    return Rescued(len(ops), len(hashes) - lost, lost, found.is_whole and len(ops) == len(found.unsent))


def proof(key: bytes, manifest: bytes) -> bytes:
    """Who can make it can open the laptop's data."""
    return hmac.digest(subkey(key, "rescue package"), manifest, "sha256")


def _ops(found: Salvaged) -> list[Op]:
    """The unsent changes as they would travel, whole groups together."""
    version = int(found.meta.get("schema", FIRST_SCHEMA if found.is_whole else SCHEMA.version))
    ops = []
    for row in found.unsent:
        try:
            ops.append(to_op(SimpleNamespace(**row), version))
        except (ValidationError, ValueError):  # damaged within; the others go on
            continue
    return grouped(ops)


def _photos(found: Salvaged, ops: list[Op]) -> list[str]:
    """Hashes of the photos that HQ may lack, each once: as noted, and as the changes themselves name them."""
    noted = [row["sha256"] for row in found.photos if row["state"] == PhotoState.WAITING]
    named = [op.set["synced_sha256"][1] for op in ops if op.t == EvidenceItem.kind and "synced_sha256" in op.set]
    there = {row["sha256"] for row in found.photos if row["state"] == PhotoState.AT_HQ}
    return [sha256 for sha256 in dict.fromkeys([*noted, *named]) if sha256 not in there]


def _put(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


def _as_file(sealed: Any) -> BinaryIO:
    """tarfile needs no more of a file than its `write`."""
    file: BinaryIO = sealed
    return file
