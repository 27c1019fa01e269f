"""Slots: each person's password opens the one database key, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inspector_app.errors import AppError
from inspector_app.storage import keys

CHEAP = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}


@pytest.fixture
def slots(tmp_path: Path) -> Path:
    return tmp_path / "replica.slots"


def test_each_person_opens_the_same_key(slots: Path) -> None:
    key = keys.new_key()
    keys.add_slot(slots, "wang", "口令一", key, CHEAP)
    keys.add_slot(slots, "li", "two", key, CHEAP)
    assert keys.people(slots) == ["wang", "li"]
    assert keys.open_slot(slots, "wang", "口令一") == keys.open_slot(slots, "li", "two") == key


@pytest.mark.parametrize(
    ("person", "password", "code"), [("wang", "wrong", "wrong_password"), ("zhao", "right", "unknown_user")]
)
def test_a_wrong_password_and_an_unknown_person_are_told_apart(
    slots: Path, person: str, password: str, code: str
) -> None:
    keys.add_slot(slots, "wang", "right", keys.new_key(), CHEAP)
    with pytest.raises(AppError) as raised:
        keys.open_slot(slots, person, password)
    assert raised.value.code == code


def test_a_slot_cannot_be_renamed_to_another_person(slots: Path) -> None:
    keys.add_slot(slots, "wang", "right", keys.new_key(), CHEAP)
    slots.write_text(slots.read_text("utf-8").replace('"wang"', '"li"'), "utf-8")
    with pytest.raises(AppError, match="wrong_password"):
        keys.open_slot(slots, "li", "right")


def test_a_removed_person_cannot_open(slots: Path) -> None:
    keys.add_slot(slots, "wang", "right", keys.new_key(), CHEAP)
    keys.remove_slot(slots, "wang")
    with pytest.raises(AppError, match="unknown_user"):
        keys.open_slot(slots, "wang", "right")


def test_a_changed_password_replaces_the_old_one(slots: Path) -> None:
    key = keys.new_key()
    keys.add_slot(slots, "wang", "old", key, CHEAP)
    with pytest.raises(AppError, match="wrong_password"):
        keys.change(slots, "wang", "guess", "new", CHEAP)
    keys.change(slots, "wang", "old", "new", CHEAP)
    assert keys.open_slot(slots, "wang", "new") == key
    with pytest.raises(AppError, match="wrong_password"):
        keys.open_slot(slots, "wang", "old")


def test_hq_alone_opens_the_recovery_slot(slots: Path) -> None:
    key, hq = keys.new_key(), X25519PrivateKey.generate()
    keys.seal_for_recovery(slots, key, hq.public_key().public_bytes_raw())
    sealed = keys.recovery_slot(slots)
    assert keys.unseal(hq, sealed) == key
    with pytest.raises(AppError, match="wrong_key"):
        keys.unseal(X25519PrivateKey.generate(), sealed)


def test_the_slots_file_holds_neither_key_nor_password(slots: Path) -> None:
    key = keys.new_key()
    keys.add_slot(slots, "wang", "planted-password", key, CHEAP)
    content = slots.read_bytes()
    assert b"planted-password" not in content
    assert key not in content
    assert key.hex().encode() not in content
    assert slots.stat().st_mode & 0o077 == 0


def test_subkeys_differ_by_purpose() -> None:
    key = keys.new_key()
    assert len({keys.subkey(key, purpose) for purpose in ("photos", "names", "backup")} | {key}) == 4
    assert keys.subkey(key, "photos") == keys.subkey(key, "photos")
