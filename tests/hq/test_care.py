"""Laptops and the photos that they owe, as an administrator looks after them."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select
from typer.testing import CliRunner

from inspector_app.errors import AppError
from inspector_app.hq import photos
from inspector_app.hq.cli import app
from inspector_app.hq.laptops import laptops, set_standing
from inspector_app.hq.office import Office
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.inspections import InspectionState
from inspector_app.records.people import Device
from sync.faults import Wipe
from sync.hq.auth import DeviceStatus, hold_back
from sync.hq.tables import op_result, parked_op, quarantine
from sync.protocol import Captured, Kind, Op
from sync.record import new_id
from tests import factories

DAY = 86_400_000_000


@dataclass
class Field:
    """A laptop, and three photos of a shop that its records tell of."""

    office: Office
    device: str
    items: list[EvidenceItem]

    def send(self, data: bytes) -> None:
        name = hashlib.sha256(data).hexdigest()
        blobs = self.office.service.blobs
        blobs.missing(self.device, {name: len(data)}, DAY)
        blobs.put_parts(self.device, name, 0, io.BytesIO(data), len(data), DAY)
        assert blobs.complete(self.device, name).complete


@pytest.fixture
def field(office: Office) -> Field:
    device = new_id()
    office.service.register(device, bytes(range(32)), 1)
    shop = factories.operator()
    items = []
    with office.service.author("HQ", DAY) as author:
        author.save(Device(id=device, name="laptop-1", user_ids=(), lease_days=45, enrolled_at=1))
        author.save(shop)
        for number in range(3):
            small, whole = (hashlib.sha256(f"{what} {number}".encode()).hexdigest() for what in ("small", "whole"))
            item = factories.photo_of(new_id()).changed(
                inspection_id=None,
                operator_id=shop.id,
                device_id=device,
                received_at=number * DAY,
                sha256=whole,
                size=7,
                synced_sha256=small,
                synced_size=7,
            )
            author.save(item)
            items.append(item)
    return Field(office, device, items)


def test_photos_are_awaited_until_they_are_here(field: Field) -> None:
    def owed(before: int) -> list[str]:
        return [each.evidence_id for each in photos.overdue(field.office, before)]

    assert owed(2 * DAY) == [field.items[0].id, field.items[1].id]
    field.send(b"small 0")
    assert owed(10 * DAY) == [field.items[1].id, field.items[2].id]
    assert {each.laptop for each in photos.overdue(field.office, 10 * DAY)} == {"laptop-1"}


def test_h_8_a_visit_tells_how_many_of_its_photos_are_here(field: Field) -> None:
    shop, wang = factories.operator(), factories.user()
    draft = {"state": InspectionState.IN_PROGRESS, "signed_at": None}
    visit, other = (factories.visit(shop, wang, field.device, started_at=DAY * day, **draft) for day in (2, 1))
    taken = [(visit, b"first"), (visit, b"second"), (visit, b"third"), (other, b"fourth")]
    items = []
    with field.office.service.author(wang.id, DAY) as author:
        author.save(shop)
        for each, data in taken:
            author.save(each)
            name = hashlib.sha256(data).hexdigest()
            item = factories.photo_of(each.id, device_id=field.device, sha256=name, size=len(data))
            items.append(item.changed(synced_sha256=name, synced_size=len(data)))
            author.save(items[-1])

    def told() -> list[tuple[str, int, int]]:
        return [(each.inspection_id, each.here, each.every) for each in photos.incomplete_visits(field.office)]

    assert told() == [(other.id, 0, 1), (visit.id, 0, 3)], "the oldest first"
    field.send(b"second")
    field.send(b"fourth")
    assert told() == [(visit.id, 1, 3)]
    assert photos.of_visits(field.office, [visit.id, other.id]) == {visit.id: (1, 3), other.id: (1, 1)}
    said = str(CliRunner().invoke(app, ["photos", "--data", str(field.office.folder)]).output)
    assert f"{visit.id}  {shop.name}  1 of 3 photos at HQ" in said
    assert other.id not in said
    with field.office.service.author(wang.id, DAY) as author:
        author.save(items[0].changed(voided_at=DAY, void_reason="blurred"))
    field.send(b"third")
    assert told() == [], "a photo that was taken back is awaited no more"


def test_an_original_is_asked_for_from_the_laptop_that_took_it(field: Field) -> None:
    item = photos.want_original(field.office, field.items[0].id, "boss", DAY)
    with field.office.database.engine.connect() as conn:
        assert conn.exec_driver_sql("SELECT dev, sha256 FROM blob_wanted").all() == [(field.device, item.sha256)]
    field.send(b"whole 0")
    with pytest.raises(AppError, match="photo_here"):
        photos.want_original(field.office, item.id, "boss", DAY)
    with pytest.raises(AppError, match="unknown_photo"):
        photos.want_original(field.office, new_id(), "boss", DAY)


def test_a_laptop_is_handed_over_blocked_and_let_in_again(field: Field) -> None:
    def stands() -> tuple[DeviceStatus, Wipe | None]:
        (laptop,) = laptops(field.office)
        return laptop.status, laptop.wipe

    assert stands() == (DeviceStatus.ACTIVE, None)
    set_standing(field.office, "laptop-1", DeviceStatus.TRANSFERRED, DAY, wipe=True)
    assert stands() == (DeviceStatus.TRANSFERRED, Wipe.AFTER_HAND_OVER)
    set_standing(field.office, field.device, DeviceStatus.REVOKED, DAY, wipe=True)
    assert stands() == (DeviceStatus.REVOKED, Wipe.AT_ONCE)
    set_standing(field.office, field.device, DeviceStatus.ACTIVE, DAY)
    assert stands() == (DeviceStatus.ACTIVE, None)
    with pytest.raises(AppError, match="unknown_laptop"):
        set_standing(field.office, "laptop-2", DeviceStatus.REVOKED, DAY)


@pytest.mark.parametrize("between", [None, DeviceStatus.TRANSFERRED, DeviceStatus.REVOKED])
def test_what_was_kept_back_is_looked_at_when_the_laptop_is_let_in(field: Field, between: DeviceStatus | None) -> None:
    row_id = new_id()
    op = Op(
        id=new_id(), t="operator", row=row_id, k=Kind.INSERT, b=(0, 0), set={}, by="wang", g=row_id,
        cap=Captured(wall=DAY, off=None, mono=1),
    )  # fmt: skip
    place = {"dev": field.device, "inc": 1, "n": 1}
    parked = json.dumps({"r": "parked", "waits": f"release/{field.device}"})
    sent = {"op_id": op.id, "core": op.core(), "chain": bytes(32), "result": parked, "at": DAY}

    def keep(conn: Connection) -> None:
        conn.execute(insert(op_result), place | sent)
        conn.execute(insert(parked_op), place | {"waits": f"release/{field.device}", "grp": row_id})
        hold_back(conn, field.device)

    database = field.office.database
    database.write(keep)
    for standing in (between, DeviceStatus.ACTIVE):
        if standing is not None:
            set_standing(field.office, "laptop-1", standing, DAY)
    assert database.read(lambda conn: conn.execute(select(parked_op)).all()) == []
    [result] = database.read(
        lambda conn: conn.scalars(select(op_result.c.result).where(op_result.c.dev == field.device)).all()
    )
    assert "parked" not in result
    reviewed = database.read(lambda conn: conn.scalars(select(quarantine.c.code)).all())
    assert (reviewed == ["transferred"]) == (between is DeviceStatus.TRANSFERRED)


def test_the_commands_do_the_same(field: Field) -> None:
    def said(*words: str, code: int = 0) -> str:
        result: Any = CliRunner().invoke(app, [*words, "--data", str(field.office.folder)])
        assert result.exit_code == code, result.output
        return str(result.output)

    assert "let in" in said("laptop")
    said("laptop", "laptop-1", "--block", "--wipe")
    assert "blocked, to be emptied at once" in said("laptop", "laptop-1")
    assert "3 photos awaited" in said("photos")
    assert field.items[0].id in said("photos", "--awaited")
    for wrong in (["laptop", "--block"], ["laptop", "x", "--admit", "--wipe"], ["laptop", "x", "--admit", "--block"]):
        said(*wrong, code=2)
    said("laptop", "nobody", "--block", code=1)
