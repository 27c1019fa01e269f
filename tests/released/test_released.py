"""What every release left can be taken up by this one: databases are migrated, exchanged, and nothing is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from inspector_app.records import SCHEMA, VERSION
from inspector_app.records.past import frozen
from inspector_app.services.exchanging import app_version
from inspector_app.storage import sync_state
from inspector_app.storage.tables import TABLES
from sync.device import log
from sync.device.core import OpState
from sync.device.engine import run_once
from sync.device.tables import outbox
from sync.forms import FIRST_SCHEMA, Filled, Recast
from sync.hq.service import HQService
from sync.hq.tables import op_result
from sync.projection import form_of, up
from sync.protocol import Outcome
from sync.record import Wire
from sync.wire import unpack_ops, unpack_results
from tests.released import sets
from tests.released.sets import Released


@pytest.fixture(params=sets.every(), ids=lambda each: each.folder.name)
def released(request: pytest.FixtureRequest) -> Released:
    found: Released = request.param
    return found


def _operators(service: HQService) -> dict[str, Wire]:
    def work(conn: Any) -> dict[str, Wire]:
        return {row["id"]: dict(row) for row in conn.execute(select(TABLES["operator"])).mappings()}

    return service.database.read(work)


def _is_there(service: HQService, released: Released) -> None:
    """HQ has each change of the laptop, and the rows are what its user made of them."""
    ids = set(service.database.read(lambda conn: conn.execute(select(op_result.c.op_id)).scalars().all()))
    assert set(released.facts.changes) <= ids
    held = _operators(service)
    for row_id, fields in released.facts.rows.items():
        told = up(SCHEMA, "operator", fields, released.request.schema_)
        assert {name: held[row_id][name] for name in told if name in held[row_id]} == told


def test_g_12_a_database_of_each_release_is_migrated_and_every_change_arrives(
    released: Released, tmp_path: Path
) -> None:
    facts = released.facts
    with released.laptop(tmp_path) as sessions, released.hq(tmp_path) as service:
        with sessions() as session:
            before = dict(session.execute(select(outbox.c.id, outbox.c.core)).all())  # type: ignore[arg-type]
            assert set(before) == set(facts.changes)
        summary = run_once(sets.replica(sessions, facts), sets.way(service, facts))
        assert (summary.problem, summary.is_level) == (None, True)
        _is_there(service, released)
        with sessions() as session:
            assert log.waiting(session) == 0
            found = {row.id: row for row in session.execute(select(outbox))}
            settled = (OpState.ACKED, OpState.REJECTED, OpState.PARKED)
            assert {row.state for row in found.values()} == set(settled)
            assert all(found[each].core == core for each, core in before.items() if core is not None)
            state = sync_state.state(session)
            assert (state.waiting, state.held, state.parked, state.refused) == (0, 1, 1, 1)
            shown = {row["id"]: dict(row) for row in session.execute(select(TABLES["operator"])).mappings()}
        at_hq = _operators(service)
        ours = {row.row_id for row in found.values() if row.state == OpState.REJECTED}
        assert {each: row for each, row in shown.items() if each not in ours} == {
            each: row for each, row in at_hq.items() if each not in ours
        }


def test_a_request_of_each_release_is_taken(released: Released, tmp_path: Path) -> None:
    request = released.request
    ops = unpack_ops(request.ops)
    first = request.log.last - len(ops) + 1
    with released.hq(tmp_path) as service:
        reply = sets.way(service, released.facts).exchange(request)
    results = unpack_results(reply.res, [(n, op.id) for n, op in enumerate(ops, first)])
    assert ops
    assert {result.r for result in results} == {Outcome.APPLIED}


def test_an_answer_to_each_release_is_taken(released: Released, tmp_path: Path) -> None:
    facts = released.facts
    with released.laptop(tmp_path) as sessions, released.hq(tmp_path) as service:
        replica = sets.replica(sessions, facts)
        step = replica.apply(released.request, released.reply)
        assert step.pushed == len(unpack_ops(released.request.ops))
        assert run_once(replica, sets.way(service, facts)).is_level
        _is_there(service, released)


def test_this_release_has_its_set() -> None:
    assert app_version() in {each.folder.name for each in sets.every()}


def test_records_change_only_with_their_version() -> None:
    """Else raise inspector_app.records.VERSION, and freeze its form: python -m tests.released.make."""
    assert form_of(SCHEMA) == frozen(VERSION)


@pytest.mark.parametrize("version", range(FIRST_SCHEMA, VERSION + 1))
def test_what_came_after_a_version_has_a_value_in_its_rows(version: int) -> None:
    form = frozen(version)
    for kind, cls in SCHEMA.kinds.items():
        if kind not in form:
            continue
        told = {name for step in SCHEMA.past.since(kind, version) if isinstance(step, Recast) for name in step.new}
        told |= {step.field for step in SCHEMA.past.since(kind, version) if isinstance(step, Filled)}
        needed = {name for name, field in cls.model_fields.items() if field.is_required()}
        assert needed - set(form[kind].defaults) - told == set(), kind
