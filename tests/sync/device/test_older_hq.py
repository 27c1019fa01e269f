"""Files of an HQ whose records are older than the laptop's: lifted on their way in, and told once more later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import MetaData, select

from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator
from inspector_app.storage.tables import TABLES
from sync.device.tables import sub
from sync.hq.app import create_app
from sync.hq.blobs import LocalBlobs
from sync.hq.database import Database
from sync.hq.files import FeedFiles
from sync.hq.service import HQService
from sync.hq.shelf import Sizes
from sync.hq.slices import SnapshotBuilder
from sync.hq.upgrade import prepare
from sync.record import FeedKey, FeedKind, Schema
from sync.tables import derive
from tests.sync.conformance.earlier_records import EARLIER, METADATA, Before, migrate, ours_are_later
from tests.sync.device.conftest import NOW, SLICE_BYTES, TOWNSHIP, RunningHQ, served

Make = Callable[..., Any]
COUNT = 60


@pytest.fixture
def we_are_later() -> Iterator[None]:
    with ours_are_later():
        yield


@pytest.fixture(params=["snapshot", "segments", "pages"])
def sizes(request: pytest.FixtureRequest) -> Sizes:
    few, many = 20, 1_000_000
    way = request.param
    return Sizes(few if way == "snapshot" else many, few if way == "segments" else many, segment_bytes=8_000)


def _hq(database: Database, schema: Schema, folder: Path, sizes: Sizes, users: dict[str, str]) -> tuple[Any, Any]:
    tables = TABLES if schema is SCHEMA else derive(schema, MetaData())
    files = FeedFiles(folder / "files", bytes(32))
    builder = SnapshotBuilder(
        database, schema, tables, files, Ed25519PrivateKey.from_private_bytes(bytes(32)), SLICE_BYTES
    )

    def scope(conn: Any, device: str) -> set[FeedKey]:
        keys = {FeedKey(FeedKind.COUNTY, "990101"), FeedKey(FeedKind.TOWNSHIP, TOWNSHIP)}
        return keys | {FeedKey(FeedKind.USER, users[device]), FeedKey(FeedKind.DEVICE, device)}

    service = HQService(
        database, schema, tables, scope, LocalBlobs(folder / "blobs"), files=files, sizes=sizes,
        build=lambda feeds: builder.build(feeds, NOW),
    )  # fmt: skip
    return service, builder


@pytest.fixture
def hq(tmp_path: Path, sizes: Sizes, we_are_later: None) -> Iterator[RunningHQ]:
    database = Database(f"sqlite:///{tmp_path / 'hq.db'}")
    prepare(database, "REAL", NOW, METADATA.create_all)
    users: dict[str, str] = {}
    service, builder = _hq(database, EARLIER, tmp_path, sizes, users)
    service.open_divisions(["CN", "990101", TOWNSHIP], NOW)
    signing = Ed25519PrivateKey.from_private_bytes(bytes(32))
    files, blobs = FeedFiles(tmp_path / "files", bytes(32)), LocalBlobs(tmp_path / "blobs")
    with served(create_app(service, lambda: NOW)) as url:
        yield RunningHQ(service, database, blobs, url, users, builder, files, signing)
    database.close()


def _fill(hq: RunningHQ, make_operator: Make) -> list[Operator]:
    shops = [make_operator(name=f"店{n}", remark=f"备注{n}" * 20) for n in range(COUNT)]
    with hq.service.author("HQ", 1) as author:
        for shop in shops:
            fields = shop.wire()
            author.save(Before.model_validate(fields | {"memo": fields.pop("remark")}))
    return shops


def _forms(laptop: Any) -> set[int]:
    with laptop.sessions() as session:
        return set(session.scalars(select(sub.c.form).where(sub.c.cursor > 0)))


def test_rows_of_an_older_hq_are_ours_however_they_come(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    laptop = make_laptop()
    laptop.sync()
    shops = _fill(hq, make_operator)
    laptop.sync()
    assert {shop.id: laptop.get(Operator, shop.id) for shop in shops} == {shop.id: shop for shop in shops}
    assert _forms(laptop) == {EARLIER.version}
    assert laptop.sync().exchanges == 1


def test_files_of_before_the_upgrade_of_hq_are_read_after_it(
    make_laptop: Make, make_operator: Make, hq: Any, tmp_path: Path, sizes: Sizes
) -> None:
    laptop = make_laptop()
    laptop.sync()
    shops = _fill(hq, make_operator)
    made = make_laptop()
    made.sync()  # snapshots and segments are made for it
    hq.database.write(migrate)
    service, builder = _hq(hq.database, SCHEMA, tmp_path, sizes, hq.users)
    with served(create_app(service, lambda: NOW)) as url:
        for each in (laptop, make_laptop()):
            each.sync(url)
            assert {shop.id: each.get(Operator, shop.id) for shop in shops} == {shop.id: shop for shop in shops}
            assert _forms(each) == {SCHEMA.version}
        made.sync(url)
        assert _forms(made) == {SCHEMA.version}
    if sizes.min_rows < COUNT:
        assert [manifest.schema_ for manifest in builder.nightly(NOW, sizes.min_rows)] == [SCHEMA.version]
