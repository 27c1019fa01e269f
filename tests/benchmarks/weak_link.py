"""W2 and its photos on a weak link, and what a cut costs: a round trip of 300 ms, 1 Mbit/s each way, without TLS.

The limit of the day is one POST of its smallest plain shape over the same link, on a connection of its own as the sync
is; that of photos is their bytes at the link's bandwidth. All 60 photos of the day are sent; a cut is tried on some.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice
from pathlib import Path

import fieldwork
import replication
import requests
import zstandard
from fieldwork_records import ident
from replication import DEVICE, LAPTOP, NOW, USER, Laptop
from wire import Counts, Link, Wire

from inspector_app.records.evidence import EvidenceItem
from inspector_app.storage.blobs import LocalBlobs
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.writes import save
from sync.device import blobs
from sync.protocol import PART_BYTES

RTT_S, BYTES_PER_S = 0.3, 125_000
SOME = 12
"""Photos of the run with a cut, of another laptop's day."""


def weak() -> Link:
    return Link(rtt_s=RTT_S, bytes_per_s=BYTES_PER_S)


def main() -> None:
    limit = _post(zstandard.ZstdCompressor(level=3).compress(fieldwork.day_payload(LAPTOP)))
    with replication.level_laptop() as laptop, tempfile.TemporaryDirectory() as folder:
        laptop.record_day()
        laptop.wire.link = weak()
        ours = _seconds(laptop.sync)
        print(f"W2 on the weak link, seconds: {ours:.3f} / {limit:.3f} = {ours / limit:.3f} (target <= 1.3)")
        camera = _Camera(laptop, PhotoStore(Path(folder), bytes(32)))
        size, overhead = camera.take(list(fieldwork.photos(LAPTOP))), Counts()
        laptop.wire.counts = overhead
        ours = _seconds(lambda: camera.send(times=1))
        limit = size / BYTES_PER_S
        print(f"photos on the weak link, seconds: {ours:.2f} / {limit:.2f} = {ours / limit:.3f} (target <= 1.05)")
        size_of_cut = camera.take(list(islice(fieldwork.photos(LAPTOP + 1), SOME)))
        counts = laptop.wire.counts = Counts()
        laptop.wire.link.cut_after = size_of_cut // 2
        camera.send(times=2)
        assert counts.cuts == 1, counts
        again = (counts.up - size_of_cut) - (overhead.up - size) * size_of_cut / size
        print(
            f"photos, bytes sent again after a cut: {again:.0f} / {PART_BYTES} = {again / PART_BYTES:.3f} (target <= 1)"
        )


class _Camera:
    """Photos of a shop, and their way to HQ."""

    def __init__(self, laptop: Laptop, store: PhotoStore) -> None:
        self._laptop = laptop
        self._store = store
        self._shop = next(fieldwork.edits(LAPTOP))[0]

    def take(self, photos: list[bytes]) -> int:
        """Bytes of photos that were taken, and whose records HQ has."""
        with self._laptop.sessions.begin() as session:
            for data in photos:
                sha256 = hashlib.sha256(data).hexdigest()
                self._store.put(sha256, data)
                item = EvidenceItem(
                    id=ident(sha256), operator_id=self._shop, sha256=sha256, size=len(data), mime="image/jpeg",
                    synced_sha256=sha256, synced_size=len(data), captured_at=NOW, received_at=NOW, taker_id=USER,
                    device_id=DEVICE,
                )  # fmt: skip
                save(session, item, USER, NOW)
        self._laptop.sync()
        return sum(map(len, photos))

    def send(self, *, times: int) -> None:
        """Until all are at HQ, in no more than so many goes."""
        source = LocalBlobs(self._laptop.sessions, self._store)
        for _ in range(times):
            sent = blobs.send(source, self._laptop.connect)
        assert sent.is_done, sent


def _seconds(act: Callable[[], None]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def _post(payload: bytes) -> float:
    """Seconds of one POST over the weak link."""
    with _listening() as port, Wire(port, weak()) as wire:
        began = time.monotonic()
        assert requests.post(f"http://127.0.0.1:{wire.port}/", data=payload, timeout=60).ok
        return time.monotonic() - began


@contextlib.contextmanager
def _listening() -> Iterator[int]:
    """The port of a server that takes whatever it is given."""

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing but figures is printed."""

    with HTTPServer(("127.0.0.1", 0), Taker) as taker:
        thread = threading.Thread(target=taker.serve_forever)
        thread.start()
        yield taker.server_port
        taker.shutdown()
        thread.join()


if __name__ == "__main__":
    main()
