"""Fills a DEMO HQ with the synthetic county, through HQ's own author like everything that HQ writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path

from sqlalchemy import select

from inspector_app.demo_county import SIZES, Fault, Plan, Size, generate
from inspector_app.demo_county.faults import write_csv
from inspector_app.demo_county.inspections import Card
from inspector_app.demo_county.lists import shipped_lists
from inspector_app.errors import AppError
from inspector_app.hq import snapshots
from inspector_app.hq.office import Office
from inspector_app.hq.publication import open_divisions
from inspector_app.hq.users import HQ_USER
from inspector_app.records.inspections import Inspection
from inspector_app.records.people import Role, User
from inspector_app.records.reference import Checklist, Region
from inspector_app.storage.tables import TABLES
from sync.record import Record

Report = Callable[[int, int], None]
"""report(operators done, operators in all)."""


def fill(
    office: Office, size: Size, seed: int, reference_date: date, now: int, report: Report = lambda done, total: None
) -> dict[str, int]:
    """Make the county with the shipped lists; {kind: rows}. Raises AppError not_demo for a REAL database."""
    if office.plan.dataset != "DEMO":
        raise AppError("not_demo")
    open_divisions(office, (), now)
    plan = Plan(size, seed, reference_date, shipped_lists(), id_key=office.matching_key, card=_card(size))
    counts: dict[str, int] = {}
    faults: list[Fault] = []
    records = generate(plan, faults)
    first: list[Record] = []
    visit: Inspection | None = None
    for record in records:
        first.append(record)
        if not isinstance(record, Checklist | Region):
            break
    open_divisions(office, [each for each in first if isinstance(each, Region)], now)
    with office.service.author(HQ_USER, now) as author:
        for record in chain(first, records):
            if isinstance(record, Inspection):
                visit = record
            is_of_visit = visit is not None and visit.id in (record.id, getattr(record, "inspection_id", None))
            author.save(record, by=visit.author_id if visit is not None and is_of_visit else None)
            counts[record.kind] = counts.get(record.kind, 0) + 1
            if record.kind == "operator":
                report(counts["operator"], size.operators)
    write_faults(office.folder, faults)
    snapshots.builder(office.folder, office.database).nightly(now)
    return counts


def require_empty(office: Office) -> None:
    """Raises AppError county_there: the county would be made twice, and passwords that people use reset."""
    query = select(TABLES["operator"].c.id).limit(1)
    if office.database.read(lambda connection: connection.execute(query).first()) is not None:
        raise AppError("county_there")


def two_inspectors(office: Office) -> list[User]:
    """The first two inspectors of the largest township, which is the first; they may sign papers."""
    table = TABLES["user"]
    query = select(*(table.c[name] for name in User.model_fields)).where(table.c.role == Role.INSPECTOR)
    rows = office.database.read(
        lambda connection: list(connection.execute(query.order_by(table.c.username).limit(2)).mappings())
    )
    return [User.model_validate(dict(row)) for row in rows]


def write_faults(folder: Path, faults: list[Fault]) -> None:
    """The planted data faults, for tests that look for them."""
    write_csv(folder / "faults.csv", faults)


def _card(size: Size) -> Card | None:
    if not size.photos:
        return None
    from inspector_app.demo_county.cards import colour_card  # needs Pillow, which HQ does without otherwise

    return colour_card


def size_of(name: str, **counts: int | None) -> Size:
    """A named size with some of its counts replaced. Raises AppError unknown_size, impossible_size."""
    if name not in SIZES:
        raise AppError("unknown_size", sizes=", ".join(SIZES))
    try:
        return Size(**SIZES[name].__dict__ | {key: value for key, value in counts.items() if value is not None})
    except ValueError as exc:
        raise AppError("impossible_size", reason=str(exc)) from exc
