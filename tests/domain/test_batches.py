"""One batch is one batch, however a paper spells its number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.batches import batch_key


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("L2511A", " l2511a "),
        ("20260301", "2026-03-01"),
        ("20260301", "2026.3.1"),
        ("20260301", "2026年3月1日"),
        ("20260301A", "批号：2026/03/01 Ａ"),
        ("B-07", "生产批号 B07"),
        ("L2511A", "LOT NO. L2511A"),
        ("L2511A", "批次号:L 2511 A"),
        ("甲1", "甲-1"),
    ],
)
def test_spellings_of_one_batch_are_one(written: str, also: str) -> None:
    assert batch_key(written) == batch_key(also) != ""


@pytest.mark.parametrize(("one", "other"), [("L2511A", "L2511B"), ("20260301", "20260310"), ("2026-1-11", "2026-11-1")])
def test_different_batches_stay_different(one: str, other: str) -> None:
    assert batch_key(one) != batch_key(other)


@pytest.mark.parametrize("nothing", ["", "  ", "-", "／"])
def test_a_line_without_a_number_has_no_batch(nothing: str) -> None:
    assert batch_key(nothing) == ""


@given(st.text())
def test_the_key_of_a_key_is_itself_or_shorter(text: str) -> None:
    key = batch_key(text)
    assert key.isalnum() or key == ""
