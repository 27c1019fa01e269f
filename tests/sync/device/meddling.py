"""What comes between a laptop and its first replica: cuts, flipped bits, forged manifests, the end of the process."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from inspector_app.storage.snapshots import SnapshotIntake
from sync.device.engine import run_once
from sync.device.files import Body
from sync.device.problem import ProblemKind, SyncProblem
from sync.snapshot import ManifestsReply, SignedManifest


@dataclass
class Meddler:
    """HQ's files as somebody on the way would have them; everything else goes through."""

    hq: Any
    cut: int | None = None
    """Bytes after which every answer breaks off."""
    flip: int | None = None
    """The byte of the next file that arrives changed."""
    on_file: Callable[[], None] = lambda: None
    forge: Callable[[SignedManifest], SignedManifest] = lambda signed: signed
    sent: int = 0
    cuts: int = 0

    def exchange(self, request: Any) -> Any:
        return self.hq.exchange(request)

    def manifests(self, feeds: Sequence[int]) -> ManifestsReply:
        return ManifestsReply(manifests=tuple(map(self.forge, self.hq.manifests(feeds).manifests)))

    @contextlib.contextmanager
    def file(self, path: str, have: int, tag: str) -> Iterator[Body]:
        self.on_file()
        with self.hq.file(path, have, tag) as body:
            yield Body(body.start, self._meddled(body.pieces))

    def _meddled(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        left = self.cut
        for piece in pieces:
            if self.flip is not None and self.flip < len(piece):
                piece = piece[: self.flip] + bytes([piece[self.flip] ^ 1]) + piece[self.flip + 1 :]
                self.flip = None
            if left is not None and left <= len(piece):
                self.sent += left
                self.cuts += 1
                yield piece[:left]
                raise SyncProblem(ProblemKind.CUT, retryable=True)
            left = left - len(piece) if left is not None else None
            self.sent += len(piece)
            yield piece


def run(laptop: Any, meddler: Any, **members: Any) -> Any:
    """A session through somebody who meddles."""
    with contextlib.closing(laptop.connect()) as connection:
        through = meddler(connection, **members)
        return run_once(laptop.replica, through, works=laptop.works(through)), through


class Killed(BaseException):
    """The process ends here."""


class Mortal(SnapshotIntake):
    """Dies before, in the middle of, or after the n-th thing that it is asked."""

    def __init__(self, sessions: Any, at: int) -> None:
        super().__init__(sessions)
        self.left = at

    def _live(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed

    def begin(self, manifests: Any) -> None:
        self._live()
        super().begin(manifests)
        self._live()

    def take(self, parts: Any) -> Any:
        self._live()
        done = super().take(parts)
        self._live()
        return done

    def _settle(self, *args: Any) -> None:
        self._live()
        super()._settle(*args)
        self._live()
