"""A state machine as a table, with the roles that may make each move."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from inspector_app.records.people import Role

State = TypeVar("State", bound=StrEnum)
FIELD = frozenset({Role.INSPECTOR, Role.TEAM_LEAD})
"""Officers at work in the field."""
LEAD = frozenset({Role.TEAM_LEAD, Role.COUNTY_ADMIN})
DRAFTERS = FIELD | {Role.AUXILIARY}
"""Those who may fill a draft: auxiliary staff too, whose signature never counts (domain.md 7.1)."""


@dataclass(frozen=True)
class Machine(Generic[State]):
    """{from: {to: the roles that may}}. A state that is missing is an end."""

    moves: Mapping[State, Mapping[State, Collection[Role]]]

    def may(self, before: State, after: State, role: Role | None = None) -> bool:
        """Whether the move exists and, where a role is given, is that role's to make."""
        roles = self.moves.get(before, {}).get(after)
        return roles is not None and (role is None or role in roles)

    def next_states(self, before: State, role: Role | None = None) -> tuple[State, ...]:
        """Where the state may go from here, in the order of the table."""
        return tuple(after for after in self.moves.get(before, {}) if self.may(before, after, role))
