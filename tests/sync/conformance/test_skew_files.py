"""Snapshots and segments are the same for all laptops, in HQ's terms: who would misread them gets pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sync.forms import Filled, Past
from sync.hq.shelf import Sizes
from sync.projection import form_of
from sync.record import Schema
from tests.sync.conformance import later_shops, shops
from tests.sync.conformance.laptops import Hq, Laptop
from tests.sync.conformance.shops import TOWN_A

COUNT = 30
ADDED = Schema.of(
    4,
    [*shops.SCHEMA.kinds.values(), later_shops.Permit],
    Past({3: form_of(shops.SCHEMA)}, (Filled(4, "shop", "staff", 1),)),
)
"""A version in which things only came in addition."""


@pytest.fixture
def sizes() -> Sizes:
    return Sizes(min_rows=20, far=20, segment_bytes=2_000)


def _takes_files(laptop: Laptop, **members: Any) -> tuple[bool, bool]:
    """Whether HQ names (a snapshot, segments) to it."""
    pages = laptop.hq.route.exchange(laptop, laptop.request(files=True, **members)).feeds
    return any(page.snap for page in pages), any(page.seg for page in pages)


@pytest.mark.parametrize(("schema", "is_alike"), [(later_shops.SCHEMA, False), (ADDED, True)])
def test_who_would_misread_files_gets_pages(make_hq: Callable[..., Hq], schema: Schema, is_alike: bool) -> None:
    hq = make_hq(schema)
    present, older, behind = hq.laptop(TOWN_A, schema=schema), hq.laptop(TOWN_A), hq.laptop(TOWN_A)
    for laptop in (present, older, behind):
        laptop.exchange(files=True)
    (number,) = (number for number, code in present.feeds.items() if code == TOWN_A)
    ids = [present.insert("shop", name=f"店{i}" * 20, division_code=TOWN_A) for i in range(COUNT)]
    present.sync()
    assert _takes_files(older) == (is_alike, False)
    assert _takes_files(behind, cur=behind.cursors | {number: 1}) == (False, is_alike)
    assert _takes_files(hq.laptop(TOWN_A, schema=schema))[0] or _takes_files(present, cur={number: 0})[0]
    older.sync(files=not is_alike)
    assert {shop for kind, shop in older.rows if kind == "shop"} == set(ids)
