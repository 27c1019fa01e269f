"""A replica full of operators for the benchmarks, written at storage level."""

from __future__ import annotations

import itertools
from datetime import date

from sqlalchemy import insert

from inspector_app.demo_county import Plan, Size, rows
from inspector_app.storage import search
from inspector_app.storage.engine import Sessions, writing
from inspector_app.storage.tables import TABLES

CHUNK = 5_000
KINDS = ("operator", "person", "licence", "region", "user", "device")


def fill(sessions: Sessions, operators: int) -> None:
    """The county's operators with their persons, papers and divisions, and the bureau's people and laptops."""
    plan = Plan(Size(operators=operators, ledger=0, inspections=0, photos=0, products=50), 1, date(2026, 4, 17))
    stream = (pair for pair in rows(plan, []) if pair[0] in KINDS)
    while chunk := list(itertools.islice(stream, CHUNK)):
        with sessions.begin() as session, writing(session):
            for kind in KINDS:
                if values := [row for name, row in chunk if name == kind]:
                    session.execute(insert(TABLES[kind]), values)
    with sessions.begin() as session, writing(session):
        search.rebuild(session.connection())
