"""Takes a rescue package in: a laptop's unsent changes as its own, and the photos that HQ waits for."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any, BinaryIO

from sqlalchemy import select

from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.hq.tables import escrow
from inspector_app.services.rescuing import CHANGES, FORM, MANIFEST, PHOTOS, PROOF, Manifest, proof
from inspector_app.storage.keys import unseal
from inspector_app.storage.sealed import SealedReader
from sync.faults import Faulted
from sync.protocol import Op, Outcome

CHUNK = 500
"""Changes to a transaction, whole groups together."""
Report = Callable[[int, int], None]


@dataclass(slots=True)
class TakenIn:
    """What became of a package."""

    device_id: str
    made_at: int
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    photos: int = 0
    """Photos that are whole at HQ now."""
    is_cut: bool = False
    """The package ends early or was altered; what stands before that place was taken in."""

    @property
    def changes(self) -> int:
        return sum(self.outcomes.values())


def take_in(office: Office, file: Path, now: int, report: Report = lambda done, total: None) -> TakenIn:
    """Take a package in; once more changes nothing. Photos that need more than a day's measure come the next day.

    Raises AppError package_damaged, package_other_hq, package_unproved, file_unreadable: nothing was taken in then.
    """
    try:
        source = file.open("rb")
    except OSError as exc:
        raise AppError("file_unreadable", file=str(file)) from exc
    with source:
        members = _members(office, source, file)
        manifest, ops = _changes(office, members, file)
        taken = TakenIn(manifest.device_id, manifest.made_at)
        done = 0
        for chunk in _chunks(ops):
            for result in office.service.hand_in(manifest.device_id, chunk, now):
                taken.outcomes[result.r] += 1
            done += len(chunk)
            report(done, len(ops))
        try:
            for name, data in members:
                taken.photos += _take_photo(office, manifest.device_id, name.removeprefix(PHOTOS), data, now)
        except AppError:
            taken.is_cut = True
    return taken


def _members(office: Office, source: BinaryIO, file: Path) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each part, in their order."""
    try:
        stream: Any = SealedReader(source, office.recovery_key)
    except AppError as exc:
        if exc.code == "wrong_key":
            raise AppError("package_other_hq", file=str(file)) from None
        raise AppError("package_damaged", file=str(file)) from None
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                held: IO[bytes] | None = archive.extractfile(member)
                yield member.name, b"" if held is None else held.read()
    except (AppError, tarfile.TarError) as exc:
        raise AppError("package_damaged", file=str(file)) from exc


def _changes(office: Office, members: Iterator[tuple[str, bytes]], file: Path) -> tuple[Manifest, list[Op]]:
    parts = dict(islice(members, 3))
    try:
        manifest = Manifest(**json.loads(parts[MANIFEST]))
        lines, mac = parts[CHANGES], parts[PROOF]
        if manifest.form != FORM or hashlib.sha256(lines).hexdigest() != manifest.changes_sha256:
            raise ValueError(manifest.form)
        ops = [Op.model_validate_json(line) for line in lines.splitlines()]
    except (KeyError, TypeError, ValueError) as exc:
        raise AppError("package_damaged", file=str(file)) from exc
    if manifest.dataset != office.plan.dataset or not _is_proved(office, manifest, parts[MANIFEST], mac):
        raise AppError("package_unproved", file=str(file))
    return manifest, ops


def _is_proved(office: Office, manifest: Manifest, told: bytes, mac: bytes) -> bool:
    """Whether it was made by somebody who could open that laptop's data."""
    query = select(escrow.c.sealed_key).where(escrow.c.device_id == manifest.device_id)
    sealed: bytes | None = office.database.read(lambda connection: connection.execute(query).scalar())
    if sealed is None:
        return False
    return hmac.compare_digest(proof(unseal(office.recovery_key, sealed), told), mac)


def _chunks(ops: Sequence[Op]) -> Iterator[list[Op]]:
    chunk: list[Op] = []
    for _, group in groupby(ops, key=lambda op: op.g):
        chunk += group
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _take_photo(office: Office, device: str, sha256: str, data: bytes, now: int) -> bool:
    """Whether the photo is whole at HQ now."""
    blobs = office.service.blobs
    if not data or hashlib.sha256(data).hexdigest() != sha256:
        return False
    try:
        [state] = blobs.missing(device, {sha256: len(data)}, now)
        if state.missing:
            blobs.put_parts(device, sha256, 0, io.BytesIO(data), len(data), now)
            state = blobs.complete(device, sha256)
    except Faulted:  # beyond the measure of a day
        return False
    return state.complete
