"""What lists show beside a record, for a whole page of them at once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspector_app.storage import merges
from inspector_app.storage.tables import TABLES

_INSPECTION = TABLES["inspection"]
_REGION = TABLES["region"]


def last_visits(session: Session, operator_ids: Iterable[str]) -> dict[str, int]:
    """{operator: when its last signed visit began}, or that of one that was merged into it; operators without one are
    left out."""
    merged = merges.absorbed(session)
    now = {shop: each for each in operator_ids for shop in (each, *merged.get(each, ()))}
    query = (
        select(_INSPECTION.c.operator_id, func.max(_INSPECTION.c.started_at).label("began"))
        .where(
            _INSPECTION.c.operator_id.in_(list(now)),
            _INSPECTION.c.signed_at.is_not(None),
            _INSPECTION.c.voided_at.is_(None),
        )
        .group_by(_INSPECTION.c.operator_id)
    )
    last: dict[str, int] = {}
    for row in session.execute(query):
        last[now[row.operator_id]] = max(row.began, last.get(now[row.operator_id], row.began))
    return last


def place_names(session: Session, division_codes: Iterable[str]) -> dict[str, str]:
    """{division code: township and village by name}; of a code that is not known, the code."""
    wanted = set(division_codes)
    parts = wanted | {code[:9] for code in wanted}
    rows = session.execute(select(_REGION.c.code, _REGION.c.name).where(_REGION.c.code.in_(parts)))
    names = {row.code: row.name for row in rows}
    return {code: " ".join(_names(code, names)) or code for code in wanted}


def _names(code: str, names: dict[str, str]) -> list[str]:
    return [names[part] for part in dict.fromkeys((code[:9], code)) if part in names]
