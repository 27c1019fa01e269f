"""A real HQ, real laptops, and a line between them that can be made as bad as it gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from sync.device import session
from tests.benchmarks.wire import Wire
from tests.sync.device.conftest import hq, make_laptop, make_operator, serve, sizes
from tests.sync.device.test_transport import authority

__all__ = ["authority", "hq", "line", "make_laptop", "make_operator", "prompt", "serve", "sizes"]


@pytest.fixture
def line(hq: Any) -> Iterator[Wire]:
    """The line to HQ; laptops reach HQ at `line.url`."""
    with Wire(urlsplit(hq.url).port) as wire:
        yield wire


@pytest.fixture(autouse=True)
def prompt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is cut in the middle goes on at once."""
    monkeypatch.setattr(session, "RESUME_S", 0.0)
