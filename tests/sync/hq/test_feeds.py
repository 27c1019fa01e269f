"""Which feed a division code belongs to."""

from __future__ import annotations

import pytest

from sync.hq.feeds import division_key
from sync.record import FeedKey, FeedKind, InDivision

TOWNSHIP, COUNTY, PROVINCE, NATIONAL = FeedKind.TOWNSHIP, FeedKind.COUNTY, FeedKind.PROVINCE, FeedKind.NATIONAL


@pytest.mark.parametrize(
    ("code", "level", "key"),
    [
        ("CN", None, FeedKey(NATIONAL, "CN")),
        ("33", None, FeedKey(PROVINCE, "33")),
        ("330199", None, FeedKey(COUNTY, "330199")),
        ("330199101", None, FeedKey(TOWNSHIP, "330199101")),
        ("330199101203", None, FeedKey(TOWNSHIP, "330199101")),
        ("330199101203", TOWNSHIP, FeedKey(TOWNSHIP, "330199101")),
        ("330199101", COUNTY, FeedKey(COUNTY, "330199")),
        ("330199101", NATIONAL, FeedKey(NATIONAL, "CN")),
        ("3301", None, None),
        ("330199", TOWNSHIP, None),
        ("", None, None),
        ("33019910x", None, None),
        ("33\x00", PROVINCE, None),
    ],
)
def test_a_code_names_its_feed_by_length_or_level(code: str, level: FeedKind | None, key: FeedKey | None) -> None:
    assert division_key(InDivision("division_code", level), code) == key
