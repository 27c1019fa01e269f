"""Files as the body of an answer, from any byte on: Range and If-Range, streamed from disk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from starlette.responses import Response, StreamingResponse

PIECE = 256 << 10
"""Bytes in memory at a time; a slow reader holds no more of them."""
FILE_TYPE = "application/octet-stream"
_RANGE = re.compile(r"bytes=([0-9]{1,15})-([0-9]{1,15})?")


def file_response(files: Sequence[tuple[Path, int]], tag: str, headers: Mapping[str, str]) -> Response:
    """Files (path, size) one after the other, or the part of them that the request asks for.

    They never change under their name, so any cache may keep them.
    """
    size = sum(length for _, length in files)
    start, end = 0, size
    wanted = _RANGE.fullmatch(headers.get("range", ""))
    if wanted and headers.get("if-range", tag) == tag:
        start, end = int(wanted[1]), min(int(wanted[2] or size) + 1, size)
        if start >= end:
            return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    members = {"etag": tag, "content-length": str(end - start), "accept-ranges": "bytes"}
    members["cache-control"] = "private, max-age=604800, immutable"
    if (start, end) != (0, size):
        members["content-range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if (start, end) != (0, size) else 200
    return StreamingResponse(_pieces(files, start, end), status, members, FILE_TYPE)


def _pieces(files: Sequence[tuple[Path, int]], start: int, end: int) -> Iterator[bytes]:
    """The bytes from `start` up to `end` of the files put together."""
    place = 0
    for path, length in files:
        first, last = max(start - place, 0), min(end - place, length)
        place += length
        if first >= last:
            continue
        with path.open("rb") as source:
            source.seek(first)
            left = last - first
            while left:
                piece = source.read(min(PIECE, left))
                if not piece:
                    return  # shorter than it was: the answer ends early, and the device sees that
                left -= len(piece)
                yield piece
