"""Takes feeds as files: snapshots for a beginning, segments for a long way behind. Both are jobs of a session."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

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
"""Bytes of files that one request asks for."""
AT_ONCE = 16 << 20
"""Plain bytes that enter the replica in one transaction."""
ASKED = 500
"""Feeds whose manifests one request asks for."""


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


class SnapshotHQ(FileHQ, Protocol):
    """Each call raises SyncProblem."""

    def manifests(self, feeds: Sequence[int]) -> ManifestsReply: ...


class Intake(Protocol):
    """The replica's side."""

    def newest(self, feed: int) -> tuple[int, int]:
        """(epoch, number) of the newest manifest that was ever taken; (0, 0) for none."""

    def begin(self, manifests: Sequence[Manifest]) -> None:
        """These feeds are taken from their beginnings: what is here of them has to come again, or goes."""

    def take(self, parts: Sequence[Part]) -> frozenset[str]:
        """Slices enter in one transaction; with the last one of a feed the place to read on. Kinds that changed."""

    def finish(self) -> None:
        """No more slices come for now, whether all are here or not."""

    def take_page(self, page: FeedPage, epoch: int) -> frozenset[str]:
        """A segment enters like a page, with its place. Raises SyncProblem."""

    def go_without(self) -> None:
        """HQ has no snapshots for us now: the next requests ask for pages."""


class Files:
    """Carries out both jobs."""

    def __init__(
        self, intake: Intake, hq: SnapshotHQ, downloads: Downloads, trusted: Ed25519PublicKey, stop: threading.Event
    ) -> None:
        self._intake = intake
        self._hq = hq
        self._downloads = downloads
        self._trusted = trusted
        self._stop = stop

    def take_snapshots(self, job: TakeSnapshots) -> Step:
        """Fetch, check and take in; small feeds first. Raises SyncProblem."""
        offers = {offer.feed: offer for offer in job.offers}
        manifests = sorted(self._manifests(offers, job.now), key=lambda each: sum(s.bytes for s in each.slices))
        if not manifests:
            self._intake.go_without()
            return Step(more=True)
        kinds: frozenset[str] = frozenset()
        pulled = 0
        try:
            for batch in _batches(self._parts(manifests, offers)):
                kinds |= self._take(batch)
                pulled += sum(part.manifest.rows for part in batch if part.is_last)
        finally:
            self._intake.finish()
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
        feeds = sorted(offers)
        for start in range(0, len(feeds), ASKED):
            for signed in self._hq.manifests(feeds[start : start + ASKED]).manifests:
                try:
                    manifest = opened(self._trusted, signed)
                except BadManifest as exc:
                    raise SyncProblem(ProblemKind.FORGED, retryable=False, detail="signature") from exc
                offer = offers.get(manifest.f)
                if offer is None or manifest.epoch != offer.epoch or manifest.expires_at <= now:
                    raise SyncProblem(ProblemKind.FORGED, retryable=False, detail="another feed, epoch or time")
                if manifest.order < self._intake.newest(manifest.f):
                    raise SyncProblem(ProblemKind.FORGED, retryable=False, detail="older than one that was taken")
                yield manifest

    def _parts(self, manifests: Sequence[Manifest], offers: dict[int, Offer]) -> Iterator[Part]:
        """Slices as they are here; while some are taken in, the next ones are fetched."""
        self._intake.begin(manifests)
        groups = list(_grouped(manifests))
        with ThreadPoolExecutor(1) as fetching:
            coming = fetching.submit(self._fetch, groups[0]) if groups else None
            for number, group in enumerate(groups):
                assert coming is not None
                coming.result()
                coming = fetching.submit(self._fetch, groups[number + 1]) if number + 1 < len(groups) else None
                if self._stop.is_set():
                    return
                for manifest, slice_number in group:
                    yield self._part(manifest, slice_number, offers[manifest.f])
        for manifest in manifests:
            if not manifest.slices:
                yield Part(manifest, -1, b"")

    def _fetch(self, group: Sequence[tuple[Manifest, int]]) -> None:
        files = [FileRef(m.slices[number].sha256, m.slices[number].bytes) for m, number in group]
        self._downloads.fetch(
            self._hq,
            files,
            lambda hashes: (f"/sync/v1/snap/{names(list(hashes))}", entity_tag(list(hashes))),
            self._stop.is_set,
        )

    def _part(self, manifest: Manifest, number: int, offer: Offer) -> Part:
        named = manifest.slices[number]
        try:
            packed = unseal(base64.b64decode(offer.key), self._downloads.read(named.sha256))
            if not 0 <= zstandard.frame_content_size(packed) == named.plain <= MAX_SLICE_BYTES:
                raise BadManifest("a slice of another size")
            plain = zstandard.ZstdDecompressor().decompress(packed, max_output_size=named.plain)
        except (BadManifest, zstandard.ZstdError) as exc:
            self._downloads.drop([named.sha256])
            raise SyncProblem(ProblemKind.CUT, retryable=True, detail=str(exc)) from exc
        return Part(manifest, number, plain)

    def _take(self, parts: Sequence[Part]) -> frozenset[str]:
        kinds = self._intake.take(parts)
        for part in parts:
            if part.is_last:  # until then an interrupted import finds them here again
                self._downloads.drop([each.sha256 for each in part.manifest.slices])
        return kinds


def _batches(parts: Iterator[Part]) -> Iterator[list[Part]]:
    """Slices that enter together."""
    batch: list[Part] = []
    for part in parts:
        if batch and sum(len(each.plain) for each in batch) + len(part.plain) > AT_ONCE:
            yield batch
            batch = []
        batch.append(part)
    if batch:
        yield batch


def _grouped(manifests: Sequence[Manifest]) -> Iterator[list[tuple[Manifest, int]]]:
    """Slices that are fetched by one request: many small ones, or a large one alone."""
    group: list[tuple[Manifest, int]] = []
    size = 0
    for manifest in manifests:
        for number, each in enumerate(manifest.slices):
            if group and (size + each.bytes > TOGETHER or len(group) == FILES_IN_ONE):
                yield group
                group, size = [], 0
            group.append((manifest, number))
            size += each.bytes
    if group:
        yield group
