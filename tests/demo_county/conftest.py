"""A small county, made once for all tests here."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from inspector_app.demo_county import Fault, Plan, Size, rows
from inspector_app.demo_county.cards import colour_card
from inspector_app.demo_county.lists import shipped_lists
from inspector_app.records.reference import Checklist
from sync.record import Wire

TODAY = date(2026, 3, 18)
SMALL = Size(operators=3000, ledger=9000, inspections=900, photos=300, products=800)


@pytest.fixture(scope="session")
def checklists() -> tuple[Checklist, ...]:
    """The shipped lists, as an HQ would have published them."""
    return shipped_lists()


@pytest.fixture(scope="session")
def plan(checklists: tuple[Checklist, ...]) -> Plan:
    return Plan(SMALL, 7, TODAY, checklists, card=colour_card)


@pytest.fixture(scope="session")
def planted() -> list[Fault]:
    """The faults of `stream`, once that was made."""
    return []


@pytest.fixture(scope="session")
def stream(plan: Plan, planted: list[Fault]) -> list[tuple[str, Wire]]:
    return list(rows(plan, planted))


@pytest.fixture(scope="session")
def county(stream: list[tuple[str, Wire]]) -> dict[str, list[Wire]]:
    """{kind: rows}"""
    kinds = defaultdict(list)
    for kind, row in stream:
        kinds[kind].append(row)
    return dict(kinds)
