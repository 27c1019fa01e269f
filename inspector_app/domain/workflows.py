"""Every state machine by its name, the record that runs it, and one step of any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inspector_app.domain import (
    complaints,
    incidents,
    inspections,
    measures,
    oversight,
    recalls,
    rectification,
    registration,
)
from inspector_app.domain import samples as sampling
from inspector_app.domain.problems import Problem
from inspector_app.domain.states import Machine
from inspector_app.records.complaints import ComplaintKind
from inspector_app.records.people import Role
from sync.record import Json, Record

WORKFLOWS: Mapping[str, Machine[Any]] = {
    "operator": registration.STATUSES,
    "inspection": inspections.STATES,
    "amendment": inspections.AMENDMENTS,
    "rectification": rectification.STATES,
    "recall_task": recalls.STATES,
    **{f"complaint.{kind.lower()}": machine for kind, machine in complaints.STATES.items()},
    "incident": incidents.STATES,
    "sample": sampling.STATES,
    "objection": measures.OBJECTIONS,
    **{f"seal.{kind.lower()}": machine for kind, machine in measures.SEALS.items()},
    "case_file": measures.CASES,
    "transfer": measures.TRANSFERS[False],
    "transfer.criminal": measures.TRANSFERS[True],
    "campaign": oversight.CAMPAIGNS,
    "campaign_target": oversight.TARGETS,
    "blacklist_entry": oversight.BLACKLIST,
    "publication": oversight.PUBLICATIONS,
}
BY_SERVICE = {"operator": "status", "inspection": "state"}
"""{kind: its field} of what the services of registration and of visits move: the one writes the steps, the other keeps
who and when in the visit itself."""

_VARIANTS: Mapping[str, Callable[[Any], str]] = {
    "complaint": lambda each: f"complaint.{(each.complaint_kind or ComplaintKind.REPORT).lower()}",
    "seal": lambda each: f"seal.{each.seal_kind.lower()}",
    "transfer": lambda each: "transfer.criminal" if each.criminal else "transfer",
}
"""Kinds whose machine follows from the record. A complaint that is not classified has that of any."""
KINDS = frozenset(name.partition(".")[0] for name in WORKFLOWS)


def field_of(kind: str) -> str:
    """The field that holds the state."""
    return BY_SERVICE.get(kind, "state")


def machine_of(record: Record) -> Machine[Any]:
    """The machine that a record of one of KINDS runs."""
    variant = _VARIANTS.get(record.kind)
    return WORKFLOWS[variant(record) if variant else record.kind]


def machines(kind: str) -> list[Machine[Any]]:
    """All that records of a kind may run."""
    return [machine for name, machine in WORKFLOWS.items() if name.partition(".")[0] == kind]


def state_of(record: Record) -> Any:
    return getattr(record, field_of(record.kind))


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody wants to do to a record."""

    record: Record
    action: str
    role: Role
    by: str
    reason: str = ""
    given: Mapping[str, Json] | None = None
    """{field: value} in stored form."""

    @property
    def after(self) -> Record:
        """The record with what is given, not yet moved. The reason of a step is the step's, not the record's."""
        fields = type(self.record).model_fields.keys() - {"id", "reason", field_of(self.record.kind)}
        return self.record.changed(**{name: each for name, each in (self.given or {}).items() if name in fields})

    @property
    def held(self) -> set[str]:
        """Names of what holds something: fields of the record, what is given, and the members of lists."""
        told = {**self.after.wire(), **(self.given or {}), "reason": self.reason.strip()}
        names = {name for name, each in told.items() if each is not None and each is not False and each not in _EMPTY}
        return names | {f"{n}.{m}" for n in names if isinstance(told[n], list) for m in told[n] if isinstance(m, str)}

    def problems(self, done: Iterable[tuple[str, str]]) -> list[Problem]:
        """What stops it; `done` are the earlier steps as (action, user id)."""
        machine = machine_of(self.after)
        return machine.problems(state_of(self.record), self.action, self.role, self.held, self.by, done)


_EMPTY: tuple[Json, ...] = ("", [], {}, ())
