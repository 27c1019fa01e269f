"""Score cards of areas as they were filled in: model county, trusted township and community (domain.md row 5.7)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from inspector_app.records.homes import FOUND
from sync.record import Change, Id, InDivision, Instant, Record, Text


class AreaScore(Record):
    """What was counted in an area and what it said of itself; reckoning again gives the same points."""

    kind = "area_score"
    change = Change.INSERT_ONLY
    home = (InDivision("division_code"),)

    division_code: Annotated[Text, FOUND]
    """A county, township or village."""
    card: Text
    first_day: date
    last_day: date
    counted_on: date
    numbers: dict[str, Any]
    """{indicator: [count, the whole that it is a part of]}."""
    answers: dict[str, Any] = {}
    """{question: whether it is so}."""
    points: int
    passed: bool
    rule_version: Text
    note: Text = ""
    assessed_by: Id
    assessed_at: Instant
