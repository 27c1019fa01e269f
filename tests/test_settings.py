"""Settings survive a broken file, and a power cut while they are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector_app import settings
from inspector_app.settings import Settings


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "settings.json"
    chosen = Settings().changed(language="en", theme="dark", sync_every_s=60)
    settings.save(file, chosen)
    assert settings.load(file) == chosen
    assert [each.name for each in file.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00", '{"language": 5}', '{"unknown": 1}'])
def test_what_cannot_be_understood_is_the_default(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text)
    assert settings.load(file) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "used"),
    [
        ("sync_every_s", 0, 300),
        ("sync_every_s", -5, 300),
        ("sync_every_s", 86_401, 300),
        ("language", "fr", "zh_CN"),
        ("theme", "pink", "system"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_what_is_used_instead(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, value: object, used: object
) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({name: value, "camera": "kept"}))
    assert settings.load(file) == Settings(camera="kept")
    assert settings.read(file)[1] == [settings.Wrong(file, name, value, used)]
    assert caplog.messages == [f"{file}: {name} cannot be {json.dumps(value)}; {used!r} is used instead"]


def test_without_a_file_everything_is_the_default(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none") == Settings()
