"""A disk that may lose power: what SQLite wrote and synced is noted, and any moment of it can be laid out again.

After a cut a file holds what was written before its last sync; of each later write nobody knows whether it arrived,
whole, in sectors, or not at all. The notes are taken where SQLite asks the operating system (its VFS), so a sync that a
program leaves out is missing here too.
"""

from __future__ import annotations

import ctypes
import random
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p, cast, memmove, pointer, string_at
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)
_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))


class _Methods(ctypes.Structure):
    """sqlite3_io_methods up to version 3."""

    _fields_ = (("version", c_int), ("close", c_void_p), ("read", c_void_p), ("write", _Write),
                ("truncate", _Truncate), ("sync", _Sync), ("others", c_void_p * 13))  # fmt: skip


class _Vfs(ctypes.Structure):
    """sqlite3_vfs as far as its way to open a file."""

    _fields_ = (("version", c_int), ("file_size", c_int), ("longest_path", c_int), ("next", c_void_p),
                ("name", c_char_p), ("data", c_void_p), ("open", _Open))  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One write, truncation (no data) or sync (neither) of a file; or what a program said by then (no path)."""

    path: str = ""
    at: int = 0
    data: bytes | None = None
    is_sync: bool = False
    said: Any = None


@dataclass
class Disk:
    """What was asked of the files of a folder, in order."""

    folder: Path
    events: list[Event] = field(default_factory=list)
    before: dict[str, bytes] = field(default_factory=dict)

    def say(self, what: Any) -> None:
        """A program calls something saved."""
        self.events.append(Event(said=what))

    def after_cut(self, moment: int, folder: Path, chance: random.Random) -> list[Any]:
        """Lay the files out in a folder as a cut after so many events leaves them; what had been said by then."""
        happened = self.events[:moment]
        synced = {event.path: i for i, event in enumerate(happened) if event.is_sync}
        files = {name: bytearray(data) for name, data in self.before.items()}
        for i, event in enumerate(happened):
            if not event.path or event.is_sync:
                continue
            file = files.setdefault(event.path, bytearray())
            is_sure = i < synced.get(event.path, -1)
            if event.data is None:
                if is_sure or chance.random() < 0.5:
                    del file[event.at :]
                continue
            for start in range(0, len(event.data), SECTOR):
                if is_sure or chance.random() < 0.5:
                    place = event.at + start
                    file.extend(bytes(max(0, place - len(file))))
                    file[place : place + SECTOR] = event.data[start : start + SECTOR]
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        return [event.said for event in happened if event.said is not None]


@contextmanager
def recorded(library: str, folder: Path) -> Iterator[Disk]:
    """Note what the SQLite in this library does to the files of a folder that it opens meanwhile."""
    disk = Disk(folder, before={path.name: path.read_bytes() for path in folder.iterdir()})
    sqlite = ctypes.CDLL(library)
    sqlite.sqlite3_vfs_find.restype = POINTER(_Vfs)
    vfs = sqlite.sqlite3_vfs_find(None).contents
    original = cast(vfs.open, c_void_p).value
    open_file = _Open(original)
    kept: list[Any] = []

    def on_open(of: int, name: int | None, file: int, flags: int, told: Any) -> int:
        outcome: int = open_file(of, name, file, flags, told)
        path = Path(string_at(name).decode()) if name else None
        if outcome == 0 and path is not None and path.parent == folder:
            kept.append(_note(disk, path.name, cast(file, POINTER(POINTER(_Methods)))))
        return outcome

    callback = _Open(on_open)
    vfs.open = callback
    try:
        yield disk
    finally:
        vfs.open = _Open(original)


def _note(disk: Disk, name: str, file: Any) -> Any:
    """Give an open file methods that note what they do; what has to stay in memory as long as the file."""
    plain, noting = file[0].contents, _Methods()
    memmove(pointer(noting), pointer(plain), ctypes.sizeof(_Methods))
    write, truncate, sync = (
        kind(cast(method, c_void_p).value)
        for kind, method in ((_Write, plain.write), (_Truncate, plain.truncate), (_Sync, plain.sync))
    )

    def on_write(of: int, data: int, size: int, at: int) -> int:
        disk.events.append(Event(name, at, string_at(data, size)))
        return int(write(of, data, size, at))

    def on_truncate(of: int, size: int) -> int:
        disk.events.append(Event(name, size))
        return int(truncate(of, size))

    def on_sync(of: int, flags: int) -> int:
        outcome = int(sync(of, flags))
        disk.events.append(Event(name, is_sync=True))
        return outcome

    noting.write, noting.truncate, noting.sync = _Write(on_write), _Truncate(on_truncate), _Sync(on_sync)
    file[0] = pointer(noting)
    return noting
