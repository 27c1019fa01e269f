"""Cycles of Python objects die in the GUI thread, whoever made them."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from types import ModuleType

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from inspector_app.ui import garbage


class Page:
    def __init__(self, died_in: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: died_in.append(threading.current_thread()))


def test_a_cycle_dies_in_the_gui_thread_however_much_another_thread_allocates(qtbot: QtBot) -> None:
    died_in: list[threading.Thread] = []
    owner = QObject()
    garbage.Collector(owner)
    Page(died_in)
    kept: list[list[int]] = []
    other = threading.Thread(target=lambda: kept.extend([] for _ in range(50_000)))
    other.start()
    other.join()
    assert died_in == []
    qtbot.waitUntil(lambda: bool(died_in))
    assert died_in == [threading.main_thread()]


def test_what_new_modules_hold_is_not_looked_through(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "CHECK_EVERY_MS", 1)
    monkeypatch.setattr(garbage, "collect_due", lambda: looked.append(len(gc.get_objects())))
    looked: list[int] = []
    owner = QObject()
    garbage.Collector(owner)
    qtbot.waitUntil(lambda: bool(looked))
    before = looked[-1]
    new = ModuleType("new")
    vars(new)["held"] = [[] for _ in range(50_000)]
    monkeypatch.setitem(sys.modules, "new", new)
    looked.clear()
    qtbot.waitUntil(lambda: bool(looked))
    assert looked[0] < before + 50_000


@pytest.mark.parametrize(
    ("counts", "limits", "collected"),
    [
        ((701, 10, 10), (700, 10, 10), [0]),
        ((701, 11, 10), (700, 10, 10), [1]),
        ((3, 11, 11), (700, 10, 10), [2]),
        ((700, 10, 10), (700, 10, 10), []),
        ((2001, 0, 0), (2000, 10, 0), [1]),  # Python 3.14: by increments
        ((2000, 99, 99), (2000, 10, 0), []),
        ((9999, 99, 99), (0, 10, 10), [2]),
        ((9999, 99, 99), (0, 10, 0), []),  # switched off
    ],
)
def test_what_is_due_is_collected_as_python_itself_would(
    monkeypatch: pytest.MonkeyPatch,
    counts: tuple[int, int, int],
    limits: tuple[int, int, int],
    collected: list[int],
) -> None:
    done: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: counts)
    monkeypatch.setattr(gc, "get_threshold", lambda: limits)
    monkeypatch.setattr(gc, "collect", done.append)
    assert [garbage.collect_due()] == (collected or [None])
    assert done == collected


def test_nothing_is_collected_before_it_is_due(qtbot: QtBot) -> None:
    gc.collect()
    assert garbage.collect_due() is None
