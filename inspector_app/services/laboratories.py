"""Laboratories that a sample may go to: those that are approved for all that is to be tested (domain.md row 8.4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from datetime import date

from inspector_app.domain.problems import Code, Problem
from inspector_app.records.sampling import Laboratory
from inspector_app.services.acting import Acting
from inspector_app.storage.rows import columns, records, table

_FAR = 1 << 30


def choices(act: Acting, items: Collection[str], on: date) -> list[Laboratory]:
    """The laboratories with scope for all items on a day, the nearest first, of like distance the quickest."""
    target = table(Laboratory)
    listed = records(act.session, Laboratory, columns(Laboratory).where(target.c.voided_at.is_(None)))
    fit = [each for each in listed if not problems(each, items, on)]
    return sorted(fit, key=lambda each: (_or_far(each.distance_km), _or_far(each.turnaround_days), each.name, each.id))


def problems(laboratory: Laboratory, items: Iterable[str], on: date) -> list[Problem]:
    """Why a laboratory may not be given these items: no approval, one that has ended, or none for an item; it tests no
    more."""
    if not laboratory.active or approval(laboratory, on):
        return [_lacks(laboratory.name)]
    scope = {_plain(each) for each in laboratory.scope}
    return [_lacks(item) for item in items if _plain(item) not in scope]


def approval(laboratory: Laboratory, on: date) -> list[Problem]:
    """Why a report of a day does not count: the laboratory had no approval then. It may test no more by now."""
    stands = laboratory.approval_until is None or on <= laboratory.approval_until
    return [] if laboratory.approval_number.strip() and stands else [_lacks(laboratory.name)]


def _lacks(name: str) -> Problem:
    return Problem("laboratory_id", Code.LABORATORY_SCOPE, facts={"name": name})


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _or_far(number: int | None) -> int:
    return _FAR if number is None else number
