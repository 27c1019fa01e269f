"""The database key and who can open it: one slot per person, one sealed to HQ, in a file beside the database."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.errors import AppError
from inspector_app.storage.files import write_atomically

KEY_BYTES = 32
ARGON2 = {"time_cost": 3, "memory_cost": 65_536, "parallelism": 4}
"""RFC 9106, section 4, second recommended option: 64 MiB, 3 passes, 4 lanes."""
_NONCE = bytes(12)
"""Each wrapping key is used for one message only, so the nonce need not differ."""


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def subkey(key: bytes, purpose: str) -> bytes:
    """A key of its own for the photo store, file names, backups; knowing it tells nothing of the others."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"field-inspector/{purpose}".encode()).derive(key)


def people(path: Path) -> list[str]:
    """Who has a slot, in the order of their first sign-in."""
    return list(_read(path)["people"])


def add_slot(path: Path, person: str, password: str, key: bytes, argon2: dict[str, int] = ARGON2) -> None:
    """Let this person open the database with this password; an older slot of the same person is replaced."""
    salt = secrets.token_bytes(16)
    wrapped = AESGCM(_stretched(password, salt, argon2)).encrypt(_NONCE, key, person.encode())
    slots = _read(path)
    slots["people"][person] = {"argon2id": argon2, "salt": _text(salt), "key": _text(wrapped)}
    _write(path, slots)


def open_slot(path: Path, person: str, password: str) -> bytes:
    """The database key. Raises AppError unknown_user or wrong_password."""
    try:
        slot = _read(path)["people"][person]
    except KeyError:
        raise AppError("unknown_user") from None
    stretched = _stretched(password, _bytes(slot["salt"]), slot["argon2id"])
    try:
        return AESGCM(stretched).decrypt(_NONCE, _bytes(slot["key"]), person.encode())
    except InvalidTag:
        raise AppError("wrong_password") from None


def remove_slot(path: Path, person: str) -> None:
    """This person can no longer open the database. Nothing happens when there is no such slot."""
    slots = _read(path)
    if slots["people"].pop(person, None) is not None:
        _write(path, slots)


def change(path: Path, person: str, old: str, new: str, argon2: dict[str, int] = ARGON2) -> None:
    """Another password for the same slot. Raises AppError wrong_password."""
    add_slot(path, person, new, open_slot(path, person, old), argon2)


def seal_for_recovery(path: Path, key: bytes, recovery_key: bytes) -> None:
    """Keep the database key sealed to HQ's recovery key (X25519), for a laptop whose people are gone."""
    slots = _read(path)
    slots["recovery"] = _text(seal(recovery_key, key))
    _write(path, slots)


def recovery_slot(path: Path) -> bytes:
    """The database key as HQ alone can open it; registered with HQ at enrolment. Raises AppError no_recovery."""
    if (sealed := _read(path)["recovery"]) is None:
        raise AppError("no_recovery")
    return _bytes(sealed)


def seal(public_key: bytes, data: bytes) -> bytes:
    """Bytes that only the holder of the private key can read: a fresh X25519 key, then AES-256-GCM."""
    fresh = X25519PrivateKey.generate()
    theirs = X25519PublicKey.from_public_bytes(public_key)
    ours = fresh.public_key().public_bytes_raw()
    return ours + AESGCM(_agreed(fresh.exchange(theirs), ours, public_key)).encrypt(_NONCE, data, None)


def unseal(private_key: X25519PrivateKey, sealed: bytes) -> bytes:
    """The data of `seal`. Raises AppError wrong_key."""
    fresh, box = sealed[:32], sealed[32:]
    mine = private_key.public_key().public_bytes_raw()
    try:
        shared = private_key.exchange(X25519PublicKey.from_public_bytes(fresh))
        return AESGCM(_agreed(shared, fresh, mine)).decrypt(_NONCE, box, None)
    except (InvalidTag, ValueError):
        raise AppError("wrong_key") from None


def _agreed(shared: bytes, fresh: bytes, public: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=fresh + public, info=b"field-inspector/seal").derive(shared)


def _stretched(password: str, salt: bytes, argon2: dict[str, int]) -> bytes:
    return hash_secret_raw(
        password.encode(),
        salt,
        time_cost=argon2["time_cost"],
        memory_cost=argon2["memory_cost"],
        parallelism=argon2["parallelism"],
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        slots: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {"version": 1, "people": {}, "recovery": None}
    except (ValueError, OSError) as exc:
        raise AppError("file_unreadable", file=path.name) from exc
    return slots


def _write(path: Path, slots: dict[str, Any]) -> None:
    write_atomically(path, json.dumps(slots, ensure_ascii=False, indent=1).encode(), mode=0o600)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
