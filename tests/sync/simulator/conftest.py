"""pytest tests/sync/simulator --seed N plays one run again."""

from __future__ import annotations

import pytest

from tests.sync.conformance.conftest import empty_postgres, postgres

__all__ = ["empty_postgres", "postgres"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, default=None, help="the one run of the simulator to play")
