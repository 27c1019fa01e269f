"""Who answers for an operator on a day (属地负总责): nobody is a gap, two are an overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from inspector_app.domain.divisions import LEVELS
from inspector_app.records.offices import Responsibility


class Responsible:
    """The responsibilities of a day, looked up by operator, village, township and county."""

    def __init__(self, given: Iterable[Responsibility], day: date) -> None:
        self._of: defaultdict[str, list[Responsibility]] = defaultdict(list)
        for each in given:
            ends = each.valid_to is not None and each.valid_to < day
            if each.voided_at is None and each.valid_from <= day and not ends:
                self._of[each.operator_id or each.division_code or each.county_code].append(each)

    def of(self, operator_id: str, division_code: str, kind: str) -> list[Responsibility]:
        """Those that count: the operator's own, else those of the longest division code that speak of its kind."""
        places = [division_code[:level] for level in reversed(LEVELS) if len(division_code) >= level]
        for place in (operator_id, *places):
            found = [each for each in self._of.get(place, ()) if not each.operator_kinds or kind in each.operator_kinds]
            if found:
                return found
        return []

    def persons(self, operator_id: str, division_code: str, kind: str) -> set[str]:
        """User ids; an office that names nobody answers through no person."""
        return {each.user_id for each in self.of(operator_id, division_code, kind) if each.user_id is not None}
