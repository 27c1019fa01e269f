"""Resources are found in a source tree and in an installation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app import paths


@pytest.fixture(autouse=True)
def look_again() -> Iterator[None]:
    paths.resources.cache_clear()
    yield
    paths.resources.cache_clear()


def test_a_source_tree_uses_its_own() -> None:
    assert (paths.resources() / "icons" / "app.svg").is_file()


def test_an_installation_uses_what_it_brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brought = tmp_path / "share" / "field-inspector" / "resources"
    (brought / "icons").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "lib" / "inspector_app" / "paths.py"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert paths.resources() == brought


def test_a_persons_data_lie_in_their_own_folder(tmp_path: Path) -> None:
    for folder in (paths.data_folder(), paths.config_folder(), paths.log_folder()):
        assert tmp_path in folder.parents
