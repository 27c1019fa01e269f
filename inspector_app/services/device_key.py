"""The laptop's private key: in the system's keyring, or where there is none in a file of the user's alone."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.errors import AppError
from inspector_app.paths import config_folder
from inspector_app.storage.files import write_atomically

SERVICE = "field-inspector"
_log = logging.getLogger(__name__)


def load(folder: Path) -> Ed25519PrivateKey:
    """The private key of the laptop of a data folder; made at the first call.

    The data folder holds only the key's name: a copied folder is no copy of the laptop. Raises AppError key_exposed,
    key_missing.
    """
    names = folder / "device.json"
    if names.exists():
        name = json.loads(names.read_text("utf-8"))["key"]
        if (held := _find(name)) is None:
            raise AppError("key_missing")
        return Ed25519PrivateKey.from_private_bytes(held)
    name, made = secrets.token_hex(8), Ed25519PrivateKey.generate()
    _keep(name, made.private_bytes_raw())
    write_atomically(names, json.dumps({"key": name}).encode())
    return made


def destroy(folder: Path) -> None:
    """Destroy the key of a data folder, wherever it is kept."""
    names = folder / "device.json"
    if not names.exists():
        return
    name = json.loads(names.read_text("utf-8"))["key"]
    _path(name).unlink(missing_ok=True)
    import keyring
    from keyring.errors import KeyringError

    with contextlib.suppress(KeyringError):  # it was kept in the file
        keyring.delete_password(SERVICE, name)
    names.unlink()


def is_in_keyring(folder: Path) -> bool:
    """Whether the system's keyring guards the key, not a file."""
    return not _path(json.loads((folder / "device.json").read_text("utf-8"))["key"]).exists()


def _find(name: str) -> bytes | None:
    path = _path(name)
    if path.exists():
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise AppError("key_exposed", file=str(path))
        return path.read_bytes()
    import keyring
    from keyring.errors import KeyringError

    try:
        held = keyring.get_password(SERVICE, name)
    except KeyringError:
        return None
    return bytes.fromhex(held) if held else None


def _keep(name: str, key: bytes) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, name, key.hex())
        if keyring.get_password(SERVICE, name) == key.hex():  # a backend may be there and keep nothing
            return
    except KeyringError:
        pass
    _log.info("no system keyring; the device key is kept in a file")
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomically(path, key)


def _path(name: str) -> Path:
    return config_folder() / f"device-{name}.key"
