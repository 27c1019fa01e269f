"""Pictures of genuine goods: laid down at HQ with the product, and with it on every laptop of the county (row 6.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from inspector_app.domain.barcodes import gtin14
from inspector_app.domain.states import COUNTY, HQ
from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.hq.registers import Register
from inspector_app.hq.scope import reach_of
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.goods import Product
from inspector_app.records.people import Role
from inspector_app.services.acting import Acting
from inspector_app.storage import products
from sync.record import id_for

_HQ_ITSELF = id_for("device", "HQ")
"""In place of the laptop that took the picture."""


def lay_down(office: Office, told: str, file: Path, by: str, clock: Callable[[], int]) -> Product:
    """Make a file the picture of the genuine goods: `told` is the product's id or its GTIN. It travels reduced.

    Raises AppError unknown_user, not_allowed, unknown_product, file_unreadable, picture_refused.
    """
    place = Register.of(office, by, clock)
    product = place.read(lambda act: _product(act, told))
    data = _read(file)
    from inspector_app.capture.photos import take_in  # with Pillow, which no other command needs

    photo = take_in(data)
    sha256, reduced = photo.reduced_sha256, photo.reduced
    assert hashlib.sha256(reduced).hexdigest() == sha256
    now = clock()
    item = EvidenceItem(
        id=id_for(EvidenceItem.kind, product.id, sha256),
        subject_kind=Product.kind,
        subject_id=product.id,
        sha256=sha256,
        size=len(reduced),
        mime=photo.mime if sha256 == photo.sha256 else "image/jpeg",
        synced_sha256=sha256,
        synced_size=len(reduced),
        captured_at=photo.captured_at or now,
        received_at=now,
        taker_id=place.user.id,
        device_id=_HQ_ITSELF,
        parent_sha256=None if sha256 == photo.sha256 else photo.sha256,
    )
    office.service.blobs.keep(sha256, reduced, now)  # first: a laptop that hears of it may ask for it at once
    is_new = place.read(lambda act: act.writer.find(EvidenceItem, item.id)) is None
    named = product.changed(reference_sha256=sha256)
    with office.service.author(place.user.id, now, reach=reach_of(place.user)) as author:
        if is_new:
            author.save(item)
        author.save(named, base=product)
    return named


def _product(act: Acting, told: str) -> Product:
    act.require_role(COUNTY | HQ)
    known = act.writer.find(Product, told)
    code = gtin14(told)
    found = [known] if known is not None else products.by_gtin(act.session, code) if code else []
    is_mine = [each for each in found if act.user.role is Role.HQ_ADMIN or each.county_code == act.user.office_code[:6]]
    if len(is_mine) != 1 or is_mine[0].voided_at is not None:
        raise AppError("unknown_product", told=told, count=len(is_mine))
    return is_mine[0]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as exc:
        raise AppError("file_unreadable", file=str(file)) from exc
