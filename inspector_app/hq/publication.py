"""Publishing reference data: checklists and divisions become rows that every laptop in their reach receives."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from inspector_app.domain.checklist_faults import faults
from inspector_app.domain.checklist_versions import succession_faults, version_key
from inspector_app.domain.checklists import ChecklistInvalid, body_of, parse, sha256_of
from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq.checklist_sentences import sentence, words_of
from inspector_app.hq.office import Office
from inspector_app.hq.regions import regions, require_in_force
from inspector_app.paths import resources
from inspector_app.records.reference import Checklist, Region
from inspector_app.storage.tables import TABLES
from sync.record import new_id

WITH_FEED = (2, 6, 9)
"""Lengths of the codes of provinces, counties and townships."""


def shipped_checklists() -> list[dict[str, Any]]:
    """The bodies of the lists in resources/checklists, by file name."""
    return [body_of(path.read_text("utf-8")) for path in sorted((resources() / "checklists").glob("*.yaml"))]


def checklist_file(path: Path) -> dict[str, Any]:
    """The body of a clerk's file. Raises AppError file_unreadable; ChecklistInvalid names the place."""
    try:
        return body_of(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise AppError("file_unreadable", file=str(path)) from exc


def require_publishable(office: Office, body: Mapping[str, Any], *, demo: bool = False) -> Checklist | None:
    """The list of this version where it is published already, as it is here. Raises as publish_checklist does."""
    form = parse(body)
    if form.status == "draft" and not (demo and office.plan.dataset == "DEMO"):
        raise AppError("draft_not_published", checklist=form.id)
    known = office.one(Checklist, code=form.id, version=form.version)
    if known is not None and known.sha256 != sha256_of(body):
        raise AppError("version_published", checklist=form.id, version=form.version)
    if known is None:
        before = [each.body for each in versions(office, form.id)]
        for fault in (*faults(body), *succession_faults(body, before)):
            raise ChecklistInvalid(words_of(fault.place, body), sentence(fault).rstrip(".。"))
    return known


def publish_checklist(office: Office, body: Mapping[str, Any], by: str, now: int, *, demo: bool = False) -> Checklist:
    """Publish a version of a checklist; what was published never changes.

    A draft is published by a demo HQ only, and marked so. Raises AppError draft_not_published, version_published,
    ChecklistInvalid for the first fault of the list, or of its place among the versions before.
    """
    known = require_publishable(office, body, demo=demo)
    if known is not None:
        return known
    form = parse(body)
    checklist = Checklist(
        id=new_id(),
        code=form.id,
        version=form.version,
        title_zh=form.title.zh,
        title_en=form.title.en,
        applies_to=tuple(str(kind) for kind in form.applies_to),
        jurisdiction=form.jurisdiction,
        demo=demo,
        body=dict(body),
        sha256=sha256_of(body),
        valid_from=local_date(now),
        published_at=now,
    )
    with office.service.author(by, now) as author:
        author.save(checklist)
    return checklist


def versions(office: Office, code: str) -> list[Checklist]:
    """The published versions of a list, lowest first."""
    table = TABLES[Checklist.kind]
    query = select(*(table.c[name] for name in Checklist.model_fields))
    query = query.where(table.c.code == code, table.c.voided_at.is_(None))
    found = office.database.read(lambda connection: list(connection.execute(query).mappings()))
    return sorted((Checklist.model_validate(dict(row)) for row in found), key=lambda each: version_key(each.version))


def open_divisions(office: Office, regions: Iterable[Region], now: int) -> None:
    """Give each province, county and township its feed, and the nation one."""
    codes = {each.code[:digits] for each in regions for digits in WITH_FEED if len(each.code) >= digits}
    office.service.open_divisions(["CN", *codes], now)


def read_divisions(path: Path, today: date) -> list[Region]:
    """Divisions from a CSV with the columns code (2, 4, 6, 9 or 12 digits), name and, where known, class3; from today.

    Raises AppError file_unreadable, divisions_empty; divisions_invalid names the line.
    """
    try:
        rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as exc:
        raise AppError("file_unreadable", file=str(path)) from exc
    if not rows:
        raise AppError("divisions_empty", file=str(path))
    codes = {(row.get("code") or "").strip() for row in rows}
    return [_division(row, codes, line, today) for line, row in enumerate(rows, 2)]


def _division(row: Mapping[str, str | None], codes: set[str], line: int, today: date) -> Region:
    code, name = (row.get("code") or "").strip(), (row.get("name") or "").strip()
    if not name or not code.isdecimal() or len(code) not in (2, 4, 6, 9, 12):
        raise AppError("divisions_invalid", line=line)
    above = (other for other in codes if other and other != code and code.startswith(other))
    region = region_of(code, name, today, max(above, key=len, default=None))
    return region.changed(class3=(row.get("class3") or "").strip() or None)


def region_of(code: str, name: str, today: date, parent_code: str | None = None) -> Region:
    """A division in force from today. Its id follows from its code, so that publishing again renames."""
    return Region(
        id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"division/{code}")),
        code=code,
        name=name,
        parent_code=parent_code,
        valid_from=today,
        published_in=code[:6] if len(code) >= 6 else "CN",
    )


def publish_regions(office: Office, given: Iterable[Region], by: str, now: int) -> None:
    """Open the feeds of divisions and publish their names; one that is there already gets the new name.

    Raises AppError division_ended for a code of the past.
    """
    given = list(given)
    there = regions(office, [region.code for region in given])
    require_in_force(office, list(there), local_date(now))
    open_divisions(office, given, now)
    with office.service.author(by, now) as author:
        for region in given:
            known = there.get(region.code)
            author.save(region if known is None else region.changed(id=known.id, valid_from=known.valid_from))
