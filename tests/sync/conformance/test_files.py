"""Snapshots and segments as bytes: what is in them on both stores, who gets them, and what a forged address gets."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from typing import Any

import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from sync.hq import divisions
from sync.hq.feeds import day_of
from sync.hq.files import KEPT_US, FeedFiles
from sync.hq.segments import SegmentName
from sync.hq.shelf import Sizes
from sync.hq.slices import LIFETIME_US, SnapshotBuilder
from sync.protocol import FeedPage
from sync.record import FeedKey, FeedKind
from sync.snapshot import Manifest, ManifestsReply, feed_key, opened, unseal
from sync.wire import from_bytes, unpack_entries
from tests.sync.conformance.laptops import DAY, NOW
from tests.sync.conformance.shops import SCHEMA

A, B = "330199101", "330199102"
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(32))
COUNT = 30


@pytest.fixture
def sizes() -> Sizes:
    return Sizes(min_rows=20, far=20, segment_bytes=2_000)


def fill(hq: Any, count: int = COUNT, area: str = A) -> None:
    shop, notice = SCHEMA.kinds["shop"], SCHEMA.kinds["notice"]
    with hq.service.author("admin", hq.now) as author:
        for i in range(count):
            place = int(area[-3:])
            row = shop(
                id=f"01900000-0000-7000-8000-{place:04x}{i:08x}", name=f"店{i}", division_code=area, tags=("甲",)
            )
            author.save(row)
            author.save(notice(id=f"01900000-0000-7000-9000-{place:04x}{i:08x}", area=area, title="告" * 50))


def manifest_of(hq: Any, laptop: Any) -> Manifest:
    feeds = {page.f: page for page in laptop.exchange_files().feeds if page.snap}
    (signed,) = hq.service.shelf.manifests(laptop.id, list(feeds), hq.now).manifests
    return opened(SIGNING.public_key(), signed)


def plain(hq: Any, laptop: Any, manifest: Manifest) -> list[sqlite3.Connection]:
    databases = []
    for each in manifest.slices:
        ((path, size),) = hq.service.shelf.slices(laptop.id, [each.sha256], hq.now)
        sealed = path.read_bytes()
        assert (len(sealed), hashlib.sha256(sealed).hexdigest()) == (size, each.sha256)
        assert "店".encode() not in sealed
        packed = unseal(feed_key(bytes(32), manifest.f, manifest.epoch), sealed)
        data = zstandard.ZstdDecompressor().decompress(packed)
        assert len(data) == each.plain
        database = sqlite3.connect(":memory:")
        database.deserialize(data)
        databases.append(database)
    return databases


class Asking:
    """A scripted laptop that says it takes files, and keeps nothing."""

    def __init__(self, hq: Any, *towns: str) -> None:
        self.hq, self.laptop = hq, hq.laptop(*towns)
        self.id = self.laptop.id

    def exchange_files(self, **members: Any) -> Any:
        return self.hq.route.exchange(self.laptop, self.laptop.request(files=True, **members))


def test_a_snapshot_holds_the_feed_of_one_moment(hq: Any) -> None:
    fill(hq)
    fill(hq, area=B)
    laptop = Asking(hq, A)
    manifest = manifest_of(hq, laptop)
    (database,) = plain(hq, laptop, manifest)
    with hq.service.database.engine.connect() as conn:
        feed = conn.execute(text(f"SELECT * FROM feed WHERE code = '{A}'")).one()
        columns = "SELECT id, name, ver_epoch, ver, tags FROM shop"
        there = conn.execute(text(f"{columns} WHERE feed_id = :feed ORDER BY id"), {"feed": feed.id})
        assert database.execute(columns).fetchall() == [tuple(row) for row in there]
    assert (manifest.f, manifest.seq, manifest.dig, manifest.rows) == (feed.id, feed.head, feed.dig, feed.n_rows)
    assert database.execute("SELECT feed, seq, epoch, dig FROM _vector").fetchall() == [
        (feed.id, feed.head, 1, feed.dig)
    ]
    assert database.execute("SELECT count(*) FROM notice").fetchone() == (COUNT,)


def test_a_device_that_does_not_say_so_gets_no_files(hq: Any) -> None:
    fill(hq)
    laptop = hq.laptop(A)
    first = hq.route.exchange(laptop, laptop.request())
    assert first.more  # it has only just heard of the feed
    numbers = {each.id: 0 for each in first.sub.add}
    reply = hq.route.exchange(laptop, laptop.request(cur=numbers))
    assert [page for page in reply.feeds if page.snap or page.seg or page.key] == []
    entries = [entry for page in reply.feeds for entry in unpack_entries(page.e)]
    assert len(entries) == 2 * COUNT


def test_segments_lead_from_a_cursor_to_the_end(hq: Any) -> None:
    fill(hq, 60)
    laptop = Asking(hq, A)
    numbers = {each.id: 0 for each in laptop.exchange_files().sub.add}
    with hq.service.database.engine.connect() as conn:
        feed = conn.execute(text(f"SELECT id FROM feed WHERE code = '{A}'")).scalar_one()
    laptop.exchange_files(cur=numbers | {feed: 3})  # no request has more than a few sealed
    (page,) = [page for page in laptop.exchange_files(cur=numbers | {feed: 3}).feeds if page.seg]
    place = 3
    seen: set[str] = set()
    for ref in page.seg:
        assert ref.from_ <= place < ref.to
        ((path, _),) = hq.service.shelf.slices(laptop.id, [ref.sha256], hq.now)
        body = unseal(base64.b64decode(page.key), path.read_bytes())
        stretch = from_bytes(FeedPage, body)
        seen |= {entry.row for entry in unpack_entries(stretch.e)}
        place = ref.to
    assert place > 60
    assert len(seen) >= place - 3


def test_a_closed_feed_is_read_to_its_end_by_its_files(hq: Any) -> None:
    fill(hq, 60)
    fill(hq, 1, area=B)
    laptop = Asking(hq, A)
    numbers = {each.id: 0 for each in laptop.exchange_files().sub.add}
    database, tables = hq.service.database, hq.service._tables
    with database.engine.connect() as conn:
        feed = conn.execute(text(f"SELECT id FROM feed WHERE code = '{A}'")).scalar_one()
    database.write(lambda conn: divisions.merge(conn, [A], B, day_of(hq.now)))
    database.write(lambda conn: divisions.settle(conn, hq.now))
    assert divisions.relocate(database, SCHEMA, tables, hq.now)
    laptop.exchange_files(cur=numbers | {feed: 3})
    (page,) = [page for page in laptop.exchange_files(cur=numbers | {feed: 3}).feeds if page.f == feed]
    assert page.seg
    for ref in page.seg:
        name = SegmentName(feed, 1, ref.from_, ref.to, ref.sha256)
        path, size = hq.service.shelf.segment(laptop.id, name, hq.now)
        assert path.stat().st_size == size == ref.bytes


def test_renewed_at_half_time_rebuilt_when_moved_and_swept_when_old(local_hq: Any, tmp_path: Any) -> None:
    hq = local_hq
    fill(hq, 60)
    files = FeedFiles(tmp_path / "files", bytes(32))
    builder = SnapshotBuilder(hq.service.database, SCHEMA, hq.service._tables, files, SIGNING)
    (first,) = builder.nightly(NOW, min_rows=20)
    assert builder.nightly(NOW + DAY, min_rows=20) == []
    (renewed,) = builder.nightly(NOW + LIFETIME_US // 2 + 1, min_rows=20)
    assert renewed.slices == first.slices
    assert renewed.order > first.order
    assert renewed.expires_at > first.expires_at
    with hq.service.author("admin", hq.now) as author:
        for i in range(5):
            row = f"01900000-0000-7000-8000-{int(A[-3:]):04x}{i:08x}"
            author.save(SCHEMA.kinds["shop"](id=row, name="改", division_code=A, tags=("甲",)))
    later = NOW + LIFETIME_US
    (rebuilt,) = builder.nightly(later, min_rows=20)
    assert rebuilt.seq > first.seq
    old, new = files.path(first.slices[0].sha256), files.path(rebuilt.slices[0].sha256)
    assert old.exists()
    builder.nightly(later + KEPT_US + DAY, min_rows=20)
    files.sweep(hq.service.database, later + 2 * KEPT_US + 2 * DAY)
    assert new.exists()
    with hq.service.database.engine.connect() as conn:
        known = set(conn.execute(text("SELECT sha256 FROM feed_file")).scalars())
    assert first.slices[0].sha256 not in known


def test_a_forged_address_gets_nothing(http_hq: Any) -> None:
    hq = http_hq
    fill(hq)
    fill(hq, area=B)
    mine, foreign = hq.laptop(A), Asking(hq, B)
    theirs = manifest_of(hq, foreign)
    sha256 = theirs.slices[0].sha256
    own = manifest_of(hq, Asking(hq, A)).slices[0].sha256
    paths = [
        f"/sync/v1/snap/{sha256}",
        f"/sync/v1/snap/{own}+{sha256}",
        f"/sync/v1/snap/{'0' * 64}",
        f"/sync/v1/snap/{sha256.upper()}",
        f"/sync/v1/snap/../snap/{sha256}",
        f"/sync/v1/snap/%2e%2e/{sha256}",
        f"/sync/v1/snap//{sha256}",
        f"/sync/v1/snap/{sha256}%2f..",
        "/sync/v1/snap/..%2f..%2fkeys%2fsnapshot.key",
        "/sync/v1/snap/%e2%88%95etc%e2%88%95passwd",
        f"/sync/v1/feeds/{theirs.f}/seg/1/0-50-{sha256}",
        f"/sync/v1/feeds/{theirs.f}/seg/2/0-50-{sha256}",
        f"/sync/v1/feeds/-1/seg/1/0-50-{sha256}",
        f"/sync/v1/feeds/{theirs.f}/seg/1/0-50-../{sha256}",
    ]
    for path in paths:
        status, headers, body = hq.route.send(mine, "GET", path, b"")
        assert status in (400, 403, 404, 422), path
        assert len(body) < 1_000
        assert "octet-stream" not in headers.get("content-type", "")
    status, _, body = hq.route.send(mine, "GET", f"/sync/v1/snapshots?feeds={theirs.f}", b"")
    assert from_bytes(ManifestsReply, body).manifests == () if status == 200 else status == 404
    status, _, _ = hq.route.send(None, "GET", f"/sync/v1/snap/{own}", b"")
    assert status == 401
    status, _, body = hq.route.send(mine, "GET", f"/sync/v1/snap/{own}", b"")
    assert (status, hashlib.sha256(body).hexdigest()) == (200, own)


def test_a_scope_that_ended_ends_a_download_too(http_hq: Any) -> None:
    hq = http_hq
    fill(hq)
    laptop = Asking(hq, A)
    sha256 = manifest_of(hq, laptop).slices[0].sha256
    part = {"range": "bytes=0-99"}
    status, headers, body = hq.route.send(laptop.laptop, "GET", f"/sync/v1/snap/{sha256}", b"", part)
    assert (status, len(body), headers["etag"]) == (206, 100, f'"{sha256}"')
    other = {"range": "bytes=100-", "if-range": '"another"'}
    status, _, whole = hq.route.send(laptop.laptop, "GET", f"/sync/v1/snap/{sha256}", b"", other)
    assert (status, hashlib.sha256(whole).hexdigest()) == (200, sha256)
    rest = {"range": "bytes=100-", "if-range": f'"{sha256}"'}
    status, _, tail = hq.route.send(laptop.laptop, "GET", f"/sync/v1/snap/{sha256}", b"", rest)
    assert (status, body + tail) == (206, whole)
    hq.scopes[laptop.id].remove(FeedKey(FeedKind.TOWNSHIP, A))
    status, _, body = hq.route.send(laptop.laptop, "GET", f"/sync/v1/snap/{sha256}", b"", rest)
    assert status == 404
    assert json.loads(body)["fault"] == "not_found"
