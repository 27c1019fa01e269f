"""One sync of a signed-in laptop: records first, then photos."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector_app.errors import AppError
from inspector_app.records.evidence import EvidenceItem
from inspector_app.services import device_key, photo_room, rules, wiping
from inspector_app.services.photo_repair import Repaired, repair
from inspector_app.services.photo_room import Freed
from inspector_app.services.provisioning import SignedIn, remove_leavers
from inspector_app.storage import products
from inspector_app.storage.blobs import LocalBlobs
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.snapshots import SnapshotIntake
from sync.device import blobs, engine, fetching
from sync.device.actor import alone
from sync.device.files import Downloads
from sync.device.problem import SyncProblem
from sync.device.snapshots import Files, TakeSegments, TakeSnapshots
from sync.device.transport import Address, HttpHQ
from sync.faults import Fault

Report = Callable[[int, int], None]
REFERENCE_BYTES = 200 << 20
"""Of all pictures of genuine goods together; less than is kept of what HQ gave, so that none drives another out."""
REFERENCES_A_RUN = 20
FAST_S = 0.010
"""Longest round trip of a line that originals may use: a local network, and not a telephone's."""


@dataclass(frozen=True)
class Outcome:
    """What a sync did. `summary.problem` or `photos.problem` says why it ended early."""

    summary: engine.Summary
    photos: blobs.Sent
    wiped: bool = False
    """HQ ordered the laptop to be emptied, and its keys are destroyed."""
    freed: Freed | None = None
    """Originals that left the disk because it was nearly full; None while there was room."""
    repaired: Repaired | None = None
    """What became of photos whose files were damaged or gone when they were to be sent; None when there were none."""

    @property
    def problem(self) -> SyncProblem | None:
        return self.summary.problem or self.photos.problem


class Exchanger:
    """Syncs a laptop with its HQ; one run at a time, in all processes."""

    def __init__(self, signed_in: SignedIn, clock: Callable[[], int]) -> None:
        laptop, self._signed_in = signed_in.laptop, signed_in
        self._key = device_key.load(signed_in.folder)
        self._address = Address(laptop.address, signed_in.folder / "ca.pem")
        enrolment = Enrolment(laptop.device_id, laptop.dataset, app_version(), self._key.sign, clock)
        self._intake = SnapshotIntake(signed_in.sessions) if laptop.snapshot_key else None
        self._replica = LocalReplica(signed_in.sessions, enrolment, self._intake)
        self._clock = clock
        self._store = photo_store(signed_in)
        self._photos = LocalBlobs(signed_in.sessions, self._store, clock)
        self._running = threading.Lock()

    def run(self, report: Report, stop: threading.Event) -> Outcome:
        """Exchange records until level, make room if there is little, then send photos. Stopping leaves nothing
        half-done.

        Raises SyncProblem IN_USE while another process does it, AppError file_unreadable.
        """
        with self._running, ExitStack() as held:
            try:
                held.enter_context(alone(self._signed_in.folder / "sync.lock"))
            except OSError as exc:
                raise AppError("file_unreadable", file="sync.lock") from exc
            held.callback(self._signed_in.sessions.fold_log)  # however it ends
            try:
                with closing(self._connect()) as hq:
                    summary = engine.run_once(self._replica, hq, report, stop, works=self._works(hq, stop))
            finally:  # also when the disk was too full for them
                freed = self._make_room()
            is_handed_over = summary.problem is not None and summary.problem.fault is Fault.TRANSFERRED
            if not is_handed_over and self._obey(summary.problem):  # it waits for nothing that a full disk can stop
                return Outcome(summary, blobs.Sent(), True, freed)
            if self._intake is not None:
                self._intake.index(stop)
            with self._signed_in.sessions() as session:
                rules.use(session)
            if summary.is_level:
                with self._signed_in.sessions() as session:
                    remove_leavers(session, self._signed_in.folder, self._signed_in.laptop)
            if stop.is_set() or (summary.problem is not None and not is_handed_over):
                return Outcome(summary, blobs.Sent(), False, freed)
            self._photos.is_line_fast = self._photos.wants_fast_line() and self._is_line_fast()
            photos = blobs.send(self._photos, self._connect, report, stop)
            repaired = repair(self._signed_in.sessions, self._store) if photos.unreadable else None
            if photos.problem is None and summary.is_level:
                self._bring_references(stop)
            return Outcome(summary, photos, self._obey(summary.problem), freed, repaired)

    def fetch_photo(self, item: EvidenceItem, report: Report, stop: threading.Event) -> bool:
        """Bring a photo from HQ that is not on this laptop; whether its original is here now.

        Its reduced copy comes first where that lacks too; HQ may hold no more than that. Raises SyncProblem.
        """
        if not self._store.holds(item.synced_sha256):
            self._fetch(item.synced_sha256, item.synced_size, report, stop)
        if not self._store.holds(item.sha256):
            try:
                self._fetch(item.sha256, item.size, report, stop)
            except SyncProblem as problem:
                if problem.fault is not Fault.NOT_FOUND:
                    raise
        from inspector_app.services import evidence  # with Pillow, which a sync does not need

        evidence.keep_thumbnail(self._store, item)
        return self._store.holds(item.sha256)

    def _bring_references(self, stop: threading.Event) -> None:
        """Have the pictures of genuine goods here before they are needed in a shop, some of them in each run.

        What cannot be had now is asked for again in the next one.
        """
        if self._store.room() < photo_room.LOW:
            return
        with self._signed_in.sessions() as session:
            named = products.reference_pictures(session)
        sizes = accumulate(item.synced_size for item in named)
        fitting = [item for item, size in zip(named, sizes, strict=True) if size <= REFERENCE_BYTES]
        lacking = [item for item in fitting if not self._store.holds(item.synced_sha256)]
        for item in lacking[:REFERENCES_A_RUN]:
            try:
                self._fetch(item.synced_sha256, item.synced_size, lambda done, total: None, stop)
            except SyncProblem as problem:
                if problem.fault is not Fault.NOT_FOUND:
                    return
            if stop.is_set():
                return

    def _fetch(self, sha256: str, size: int, report: Report, stop: threading.Event) -> None:
        self._store.trim_fetched(photo_room.FETCHED_KEPT)
        fetching.fetch(self._store, self._connect, sha256, size, report, stop)

    def _make_room(self) -> Freed | None:
        signed_in = self._signed_in
        return photo_room.make_room(
            signed_in.sessions, self._store, signed_in.folder, signed_in.laptop.device_id, self._clock()
        )

    def _is_line_fast(self) -> bool:
        """Whether HQ answers as from the same building."""
        with closing(self._connect()) as hq:
            try:
                return hq.round_trip_s() <= FAST_S
            except SyncProblem:
                return False

    def _obey(self, problem: SyncProblem | None) -> bool:
        """Empty the laptop if HQ ordered it and the time has come; whether it was done."""
        if problem is None or problem.wipe is None:
            return False
        with self._signed_in.sessions() as session:
            if not wiping.is_due(session, problem.wipe):
                return False
        hq = self._connect()
        try:
            wiping.carry_out(self._signed_in.folder, hq.wiped)
        finally:
            hq.close()
        return True

    def _works(self, hq: HttpHQ, stop: threading.Event) -> dict[type[engine.Job], engine.Work]:
        """Who does what an exchange cannot carry."""
        if self._intake is None:
            return {}
        self._intake.takes_files = True
        trusted = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self._signed_in.laptop.snapshot_key))
        files = Files(self._intake, hq, Downloads(self._signed_in.folder / "downloads"), trusted, stop)
        return {TakeSnapshots: files.take_snapshots, TakeSegments: files.take_segments}

    def _connect(self) -> HttpHQ:
        return HttpHQ(self._address, self._signed_in.laptop.device_id, self._key, self._replica)


def photo_store(signed_in: SignedIn) -> PhotoStore:
    """Where this laptop keeps its photos, encrypted."""
    return PhotoStore(signed_in.folder / "photos", signed_in.key)


def app_version() -> str:
    try:
        return version("field-inspector")
    except PackageNotFoundError:
        return "0"
