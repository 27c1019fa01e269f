"""Blobs in an object store, S3 or what speaks like it. Keys and region come from the environment (AWS_…)."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url

from sync.hq.blobs import StoreUnavailable

IN_MEMORY = 1 << 20
"""Larger blobs pass through a temporary file on their way, not through memory."""


class ObjectBlobs:
    """Blobs under the names that LocalBlobs gives them (sync.hq.blobs.BlobStore)."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, url: str) -> ObjectBlobs:
        """The store at s3://bucket/prefix. Raises ValueError for an address that is of no store."""
        try:
            return cls(from_url(url))
        except BaseError as exc:
            raise ValueError(str(exc)) from exc

    def put_part(self, upload: str, i: int, data: bytes) -> None:
        with _reaching():
            obstore.put(self._store, _part(upload, i), data)

    def join(self, upload: str, sha256: str, parts: int) -> bool:
        digest = hashlib.sha256()
        with _reaching(), tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
            try:
                for i in range(parts):
                    data = bytes(obstore.get(self._store, _part(upload, i)).bytes())
                    digest.update(data)
                    whole.write(data)
            except FileNotFoundError:  # another request has just joined it and dropped the parts
                return self._holds(sha256)
            if digest.hexdigest() != sha256:
                return self._holds(sha256)
            whole.seek(0)
            obstore.put(self._store, _whole(sha256), cast(BinaryIO, whole))
        return True

    def drop_parts(self, upload: str, parts: int) -> None:
        with _reaching(), contextlib.suppress(FileNotFoundError):
            obstore.delete(self._store, [_part(upload, i) for i in range(parts)])

    def open(self, sha256: str) -> BinaryIO:
        with _reaching():
            found = obstore.get(self._store, _whole(sha256))
            file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
            for piece in found.stream(min_chunk_size=IN_MEMORY):
                file.write(piece)
            file.seek(0)
            return cast(BinaryIO, file)

    def read(self, sha256: str, start: int, length: int) -> bytes:
        with _reaching():
            return bytes(obstore.get_range(self._store, _whole(sha256), start=start, length=length))

    def _holds(self, sha256: str) -> bool:
        try:
            obstore.head(self._store, _whole(sha256))
        except FileNotFoundError:
            return False
        return True


def _whole(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _part(upload: str, i: int) -> str:
    return f"parts/{upload}.{i}"


@contextlib.contextmanager
def _reaching() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except BaseError as exc:
        raise StoreUnavailable(type(exc).__name__) from exc
