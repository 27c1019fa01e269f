"""Files that are there whole or not at all, whenever the power fails."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from inspector_app.errors import AppError


def write_atomically(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Replace a file: temporary name, fsync, rename, fsync of the folder. Raises AppError disk_full."""
    with atomic_file(path, mode) as file:
        file.write(data)


@contextmanager
def atomic_file(path: Path, mode: int = 0o600) -> Iterator[BinaryIO]:
    """A file to write, which takes its name at the end; when anything is raised, nothing remains of it."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with full_disk():
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


@contextmanager
def as_it_was(folder: Path, close: Callable[[], None]) -> Iterator[None]:
    """Remove what was put into a folder when anything is raised, once `close` has let go of it."""
    before = set(folder.iterdir())
    try:
        yield
    except BaseException:
        close()
        for begun in set(folder.iterdir()) - before:
            if begun.is_dir():
                shutil.rmtree(begun, ignore_errors=True)
            else:
                begun.unlink(missing_ok=True)
        raise


@contextmanager
def full_disk() -> Iterator[None]:
    """Say disk_full for what the operating system calls ENOSPC, EDQUOT or EFBIG."""
    try:
        yield
    except OSError as exc:
        if exc.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise AppError("disk_full") from exc
        raise


@contextmanager
def unless_full() -> Iterator[None]:
    """For what may be left out while the disk is full."""
    try:
        yield
    except AppError as error:
        if error.code != "disk_full":
            raise


def room(folder: Path) -> int:
    """Bytes that are free on the disk of a folder."""
    return shutil.disk_usage(folder).free


def sync_folder(folder: Path) -> None:
    """Make a rename durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
