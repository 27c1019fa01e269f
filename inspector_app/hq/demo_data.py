"""Fills a DEMO HQ, or a database that becomes one, with the synthetic county.

Nobody wrote its rows, so they enter as a data set (sync.hq.loading) and not as changes of HQ's own author.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select

from inspector_app.demo_county import SIZES, Fault, Plan, Size, rows
from inspector_app.demo_county.checker import Checker
from inspector_app.demo_county.inspections import Card
from inspector_app.demo_county.lists import shipped_lists
from inspector_app.demo_county.manifest import Tally, manifest, write
from inspector_app.demo_county.words import divisions
from inspector_app.errors import AppError
from inspector_app.hq import snapshots
from inspector_app.hq.office import Office, upgrade
from inspector_app.hq.publication import WITH_FEED
from inspector_app.records import SCHEMA
from inspector_app.records.people import Role, User
from inspector_app.storage.tables import TABLES
from sync.hq.database import Database
from sync.hq.feeds import NATIONAL, open_divisions
from sync.hq.loading import load
from sync.hq.upgrade import prepare
from sync.record import Wire

Report = Callable[[int, int], None]
"""report(operators done, operators in all)."""
DATABASE = "hq.sqlite"
"""Name of the database that `fill_folder` makes."""


@dataclass(frozen=True)
class Made:
    """What a county came to hold."""

    manifest: Wire
    faults: int
    """Planted on purpose; `faults.csv` tells which."""

    @property
    def counts(self) -> dict[str, int]:
        """{kind: rows}"""
        counts: dict[str, int] = self.manifest["counts"]
        return counts


def plan_of(size: Size, seed: int, reference_date: date) -> Plan:
    """A county with the shipped lists."""
    return Plan(size, seed, reference_date, shipped_lists(), card=_card(size))


def fill(office: Office, plan: Plan, now: int, report: Report = lambda done, total: None) -> Made:
    """Make the county, all of it or nothing. Raises AppError not_demo for a REAL database, county_there, county_wrong.

    Manifest and faults lie in HQ's folder then.
    """
    if office.plan.dataset != "DEMO":
        raise AppError("not_demo")
    made = _fill(office.database, office.folder, replace(plan, id_key=office.matching_key), now, report)
    snapshots.builder(office.folder, office.database).nightly(now)
    return made


def fill_folder(folder: Path, plan: Plan, now: int, report: Report = lambda done, total: None) -> Made:
    """Make the county as a database of its own, which `init` can make an HQ of; manifest and faults beside it.

    Raises AppError county_there, county_wrong.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / DATABASE).exists():
        raise AppError("county_there")
    database = Database(f"sqlite:///{folder / DATABASE}")
    try:
        prepare(database, "DEMO", now, upgrade)
        made = _fill(database, folder, plan, now, report)
    except BaseException:
        database.close()
        for file in folder.glob(f"{DATABASE}*"):
            file.unlink()
        raise
    database.close()
    return made


def _fill(database: Database, folder: Path, plan: Plan, now: int, report: Report) -> Made:
    codes = [each.code[:digits] for each in divisions() for digits in WITH_FEED if len(each.code) >= digits]
    database.write(lambda conn: open_divisions(conn, [NATIONAL, *codes], now))

    def work(conn: Connection) -> tuple[Tally, list[Fault]]:
        tally, faults = Tally(), list[Fault]()
        checker = Checker({each.id for each in plan.checklists}, plan.reference_date)
        made = checker.watch(tally.watch(_reported(rows(plan, faults), plan.size.operators, report)))
        load(conn, SCHEMA, TABLES, made, now)
        if set(checker.found) != set(faults):
            raise AppError("county_wrong", faults=len({*checker.found} ^ {*faults}))
        return tally, faults

    _require_empty(database)
    tally, faults = database.write(work)
    write(folder, plan, tally, faults)
    return Made(manifest(plan, tally), len(faults))


def _reported(stream: Iterable[tuple[str, Wire]], operators: int, report: Report) -> Iterator[tuple[str, Wire]]:
    done = 0
    for kind, row in stream:
        if kind == "operator":
            done += 1
            report(done, operators)
        yield kind, row


def _require_empty(database: Database) -> None:
    """Raises AppError county_there: the county would be made twice, and passwords that people use reset."""
    query = select(TABLES["operator"].c.id).limit(1)
    if database.read(lambda connection: connection.execute(query).first()) is not None:
        raise AppError("county_there")


def two_inspectors(office: Office) -> list[User]:
    """The first two inspectors of the largest township, which is the first; they may sign papers."""
    table = TABLES["user"]
    query = select(*(table.c[name] for name in User.model_fields)).where(table.c.role == Role.INSPECTOR)
    found = office.database.read(
        lambda connection: list(connection.execute(query.order_by(table.c.username).limit(2)).mappings())
    )
    return [User.model_validate(dict(row)) for row in found]


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
