"""A laptop whose data are damaged: what HQ does not have yet goes into a package, and HQ takes all of it in."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from PIL import Image
from sqlalchemy import func, select
from typer.testing import CliRunner

from inspector_app import cli
from inspector_app.errors import AppError
from inspector_app.hq import rescue
from inspector_app.hq.cli import app as hq
from inspector_app.hq.office import Office
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.operators import Operator
from inspector_app.services import evidence, inspections, rescuing
from inspector_app.services.acting import Acting
from inspector_app.services.exchanging import photo_store
from inspector_app.storage.cipher import CIPHERS
from inspector_app.storage.salvage import salvage
from inspector_app.storage.writes import DeviceWriter
from inspector_app.ui import terminal
from sync.hq.blobs import complete_among
from sync.hq.tables import op_result
from tests import factories
from tests.running_hq import PASSWORD, clock, enrolled, file_for, make_office, serving

SHOPS = 60


@dataclass
class Damaged:
    """A closed laptop with a day's work that HQ has nothing of."""

    office: Office
    folder: Path
    key: bytes
    shops: list[Operator]
    photo: EvidenceItem
    package: Path

    def harm(self, every: int) -> None:
        """Turn a bit on each so many pages, the first among them."""
        held = bytearray((self.folder / "replica.db").read_bytes())
        for at in range(50, len(held), CIPHERS[0].page * every):
            held[at] ^= 1
        (self.folder / "replica.db").write_bytes(held)

    def run(self, command: Any, *words: object, typed: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(command, [str(word) for word in words], input=typed)
        return done.exit_code, done.output

    def make(self) -> str:
        words = ("--data", self.folder, "rescue", "--user", "wang", "--out", self.package)
        code, said = self.run(cli.app, *words, typed=f"{PASSWORD}\n")
        assert code == 0, said
        return said

    def at_hq(self) -> set[str]:
        with self.office.database.engine.connect() as conn:
            return set(conn.exec_driver_sql("SELECT id FROM operator").scalars())


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Damaged]:
    monkeypatch.setattr(terminal, "is_chinese", lambda: False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    office = make_office(tmp_path / "hq")
    with serving(office) as port:
        laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
    user = laptop.signed_in.user
    assert user is not None
    shops = [factories.operator(name=f"抢救商店{n}", registered_by=user.id) for n in range(SHOPS)]
    store = photo_store(laptop.signed_in)
    with laptop.signed_in.sessions.begin() as session:
        act = Acting(session, DeviceWriter(session, user.id, clock()), user, laptop.signed_in.laptop.device_id, clock())
        for shop in shops:
            act.save(shop)
        visit = inspections.start(act, shops[0].id)
    out = io.BytesIO()
    Image.effect_noise((600, 400), 40).convert("RGB").save(out, "JPEG")
    photo = evidence.keep(store, out.getvalue())
    with laptop.signed_in.sessions.begin() as session:
        act = Acting(session, DeviceWriter(session, user.id, clock()), user, laptop.signed_in.laptop.device_id, clock())
        item = evidence.add(act, photo, evidence.Place(visit.id))
    laptop.close()
    yield Damaged(office, laptop.folder, laptop.signed_in.key, shops, item, tmp_path / "rescue.package")
    office.close()


def test_g_8_hq_takes_in_every_unsent_record_that_can_be_read_of_a_damaged_laptop(damaged: Damaged) -> None:
    damaged.harm(every=4)
    found = salvage(damaged.folder / "replica.db", damaged.key)
    readable = {row["row_id"] for row in found.unsent if row["kind"] == "operator"}
    assert 0 < len(readable) < SHOPS
    said = damaged.make()
    assert f"holds {len(found.unsent)} changes" in said
    assert "Some of the data could not be read any more" in said
    assert "抢救".encode() not in damaged.package.read_bytes()
    before = damaged.at_hq()
    code, told = damaged.run(hq, "rescue", "import", damaged.package, "--data", damaged.office.folder)
    assert code == 0, told
    assert damaged.at_hq() - before == readable


def test_g_8_photos_come_along_and_a_package_taken_in_again_changes_nothing(damaged: Damaged) -> None:
    damaged.make()
    first = rescue.take_in(damaged.office, damaged.package, clock())
    assert (set(first.outcomes), first.photos, first.is_cut) == ({"applied"}, 1, False)
    assert damaged.at_hq() >= {shop.id for shop in damaged.shops}
    held = damaged.office.database.read(lambda conn: complete_among(conn, [damaged.photo.synced_sha256]))
    assert held == {damaged.photo.synced_sha256}
    again = rescue.take_in(damaged.office, damaged.package, clock())
    assert again.outcomes == first.outcomes, "the same answers"
    count = select(func.count()).select_from(op_result).where(op_result.c.dev.startswith("rescue/"))
    with damaged.office.database.engine.connect() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM operator WHERE ver > 1").scalar_one() == 0
        assert conn.execute(count).scalar_one() == 2 * first.changes


def test_the_laptop_itself_may_still_send_what_was_taken_in(damaged: Damaged) -> None:
    from tests.running_hq import signed_in

    damaged.make()
    rescue.take_in(damaged.office, damaged.package, clock())
    with serving(damaged.office, damaged.office.plan.port):
        laptop = signed_in(damaged.folder, "wang")
        outcome = laptop.sync()
        laptop.close()
    assert outcome.summary.is_level
    assert outcome.summary.refused == 0
    with damaged.office.database.engine.connect() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM operator WHERE ver > 1").scalar_one() == 0


def test_a_package_for_another_hq_or_of_nobody_knows_whom_is_refused(damaged: Damaged, tmp_path: Path) -> None:
    laptop = json.loads((damaged.folder / "laptop.json").read_text())
    enrolled = rescuing.Laptop(**laptop)
    other = X25519PrivateKey.generate().public_key().public_bytes_raw()
    for name, code, change, key in (
        ("a", "package_other_hq", {"recovery_key": base64.b64encode(other).decode()}, damaged.key),
        ("b", "package_unproved", {"device_id": "01900000-0000-7000-8000-000000000000"}, damaged.key),
        ("c", "package_unproved", {"dataset": "REAL"}, damaged.key),
    ):
        changed = rescuing.Laptop(**laptop | change)
        rescuing.rescue(damaged.folder, changed, key, tmp_path / name, clock())
        with pytest.raises(AppError, match=code):
            rescue.take_in(damaged.office, tmp_path / name, clock())
    (damaged.folder / "replica.db").write_bytes(b"")
    rescuing.rescue(damaged.folder, enrolled, bytes(32), tmp_path / "d", clock())  # whoever cannot open the laptop
    with pytest.raises(AppError, match="package_unproved"):
        rescue.take_in(damaged.office, tmp_path / "d", clock())


def test_a_package_that_is_cut_gives_what_stands_before_and_says_so(damaged: Damaged, tmp_path: Path) -> None:
    damaged.make()
    whole = damaged.package.read_bytes()
    for cut in (0, 3, 50, 200):
        damaged.package.write_bytes(whole[:cut])
        with pytest.raises(AppError, match="package_"):
            rescue.take_in(damaged.office, damaged.package, clock())
    damaged.package.write_bytes(whole[:-1])
    code, said = damaged.run(hq, "rescue", "import", damaged.package, "--data", damaged.office.folder)
    assert code == 1
    assert "Nothing was taken in" in said or "not complete" in said
