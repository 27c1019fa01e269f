"""The clock of a laptop may be anything; what it says still fits a record."""

from __future__ import annotations

import time

import pytest
from pydantic import TypeAdapter

from sync.clock import now_us
from sync.record import Instant

YEAR_NS = 365 * 86_400 * 10**9


@pytest.mark.parametrize("years", [-70, 0, 56, 129, 8_000], ids=lambda years: str(1970 + years))
def test_a_clock_of_any_year_gives_an_instant(years: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: years * YEAR_NS)
    assert TypeAdapter(Instant).validate_python(now_us()) == now_us()
