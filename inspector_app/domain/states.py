"""State machines as tables: which action leads from which state to which, whose it is, and what it takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from inspector_app.domain.problems import Code, Problem
from inspector_app.records.evidence import DocumentType
from inspector_app.records.people import Role

State = TypeVar("State", bound=StrEnum)
FIELD = frozenset({Role.INSPECTOR, Role.TEAM_LEAD})
"""Officers at work in the field."""
LEAD = frozenset({Role.TEAM_LEAD, Role.COUNTY_ADMIN})
DRAFTERS = FIELD | {Role.AUXILIARY}
"""Those who may fill a draft: auxiliary staff too, whose signature never counts (domain.md 7.1)."""
OFFICERS = FIELD | LEAD
"""Those whose acts count in law: officers, and the county's desk."""
COUNTY = frozenset({Role.COUNTY_ADMIN})
HQ = frozenset({Role.HQ_ADMIN})


@dataclass(frozen=True, slots=True)
class Move(Generic[State]):
    """One action from one state to another."""

    action: str
    """A verb in snake_case; several states may share it."""
    start: State
    end: State
    roles: Collection[Role]
    needs: tuple[str, ...] = ()
    """Fields that have to be given; of `a|b` one is enough."""
    not_by: str | None = None
    """An earlier action whose person may not do this one: two different people, whatever their roles."""
    once: bool = False
    """Not a second time in the life of the record."""
    papers: tuple[DocumentType, ...] = ()
    """To be printed with it."""
    clock: str | None = None
    """The time limit (domain/clocks.py) that begins with it."""
    term: str | None = None
    """The time limit beyond which `ends_on` may not be set: from `begins_on`, or from the end that is extended."""


@dataclass(frozen=True)
class Machine(Generic[State]):
    """A record of this kind begins in `first`. A state without moves is an end."""

    first: State
    moves: tuple[Move[State], ...]

    @cached_property
    def _from(self) -> Mapping[State, tuple[Move[State], ...]]:
        starts = {move.start for move in self.moves}
        return {start: tuple(move for move in self.moves if move.start == start) for start in starts}

    @property
    def states(self) -> frozenset[State]:
        return frozenset({self.first, *(state for move in self.moves for state in (move.start, move.end))})

    @property
    def ends(self) -> frozenset[State]:
        return self.states - self._from.keys()

    def actions(self, before: State, role: Role | None = None) -> tuple[Move[State], ...]:
        """What may be done here, in the order of the table; where a role is given, by that role."""
        return tuple(move for move in self._from.get(before, ()) if role is None or role in move.roles)

    def may(self, before: State, after: State, role: Role | None = None) -> bool:
        """Whether the move exists and, where a role is given, is that role's to make."""
        return any(move.end == after for move in self.actions(before, role))

    def next_states(self, before: State, role: Role | None = None) -> tuple[State, ...]:
        """Where the state may go from here, in the order of the table."""
        return tuple(dict.fromkeys(move.end for move in self.actions(before, role)))

    def leads(self, before: str, after: str, role: Role) -> bool:
        """Whether this role alone can bring a record from one state to the other, by one move or several."""
        found, waiting = {before}, [before]
        while waiting:
            ends = {str(move.end) for move in self._from.get(waiting.pop(), ()) if role in move.roles}  # type: ignore[call-overload]
            waiting += ends - found
            found |= ends
        return after in found

    def way(self, before: State, after: State) -> tuple[Move[State], ...]:
        """The shortest sequence of moves from one state to another; empty where there is none, or nothing moves."""
        ways: dict[State, tuple[Move[State], ...]] = {before: ()}
        waiting = [before]
        for state in waiting:
            for move in self._from.get(state, ()):
                if move.end not in ways:
                    ways[move.end] = (*ways[state], move)
                    waiting.append(move.end)
        return ways.get(after, ())

    def problems(
        self,
        before: State,
        action: str,
        role: Role,
        given: Collection[str] = (),
        by: str | None = None,
        done: Iterable[tuple[str, str]] = (),
    ) -> list[Problem]:
        """What stops an action. `given` names the fields that hold something; `done` are the earlier steps as (action,
        user id), and `by` is the id of who acts now."""
        move = self.move(before, action, role)
        if move is None:
            return [Problem("state", Code.MOVE_NOT_ALLOWED, facts={"from": before, "to": self._meant(before, action)})]
        problems = [Problem(need, Code.REQUIRED) for need in move.needs if not {*need.split("|")} & {*given}]
        done = list(done)
        if move.once and any(earlier == action for earlier, _ in done):
            problems.append(Problem("state", Code.ONLY_ONCE))
        if move.not_by is not None and any(step == (move.not_by, by) for step in done):
            problems.append(Problem("by", Code.SAME_PERSON))
        return problems

    def move(self, before: State, action: str, role: Role | None = None) -> Move[State] | None:
        """The move that an action makes here; None when there is none, or it is not the role's."""
        return next((move for move in self.actions(before, role) if move.action == action), None)

    def _meant(self, before: State, action: str) -> str:
        """Where the action would lead, for the sentence that refuses it."""
        everywhere = (*self.actions(before), *self.moves)
        return next((move.end for move in everywhere if move.action == action), action)
