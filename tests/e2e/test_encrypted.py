"""Nothing that was entered can be read off the disk: not in data, photos or backups, nor in temporary files."""

from __future__ import annotations

import io
import shutil
import tempfile
import threading
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from inspector_app import paths
from inspector_app.errors import AppError
from inspector_app.services import backups, evidence, inspections, restoring
from inspector_app.services.exchanging import photo_store
from inspector_app.storage.engine import open_database
from inspector_app.ui.sentences import SENTENCES
from tests import factories
from tests.e2e.visit import acting
from tests.running_hq import FieldLaptop, clock, enrolled, file_for, make_office, serving

NAMES = tuple(f"PLANTED{n:02}机密商户" for n in range(20))


def spelled(name: str) -> list[bytes]:
    """As a program that looks for strings would find it."""
    return [name[:9].encode(), *(name[9:].encode(code) for code in ("utf-8", "utf-16-le", "gb18030"))]


def found_in(*folders: Path) -> set[str]:
    found = set()
    for file in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        found |= {f"{file}: {name}" for name in NAMES if any(each in content for each in spelled(name))}
    return found


def picture(name: str) -> bytes:
    """A photo that bears a name within its bytes."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Title", name, zip=False)
    told.add_itxt("Comment", name)
    out = io.BytesIO()
    Image.effect_noise((300, 300), 40).convert("RGB").save(out, "PNG", pnginfo=told)
    return out.getvalue()


def enter(laptop: FieldLaptop) -> None:
    """Twenty names, each where a person would type or photograph it."""
    store = photo_store(laptop.signed_in)
    for name in NAMES:
        with acting(laptop) as act:
            shop = factories.operator(name=name, remark=name, address=name, registered_by=act.user.id)
            act.save(shop)
            act.save(factories.person(shop.id, name=name))
            visit = inspections.start(act, shop.id)
            inspections.change(act, visit.id, remark=name)
        photo = evidence.keep(store, picture(name))
        with acting(laptop) as act:
            evidence.add(act, photo, evidence.Place(visit.id, caption=name))


def test_g_5_no_planted_name_stands_in_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary, second = tmp_path / "temporary", tmp_path / "second"
    temporary.mkdir()
    second.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    folder = tmp_path / "laptop"
    office = make_office(tmp_path / "hq")
    with serving(office) as port:
        laptop = enrolled(folder, file_for(office, port, "wang"), "wang")
        enter(laptop)
        places = (folder, temporary, second, paths.config_folder(), paths.log_folder())
        assert found_in(*places) == set(), "while it is open, with its log"
        stop = threading.Event()
        assert backups.make(laptop.signed_in, clock(), lambda done, total: None, stop, second)
        assert laptop.sync().photos.complete == len(NAMES)
        laptop.close()
    key = laptop.signed_in.key
    restoring.restore(folder, restoring.backups(folder)[0], key)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 3 * len(NAMES)
    assert found_in(*places) == set()
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "file").write_bytes(picture(NAMES[3]))
    assert any(NAMES[3] in each for each in found_in(tmp_path / "plain")), "it would be found"
    with pytest.raises(AppError, match="wrong_key") as refused:
        open_database(folder / "replica.db", bytes(32))
    assert SENTENCES[refused.value.code].startswith("The data on this laptop do not open with this key.")
    office.close()
    shutil.rmtree(temporary)
