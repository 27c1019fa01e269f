"""pytest tests/sync/simulator --seed N plays one run again."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, default=None, help="the one run of the simulator to play")
