"""Who acts, when, and in which transaction: what every service is given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.states import DRAFTERS, HQ, LEAD
from inspector_app.domain.workflows import BY_SERVICE, KINDS, field_of, machine_of, state_of
from inspector_app.errors import AppError
from inspector_app.records.people import Role, User
from sync.record import Change, Record
from sync.writer import Writer

R = TypeVar("R", bound=Record)
WRITERS = DRAFTERS | LEAD
"""Who records anything; readers and HQ's administrators do not edit field records (domain.md 7.1)."""
_OF_HQ = frozenset({"step", "campaign", "campaign_target", "document", "import_batch"})
"""What HQ's administrator writes at HQ, beside the kinds that HQ alone writes."""


@dataclass(frozen=True)
class Acting:
    """One user's act. The caller's transaction makes all that a service writes one."""

    session: Session
    writer: Writer
    user: User
    device_id: str
    now: int
    """Microseconds UTC by this machine's clock."""
    matching_key: bytes = b""
    """The county's key under which id numbers are matched."""
    hq_key: bytes = b""
    """HQ's X25519 public key, to which is sealed what nobody here may read."""

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def is_at_hq(self) -> bool:
        """HQ has no laptop's id."""
        return not self.device_id

    def save(self, record: R) -> R:
        """Write a record. Raises AppError not_allowed for a role that records nothing in the field."""
        is_of_hq = self.is_at_hq and (record.change is Change.HQ_ONLY or record.kind in _OF_HQ)
        self.require_role(WRITERS | HQ if is_of_hq else WRITERS)
        self._keeps_its_state(record)
        self.writer.save(record)
        return record

    def move(self, record: Record) -> None:
        """Write a record whose state changed. For services/workflow.py alone, which writes the step with it, and knows
        by its machine whose move it is."""
        self.require_role(WRITERS | HQ if self.is_at_hq else WRITERS)
        self.writer.save(record)

    def _keeps_its_state(self, record: Record) -> None:
        """A state changes by a step; only registration and visits, which keep their own history, move it by saving.

        Raises Refused for a state that the record cannot have come to by this user.
        """
        if record.kind not in KINDS:
            return
        before, machine, field = self.writer.find(type(record), record.id), machine_of(record), field_of(record.kind)
        start = machine.first if before is None else state_of(before)
        end = state_of(record)
        may_lead = record.kind in BY_SERVICE and machine.leads(start, end, self.user.role)
        if end != start and not may_lead:
            raise Refused([Problem(field, Code.MOVE_NOT_ALLOWED, facts={"from": start, "to": end})])

    def require_role(self, roles: Collection[Role]) -> None:
        """Raises AppError not_allowed when the acting user has none of these roles."""
        if self.user.role not in roles:
            raise AppError("not_allowed")

    def get(self, cls: type[R], record_id: str) -> R:
        """The record of this id. Raises NotHere when this device does not hold it."""
        if (record := self.writer.find(cls, record_id)) is None:
            raise NotHere(cls.kind, record_id)
        return record


class NotHere(AppError):
    """The record is not on this device (yet)."""

    def __init__(self, kind: str, record_id: str) -> None:
        super().__init__("not_here", kind=kind, id=record_id)


class Refused(AppError):
    """The rules do not allow this; `problems` says what stands in the way, field by field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("refused")
        self.problems = tuple(problems)


def require(problems: Sequence[Problem]) -> None:
    """Raise Refused when any of the problems is an error; warnings pass."""
    if errors := [problem for problem in problems if problem.severity == Severity.ERROR]:
        raise Refused(errors)
