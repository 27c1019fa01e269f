"""The helper process that decodes pictures: whatever a picture does to a decoder, only this process dies of it.

Started by scanner.py as `python -m inspector_app.capture.decoder_process`. Requests come on standard input, replies go
to standard output (messages.py). It ends when its input ends.
"""

from __future__ import annotations

import base64
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.capture.messages import Header, ScanProblem, receive, send

if TYPE_CHECKING:
    from inspector_app.capture.decoders import Candidate
    from inspector_app.capture.pipeline import Pipeline

MEMORY = 4 << 30
"""Bytes of address space: enough for 100 megapixels in all variants, too little to take the computer down."""


def limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the limits on pictures hold there too
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def read_file(path: Path) -> bytes:
    """The bytes of a plain file. Raises PictureRefused: a pipe or device would keep the process waiting for ever."""
    from inspector_app.capture.pictures import MOST_BYTES, PictureRefused

    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise PictureRefused(ScanProblem.NO_ACCESS)
        if status.st_size > MOST_BYTES:
            raise PictureRefused(ScanProblem.TOO_LARGE)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise PictureRefused(ScanProblem.MISSING) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise PictureRefused(ScanProblem.NO_ACCESS) from error


def answer(pipeline: Pipeline, request: Header, payload: bytes) -> Header:
    from inspector_app.capture.pictures import PictureRefused, read_gray

    try:
        if request["do"] == "frame":
            import numpy as np

            frame = np.frombuffer(payload, np.uint8).reshape(request["height"], request["width"])
            return _reply(pipeline.frame(frame))
        data = read_file(Path(request["path"])) if request["do"] == "file" else payload
        return _reply(pipeline.photo(read_gray(data)))
    except PictureRefused as refusal:
        return _reply([], refusal.problem)
    except MemoryError:
        return _reply([], ScanProblem.OUT_OF_MEMORY)


def _reply(candidates: list[Candidate], problem: ScanProblem | None = None) -> Header:
    codes = [
        {
            "symbology": code.symbology,
            "text": code.text,
            "identifier": code.identifier,
            "raw": None if code.raw is None else base64.b64encode(code.raw).decode(),
        }
        for code in candidates
    ]
    return {"codes": codes, "problem": problem}


def main() -> None:
    limit_memory()
    # The decoders' libraries may print: what is not ours must not come between our messages.
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from inspector_app.capture.pipeline import Pipeline

    pipeline = Pipeline(chinese="--chinese" in sys.argv)
    while (message := receive(requests)) is not None:
        send(replies, answer(pipeline, *message))


if __name__ == "__main__":
    main()
