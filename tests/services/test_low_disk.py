"""A disk that fills up is told early; photos stop before it is full, and what is typed is still saved."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.errors import AppError
from inspector_app.records.operators import Operator
from inspector_app.services import evidence
from inspector_app.storage import photos
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui.sentences import SENTENCES, of_room
from tests.replica_fixtures import KEY, Laptop

MB = 1 << 20


def picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((400, 300), 40).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def test_g_10_below_500_mb_there_is_a_warning() -> None:
    assert of_room(500 * MB) is None
    told = of_room(500 * MB - 1)
    assert told is not None
    assert told[0] == "warning"
    assert "499 MB are left" in told[1]


def test_g_10_below_100_mb_photos_stop_and_text_is_still_saved(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = PhotoStore(tmp_path / "photos", KEY)
    monkeypatch.setattr(photos, "room", lambda folder: 100 * MB)
    assert store.holds(evidence.keep(store, picture()).sha256)
    monkeypatch.setattr(photos, "room", lambda folder: 100 * MB - 1)
    before = sorted((tmp_path / "photos").rglob("*"))
    with pytest.raises(AppError, match="no_room_for_photos") as refused:
        evidence.keep(store, picture())
    assert refused.value.facts == {"megabytes": 99}
    assert "Everything you type is still saved" in SENTENCES[refused.value.code]
    assert sorted((tmp_path / "photos").rglob("*")) == before
    with laptop.acting() as act:
        act.save(laptop.shop.changed(remark="typed on a nearly full disk"))
        assert act.get(Operator, laptop.shop.id).remark == "typed on a nearly full disk"
