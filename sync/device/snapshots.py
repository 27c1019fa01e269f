"""Takes feeds as files: snapshots for a beginning, segments for a long way behind. Both are jobs of a session."""

from __future__ import annotations

import base64
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, TypeVar

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.device.files import Downloads, FileHQ, FileRef
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.session import Job, Step
from sync.protocol import FeedPage, SegmentRef
from sync.snapshot import (
    FILES_IN_ONE,
    MAX_SLICE_BYTES,
    BadManifest,
    Manifest,
    ManifestsReply,
    entity_tag,
    names,
    opened,
    unseal,
)
from sync.wire import Malformed, from_bytes

TOGETHER = 4 << 20
"""Bytes of files that one request asks for, at most."""
AT_ONCE = 16 << 20
"""Plain bytes that enter the replica in one transaction, at most."""
SLOWER = 8
"""The first request and the first transaction are this much smaller, so that those after have something to do early."""
FASTER = 4
"""Each is this much larger than the one before, up to the most."""
ASKED = 500
"""Feeds whose manifests one request asks for."""
T = TypeVar("T")
G = TypeVar("G", bound="Gathered")


@dataclass(frozen=True, slots=True)
class Offer:
    """HQ says that a feed is to be taken as its snapshot."""

    feed: int
    epoch: int
    key: str
    """Base64: what opens the feed's files of this epoch."""


@dataclass(frozen=True, slots=True)
class TakeSnapshots(Job):
    rank = 20
    offers: tuple[Offer, ...]
    now: int
    """HQ's time. The laptop's own clock may be years off."""


@dataclass(frozen=True, slots=True)
class TakeSegments(Job):
    rank = 10
    offer: Offer
    segments: tuple[SegmentRef, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A slice on its way into the replica."""

    manifest: Manifest
    number: int
    plain: bytes
    """A SQLite database."""

    @property
    def is_last(self) -> bool:
        return self.number == len(self.manifest.slices) - 1


class Gathered(Protocol):
    """Slices that enter the replica together."""

    @property
    def whole(self) -> Sequence[Manifest]:
        """Those of which the last slice is among them."""


class SnapshotHQ(FileHQ, Protocol):
    """Each call raises SyncProblem."""

    def manifests(self, feeds: Sequence[int]) -> ManifestsReply: ...


class Intake(Protocol[G]):
    """The replica's side."""

    def newest(self) -> Mapping[int, tuple[int, int]]:
        """{feed: (epoch, number)} of the newest manifest of each that was ever taken."""

    def begin(self, manifests: Sequence[Manifest]) -> None:
        """These feeds are taken from their beginnings: what is here of them has to come again, or goes."""

    def folder(self) -> AbstractContextManager[Path]:
        """A private folder for what is gathered, for as long as slices are taken in."""

    def gather(self, folder: Path, parts: Iterable[Part]) -> G:
        """Put slices together, without touching the replica: in another thread than the one that takes them in."""

    def take(self, gathered: G) -> frozenset[str]:
        """Slices enter in one transaction; with the last one of a feed the place to read on. Kinds that changed."""

    def take_page(self, page: FeedPage, epoch: int) -> frozenset[str]:
        """A segment enters like a page, with its place. Raises SyncProblem."""

    def go_without(self) -> None:
        """HQ has no snapshots for us now: the next requests ask for pages."""


class Files:
    """Carries out both jobs."""

    def __init__(
        self,
        intake: Intake[Any],
        hq: SnapshotHQ,
        downloads: Downloads,
        trusted: Ed25519PublicKey,
        stop: threading.Event,
    ) -> None:
        self._intake = intake
        self._hq = hq
        self._downloads = downloads
        self._trusted = trusted
        self._stop = stop
        self._unpacker = zstandard.ZstdDecompressor()

    def take_snapshots(self, job: TakeSnapshots) -> Step:
        """Fetch, check and take in; small feeds first. Raises SyncProblem."""
        offers = {offer.feed: offer for offer in job.offers}
        manifests = sorted(self._manifests(offers, job.now), key=lambda each: sum(s.bytes for s in each.slices))
        if not manifests:
            self._intake.go_without()
            return Step(more=True)
        kinds: frozenset[str] = frozenset()
        pulled = 0
        self._intake.begin(manifests)
        with self._intake.folder() as folder, closing(_ahead(self._gathered(folder, manifests, offers))) as coming:
            for gathered in coming:
                kinds |= self._intake.take(gathered)
                for manifest in gathered.whole:  # until then an interrupted import finds its slices here again
                    self._downloads.drop([each.sha256 for each in manifest.slices])
                    pulled += manifest.rows
        if not self._stop.is_set():
            self._downloads.clear()
        return Step(more=True, moved=True, pulled=pulled, kinds=kinds)

    def take_segments(self, job: TakeSegments) -> Step:
        """Fetch segments and take them in, one after the other. Raises SyncProblem."""
        kinds: frozenset[str] = frozenset()
        key, offer = base64.b64decode(job.offer.key), job.offer
        for ref in job.segments:
            path = f"/sync/v1/feeds/{offer.feed}/seg/{offer.epoch}/{ref.from_}-{ref.to}-{ref.sha256}"
            files = [FileRef(ref.sha256, ref.bytes)]
            self._downloads.fetch(self._hq, files, lambda _, at=path: (at, entity_tag([at[-64:]])), self._stop.is_set)  # type: ignore[misc]
            if self._stop.is_set():
                break
            try:
                page = from_bytes(FeedPage, unseal(key, self._downloads.read(ref.sha256)))
            except (BadManifest, Malformed) as exc:
                raise SyncProblem(ProblemKind.CUT, retryable=True, detail=str(exc)) from exc
            finally:
                self._downloads.drop([ref.sha256])
            if (page.f, page.from_, page.to) != (offer.feed, ref.from_, ref.to):
                raise SyncProblem(ProblemKind.CUT, retryable=True, detail="another segment than was named")
            kinds |= self._intake.take_page(page, offer.epoch)
        return Step(more=not self._stop.is_set(), moved=True, kinds=kinds)

    def _manifests(self, offers: dict[int, Offer], now: int) -> Iterator[Manifest]:
        """The manifests of what is offered; none that is forged, old, or of another epoch."""
        feeds, newest = sorted(offers), self._intake.newest()
        for start in range(0, len(feeds), ASKED):
            for signed in self._hq.manifests(feeds[start : start + ASKED]).manifests:
                try:
                    manifest = opened(self._trusted, signed)
                except BadManifest as exc:
                    raise SyncProblem(ProblemKind.FORGED, retryable=False, detail="signature") from exc
                offer = offers.get(manifest.f)
                if offer is None or manifest.epoch != offer.epoch or manifest.expires_at <= now:
                    raise SyncProblem(ProblemKind.FORGED, retryable=False, detail="another feed, epoch or time")
                if manifest.order < newest.get(manifest.f, (0, 0)):
                    raise SyncProblem(ProblemKind.FORGED, retryable=False, detail="older than one that was taken")
                yield manifest

    def _gathered(self, folder: Path, manifests: Sequence[Manifest], offers: dict[int, Offer]) -> Generator[Gathered]:
        """Batches, ready to be taken in; while one is put together, the files of the next are fetched."""
        with closing(_ahead(self._fetched(manifests))) as fetched:
            for batch in _batches(chain.from_iterable(fetched)):
                parts = (self._part(manifest, number, offers[manifest.f]) for manifest, number in batch)
                yield self._intake.gather(folder, parts)

    def _fetched(self, manifests: Sequence[Manifest]) -> Generator[list[SliceOf]]:
        for group in _grouped(manifests):
            self._fetch(group)
            if self._stop.is_set():
                return
            yield group
        yield [(manifest, -1) for manifest in manifests if not manifest.slices]

    def _fetch(self, group: Sequence[SliceOf]) -> None:
        files = [FileRef(m.slices[number].sha256, m.slices[number].bytes) for m, number in group]
        self._downloads.fetch(
            self._hq,
            files,
            lambda hashes: (f"/sync/v1/snap/{names(list(hashes))}", entity_tag(list(hashes))),
            self._stop.is_set,
        )

    def _part(self, manifest: Manifest, number: int, offer: Offer) -> Part:
        if not manifest.slices:
            return Part(manifest, number, b"")
        named = manifest.slices[number]
        try:
            packed = unseal(base64.b64decode(offer.key), self._downloads.read(named.sha256))
            if not 0 <= zstandard.frame_content_size(packed) == named.plain <= MAX_SLICE_BYTES:
                raise BadManifest("a slice of another size")
            plain = self._unpacker.decompress(packed, max_output_size=named.plain)
        except (BadManifest, zstandard.ZstdError) as exc:
            self._downloads.drop([named.sha256])
            raise SyncProblem(ProblemKind.CUT, retryable=True, detail=str(exc)) from exc
        return Part(manifest, number, plain)


SliceOf = tuple[Manifest, int]
"""A slice by its number; -1 stands for a snapshot without any."""


def _ahead(items: Generator[T]) -> Generator[T]:
    """The same items; the next one is made in a thread of its own while one is used."""
    with closing(items), ThreadPoolExecutor(1) as thread:  # the thread ends first, for it may be inside of items
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item


def _batches(slices: Iterable[SliceOf]) -> Iterator[list[SliceOf]]:
    """Slices that enter together."""
    batch: list[SliceOf] = []
    size, most = 0, AT_ONCE // SLOWER
    for manifest, number in slices:
        plain = manifest.slices[number].plain if manifest.slices else 0
        if batch and size + plain > most:
            yield batch
            batch, size, most = [], 0, min(most * FASTER, AT_ONCE)
        batch.append((manifest, number))
        size += plain
    if batch:
        yield batch


def _grouped(manifests: Sequence[Manifest]) -> Iterator[list[SliceOf]]:
    """Slices that are fetched by one request: many small ones, or a large one alone."""
    group: list[SliceOf] = []
    size, most = 0, TOGETHER // SLOWER
    for manifest in manifests:
        for number, each in enumerate(manifest.slices):
            if group and (size + each.bytes > most or len(group) == FILES_IN_ONE):
                yield group
                group, size, most = [], 0, min(most * FASTER, TOGETHER)
            group.append((manifest, number))
            size += each.bytes
    if group:
        yield group
