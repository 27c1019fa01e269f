"""What HQ and laptops write into their logs, metrics and audit tells nothing of people, and opens nothing."""

from __future__ import annotations

import base64
import io
import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from prometheus_client import generate_latest
from sqlalchemy import select, text

from inspector_app import logs
from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.hq.web import gate_of, served_by
from inspector_app.records.operators import Operator
from inspector_app.services import provisioning
from inspector_app.storage.operators import OperatorFilter, page
from inspector_app.storage.writes import save
from sync.hq.app import server
from sync.hq.gate import Gate
from sync.hq.logs import log_to
from sync.hq.tables import quarantine, refused_request
from sync.record import new_id
from tests.e2e.visit import registered_shop
from tests.running_hq import PASSWORD, FieldLaptop, clock, enrolled, file_for

PLANTED = (
    "王建国",
    "王一",
    "990101198002291233",
    "14000000001",
    "杨柳村便民小吃店",
    "杨柳村8号",
    PASSWORD,
    "wrong-word-7",
)
FAR = "880101100200"


@pytest.fixture
def gate(office: Office) -> Gate:
    return gate_of(office)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The logs of HQ and of a laptop, as their programs write them."""
    root, hq = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    log_to(hq)
    of_laptop = logs.start(tmp_path / "logs")
    yield SimpleNamespace(hq=hq, laptop=tmp_path / "logs" / "inspector.log")
    of_laptop.close()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def port(office: Office, gate: Gate, told: SimpleNamespace) -> Iterator[int]:
    certificate, key = office.certificate_files
    running = server(served_by(gate, office), "127.0.0.1", 0, str(certificate), str(key))
    thread = Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield running.servers[0].sockets[0].getsockname()[1]
    running.should_exit = True
    thread.join()


def fail(*_: object) -> None:
    raise ValueError(" ".join(PLANTED))


def a_bad_day(office: Office, port: int, folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """Enrolment, a wrong password, work, a refusal, a fault of HQ, a laptop that is put out; the secrets in it."""
    file = file_for(office, port, "wang", "li")
    laptop = enrolled(folder, file, "wang")
    with pytest.raises(AppError, match="wrong_password"):
        provisioning.first_sign_in(folder, laptop.signed_in.laptop, "li", "wrong-word-7", clock)
    registered_shop(laptop)
    stray(laptop)
    laptop.sync()
    with patch.context() as broken:
        broken.setattr(office.service, "exchange", fail)
        assert laptop.sync().summary.problem is not None
    laptop.sync()
    key = laptop.signed_in.laptop
    laptop.close()
    return [file.secret, base64.b64encode(office.matching_key).decode(), key.matching_key]


def stray(laptop: FieldLaptop) -> None:
    """A change that HQ refuses."""
    with laptop.signed_in.sessions.begin() as session:
        shop = page(session, OperatorFilter(), None, 1)[0]
        wrong = shop.changed(id=new_id(), division_code=FAR)
        assert laptop.signed_in.user is not None
        save(session, wrong, laptop.signed_in.user.id, clock())


def test_no_log_metric_or_audit_names_a_person_or_a_secret(
    office: Office, gate: Gate, port: int, told: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = a_bad_day(office, port, tmp_path / "laptop", monkeypatch)
    gate.audit.write()
    audit = office.database.read(lambda conn: [tuple(row) for row in conn.execute(select(refused_request))])
    with office.database.engine.connect() as conn:
        assert conn.execute(select(quarantine)).first() is not None, "something was refused"
        assert conn.execute(text("SELECT 1 FROM operator WHERE phone = '14000000001'")).first(), "and something came"
    seen = {
        "HQ's log": told.hq.getvalue(),
        "the laptop's log": told.laptop.read_text(encoding="utf-8").partition("Traceback")[0],
        "metrics": generate_latest(gate.metrics.registry).decode(),
        "audit": json.dumps(audit),
    }
    outcomes = {line.get("outcome") for line in map(json.loads, seen["HQ's log"].splitlines())}
    assert {"ok", "error", "wrong_password"} <= outcomes
    assert 'outcome="error"' in seen["metrics"]
    assert audit
    for where, what in seen.items():
        for planted in (*PLANTED, *secrets):
            assert planted not in what, f"{planted} in {where}"
        assert "Sync " not in what, where
    assert Operator.kind not in seen["audit"]
