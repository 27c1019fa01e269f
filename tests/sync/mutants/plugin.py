"""pytest -p tests.sync.mutants.plugin, with MUTANT=name in the environment: a run in which that rule is off."""

from __future__ import annotations

import os

import pytest

from tests.sync.mutants.table import MUTANTS


def pytest_configure(config: pytest.Config) -> None:
    config.add_cleanup(switch_off().undo)


def switch_off() -> pytest.MonkeyPatch:
    """Break the rule that the environment names; a test's own processes call this too."""
    patch = pytest.MonkeyPatch()
    (mutant,) = (each for each in MUTANTS if each.name == os.environ["MUTANT"])
    mutant.broken(patch)
    return patch
