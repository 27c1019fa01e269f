"""What each role may write at HQ (domain.md 7.1): by kind of record, with what is closed of it. The rest is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from sqlalchemy import Connection, select

from inspector_app.domain.workflows import KINDS, field_of, machines
from inspector_app.records import SCHEMA
from inspector_app.records.people import Role
from inspector_app.storage.tables import TABLES
from sync.hq.rights import Rights
from sync.record import Json

NOTHING = Rights({})
_OPEN: frozenset[str] = frozenset()
_SEAL = frozenset({"signed_at", "content_sha256"})
"""What signing writes: the signature of others than officers does not count."""


def _open(*kinds: str) -> dict[str, frozenset[str]]:
    return dict.fromkeys(kinds, _OPEN)


_VISIT = {"inspection": _OPEN, "finding": _OPEN, "evidence_item": _OPEN}
_PAPERS = {"signature": _OPEN, "document": _OPEN}
_REGISTER = {"operator": _OPEN, "person": _OPEN, "licence": _OPEN}
_BOOKS = _open(
    "ledger_entry", "product", "supplier", "supplier_file", "trade_link", "certificate", "purchase_check",
    "production_record", "additive_use", "retained_sample", "input_use", "self_check",
)  # fmt: skip
_WORK = _open(
    "amendment", "rectification", "step", "registration", "pledge", "duplicate_decision", "sample", "custody_step",
    "quick_test", "laboratory", "test_report", "objection", "recall_task", "hold", "withdrawal", "seal", "case_file",
    "transfer", "document_service", "interview", "disposal", "complaint", "incident", "incident_report", "case_line",
    "campaign_target", "publication", "grade", "equipment", "training_event", "attendance", "support_pair",
    "support_visit", "area_score", "duty_shift", "random_draw", "review", "voided_number",
)  # fmt: skip
"""What needs an officer, or the county's desk."""
_WALKS = _open("coverage_door", "shop_code", "staff_member", "banquet_report", "grid")
"""What auxiliary staff and grid keepers see on their rounds."""
_OWN = _open("alert_receipt", "access_log", "envelope", "improvement_report", "conflict_of_interest", "import_batch")
"""What everybody who records anything tells of himself."""
DESK = _open("campaign", "responsibility")
"""What the county lays down for its officers."""


def _moves(role: Role) -> Mapping[tuple[str, str], Callable[[Json, Json], bool]]:
    """What the machines let a role do: from the state that its laptop saw to the one that it sends, by several moves
    where it sends them as one."""
    found: dict[tuple[str, str], Callable[[Json, Json], bool]] = {}
    for kind in KINDS:
        name = field_of(kind)
        unit = next(unit for unit, names in SCHEMA.kinds[kind].units().items() if name in names)
        found[kind, unit] = partial(_may_lead, role, kind, name)
    return found


def _may_lead(role: Role, kind: str, name: str, old: Json, new: Json) -> bool:
    before, after = (each.get(name) if isinstance(each, dict) else each for each in (old, new))
    return any(
        before == after or machine.leads(str(before or machine.first), str(after), role) for machine in machines(kind)
    )


def _rights(role: Role, kinds: Mapping[str, frozenset[str]]) -> Rights:
    return Rights(kinds, _moves(role))


_OFFICER = {**_VISIT, **_PAPERS, **_REGISTER, **_BOOKS, **_WORK, **_WALKS, **_OWN, "spot_penalty": _OPEN}
_CAPTURE = {
    "operator": frozenset({"pledge", "risk_grade"}),
    "person": frozenset({"verification"}),
    "licence": _OPEN,
    "registration": frozenset({"id_seen", "face_compared"}),
    "duplicate_decision": _OPEN,
    "step": _OPEN,
}
"""What a registration by auxiliary staff writes: captured, and compared with nothing (domain.md 7.5)."""
_HELPER = {**_VISIT, **_CAPTURE, **_BOOKS, **_WALKS, **_OWN, "inspection": _SEAL}
_COUNTY = {**_VISIT, **_REGISTER, **_BOOKS, **_WORK, **_WALKS, **_OWN, **DESK, "inspection": _SEAL}
RIGHTS: Mapping[Role, Rights] = {
    Role.INSPECTOR: _rights(Role.INSPECTOR, _OFFICER),
    Role.TEAM_LEAD: _rights(Role.TEAM_LEAD, _OFFICER),
    Role.AUXILIARY: _rights(Role.AUXILIARY, _HELPER),
    Role.COUNTY_ADMIN: _rights(Role.COUNTY_ADMIN, _COUNTY),
    Role.HQ_ADMIN: NOTHING,
    Role.READ_ONLY: NOTHING,
}


def rights_of(connection: Connection, users: Collection[str]) -> dict[str, Rights]:
    """What these users may write, as their rows stand now; those who work no longer are left out."""
    table = TABLES["user"]
    active = table.c.id.in_(list(users)) & table.c.active & table.c.voided_at.is_(None)
    roles = connection.execute(select(table.c.id, table.c.role).where(active))
    return {row.id: RIGHTS.get(Role(row.role), NOTHING) for row in roles}
