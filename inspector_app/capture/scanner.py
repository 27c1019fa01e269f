"""Reads barcodes from photos and live frames in a helper process that may die without harm."""

from __future__ import annotations

import base64
import datetime as dt
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from inspector_app.capture.messages import Header, ScanProblem, receive, send
from inspector_app.domain.barcodes import Code, Symbology, understand

if TYPE_CHECKING:
    from inspector_app.capture.decoders import Gray

log = logging.getLogger(__name__)

DECODER = (sys.executable, "-m", "inspector_app.capture.decoder_process")
PHOTO_TIMEOUT_S = 20.0
"""A photo of 100 megapixels without a code takes half of it on a slow laptop."""
FRAME_TIMEOUT_S = 3.0
PIPE_BYTES = 1 << 20
"""Room for a whole 720p frame, where the system lets us: fewer turns between the processes."""


@dataclass(frozen=True, slots=True)
class ScanResult:
    codes: tuple[Code, ...] = ()
    problem: ScanProblem | None = None
    """Why the picture could not be read. None with no codes: it was read, and shows none."""
    elapsed_s: float = 0.0


class Scanner:
    """One helper process, started when first needed and again whenever it dies. Safe to use from several threads."""

    def __init__(
        self,
        *,
        chinese: bool = False,
        today: Callable[[], dt.date] = dt.date.today,
        photo_timeout_s: float = PHOTO_TIMEOUT_S,
        command: Sequence[str] = DECODER,
    ) -> None:
        """`chinese`: QR texts that are not UTF-8 are taken for GB18030 first, which spoils Japanese ones.

        `today` settles the century of GS1 dates.
        """
        self._command = [*command, *(["--chinese"] if chinese else [])]
        self._today = today
        self._photo_timeout_s = photo_timeout_s
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False
        self.starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def scan_file(self, path: Path) -> ScanResult:
        return self._ask({"do": "file", "path": os.fspath(path.absolute())}, b"", self._photo_timeout_s)

    def scan_image(self, data: bytes) -> ScanResult:
        """The bytes of a picture file, as of a photo out of the encrypted store."""
        return self._ask({"do": "image"}, data, self._photo_timeout_s)

    def scan_frame(self, gray: Gray) -> ScanResult:
        """A live frame; what two frames in a row show may be believed where one alone may not."""
        height, width = gray.shape
        return self._ask({"do": "frame", "height": height, "width": width}, gray.tobytes(), FRAME_TIMEOUT_S)

    def close(self) -> None:
        """End the helper process; a scan that is under way ends as CRASHED."""
        self._is_closed = True
        if self._process:
            _end(self._process)

    def _ask(self, request: Header, payload: bytes, timeout_s: float) -> ScanResult:
        with self._turn:
            began = time.perf_counter()
            reply = self._exchange(request, payload, timeout_s)
            elapsed = time.perf_counter() - began
        if isinstance(reply, ScanProblem):
            log.warning("decoder: %s", reply)
            return ScanResult(problem=reply, elapsed_s=elapsed)
        problem = ScanProblem(reply["problem"]) if reply["problem"] else None
        return ScanResult(tuple(map(self._code, reply["codes"])), problem, elapsed)

    def _exchange(self, request: Header, payload: bytes, timeout_s: float) -> Header | ScanProblem:
        try:
            process, requests, replies = self._running()
        except OSError:
            return ScanProblem.NOT_STARTED
        timed_out = threading.Event()

        def give_up() -> None:
            timed_out.set()
            process.kill()

        watchdog = threading.Timer(timeout_s, give_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            send(requests, request, payload)
            message = receive(replies)
        except OSError:
            message = None
        finally:
            watchdog.cancel()
        if message is not None:
            return message[0]
        _end(process)
        if not self._is_closed:
            self._start()  # at once, so that the next picture does not wait for it
        return ScanProblem.TIMED_OUT if timed_out.is_set() else ScanProblem.CRASHED

    def _running(self) -> tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]:
        process = self._process
        if process is None or process.poll() is not None:  # died between two pictures: none of them is to blame
            if process:
                _end(process)
            process = self._start()
        if process.stdin is None or process.stdout is None:
            raise OSError("the decoder has no pipes")
        return process, process.stdin, process.stdout

    def _start(self) -> subprocess.Popen[bytes]:
        if self._is_closed:
            raise OSError("the scanner is closed")
        self.starts += 1
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=PIPE_BYTES,
            env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process

    def _code(self, code: Header) -> Code:
        known = understand(Symbology(code["symbology"]), code["text"], code["identifier"], today=self._today())
        return replace(known, raw=base64.b64decode(code["raw"])) if code["raw"] else known


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            try:
                pipe.close()
            except OSError:  # bytes for a process that is gone
                continue
