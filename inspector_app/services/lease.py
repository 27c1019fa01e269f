"""How long a laptop may be signed in to without HQ, and the file by which HQ makes that longer where no network is.

A software check, and no more (design.md 2): nothing is deleted when the lease ends.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, ValidationError

from inspector_app.errors import AppError
from inspector_app.services.laptop import Laptop
from inspector_app.storage.files import write_atomically

FILE = "renewal.json"
FORM = "lease-renewal/1"


class Renewal(BaseModel):
    """HQ's word that one laptop may be used until then, whenever it was last in touch."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    form: str = FORM
    device_id: str
    until: int
    """Microseconds UTC."""
    sig: str
    """Hexadecimal: HQ's Ed25519 signature, by the key that signs snapshots."""

    def told(self) -> bytes:
        """What is signed; no manifest of a snapshot begins like this."""
        return _told(self.device_id, self.until)


def _told(device_id: str, until: int) -> bytes:
    return f"{FORM}\n{device_id}\n{until}".encode()


def sign(key: Ed25519PrivateKey, device_id: str, until: int) -> Renewal:
    return Renewal(device_id=device_id, until=until, sig=key.sign(_told(device_id, until)).hex())


def read(file: Path) -> Renewal | None:
    """The renewal in a file; None when it is another kind of file."""
    try:
        renewal = Renewal.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None
    return renewal if renewal.form == FORM else None


def keep(folder: Path, laptop: Laptop, renewal: Renewal, now: int) -> None:
    """Take a renewal in; it holds for everybody on this laptop. One that ends before the present one changes nothing.

    Raises AppError renewal_other for another laptop's, renewal_forged, renewal_over.
    """
    if renewal.device_id != laptop.device_id:
        raise AppError("renewal_other")
    if not _is_of_hq(laptop, renewal):
        raise AppError("renewal_forged")
    if renewal.until <= now:
        raise AppError("renewal_over")
    if renewal.until > renewed_until(folder, laptop):
        write_atomically(folder / FILE, renewal.model_dump_json().encode())


def renewed_until(folder: Path, laptop: Laptop) -> int:
    """Until when HQ has renewed this laptop's lease, 0 if never. The file is checked each time it is read."""
    renewal = read(folder / FILE)
    if renewal is None or renewal.device_id != laptop.device_id or not _is_of_hq(laptop, renewal):
        return 0
    return renewal.until


def _is_of_hq(laptop: Laptop, renewal: Renewal) -> bool:
    if not laptop.snapshot_key:  # enrolled before HQ had a key to sign with
        return False
    try:
        trusted = Ed25519PublicKey.from_public_bytes(bytes.fromhex(laptop.snapshot_key))
        trusted.verify(bytes.fromhex(renewal.sig), renewal.told())
    except (InvalidSignature, ValueError):
        return False
    return True
