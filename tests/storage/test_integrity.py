"""Damage of the open replica is found in the background, within a time, and told in a sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app.errors import AppError
from inspector_app.storage import page_rows
from inspector_app.storage.cipher import CIPHERS
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.integrity import require_sound
from inspector_app.storage.pages import Pages
from inspector_app.storage.salvage import _is_change
from inspector_app.storage.writes import save
from sync.device.tables import outbox

Make = Callable[..., Any]


@pytest.fixture
def filled(sessions: Sessions, make_operator: Make, user: str) -> Sessions:
    with sessions.begin() as session:
        for number in range(300):
            save(session, make_operator(), user, number)
    return sessions


def test_a_sound_replica_is_found_so_and_goes_on_working(filled: Sessions, make_operator: Make, user: str) -> None:
    assert require_sound(filled)
    assert require_sound(filled, limit_s=60)
    with filled.begin() as session:
        save(session, make_operator(), user, 1)


def test_a_look_ends_when_its_time_is_over_or_it_is_stopped(filled: Sessions) -> None:
    assert not require_sound(filled, limit_s=0)
    stop = threading.Event()
    stop.set()
    assert not require_sound(filled, stop=stop)
    assert require_sound(filled), "the connection is as good as before"


def test_a_damaged_page_of_a_table_is_found(filled: Sessions, database: Path, key: bytes) -> None:
    filled.close()
    names = [column.name for column in outbox.columns]
    with Pages(database, key) as pages:
        numbers = range(2, pages.count + 1)
        number = next(n for n in numbers if list(page_rows._orphans(pages, n, names, _is_change)))
    harm(database, number)
    again = open_database(database, key)
    with pytest.raises(AppError, match="data_damaged"):
        require_sound(again)
    again.close()


def test_a_damaged_schema_is_called_so_when_it_is_opened(filled: Sessions, database: Path, key: bytes) -> None:
    filled.close()
    with Pages(database, key) as pages:
        number = max(page_rows._children(pages.page(1) or b"", 100))
    harm(database, number)
    with pytest.raises(AppError, match="data_damaged"):
        open_database(database, key)


def harm(database: Path, number: int) -> None:
    held = bytearray(database.read_bytes())
    held[CIPHERS[0].page * (number - 1) + 100] ^= 1
    database.write_bytes(held)
