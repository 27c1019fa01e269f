"""Passwords of users, kept at HQ only: Argon2id, and a pause after repeated failures."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, select, update

from inspector_app.domain.password_pause import pause_us, require_over
from inspector_app.errors import AppError
from inspector_app.hq.tables import credential
from inspector_app.storage.tables import TABLES
from sync.hq.database import upsert

SHORTEST = 8
PLAIN = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without 0 O o, 1 l I and signs: twelve of them are 68 bits."""
_HASHER = PasswordHasher()


def made() -> str:
    """A new password that can be read from paper, told by telephone and typed after an option."""
    return "".join(secrets.choice(PLAIN) for _ in range(12))


def require_long(password: str) -> None:
    """Raises AppError password_short."""
    if len(password) < SHORTEST:
        raise AppError("password_short", shortest=SHORTEST)


def set_password(connection: Connection, user_id: str, password: str) -> None:
    """Set or change a password. Raises AppError password_short."""
    require_long(password)
    row = {"user_id": user_id, "password_hash": _HASHER.hash(password), "failures": 0, "locked_until": 0}
    upsert(connection, credential, [row])


def check_password(connection: Connection, username: str, password: str, now: int) -> str | None:
    """The id of the active user who has this password; None for a wrong name or password.

    The failure is counted in this transaction, so the caller must commit also when None comes back.
    Raises AppError sign_in_paused while too many failures lie too short a time back.
    """
    users = TABLES["user"]
    row = connection.execute(
        select(credential, users.c.id)
        .join(users, users.c.id == credential.c.user_id)
        .where(users.c.username == username, users.c.active, users.c.voided_at.is_(None))
        .with_for_update(of=credential)  # guesses made at once are counted one by one
    ).first()
    if row is None:
        _HASHER.hash(password)  # as slow as a known name, so that names cannot be told by time
        return None
    require_over(row.failures, row.locked_until, now)
    try:
        _HASHER.verify(row.password_hash, password)
    except (VerificationError, InvalidHashError):
        failures = row.failures + 1
        _note(connection, row.id, failures, now + pause_us(failures))
        return None
    _note(connection, row.id, 0, 0)
    return str(row.id)


def _note(connection: Connection, user_id: str, failures: int, locked_until: int) -> None:
    values = {"failures": failures, "locked_until": locked_until}
    connection.execute(update(credential).where(credential.c.user_id == user_id).values(values))
