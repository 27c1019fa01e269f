"""Downloads of a feed's files: resumed from the bytes on disk, checked by hash, only what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sync.device.problem import ProblemKind, SyncProblem

TRIES = 3
"""Downloads of one file that come out wrong, before we give up for now."""
_CUTS = (ProblemKind.UNREACHABLE, ProblemKind.CUT)


@dataclass(frozen=True, slots=True)
class FileRef:
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of an answer from `start` on, as they arrive."""

    start: int
    pieces: Iterator[bytes]


class FileHQ(Protocol):
    def file(self, path: str, have: int, tag: str) -> AbstractContextManager[Body]:
        """The bytes behind an address from `have` on, or from 0 if it is another file by now. Raises SyncProblem."""


Address = Callable[[Sequence[str]], tuple[str, str]]
"""(path, entity tag) of files by their hashes."""


class Downloads:
    """A folder of files that are on their way or wait to be taken in; all of it is ciphertext."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def read(self, sha256: str) -> bytes:
        return self._whole(sha256).read_bytes()

    def drop(self, hashes: Sequence[str]) -> None:
        for sha256 in hashes:
            self._whole(sha256).unlink(missing_ok=True)

    def clear(self) -> None:
        """Nothing is awaited any more."""
        for path in self._folder.iterdir():
            path.unlink(missing_ok=True)

    def fetch(self, hq: FileHQ, files: Sequence[FileRef], address: Address, stop: Callable[[], bool]) -> None:
        """Have these files here, whole and right. What a cut left is continued as long as anything arrives.

        Raises SyncProblem.
        """
        wrong = 0
        while missing := [each for each in files if not self._whole(each.sha256).exists()]:
            if stop():
                return
            for each in missing:
                part = self._part(each.sha256)
                if part.exists() and part.stat().st_size >= each.bytes:  # the end came just before its check
                    wrong += not self._check(each)
            missing = [each for each in missing if not self._whole(each.sha256).exists()]
            if not missing:
                return
            before = self._arrived(missing)
            try:
                wrong += self._get(hq, missing, address)
            except SyncProblem as problem:
                if problem.kind not in _CUTS or self._arrived(missing) <= before:
                    raise
            if wrong >= TRIES:
                raise SyncProblem(ProblemKind.CUT, retryable=True, detail="a file arrives damaged again and again")

    def _get(self, hq: FileHQ, files: Sequence[FileRef], address: Address) -> int:
        """One request for files; how many of them were not what their names promise."""
        path, tag = address([each.sha256 for each in files])
        part = self._part(files[0].sha256)
        have = part.stat().st_size if part.exists() else 0
        wrong = 0
        with hq.file(path, have, tag) as body:
            if body.start not in (0, have):
                raise SyncProblem(ProblemKind.CUT, retryable=True, detail="another part than was asked for")
            pieces = _Pieces(body.pieces)
            for each in files:
                part, start = self._part(each.sha256), body.start if each is files[0] else 0
                with part.open("r+b" if start else "wb") as target:
                    target.seek(start)
                    for piece in pieces.take(each.bytes - start):
                        target.write(piece)
                        target.flush()
                wrong += not self._check(each)
        return wrong

    def _check(self, file: FileRef) -> bool:
        """Let a whole file count; a wrong one is thrown away."""
        part = self._part(file.sha256)
        with part.open("rb") as source:
            is_right = hashlib.file_digest(source, "sha256").hexdigest() == file.sha256
        if is_right:
            part.replace(self._whole(file.sha256))
        else:
            part.unlink()
        return is_right

    def _arrived(self, files: Sequence[FileRef]) -> int:
        """Bytes of these files on disk, and one for each that is whole."""
        places = [(self._whole(each.sha256), self._part(each.sha256)) for each in files]
        parts = sum(part.stat().st_size for _, part in places if part.exists())
        return parts + sum(whole.stat().st_size + 1 for whole, _ in places if whole.exists())

    def _whole(self, sha256: str) -> Path:
        return self._folder / sha256

    def _part(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.part"


class _Pieces:
    """A stream cut where one file ends and the next begins."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def take(self, size: int) -> Iterator[bytes]:
        """The next `size` bytes. Raises SyncProblem when the stream ends before."""
        while size > 0:
            piece = self._rest or next(self._pieces, b"")
            if not piece:
                raise SyncProblem(ProblemKind.CUT, retryable=True, detail="the answer ended early")
            self._rest = piece[size:]
            yield piece[:size]
            size -= len(piece[:size])
