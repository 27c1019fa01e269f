"""Publishing rules: each version of a pack, and the years of the calendar, become rows that laptops receive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from inspector_app.domain import rule_packs, yaml_files
from inspector_app.domain.deadlines import CALENDAR, CalendarInvalid, calendar_from
from inspector_app.domain.packs import NATIONAL, PackInvalid
from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.records.reference import RulePack
from inspector_app.storage.tables import TABLES
from sync.record import Instant, canonical, new_id

EFFECTIVE = "effective_at"
"""Of a version in a file: the date and time, with its zone, from which it counts."""


def rules_file(path: Path) -> dict[str, Any] | None:
    """The body of a file of rules or of a calendar, its dates as text; None for any other file.

    Raises AppError file_unreadable; PackInvalid names the first thing wrong.
    """
    if path.suffix.lower() == ".xlsx":
        return None  # a workbook holds a checklist
    try:
        body = yaml_files.read(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise AppError("file_unreadable", file=str(path)) from error
    except yaml_files.Unreadable:
        return None  # whoever reads checklists tells the line
    if not isinstance(body, dict) or not body.keys() & {"pack", "calendar"}:
        return None
    try:
        return dict(json.loads(json.dumps(body, default=_iso)))
    except (TypeError, ValueError) as error:
        raise PackInvalid("file", str(error)) from error


def require_sound(body: Mapping[str, Any], now: Instant) -> None:
    """Raises PackInvalid for the first fault of a file of rules."""
    list(_rows(body, now))


def publish_rules(office: Office, body: Mapping[str, Any], by: str, now: Instant) -> list[RulePack]:
    """Publish what is new in a file of rules; what was published stays, and is overruled by what comes after it.

    Raises PackInvalid for the first fault of the file: nothing of it is published then.
    """
    rows = list(_rows(body, now))
    codes = {row.jurisdiction for row in rows} - {NATIONAL}
    office.service.open_divisions(sorted({NATIONAL, *codes}), now)
    new = []
    with office.service.author(by, now) as author:
        for row in rows:
            before = _published(office, row)
            if not before or before[-1].sha256 != row.sha256:
                new.append(row.changed(version=f"{row.valid_from}.{len(before) + 1}"))
                author.save(new[-1])
    return new


def _rows(body: Mapping[str, Any], now: Instant) -> Iterator[RulePack]:
    if "calendar" in body:
        yield _row(CALENDAR, _calendar(body), _calendar_year(body), now)
        return
    told = body.get("versions")
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise PackInvalid("versions", "no version")
    versions = [dict(each) for each in told]
    begin = [_instant(each.pop(EFFECTIVE, None), f"versions.{place}") for place, each in enumerate(versions)]
    rule_packs.check({**body, "versions": versions})
    for each, effective in zip(versions, begin, strict=True):
        yield _row(body["pack"], each, each, now, effective)


def _row(
    pack: str, body: dict[str, Any], head: Mapping[str, Any], now: Instant, effective: Instant | None = None
) -> RulePack:
    return RulePack(
        id=new_id(),
        pack=pack,
        version="",
        jurisdiction=head.get("jurisdiction", NATIONAL),
        source=head["source"],
        tag=head["tag"],
        body=body,
        sha256=hashlib.sha256(canonical([body, effective])).hexdigest(),
        valid_from=date.fromisoformat(head["valid_from"]),
        valid_to=date.fromisoformat(head["valid_to"]) if head.get("valid_to") else None,
        effective_at=effective,
        published_at=now,
    )


def _calendar(body: Mapping[str, Any]) -> dict[str, Any]:
    try:
        known = calendar_from({int(year): told for year, told in body["years"].items()})
    except (CalendarInvalid, KeyError, AttributeError, ValueError) as error:
        raise PackInvalid("years", str(error)) from error
    if not known.years:
        raise PackInvalid("years", "no year")
    return {"years": body["years"]}


def _calendar_year(body: Mapping[str, Any]) -> dict[str, Any]:
    """The head of a calendar: in force from the first of its years."""
    sources = "；".join(str(told.get("source", "")) for told in body["years"].values())
    return {"source": sources, "tag": "verified", "valid_from": f"{min(map(int, body['years']))}-01-01"}


def _published(office: Office, row: RulePack) -> list[RulePack]:
    """What was published for the same place and beginning, in that order."""
    table = TABLES[RulePack.kind]
    query = select(*(table.c[name] for name in RulePack.model_fields)).where(
        table.c.pack == row.pack,
        table.c.jurisdiction == row.jurisdiction,
        table.c.valid_from == row.valid_from.isoformat(),
    )
    found = office.database.read(lambda connection: list(connection.execute(query).mappings()))
    return sorted((RulePack.model_validate(dict(each)) for each in found), key=lambda each: each.published_at)


def _instant(told: Any, place: str) -> Instant | None:
    if told is None:
        return None
    try:
        when = datetime.fromisoformat(told)
    except (TypeError, ValueError) as error:
        raise PackInvalid(f"{place}.{EFFECTIVE}", "not a date and time") from error
    if when.tzinfo is None:
        raise PackInvalid(f"{place}.{EFFECTIVE}", "no time zone, such as +08:00")
    return int(when.astimezone(UTC).timestamp()) * 1_000_000


def _iso(value: Any) -> str:
    """YAML reads dates and times as such; JSON carries them as text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"not fit for a pack: {value!r}")
