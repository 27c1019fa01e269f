"""As in the program (ui/garbage.py), no pool thread collects cycles in tests of windows; import both fixtures."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def collect_by_hand() -> Iterator[None]:
    gc.disable()
    gc.collect()
    gc.freeze()  # modules and what they hold: never garbage, and slow to look through
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def collect_first(collect_by_hand: None) -> None:
    """The windows of the test before are gone when one begins; pytest holds them until its very end."""
    gc.collect()
